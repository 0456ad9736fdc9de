/**
 * Runs the stores of `docs/sign-in.md` against real servers: Redis and PostgreSQL from Debian, Deno KV on a
 * file, Durable Objects in workerd. Installs what is missing with apt-get. Arguments choose: `redis`,
 * `postgres`, `deno_kv`, `durable_object`.
 */
import { FOLDER, writeDocumented } from "../tests/stores/documented.ts";
import { importMapFlags } from "./run_tests.ts";
import { capture, output, run } from "./process.ts";
import { root } from "./project.ts";

const STORES = ["redis", "postgres", "deno_kv", "durable_object"];

/** What has to be installed for a store: a program of it, and the package of Debian that has it. */
const PACKAGES: Readonly<Record<string, readonly [program: string, name: string]>> = {
  redis: ["/usr/bin/redis-server", "redis-server"],
  postgres: ["/usr/lib/postgresql", "postgresql"],
};

Deno.chdir(root);
const named = Deno.args.length > 0 ? Deno.args : STORES;
const unknown = named.filter((name) => !STORES.includes(name));
if (unknown.length > 0) throw new Error(`Cannot test ${unknown}: no such store`);
for (const name of named) await install(name);
const { flags } = await importMapFlags();
try {
  Deno.exitCode = await test();
} finally {
  // Or it would be checked with everything else, without the types that it needs.
  await Deno.remove(FOLDER, { recursive: true });
}

/** Checks and tests what the documentation shows. */
async function test(): Promise<number> {
  const modules = await writeDocumented();
  if (modules.length !== STORES.length) {
    throw new Error("Cannot test the stores: docs/sign-in.md has lost one");
  }
  const deno = Deno.execPath();
  const options = ["--unstable-kv", ...flags];
  const own = modules.filter((path) => !path.includes("durable_object"));
  await run([deno, "check", "--quiet", ...options, ...own]);
  const files = named.map((name) => `tests/stores/${name}.ts`);
  const args = ["test", "--allow-all", ...options, ...files];
  return (await new Deno.Command(deno, { args }).spawn().status).code;
}

/** Installs the server of a store, unless it is there. It is started by the tests, and by nobody else. */
async function install(store: string): Promise<void> {
  const [program, name] = PACKAGES[store] ?? [];
  if (program === undefined || (await capture(["test", "-e", program])).code === 0) return;
  console.log(`installing ${name} with apt-get`);
  await output(["apt-get", "update"]);
  await output(["apt-get", "install", "--yes", "--no-install-recommends", name!]);
}
