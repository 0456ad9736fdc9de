/** Checks the package in `npm/` as it ships: packs it, and installs and uses the tarball. */
import { dirname, normalize } from "node:path/posix";
import { compileConsumers, runConsumers } from "./npm/consumers.ts";
import { expectedFiles } from "./npm/expected_files.ts";
import { npm, output, run } from "./process.ts";
import { project, root } from "./project.ts";
import { tools } from "./tools.ts";

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

Deno.chdir(root);
const modules = await tools();
await using cleanup = new AsyncDisposableStack();
const folder = await Deno.makeTempDir();
cleanup.defer(() => Deno.remove(folder, { recursive: true }));

const [packed]: Packed[] = JSON.parse(await output([npm, "pack", "--json"], { cwd: "npm" }));
const tarball = `${root}npm/${packed!.filename}`;

step("files of the tarball");
const files = new Set(packed!.files.map(({ path }) => path));
const expected = new Set(await expectedFiles());
const missing = [...expected.difference(files)].map((path) => `missing: ${path}`);
const surprising = [...files.difference(expected)].map((path) => `unexpected: ${path}`);
const wrong = [...missing, ...surprising];
if (wrong.length > 0) throw new Error(`Cannot publish the files\n${wrong.join("\n")}`);
console.log(`${files.size} files, as the sources say`);

step("what an error shows");
for (const path of files) {
  const text = await Deno.readTextFile(`npm/${path}`);
  // Of an error that nobody caught, Node prints the line, and with source maps the file.
  const longest = Math.max(...text.split("\n").map((line) => line.length));
  if (path.endsWith(".js") && longest > 1_000) {
    throw new Error(`Cannot publish ${path}: a line is ${longest} characters long`);
  }
  if (!path.endsWith(".map")) continue;
  const { sources }: { sources: string[] } = JSON.parse(text);
  const outside = sources.filter((source) =>
    !normalize(`${dirname(path)}/${source}`).startsWith("src/")
  );
  if (outside.length > 0) throw new Error(`Cannot publish ${path}: it names ${outside}`);
}
console.log("lines that end, and files of the package");

step("publint");
await run(["node", `${modules}/publint/src/cli.js`, "--strict", "npm"]);

step("are the types wrong?");
const attw = `${modules}/@arethetypeswrong/cli/dist/index.js`;
await run(["node", attw, tarball, "--profile", "esm-only", "--no-color", "--format", "ascii"]);

step("install");
await Deno.writeTextFile(`${folder}/package.json`, '{ "private": true, "type": "module" }');
await output([npm, "install", "--no-package-lock", tarball], { cwd: folder });
const installed = [...Deno.readDirSync(`${folder}/node_modules`)].map(({ name }) => name)
  .filter((name) => !name.startsWith("."));
if (installed.join() !== project.name.split("/")[0]) {
  throw new Error(`Cannot publish: ${installed} came with it`);
}
console.log("nothing else came with it");

step("TypeScript consumers");
const { ways, failed } = await compileConsumers(folder);
for (const [said, which] of failed) {
  console.error(`TypeScript ${which.join("\n           ")}\n${said}`);
}
if (failed.size > 0) throw new Error("Cannot compile every consumer");
console.log(`compiled in ${ways} ways`);

step("run on Node");
await runConsumers(folder, ["node-20", "node-22", "node-24"]);
console.log("imported, required and used");

function step(title: string): void {
  console.log(`\n--- ${title}`);
}
