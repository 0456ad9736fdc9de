/** The documented PostgreSQL store, on a real server. */
import { createTable, openPostgres } from "./clients.ts";
import { testStore } from "./contract.ts";
import { testTwoProcesses } from "./processes.ts";
import { type Server, startPostgres } from "./servers.ts";

let server: Server;
Deno.test.beforeAll(async () => {
  server = await startPostgres();
  await createTable(server.url);
});
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

testStore(Deno.test, "postgres", () => openPostgres(server.url));
testTwoProcesses("postgres", () => server.url);
