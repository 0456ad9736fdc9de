/** The stores of servers, each over the client that the documentation names. */
import pg from "npm:pg@8.23.1";
import { createClient } from "npm:redis@6.3.1";
import type { OpenStore } from "./contract.ts";
import { documented } from "./documented.ts";

/** Opens the Redis store on a server. */
export async function openRedis(url: string): Promise<OpenStore> {
  const client = createClient({ url });
  await client.connect();
  const { redisStore } = await documented("redis_store");
  return { store: redisStore(client), [Symbol.asyncDispose]: () => client.close() };
}

/** Opens the PostgreSQL store on a server, and makes its table. */
export async function openPostgres(url: string): Promise<OpenStore> {
  const pool = new pg.Pool({ connectionString: url });
  const { postgresStore } = await documented("postgres_store");
  return { store: postgresStore(pool), [Symbol.asyncDispose]: () => pool.end() };
}

/** Makes the table of the documentation. */
export async function createTable(url: string): Promise<void> {
  const document = await Deno.readTextFile("docs/sign-in.md");
  const [, sql] = /^```sql\n(CREATE .*?)^```$/ms.exec(document)!;
  const pool = new pg.Pool({ connectionString: url });
  await pool.query(sql);
  await pool.end();
}
