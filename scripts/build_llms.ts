/**
 * Makes `llms.txt`, the documentation in short for readers that are programs (https://llmstxt.org), from
 * README.md and docs/: what the package is, its entries, the six calls, the errors, the guides and recipes.
 */
import { project, root } from "./project.ts";

const read = (path: string) => Deno.readTextFileSync(root + path);

/** The rows of the first table below a heading, as cells. */
function tableBelow(path: string, heading: string): string[][] {
  const text = `\n${read(path)}`;
  const start = text.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`Cannot make llms.txt: ${path} has no "${heading}"`);
  const [table] = /(^\|.*\n)+/m.exec(text.slice(start)) ?? [];
  if (table === undefined) throw new Error(`Cannot make llms.txt: no table below "${heading}"`);
  const rows = table.trim().split("\n").map((row) =>
    row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim())
  );
  return rows.slice(2);
}

/** The paragraph of a page that begins with a text. */
function paragraph(path: string, beginning: string): string {
  const found = read(path).split("\n\n").find((text) => text.startsWith(beginning));
  if (found === undefined) throw new Error(`Cannot make llms.txt: ${path} lacks "${beginning}"`);
  return found.replaceAll("\n", " ");
}

/** Makes the links of a page relative to the root of the repository. */
function fromRoot(text: string, folder: string): string {
  return text.replace(/\]\((?!https?:)([^)#]*)/g, (_, path: string) => {
    const { pathname } = new URL(path || ".", `file:///${folder}`);
    return `](${pathname.slice(1)}`;
  });
}

/** A line for each entry of the package. */
function entryPoints(): string[] {
  return [...read("README.md").matchAll(/^\| (`@ding-otp\/client\S*`) +\| (.+?) +\|$/gm)]
    .map(([, entry, contents]) => `- ${entry}: ${contents}`);
}

/** A line for each of the six calls. */
function operations(): string[] {
  const ofPrelude = tableBelow("docs/api.md", "## Operations");
  const [status] = tableBelow("docs/ding.md", "## Operations").filter(([call]) =>
    call!.startsWith("`status(")
  );
  return [
    ...ofPrelude.map(([call, what, , reasons]) =>
      `- ${call} ${what}. If not \`ok\`, its \`reason\`: ${reasons!.replaceAll("` `", "`, `")}`
    ),
    `- ${status![0]} ${status![1]} (\`Ding\` only)`,
  ].map((line) => fromRoot(line, "docs/"));
}

/** A line for each recipe, as in the map of the documentation. */
function recipes(): string[] {
  const [, list = ""] = read("docs/README.md").split("\n## Recipes\n");
  return [...list.matchAll(/^- .+(?:\n {2}.+)*$/gm)].map(([item]) =>
    fromRoot(item.replaceAll("\n  ", " "), "docs/")
  );
}

/** The text of `llms.txt`. */
function llms(): string {
  const [example] = /^```ts\n[^]+?^```/m.exec(read("README.md"))!;
  const sections: [heading: string, lines: readonly string[]][] = [
    ["Entries", entryPoints()],
    ["Calls", operations()],
    [
      "Errors",
      tableBelow("README.md", "## Errors and `outcome`").map(([thrown, when, outcome]) =>
        `- ${thrown}: ${when}; \`outcome\`: ${outcome}`
      ),
    ],
    [
      "Guides",
      tableBelow("docs/README.md", "# Documentation").map(([question, page]) =>
        `- ${fromRoot(page!, "docs/")}: ${question}`
      ),
    ],
    ["Recipes", recipes()],
  ];
  return [
    `# ${project.name}`,
    `> ${project.description}`,
    example,
    paragraph("README.md", "**Always test `.ok`.**"),
    ...sections.map(([heading, lines]) => `## ${heading}\n\n${lines.join("\n")}`),
  ].join("\n\n") + "\n";
}

if (Deno.args.includes("--print")) console.log(llms());
else await Deno.writeTextFile(`${root}llms.txt`, llms());
