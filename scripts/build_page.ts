/**
 * Puts the files of the inbox page into a module, since a published module can read no files:
 * `src/sandbox/server/page/` becomes `src/sandbox/server/assets.ts`.
 */
import { root } from "./project.ts";

const folder = `${root}src/sandbox/server`;

/** Where the module is. */
export const target: string = `${folder}/assets.ts`;

/** The module's text. */
export function pageModule(): string {
  const names = [...Deno.readDirSync(`${folder}/page`)].map(({ name }) => name).sort();
  const entries = names.map((name) => {
    const text = Deno.readTextFileSync(`${folder}/page/${name}`);
    return `  "${name}": \`${text.replace(/[\\`]|\$\{/g, "\\$&")}\`,\n`;
  });
  return `// deno-fmt-ignore-file
/** The files of the inbox page, by name: made from \`page/\` by \`deno task build:page\`. */
export const assets: Readonly<Record<string, string>> = {
${entries.join("")}};
`;
}

if (import.meta.main) await Deno.writeTextFile(target, pageModule());
