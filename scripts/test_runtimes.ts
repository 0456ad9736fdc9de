/**
 * Runs the tests on the package in `npm/` (built with `--tests`) under every other runtime, or under
 * those that are named: `node-20 bun`. `--newest` uses the newest releases instead of the pinned ones.
 */
import { parseArgs } from "node:util";
import { root } from "./project.ts";
import { chromium } from "./runtimes/chromium.ts";
import { bun, node } from "./runtimes/native.ts";
import type { Outcome, Report, Runtime } from "./runtimes/outcome.ts";
import { workerd } from "./runtimes/workerd.ts";
import { printTable } from "./table.ts";
import { tools } from "./tools.ts";

const { values: { newest = false }, positionals: named } = parseArgs({
  options: { newest: { type: "boolean" } },
  allowPositionals: true,
});

Deno.chdir(root);
await tools({ newest });
const nodes = newest ? ["node-latest"] : ["node-20", "node-22", "node-24"];
const known: Runtime[] = [...nodes.map(node), bun, workerd, chromium];
const unknown = named.filter((id) => !known.some((runtime) => runtime.id === id));
if (unknown.length > 0) throw new Error(`Cannot test ${unknown}: no such runtime`);

const reports = new Map<Runtime, Report>();
for (const runtime of known.filter(({ id }) => named.length === 0 || named.includes(id))) {
  reports.set(runtime, await runtime.run().catch(broken));
}

for (const [runtime, { outcomes }] of reports) {
  for (const { test, detail } of having(outcomes, "failed")) {
    console.log(`\n${runtime.name}: ${test}\n${detail}`);
  }
}
printTable(
  ["runtime", "version", "passed", "failed", "skipped"],
  [...reports].map(([{ name }, { version, outcomes }]) => [
    name,
    version,
    String(having(outcomes, "passed").length),
    String(having(outcomes, "failed").length),
    reasons(having(outcomes, "skipped")),
  ]),
);
const all = [...reports.values()].flatMap(({ outcomes }) => outcomes);
const run = new Set(all.filter(({ status }) => status !== "skipped").map(({ test }) => test));
const skipped = new Set(having(all, "skipped").map(({ test }) => test));
const never = named.length === 0 ? skipped.difference(run) : new Set();
for (const test of never) console.log(`skipped everywhere: ${test}`);
const failed = having(all, "failed").length + never.size;
const passed = having(all, "passed").length;
console.log(`${passed} passed, ${failed} failed, ${having(all, "skipped").length} skipped`);
Deno.exit(failed > 0 || passed === 0 ? 1 : 0);

function having(outcomes: readonly Outcome[], status: Outcome["status"]): Outcome[] {
  return outcomes.filter((outcome) => outcome.status === status);
}

/** A runtime that does not even start counts as one failure. */
function broken(error: unknown): Report {
  const detail = error instanceof Error ? error.stack ?? error.message : String(error);
  return { version: "?", outcomes: [{ test: "the run itself", status: "failed", detail }] };
}

function reasons(skipped: readonly Outcome[]): string {
  const byReason = Map.groupBy(skipped, ({ detail }) => detail ?? "no reason given");
  return [...byReason].map(([reason, tests]) => `${tests.length} (${reason})`).join(", ") || "0";
}
