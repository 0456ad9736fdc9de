/** Runtimes with a test runner of their own: Node and Bun. */
import { globSync } from "npm:tinyglobby@0.2.17";
import { capture, output } from "../process.ts";
import { tools } from "../tools.ts";
import { type Outcome, readJUnit, type Report, type Runtime } from "./outcome.ts";

/** Node, as the npm package that carries it: `node-22`. */
export function node(id: string): Runtime {
  async function run(): Promise<Report> {
    const program = `${await tools()}/${id}/bin/node`;
    const version = (await output([program, "--version"])).trim().slice(1);
    // Node 22 and later do not take a folder.
    const files = globSync("tests/**/*_test.js", { cwd: "npm" });
    const options = ["--test", "--test-reporter=junit", "--test-timeout=30000"];
    const command = [program, ...options, ...files];
    const { code, stdout, stderr } = await capture(command, { cwd: "npm" });
    return { version, outcomes: accountFor(readJUnit(stdout), code, stderr) };
  }
  return { id, name: `Node ${id.slice("node-".length)}`, run };
}

/** Bun, as the npm package that carries it. */
export const bun: Runtime = {
  id: "bun",
  name: "Bun",
  async run() {
    const program = `${await tools()}/bun/bin/bun.exe`;
    const version = (await output([program, "--version"])).trim();
    const report = await Deno.makeTempFile({ suffix: ".xml" });
    const options = ["--reporter=junit", `--reporter-outfile=${report}`, "--timeout=30000"];
    const command = [program, "test", ...options, "tests"];
    const { code, stderr } = await capture(command, { cwd: "npm" });
    const outcomes = accountFor(readJUnit(await Deno.readTextFile(report)), code, stderr);
    await Deno.remove(report);
    return { version, outcomes };
  },
};

/** A runner can fail without a failed test. */
function accountFor(outcomes: Outcome[], code: number, detail: string): Outcome[] {
  if (code === 0 || outcomes.some(({ status }) => status === "failed")) return outcomes;
  return [...outcomes, { test: `exit code ${code}`, status: "failed", detail }];
}
