/** Puts the tests beside the built package, to be run there by other runtimes. */
import { dirname, join, relative } from "node:path/posix";
import { build } from "npm:esbuild@0.28.2";
import ts from "npm:typescript@6.0.3";
import { filesBelow } from "../files.ts";
import { project, testDependencies } from "../project.ts";
import { tools } from "../tools.ts";
import { renameModules } from "./specifiers.ts";

/** What is in `tests/` for Deno alone, or for its type checker. */
const forDenoAlone = /[/_](?:deno|types)_test\.ts$/;

/** Where runtimes other than Deno have `@std/assert` from. */
const assertions = "tests/support/stand_ins/assert.ts";

/** Emits the tests and what they import to `${folder}/tests` and `${folder}/examples`. */
export async function buildTests(folder: string): Promise<void> {
  const tests = filesBelow("tests").map((file) => `tests/${file}`)
    .filter((file) => file.endsWith("_test.ts") && !forDenoAlone.test(file));
  // Grows while it is walked: a test names the files that it needs.
  const files = new Set([...tests, assertions]);
  for (const file of files) {
    const { outputText } = ts.transpileModule(Deno.readTextFileSync(file), {
      fileName: file,
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        verbatimModuleSyntax: true,
      },
      transformers: { after: [renameModules((module) => rename(module, file, files))] },
    });
    await Deno.mkdir(`${folder}/${dirname(file)}`, { recursive: true });
    await Deno.writeTextFile(`${folder}/${file.replace(/\.ts$/, ".js")}`, outputText);
  }
  for (const dependency of testDependencies.keys()) {
    await build({
      entryPoints: [`${await tools()}/${dependency}`],
      outfile: `${folder}/tests/${dependency}.js`,
      bundle: true,
      format: "esm",
      logLevel: "warning",
    });
  }
}

/** Where the built test finds what its source imports; a file of ours joins `files`. */
function rename(module: string, importer: string, files: Set<string>): string {
  const from = (path: string) => `./${relative(dirname(importer), path)}`.replace(/\.ts$/, ".js");
  if (module.startsWith("node:") || `${module}/`.startsWith(`${project.name}/`)) return module;
  if (module === "@std/assert") return from(assertions);
  if (testDependencies.has(module)) return from(`tests/${module}.js`);
  const file = module.startsWith(".") ? join(dirname(importer), module) : "";
  if (/^(tests|examples)\/.+\.ts$/.test(file)) {
    files.add(file);
    return module.replace(/\.ts$/, ".js");
  }
  // Internals are in no bundle under their own names, so a test gets instances of its own.
  if (/^(mod|src\/.+)\.ts$/.test(file)) return from(`modules/esm/${file}`);
  throw new Error(`Cannot build ${importer}: it imports ${module}, which only Deno can resolve`);
}
