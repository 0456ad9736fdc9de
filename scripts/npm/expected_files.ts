/** The files that the npm package has, and no others. */
import { output } from "../process.ts";
import { entries, root } from "../project.ts";

interface Graph {
  readonly modules: readonly { readonly specifier: string }[];
}

/**
 * Computed from the sources: a bundle for each entry, declarations for each module behind it, and what
 * npm is told. What bundles share, and where their source maps are, they say themselves.
 */
export async function expectedFiles(): Promise<string[]> {
  const scripts = new Set(entries.map(({ built }) => `${built}.js`));
  const maps: string[] = [];
  // A set that grows while it is walked: what is shared imports what is shared more widely.
  for (const script of scripts) {
    const code = await Deno.readTextFile(`npm/${script}`);
    for (const [name] of code.matchAll(/\bshared-\w+\.js(?=";$)/gm)) scripts.add(`esm/${name}`);
    if (/^\/\/# sourceMappingURL=/m.test(code)) maps.push(`${script}.map`);
  }
  const documents = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
  return [...documents, ...scripts, ...maps, ...await declarations()].sort();
}

async function declarations(): Promise<Set<string>> {
  const base = new URL(`file://${root}`).href;
  const paths = new Set<string>();
  for (const { source } of entries) {
    const graph: Graph = JSON.parse(await output([Deno.execPath(), "info", "--json", source]));
    for (const { specifier } of graph.modules) {
      if (!specifier.startsWith("file:")) continue;
      paths.add(`esm/${specifier.slice(base.length).replace(/\.ts$/, ".d.ts")}`);
    }
  }
  return paths;
}
