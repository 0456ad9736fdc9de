/**
 * Puts the files of the inbox page into a module, because a published module cannot read files:
 * `src/sandbox/server/page/` becomes `src/sandbox/server/assets.ts`.
 */
import { extname } from "node:path";
import { build, stop } from "npm:esbuild@0.28.2";
import { root } from "./project.ts";

const folder = `${root}src/sandbox/server`;

/** The path of the module. */
const target: string = `${folder}/assets.ts`;

/** The files that the page asks for; the others are parts of the script and the style sheet. */
const FILES = ["icon.svg", "index.html", "main.css", "main.js"];

/** The text of the module: scripts and style sheets bundled and minified, markup without white space. */
async function pageModule(): Promise<string> {
  const entries = await Promise.all(FILES.map(async (name) => {
    const text = await readFile(`${folder}/page/${name}`);
    return `  "${name}": \`${text.replace(/[\\`]|\$\{/g, "\\$&")}\`,\n`;
  }));
  await stop();
  return `// deno-fmt-ignore-file
/** The files of the inbox page, by name: made from \`page/\` by \`deno task build:page\`. */
export const assets: Readonly<Record<string, string>> = {
${entries.join("")}};
`;
}

async function readFile(path: string): Promise<string> {
  if (![".css", ".js"].includes(extname(path))) {
    // Neither indentation nor breaks between tags mean anything: no text there is preformatted or inline.
    return (await Deno.readTextFile(path)).replace(/^ +/gm, "").replace(/>\n</g, "><");
  }
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    format: "esm",
    charset: "utf8",
    minify: true,
    write: false,
  });
  return outputFiles[0]!.text.trimEnd();
}

if (import.meta.main) {
  const module = await pageModule();
  if (Deno.args.includes("--print")) console.log(module);
  else await Deno.writeTextFile(target, module);
}
