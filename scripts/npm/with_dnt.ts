/** Builds the modules of the npm package with dnt, which is only on JSR. */
import { entries, project } from "../project.ts";

/** Emits the modules behind the entries, with declarations, below `${folder}/esm`. */
export async function buildWithDnt(folder: string): Promise<void> {
  // Not a literal: type checks must work where JSR cannot be reached.
  const specifier = ["jsr:", "@deno/dnt@^0.43"].join("");
  const dnt = await import(specifier);
  await dnt.build({
    // The command is not a "bin" here: dnt would add a second `#!` line to it.
    entryPoints: entries.map(({ key, source }) => ({ name: key, path: `./${source}` })),
    outDir: folder,
    shims: {},
    test: false,
    typeCheck: false,
    scriptModule: false,
    declaration: "inline",
    declarationMap: false,
    skipSourceOutput: true,
    skipNpmInstall: true,
    package: { name: project.name, version: project.version },
    compilerOptions: {
      lib: ["ES2022", "DOM", "DOM.Iterable"],
      // With any other target dnt adds polyfills to every entry. esbuild compiles to ES2022.
      target: "Latest",
    },
  });
  for (const { name } of Deno.readDirSync(`${folder}/esm`)) {
    if (name.startsWith("_dnt.")) throw new Error(`Cannot build the package: dnt added ${name}`);
  }
}
