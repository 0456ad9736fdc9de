/**
 * Runs every check, or those that are named (`format lint`), and ends with a line that counts the tests
 * of all of them. A check that fails without a failed test counts as one.
 */
import { importMapFlags } from "./run_tests.ts";
import { entries, root } from "./project.ts";

interface Step {
  readonly command: readonly string[];
  readonly env?: Record<string, string>;
}

interface Count {
  readonly passed: number;
  readonly failed: number;
}

Deno.chdir(root);
const deno = Deno.execPath();
const npx = Deno.build.os === "windows" ? "npx.cmd" : "npx";
const { flags } = await importMapFlags();
const sources = entries.map(({ source }) => source);
const guides = ["README.md", ...markdown("docs")];

const steps: Record<string, Step> = {
  test: {
    command: [
      ...[npx, "--yes", `deno@${Deno.version.deno}`, "task", "test"],
      ...["--coverage=coverage", "--coverage-raw-data-only"],
    ],
  },
  coverage: { command: [deno, "coverage", "--include=/src/", "coverage"] },
  format: { command: [deno, "fmt", "--check"] },
  lint: { command: [deno, "lint"] },
  types: { command: [deno, "check", "--quiet", ...flags, "."] },
  docs: { command: [deno, "doc", "--lint", ...sources] },
  examples: {
    command: [deno, "test", "--doc", "--allow-all", ...flags, "mod.ts", "src", ...guides],
  },
  publish: { command: [deno, "publish", "--dry-run", "--allow-dirty"] },
  build: { command: [deno, "task", "build:npm", "--tests"] },
  // Not as tasks, which would build again, and without the tests.
  package: { command: [deno, "run", "--allow-all", "scripts/check_npm.ts"] },
  size: { command: [deno, "run", "--allow-all", "scripts/size.ts"] },
  runtimes: { command: [deno, "task", "test:runtimes"] },
  browser: { command: [deno, "task", "test:browser"] },
};

const named = Deno.args.length > 0 ? Deno.args : Object.keys(steps);
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

/** Runs a step, shows what it prints, and reads from that what its tests came to. */
async function perform({ command, env = {} }: Step): Promise<{ success: boolean; count: Count }> {
  const [program, ...args] = command;
  const child = new Deno.Command(program!, { args, env, stdin: "null", stdout: "piped" }).spawn();
  let printed = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    printed += chunk;
    await Deno.stdout.write(new TextEncoder().encode(chunk));
  }
  const { success } = await child.status;
  return { success, count: closingCount(printed) };
}

/** The last line such as `ok | 3 passed | 0 failed` or `3 passed, 0 failed`. */
function closingCount(printed: string): Count {
  const lines = printed.matchAll(/^.*?(\d+) passed(?: \(\d+ steps?\))?(?:,| \|) (\d+) failed/gm);
  const [, passed = 0, failed = 0] = [...lines].at(-1) ?? [];
  return { passed: Number(passed), failed: Number(failed) };
}

function markdown(folder: string): string[] {
  return [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".md"))
    .map(({ name }) => `${folder}/${name}`).sort();
}
