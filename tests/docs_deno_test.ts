/** The documentation holds together: links lead somewhere, and `llms.txt` is what the pages say. */
import { assert, assertEquals } from "@std/assert";
import { globSync } from "npm:tinyglobby@0.2.17";
import ts from "npm:typescript@6.0.3";
import { fileURLToPath } from "node:url";
import { readFileSync, statSync } from "node:fs";

const root = new URL("../", import.meta.url);
const pages = ["*.md", "docs/**/*.md", "examples/**/*.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: fileURLToPath(root) })).sort();

function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  const text = read(path).replace(/^```[^]*?^```/gm, "");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(" ", "-")
  );
}

/** What is wrong with a link of a page, if anything. */
function flawOf(page: string, target: string): string | undefined {
  const { pathname, hash } = new URL(target, `file:///${page}`);
  const path = pathname.slice(1);
  const found = statSync(new URL(path, root), { throwIfNoEntry: false });
  if (found === undefined) return `${page}: ${target} does not exist`;
  if (hash === "" || !path.endsWith(".md")) return undefined;
  const anchor = decodeURIComponent(hash.slice(1));
  return anchorsOf(path).includes(anchor) ? undefined : `${page}: ${target} has no such heading`;
}

Deno.test("docs: every relative link leads to a file, and to a heading of it", () => {
  assert(pages.length > 12, pages.join());
  const flaws = pages.flatMap((page) => {
    const text = read(page).replace(/^```[^]*?^```/gm, "");
    const targets = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)];
    return targets.map(([, target]) => flawOf(page, target!)).filter((flaw) => flaw !== undefined);
  });
  assertEquals(flaws, []);
});

Deno.test("docs: every guide and recipe is in the map", () => {
  const map = read("docs/README.md");
  const missing = pages.filter((page) => page.startsWith("docs/") && page !== "docs/README.md")
    .filter((page) => !map.includes(`](${page.slice("docs/".length)}`));
  assertEquals(missing, []);
});

/** The names of the properties of an interface. */
function propertiesOf(file: string, name: string): string[] {
  const [declaration] = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022).statements
    .filter(ts.isInterfaceDeclaration).filter((statement) => statement.name.text === name);
  assert(declaration, `${file}: ${name}`);
  return declaration.members.map((member) => (member.name as ts.Identifier).text);
}

Deno.test("docs: every field of send is described", () => {
  const [, table = ""] = read("docs/api.md").split("### Input of `send`\n");
  const fields = [
    ...propertiesOf("src/otp_client.ts", "SendInput"),
    ...propertiesOf("src/prelude/send.ts", "PreludeSendInput"),
    ...propertiesOf("src/ding/send.ts", "DingSendInput"),
  ].filter((name) => name !== "phoneNumber" && name !== "emailAddress");
  assert(fields.length > 20, fields.join());
  assertEquals(fields.filter((name) => !table.includes(`\`${name}\``)), []);
});

Deno.test("docs: llms.txt is what `deno task build:llms` makes", async () => {
  const script = fileURLToPath(new URL("scripts/build_llms.ts", root));
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-read", script, "--print"],
    stderr: "inherit",
  }).output();
  assertEquals(new TextDecoder().decode(stdout).trimEnd(), read("llms.txt").trimEnd());
});
