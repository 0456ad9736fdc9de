/** The files of the npm package, and how they lead to one another. */
import { dirname, join } from "node:path/posix";
import { entries } from "../project.ts";
import { BIN } from "./package_json.ts";

/**
 * The modules (`.js`) or declarations (`.d.ts`) below `folder` that the entries import, directly or
 * not, and the entries themselves.
 */
export async function reachable(folder: string, extension: ".js" | ".d.ts"): Promise<string[]> {
  // Grows while it is iterated.
  const paths = new Set(entries.map(({ built }) => built + extension));
  for (const path of paths) {
    const text = await Deno.readTextFile(`${folder}/${path}`);
    // The space tells an import from one in the minified scripts of the inbox page.
    for (const [, specifier] of text.matchAll(/(?:from |import |import\()"(\.[^"]+)\.js"/g)) {
      paths.add(join(dirname(path), specifier!) + extension);
    }
  }
  return [...paths];
}

/** Every file that the package in `folder` must contain, and no other. */
export async function expectedFiles(folder: string): Promise<string[]> {
  return [
    ...["CHANGELOG.md", "LICENSE", "README.md", "package.json", BIN],
    ...await reachable(folder, ".js"),
    ...await reachable(folder, ".d.ts"),
  ];
}
