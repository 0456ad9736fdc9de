/** workerd, the runtime of Cloudflare Workers: `workerd test` with the benchmark as its test. */
import { output } from "../process.ts";
import { tools } from "../tools.ts";
import type { Measured, Plan } from "./measure.ts";

/** Runs a bundled worker that prints what it measured. */
export async function measureInWorkerd(code: string, plan: Plan): Promise<Measured> {
  const program = `${await tools()}/workerd/bin/workerd`;
  const version = (await output([program, "--version"])).trim().replace(/^workerd /, "");
  const config = await Deno.makeTempFile({ suffix: ".capnp" });
  await Deno.writeTextFile(config, configuration(code, plan, version));
  const printed = await output([program, "test", config]);
  await Deno.remove(config);
  return JSON.parse(printed.split("\n").find((line) => line.startsWith("{"))!);
}

function configuration(code: string, plan: Plan, version: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (services = [
  (name = "bench", worker = .bench),
  (name = "internet", network = (allow = ["public", "private", "local"])),
]);

const bench :Workerd.Worker = (
  compatibilityDate = ${JSON.stringify(version)},
  bindings = [(name = "plan", json = ${JSON.stringify(JSON.stringify(plan))})],
  modules = [(name = "worker.js", esModule = ${JSON.stringify(code)})],
);
`;
}
