/**
 * Tests the recipes, the quickstart and the migration guide. The code blocks of a page become files,
 * which a real TypeScript checks and the page's test in `tests/recipes/` uses on Node, with the real
 * libraries and the packed package in `npm/`. Arguments choose pages; `--newest` takes the newest
 * versions of the libraries.
 */
import { parseArgs } from "node:util";
import { type Page, readPages, TESTS, writePage } from "./recipes/pages.ts";
import { type Outcome, readJUnit } from "./runtimes/outcome.ts";
import { findChromium } from "./browser.ts";
import { capture, npm, output } from "./process.ts";
import { root } from "./project.ts";
import { tools } from "./tools.ts";

interface Packed {
  readonly filename: string;
}

/** Milliseconds until a page's test is ended from outside. */
const DEADLINE = 240_000;

/** The compiler's options of an app that a bundler or a modern Node runs. */
const compilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: "esnext",
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  target: "es2023",
  lib: ["ES2023", "DOM", "DOM.Iterable"],
  types: ["node"],
  jsx: "react-jsx",
};

const { values: { newest }, positionals } = parseArgs({
  options: { newest: { type: "boolean", default: false } },
  allowPositionals: true,
});

Deno.chdir(root);
const pages = readPages();
const named = pages.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const unknown = positionals.filter((name) => !named.some((page) => page.name === name));
if (unknown.length > 0) throw new Error(`Cannot test ${unknown}: no such page`);
const modules = await tools();
const node = `${modules}/node-24/bin/node`;
const chromium = await findChromium();
const workplace = await Deno.makeTempDir();
let passed = 0;
let failed = 0;
try {
  await installLibraries();
  // All of them: a test may use the files of another page.
  for (const page of pages) await writePage(page, `${workplace}/${page.name}`);
  const queue = named.values();
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, () => work(queue)));
} finally {
  await Deno.remove(workplace, { recursive: true });
}
console.log(`\n${passed} passed, ${failed} failed`);
Deno.exit(failed > 0 ? 1 : 0);

/** Installs the packed package and the libraries, once for all pages. */
async function installLibraries(): Promise<void> {
  const pack = [npm, "pack", "--json", "--pack-destination", workplace];
  const [packed]: Packed[] = JSON.parse(await output(pack, { cwd: "npm" }));
  const wanted = JSON.parse(await Deno.readTextFile(`${TESTS}/package.json`));
  await Deno.writeTextFile(`${workplace}/package.json`, JSON.stringify(wanted));
  const libraries = Object.keys(wanted.dependencies);
  const which = newest ? libraries.map((name) => `${name}@latest`) : [];
  console.log(`installing ${libraries.length} libraries${newest ? ", the newest versions" : ""}`);
  const flags = ["--no-package-lock", "--no-save", "--no-audit", "--no-fund"];
  await output([npm, "install", ...flags, `./${packed!.filename}`, ...which], { cwd: workplace });
  // Next takes the nearest folder with a lockfile for the project, and looks for packages only there.
  await Deno.writeTextFile(`${workplace}/package-lock.json`, "{}");
  for (const name of newest ? libraries : []) {
    const manifest = await Deno.readTextFile(`${workplace}/node_modules/${name}/package.json`);
    console.log(`  ${name} ${JSON.parse(manifest).version}`);
  }
}

async function work(queue: Iterable<Page>): Promise<void> {
  for (const page of queue) report(page.name, await testPage(page));
}

/** Prints and counts the outcomes of a page, whose test must have run something. */
function report(name: string, outcomes: readonly Outcome[]): void {
  const tests = Map.groupBy(outcomes, ({ status }) => status);
  const failures = tests.get("failed") ?? [];
  const successes = tests.get("passed")?.length ?? 0;
  if (successes === 0 && failures.length === 0) failures.push(fault(name, "no test ran"));
  passed += successes;
  failed += failures.length;
  console.log(`${failures.length === 0 ? "ok    " : "FAILED"} ${name} (${successes} passed)`);
  for (const { test, detail = "" } of failures) console.log(`  ${test}\n${indent(detail)}`);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "    ");
}

function fault(test: string, detail: string): Outcome {
  return { test, status: "failed", detail };
}

/** Checks a page, and the types of its files; then runs its test. */
async function testPage({ name, faults }: Page): Promise<Outcome[]> {
  if (faults.length > 0) return faults.map((detail) => fault(name, detail));
  const folder = `${workplace}/${name}`;
  return [...await checkTypes(folder), ...await runTest(name, folder)];
}

/** Checks the files of the page and its test as a project of its own. */
async function checkTypes(folder: string): Promise<Outcome[]> {
  const project = { compilerOptions, include: ["**/*.ts", "**/*.tsx"] };
  const config = `${folder}/tsconfig.checked.json`; // the page may have a tsconfig.json of its own
  await Deno.writeTextFile(config, JSON.stringify(project));
  const compiler = `${workplace}/node_modules/typescript/bin/tsc`;
  const { code, stdout } = await capture([node, compiler, "--project", config], { cwd: folder });
  return code === 0 ? [] : [fault("types", stdout)];
}

/** Runs the test by itself, so that a server left open is noticed. */
async function runTest(name: string, folder: string): Promise<Outcome[]> {
  const results = `${folder}/junit.xml`;
  const command = [node, "--test-reporter=junit", `--test-reporter-destination=${results}`];
  const { code, stdout, stderr } = await capture([...command, `${name}.test.ts`], {
    cwd: folder,
    env: {
      RECIPES_TOOLS: modules,
      RECIPES_DENO: Deno.execPath(),
      RECIPES_CHROMIUM: chromium,
      NEXT_TELEMETRY_DISABLED: "1",
      NO_COLOR: "1",
    },
    signal: AbortSignal.timeout(DEADLINE),
  });
  const outcomes = readJUnit(await Deno.readTextFile(results).catch(() => ""));
  if (code === 0) return outcomes;
  console.log(`${name} said:\n${indent(`${stdout}${stderr}`.slice(-4_000))}`);
  const isTold = outcomes.some(({ status }) => status === "failed");
  return isTold ? outcomes : [...outcomes, fault(name, `exit code ${code}`)];
}
