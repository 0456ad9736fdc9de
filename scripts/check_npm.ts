/**
 * Checks the package in `npm/` as it ships: packs it, then installs and uses the tarball. `--builder dnt`
 * refuses a package that another builder made. Afterwards `npm/built-by-dnt.sha256`, named after the
 * builder, has the checksum of the tarball, for the release to publish that tarball and no other.
 */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { compileConsumers, runConsumers } from "./npm/consumers.ts";
import { expectedFiles } from "./npm/files.ts";
import { runTestRunners } from "./npm/test_runners.ts";
import { npm, output, run } from "./process.ts";
import { project, root } from "./project.ts";
import { tools } from "./tools.ts";

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const { values: options } = parseArgs({ options: { builder: { type: "string" } } });

Deno.chdir(root);
const modules = await tools();
await using cleanup = new AsyncDisposableStack();
const folder = await Deno.makeTempDir();
cleanup.defer(() => Deno.remove(folder, { recursive: true }));

step("builder");
const builder = await Deno.readTextFile("npm/builder");
if (options.builder !== undefined && builder !== options.builder) {
  throw new Error(`Cannot publish: the package was built with ${builder}, not ${options.builder}`);
}
console.log(builder);

step("files of the tarball");
const [packed]: Packed[] = JSON.parse(await output([npm, "pack", "--json"], { cwd: "npm" }));
const { filename, files } = packed!;
const tarball = `${root}npm/${filename}`;
const paths = new Set(files.map(({ path }) => path));
await checkFiles(paths);
console.log(`${paths.size} files, as expected`);

step("what an error shows");
for (const path of paths) await checkLines(path);
console.log("short lines");

step("publint");
await run(["node", `${modules}/publint/src/cli.js`, "--strict", "npm"]);

step("are the types wrong?");
const attw = `${modules}/@arethetypeswrong/cli/dist/index.js`;
// Every way to resolve it must find it, also those that know no ES modules: Node can `require()` it.
const isEsm = ["--profile", "strict", "--ignore-rules", "cjs-resolves-to-esm"];
await run(["node", attw, tarball, ...isEsm, "--no-color", "--format", "ascii"]);

step("install");
await Deno.writeTextFile(`${folder}/package.json`, '{ "private": true, "type": "module" }');
await output([npm, "install", "--no-package-lock", tarball], { cwd: folder });
const installed = [...Deno.readDirSync(`${folder}/node_modules`)].map(({ name }) => name)
  .filter((name) => !name.startsWith("."));
if (installed.join() !== project.name.split("/")[0]) {
  throw new Error(`Cannot publish: ${installed} were installed with it`);
}
console.log("nothing else was installed with it");

step("TypeScript consumers");
console.log(`compiled in ${await compileConsumers(folder)} ways`);

step("run on Node");
await runConsumers(folder, ["node-20", "node-22", "node-24"]);
console.log("imported, required and used");

step("test with Jest and Vitest");
await runTestRunners(folder);

const checksum = createHash("sha256").update(await Deno.readFile(tarball)).digest("hex");
await Deno.writeTextFile(`npm/built-by-${builder}.sha256`, `${checksum}  ${filename}\n`);

function step(title: string): void {
  console.log(`\n--- ${title}`);
}

async function checkFiles(found: ReadonlySet<string>): Promise<void> {
  const expected = new Set(await expectedFiles("npm"));
  const faults = [
    ...[...expected.difference(found)].map((path) => `missing: ${path}`),
    ...[...found.difference(expected)].map((path) => `unexpected: ${path}`),
  ];
  if (faults.length > 0) throw new Error(`Cannot publish these files\n${faults.join("\n")}`);
}

/** Node prints the line of an uncaught error. */
async function checkLines(path: string): Promise<void> {
  const text = await Deno.readTextFile(`npm/${path}`);
  const longest = Math.max(...text.split("\n").map((line) => line.length));
  if (path.endsWith(".js") && longest > 1_000) {
    throw new Error(`Cannot publish ${path}: a line is ${longest} characters long`);
  }
}
