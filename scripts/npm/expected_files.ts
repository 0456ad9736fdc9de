/** The files that the npm package has, and no others. */
import { entries } from "../project.ts";
import { declarations } from "./declarations.ts";

/**
 * A bundle for each entry, its declarations, and what npm is told. What bundles share, where their source
 * maps are, and which declarations lead to which, they say themselves.
 */
export async function expectedFiles(): Promise<string[]> {
  const scripts = new Set(entries.map(({ built }) => `${built}.js`));
  const maps: string[] = [];
  // A set that grows while it is walked: what is shared imports what is shared more widely.
  for (const script of scripts) {
    const code = await Deno.readTextFile(`npm/${script}`);
    for (const [name] of code.matchAll(/\bshared-\w+\.js(?=")/g)) scripts.add(`esm/${name}`);
    if (/^\/\/# sourceMappingURL=/m.test(code)) maps.push(`${script}.map`);
  }
  const documents = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
  return [...documents, ...scripts, ...maps, ...await declarations("npm")].sort();
}
