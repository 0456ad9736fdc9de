/**
 * Puts the files of the inbox page into a module, since a published module can read no files:
 * `src/sandbox/server/page/` becomes `src/sandbox/server/assets.ts`.
 * `--print` prints the module instead.
 */
import { extname } from "node:path";
import { type Loader, stop, transform } from "npm:esbuild@0.28.2";
import { root } from "./project.ts";

const folder = `${root}src/sandbox/server`;

/** Where the module is. */
export const target: string = `${folder}/assets.ts`;

/** The module's text, with scripts and style sheets without comments and white space. */
async function pageModule(): Promise<string> {
  const names = [...Deno.readDirSync(`${folder}/page`)].map(({ name }) => name).sort();
  const entries = await Promise.all(names.map(async (name) => {
    const text = await shorten(name, await Deno.readTextFile(`${folder}/page/${name}`));
    return `  "${name}": \`${text.replace(/[\\`]|\$\{/g, "\\$&")}\`,\n`;
  }));
  await stop();
  return `// deno-fmt-ignore-file
/** The files of the inbox page, by name: made from \`page/\` by \`deno task build:page\`. */
export const assets: Readonly<Record<string, string>> = {
${entries.join("")}};
`;
}

async function shorten(name: string, text: string): Promise<string> {
  const loader = extname(name).slice(1);
  if (!["css", "js"].includes(loader)) return text;
  const { code } = await transform(text, {
    loader: loader as Loader,
    charset: "utf8",
    minifyWhitespace: true,
    minifySyntax: true,
  });
  return code;
}

if (import.meta.main) {
  const text = await pageModule();
  if (Deno.args.includes("--print")) console.log(text);
  else await Deno.writeTextFile(target, text);
}
