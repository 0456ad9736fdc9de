/**
 * Puts the files of the inbox page into a module, because a published module cannot read files:
 * `src/sandbox/server/page/` becomes `src/sandbox/server/assets.ts`.
 */
import { extname } from "node:path";
import { type Loader, stop, transform } from "npm:esbuild@0.28.2";
import { root } from "./project.ts";

const folder = `${root}src/sandbox/server`;

/** The path of the module. */
const target: string = `${folder}/assets.ts`;

/** The text of the module, with scripts and style sheets minified, and markup without indentation. */
async function pageModule(): Promise<string> {
  const names = [...Deno.readDirSync(`${folder}/page`)].map(({ name }) => name).sort();
  const entries = await Promise.all(names.map(async (name) => {
    const text = await minify(name, await Deno.readTextFile(`${folder}/page/${name}`));
    return `  "${name}": \`${text.replace(/[\\`]|\$\{/g, "\\$&")}\`,\n`;
  }));
  await stop();
  return `// deno-fmt-ignore-file
/** The files of the inbox page, by name: made from \`page/\` by \`deno task build:page\`. */
export const assets: Readonly<Record<string, string>> = {
${entries.join("")}};
`;
}

async function minify(name: string, text: string): Promise<string> {
  const loader = extname(name).slice(1);
  // Indentation means nothing in the markup, which has no preformatted text.
  if (!["css", "js"].includes(loader)) return text.replace(/^ +/gm, "");
  const { code } = await transform(text, {
    loader: loader as Loader,
    charset: "utf8",
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
  });
  return code;
}

if (import.meta.main) {
  const module = await pageModule();
  if (Deno.args.includes("--print")) console.log(module);
  else await Deno.writeTextFile(target, module);
}
