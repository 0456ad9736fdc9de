/** Which declarations a user can come to. */
import { dirname, join } from "node:path/posix";
import { entries } from "../project.ts";

/** The declarations of the entries, and those that they lead to; paths from the package's folder. */
export async function declarations(folder: string): Promise<Set<string>> {
  // A set that grows while it is walked.
  const paths = new Set(entries.map(({ built }) => `${built}.d.ts`));
  for (const path of paths) {
    const text = await Deno.readTextFile(`${folder}/${path}`);
    for (const [, specifier] of text.matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g)) {
      paths.add(`${join(dirname(path), specifier!)}.d.ts`);
    }
  }
  return paths;
}
