/** What a runtime that reads no `package.json` has to be told about the modules in `npm/`. */
import { filesBelow } from "../files.ts";
import { project } from "../project.ts";

/** What the library's names stand for, by the `exports` of the built package. */
export function libraryModules(): [specifier: string, path: string][] {
  const manifest = JSON.parse(Deno.readTextFileSync("npm/package.json"));
  const targets = Object.entries<{ default: string }>(manifest.exports);
  return targets.map(([key, target]) => [project.name + key.slice(1), target.default.slice(2)]);
}

/** The JavaScript below `folder`, as paths from there. */
export function builtModules(folder: string): string[] {
  return filesBelow(folder).filter((path) => path.endsWith(".js"));
}
