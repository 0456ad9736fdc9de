/** Builds the modules of the npm package with TypeScript alone. */
import ts from "npm:typescript@6.0.3";
import { entries, project } from "../project.ts";
import { tools } from "../tools.ts";
import { renameModules } from "./specifiers.ts";

const { lib, ...strictness } = project.compilerOptions;

/** Emits the modules behind the entries, with declarations and source maps, below `${folder}/esm`. */
export async function buildWithTypeScript(folder: string): Promise<void> {
  const commands = entries.some((entry) => entry.command);
  const { options, errors } = ts.convertCompilerOptionsFromJson({
    ...strictness,
    lib: lib.filter((name) => !name.startsWith("deno.")),
    types: commands ? ["node"] : [],
    typeRoots: commands ? [`${await tools()}/@types`] : [],
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "Bundler",
    rewriteRelativeImportExtensions: true,
    rootDir: ".",
    outDir: `${folder}/esm`,
    declaration: true,
    sourceMap: true,
    inlineSources: true,
    noEmitOnError: true,
  }, ".");
  const program = ts.createProgram(entries.map((entry) => entry.source), options);
  const emitted = program.emit(undefined, undefined, undefined, false, {
    afterDeclarations: [renameModules((module) => module.replace(/^(\..+)\.ts$/, "$1.js"))],
  });
  const diagnostics = [
    ...errors,
    ...ts.getPreEmitDiagnostics(program),
    ...emitted.diagnostics,
  ];
  if (diagnostics.length > 0) {
    throw new Error(
      `Cannot build the package:\n${
        ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(diagnostics), {
          getCanonicalFileName: (path) => path,
          getCurrentDirectory: Deno.cwd,
          getNewLine: () => "\n",
        })
      }`,
    );
  }
}
