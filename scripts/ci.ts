/**
 * Runs every check, or those that are named (`format lint`), and ends with a line that counts the tests
 * of all of them. A check that fails without a failed test counts as one. `--builder dnt`, for a release,
 * fails if anything else would build the package.
 */
import { globSync } from "npm:tinyglobby@0.2.17";
import { parseArgs } from "node:util";
import { entries, root } from "./project.ts";
import { importMapFlags } from "./run_tests.ts";

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const { values: { builder }, positionals } = parseArgs({
  options: { builder: { type: "string" } },
  allowPositionals: true,
});

Deno.chdir(root);
const deno = Deno.execPath();
const npx = Deno.build.os === "windows" ? "npx.cmd" : "npx";
const { flags } = await importMapFlags();
const sources = entries.map(({ source }) => source);
const guides = ["README.md", ...globSync("docs/*.md").sort()];
const builderFlags = builder === undefined ? [] : ["--builder", builder];

const steps: Record<string, readonly string[]> = {
  test: [
    ...[npx, "--yes", `deno@${Deno.version.deno}`, "task", "test"],
    ...["--coverage=coverage", "--coverage-raw-data-only"],
  ],
  coverage: [deno, "coverage", "--include=/src/", "coverage"],
  format: [deno, "fmt", "--check"],
  lint: [deno, "lint"],
  // The entries first, one by one, as an editor does: tests bring types with them that sources must not need.
  entries: [deno, "check", "--quiet", ...flags, ...sources],
  types: [deno, "check", "--quiet", ...flags, "."],
  docs: [deno, "doc", "--lint", ...sources],
  examples: [deno, "test", "--doc", "--allow-all", ...flags, "mod.ts", "src", ...guides],
  publish: [deno, "publish", "--dry-run", "--allow-dirty"],
  build: [deno, "task", "build:npm", "--tests", ...builderFlags],
  // Not as tasks, which would build again, and without the tests.
  package: [deno, "run", "--allow-all", "scripts/check_npm.ts", ...builderFlags],
  size: [deno, "run", "--allow-all", "scripts/size.ts"],
  runtimes: [deno, "task", "test:runtimes"],
  browser: [deno, "task", "test:browser"],
  stores: [deno, "task", "test:stores"],
  recipes: [deno, "run", "--allow-all", "scripts/test_recipes.ts"],
};

const named = positionals.length > 0 ? positionals : Object.keys(steps);
const report: string[] = [];
let passed = 0;
let failed = 0;
if (named.includes("test")) await Deno.remove("coverage", { recursive: true }).catch(() => {});
for (const name of named) {
  const step = steps[name];
  if (step === undefined) throw new Error(`Cannot check ${name}: no such step`);
  console.log(`\n=== ${name}`);
  const start = performance.now();
  const { success, count } = await perform(step);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  report.push(`${success ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  passed += count.passed;
  failed += success ? 0 : Math.max(1, count.failed);
}
console.log(`\n${report.join("\n")}\n\n${passed} passed, ${failed} failed`);
Deno.exit(failed > 0 ? 1 : 0);

/** Runs a step, shows what it prints, and counts its tests from that. */
async function perform(
  [program, ...args]: readonly string[],
): Promise<{ success: boolean; count: Count }> {
  const child = new Deno.Command(program!, { args, stdin: "null", stdout: "piped" }).spawn();
  let printed = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    printed += chunk;
    await Deno.stdout.write(new TextEncoder().encode(chunk));
  }
  const { success } = await child.status;
  return { success, count: closingCount(printed) };
}

/** Reads the last line such as `ok | 3 passed | 0 failed` or `3 passed, 0 failed`. */
function closingCount(printed: string): Count {
  const lines = printed.matchAll(/^.*?(\d+) passed(?: \(\d+ steps?\))?(?:,| \|) (\d+) failed/gm);
  const [, passed = 0, failed = 0] = [...lines].at(-1) ?? [];
  return { passed: Number(passed), failed: Number(failed) };
}
