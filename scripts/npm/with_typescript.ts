/** Builds the modules of the npm package with TypeScript alone, where dnt cannot be loaded. */
import ts from "npm:typescript@6.0.3";
import { entries, project } from "../project.ts";
import { tools } from "../tools.ts";

const { lib, ...strictness } = project.compilerOptions;

const formatHost: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (path) => path,
  getCurrentDirectory: Deno.cwd,
  getNewLine: () => "\n",
};

/** Emits the modules behind the entries, with declarations and source maps, below `${folder}/esm`. */
export async function buildWithTypeScript(folder: string): Promise<void> {
  const { options, errors } = ts.convertCompilerOptionsFromJson({
    ...strictness,
    lib: lib.filter((name) => !name.startsWith("deno.")),
    // The command imports modules of Node.
    types: ["node"],
    typeRoots: [`${await tools()}/@types`],
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
  const emitted = program.emit(undefined, (path, text) => {
    // TypeScript rewrites the extensions of imports in modules, but not in declarations.
    const declarations = text.replace(/((?:from |import\()"\.[^"]+)\.ts"/g, '$1.js"');
    ts.sys.writeFile(path, path.endsWith(".d.ts") ? declarations : text);
  });
  const diagnostics = ts.sortAndDeduplicateDiagnostics([
    ...errors,
    ...ts.getPreEmitDiagnostics(program),
    ...emitted.diagnostics,
  ]);
  if (diagnostics.length === 0) return;
  throw new Error(`Cannot build the package:\n${ts.formatDiagnostics(diagnostics, formatHost)}`);
}
