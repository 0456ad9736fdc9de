/** The files that the npm package has, and no others. */
import { output } from "../process.ts";
import { entries, root } from "../project.ts";
import { shared, unmapped } from "./bundle.ts";

interface Graph {
  readonly modules: readonly { readonly specifier: string }[];
}

/**
 * Computed from the sources: a bundle for each entry, declarations for each module behind it, and what
 * npm is told. What the bundles share has names that only they know.
 */
export async function expectedFiles(): Promise<string[]> {
  const scripts = [...entries.map(({ built }) => `${built}.js`), ...await sharedScripts()];
  const maps = scripts.filter((path) => !unmapped.test(path)).map((path) => `${path}.map`);
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

/** What the entries import. */
async function sharedScripts(): Promise<Set<string>> {
  const codes = await Promise.all(
    entries.map(({ built }) => Deno.readTextFile(`npm/${built}.js`)),
  );
  const names = codes.flatMap((code) => [...code.matchAll(/["'/](shared-\w+\.js)["']/g)]);
  return new Set(names.map(([, name]) => `esm/${name}`).filter((path) => shared.test(path)));
}
