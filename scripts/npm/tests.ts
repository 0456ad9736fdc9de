/** Puts the tests beside the built package, to be run there by other runtimes. */
import { build } from "npm:esbuild@0.28.2";
import ts from "npm:typescript@6.0.3";
import { project, testDependencies } from "../project.ts";
import { tools } from "../tools.ts";
import { renameModules } from "./specifiers.ts";

/** What is in `tests/` for Deno alone, or for its type checker. */
const forDenoAlone = /_(?:deno|types)_test\.ts$/;

/** Emits the tests and what they import to `${folder}/tests`. */
export async function buildTests(folder: string): Promise<void> {
  const tests = [...Deno.readDirSync("tests")].map((file) => file.name)
    .filter((file) => file.endsWith("_test.ts") && !forDenoAlone.test(file));
  // Grows while it is walked: a test names the files that it needs.
  const files = new Set([...tests, "offline/assert.ts"]);
  await Deno.mkdir(`${folder}/tests/offline`, { recursive: true });
  for (const file of files) {
    const { outputText } = ts.transpileModule(Deno.readTextFileSync(`tests/${file}`), {
      fileName: file,
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        verbatimModuleSyntax: true,
      },
      transformers: { after: [renameModules((module) => rename(module, file, files))] },
    });
    await Deno.writeTextFile(`${folder}/tests/${file.replace(/\.ts$/, ".js")}`, outputText);
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

/** Where the built test finds what its source imports; a file beside it joins `files`. */
function rename(module: string, importer: string, files: Set<string>): string {
  if (module.startsWith("node:") || `${module}/`.startsWith(`${project.name}/`)) return module;
  if (module === "@std/assert") return "./offline/assert.js";
  if (testDependencies.has(module)) return `./${module}.js`;
  const [, up, path] = /^\.(\.)?\/(.+)\.ts$/.exec(module) ?? [];
  if (up === undefined && path !== undefined) {
    files.add(`${path}.ts`);
    return `./${path}.js`;
  }
  // Internals are in no bundle under their own names, so a test gets instances of its own.
  if (path === "mod" || path?.startsWith("src/")) return `../modules/esm/${path}.js`;
  throw new Error(
    `Cannot build tests/${importer}: it imports ${module}, which only Deno can resolve`,
  );
}
