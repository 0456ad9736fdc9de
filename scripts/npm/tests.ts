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
  const files = [...Deno.readDirSync("tests")].map((file) => file.name)
    .filter((file) => file.endsWith(".ts") && !forDenoAlone.test(file));
  await Deno.mkdir(`${folder}/tests/offline`, { recursive: true });
  for (const file of [...files, "offline/assert.ts"]) {
    const { outputText } = ts.transpileModule(Deno.readTextFileSync(`tests/${file}`), {
      fileName: file,
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        verbatimModuleSyntax: true,
      },
      transformers: { after: [renameModules((module) => rename(file, module))] },
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

/** Where the built test finds what its source imports. */
function rename(file: string, module: string): string {
  if (module.startsWith("node:") || `${module}/`.startsWith(`${project.name}/`)) return module;
  if (module === "@std/assert") return "./offline/assert.js";
  if (testDependencies.has(module)) return `./${module}.js`;
  const local = /^(?:(\.)|\.\.)\/((?:src|offline)\/.+|[^/]+)\.ts$/.exec(module);
  if (local === null) {
    throw new Error(
      `Cannot build tests/${file}: it imports ${module}, which only Deno can resolve`,
    );
  }
  // Internals are in no bundle under their own names, so a test gets instances of its own.
  return local[1] === undefined ? `../modules/esm/${local[2]}.js` : `./${local[2]}.js`;
}
