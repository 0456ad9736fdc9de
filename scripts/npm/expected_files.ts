/** The files that the npm package has, and no others. */
import { entries, root } from "../project.ts";
import { output } from "../process.ts";
import { unmapped } from "./finish.ts";

interface Graph {
  readonly modules: readonly { readonly specifier: string }[];
}

/** Computed from the sources: a few files for each module behind an entry, and what npm is told. */
export async function expectedFiles(): Promise<string[]> {
  const base = new URL(`file://${root}`).href;
  const modules = new Set<string>();
  for (const { source } of entries) {
    const graph: Graph = JSON.parse(await output([Deno.execPath(), "info", "--json", source]));
    for (const { specifier } of graph.modules) {
      if (!specifier.startsWith("file:")) continue;
      modules.add(`esm/${specifier.slice(base.length).replace(/\.ts$/, "")}`);
    }
  }
  return [
    ...["CHANGELOG.md", "LICENSE", "README.md", "package.json"],
    ...[...modules].flatMap((path) => [
      `${path}.d.ts`,
      `${path}.js`,
      ...unmapped.test(path) ? [] : [`${path}.js.map`],
    ]),
  ].sort();
}
