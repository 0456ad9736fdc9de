/** Builds the modules of the npm package with dnt, which is on JSR only. */
import { entries, project } from "../project.ts";

/** Loads dnt, or tells that JSR cannot be reached. */
// deno-lint-ignore no-explicit-any -- its types are on JSR too
export async function loadDnt(): Promise<any> {
  // Not a literal: type checks must not need JSR.
  const specifier = ["jsr:", "@deno/dnt@^0.43"].join("");
  return await import(specifier).catch(() => undefined);
}

/** Emits the modules behind the entries, with declarations and source maps, below `${folder}/esm`. */
export async function buildWithDnt(
  dnt: Awaited<ReturnType<typeof loadDnt>>,
  folder: string,
): Promise<void> {
  await dnt.build({
    entryPoints: entries.map(({ key, source, command }) => ({
      name: key,
      path: `./${source}`,
      kind: command ? "bin" : "export",
    })),
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
      target: "ES2022",
      sourceMap: true,
      inlineSources: true,
    },
  });
}
