/** The stores of `docs/sign-in.md`, as modules: what people copy is what is tested. */

const DOCUMENT = "docs/sign-in.md";

/** Where the modules are written; not kept in the repository. */
export const FOLDER = "tests/stores/documented";

/** Writes each block that begins with its file's name to a file of that name, and returns their paths. */
export async function writeDocumented(): Promise<string[]> {
  const text = await Deno.readTextFile(DOCUMENT);
  const blocks = text.matchAll(/^```ts ignore\n\/\/ (\w+\.ts)\n(.*?)^```$/gms);
  await Deno.mkdir(FOLDER, { recursive: true });
  const paths: string[] = [];
  for (const [, name, source] of blocks) {
    paths.push(`${FOLDER}/${name}`);
    // Where Deno has the types of its KV, until it is stable.
    const types = source!.includes("Deno.Kv") ? '/// <reference lib="deno.unstable" />\n' : "";
    await Deno.writeTextFile(paths.at(-1)!, types + source!.trimStart());
  }
  return paths;
}

/** A module that was written. Its types are checked by themselves: it exists only while tests run. */
// deno-lint-ignore no-explicit-any -- see above
export async function documented(name: string): Promise<any> {
  return await import(new URL(`documented/${name}.ts`, import.meta.url).href);
}
