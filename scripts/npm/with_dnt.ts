/** Builds the modules of the npm package with dnt, which is on JSR only. */
import { canReachJsr } from "../jsr.ts";
import { entries, project } from "../project.ts";

/** Loads dnt; gives nothing where JSR cannot be reached. */
// deno-lint-ignore no-explicit-any -- its types are on JSR too
export async function loadDnt(): Promise<any> {
  // Not a literal: type checks must not need JSR.
  const specifier = ["jsr:", "@deno/dnt@^0.43"].join("");
  return await canReachJsr() ? await import(specifier) : undefined;
}

/** Emits the modules behind the entries, with declarations and source maps, below `${folder}/esm`. */
export async function buildWithDnt(
  dnt: Awaited<ReturnType<typeof loadDnt>>,
  folder: string,
): Promise<void> {
  await dnt.build({
    // The command is no "bin" here: it has the line that says what runs it, and a second is no syntax.
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
      // For any other, dnt puts polyfills before every entry; esbuild makes ES2022 of it.
      target: "Latest",
      sourceMap: true,
      inlineSources: true,
    },
  });
  for (const { name } of Deno.readDirSync(`${folder}/esm`)) {
    if (name.startsWith("_dnt.")) throw new Error(`Cannot build the package: dnt added ${name}`);
  }
}
