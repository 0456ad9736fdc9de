/** Puts the tests beside the built package, to be run there by other runtimes. */
import { dirname, join } from "node:path/posix";
import { build } from "npm:esbuild@0.28.2";
import ts from "npm:typescript@6.0.3";
import { project, testDependencies } from "../project.ts";
import { tools } from "../tools.ts";
import { renameModules } from "./specifiers.ts";

/** What is in `tests/` for Deno alone, or for its type checker. */
const forDenoAlone = /_(?:deno|types)_test\.ts$/;

/** Emits the tests and what they import to `${folder}/tests` and `${folder}/examples`. */
export async function buildTests(folder: string): Promise<void> {
  const tests = [...Deno.readDirSync("tests")].map((file) => file.name)
    .filter((file) => file.endsWith("_test.ts") && !forDenoAlone.test(file))
    .map((file) => `tests/${file}`);
  // Grows while it is walked: a test names the files that it needs.
  const files = new Set([...tests, "tests/offline/assert.ts"]);
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
  if (module.startsWith("node:") || `${module}/`.startsWith(`${project.name}/`)) return module;
  if (module === "@std/assert") return "./offline/assert.js";
  if (testDependencies.has(module)) return `./${module}.js`;
  const file = module.startsWith(".") ? join(dirname(importer), module) : "";
  if (/^(tests|examples)\/.+\.ts$/.test(file)) {
    files.add(file);
    return module.replace(/\.ts$/, ".js");
  }
  // Internals are in no bundle under their own names, so a test gets instances of its own.
  if (/^(mod|src\/.+)\.ts$/.test(file)) return `../modules/esm/${file.replace(/\.ts$/, ".js")}`;
  throw new Error(`Cannot build ${importer}: it imports ${module}, which only Deno can resolve`);
}
