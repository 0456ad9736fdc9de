/** The pages whose code blocks are tested: the recipes, the quickstart and the migration guide. */
import { globSync } from "npm:tinyglobby@0.2.17";
import { dirname } from "node:path/posix";

/** A page and the files that it shows. */
export interface Page {
  /** `express` for `docs/recipes/express.md`. */
  readonly name: string;
  readonly text: string;
  /** The text of each code block that names its file, by that name. */
  readonly files: ReadonlyMap<string, string>;
  /** What is wrong with the page itself. */
  readonly faults: readonly string[];
}

/** Where the tests of the pages are. */
export const TESTS = "tests/recipes";

/** Recipes are read at a glance; the guides have a section for each framework or client. */
const MOST_LINES = 60;

/** Code blocks whose first line is their file's name, as in `// app/api/send/route.ts`. */
const FILES =
  /^```(?:tsx?|[mc]?js|jsonc?)(?: ignore)?\n\/\/ (\S+\.(?:tsx?|[mc]?js|jsonc?))\n(.*?)^```$/gms;

/** Reads every page, and what has a test but no page. */
export function readPages(): Page[] {
  const paths = globSync(["docs/recipes/*.md", "docs/quickstart.md", "docs/migration.md"]).sort();
  const tests = new Set(globSync(`${TESTS}/*.test.ts`).map((path) => nameOf(path, ".test.ts")));
  const pages = paths.map((path): Page => {
    const name = nameOf(path, ".md");
    const untested = tests.delete(name) ? [] : [`${path} has no test ${TESTS}/${name}.test.ts`];
    const page = readPage(name, path);
    return { ...page, faults: [...untested, ...page.faults] };
  });
  const without = [...tests].map((name): Page => {
    return { name, text: "", files: new Map(), faults: [`${TESTS}/${name}.test.ts has no page`] };
  });
  return [...pages, ...without];
}

function nameOf(path: string, extension: string): string {
  return path.slice(path.lastIndexOf("/") + 1, -extension.length);
}

function readPage(name: string, path: string): Page {
  const text = Deno.readTextFileSync(path);
  const files = new Map<string, string>();
  const faults: string[] = [];
  const lines = text.trimEnd().split("\n").length;
  if (path.startsWith("docs/recipes/") && lines > MOST_LINES) {
    faults.push(`${path} has ${lines} lines, more than ${MOST_LINES}`);
  }
  for (const [, file, source] of text.matchAll(FILES)) {
    if (files.has(file!)) faults.push(`${path} has two blocks named ${file}`);
    if (file!.split("/").includes("..")) faults.push(`${path} has a file outside: ${file}`);
    else files.set(file!, source!);
  }
  return { name, text, files, faults };
}

/** Writes the page, its files, its test, and what the test needs to a folder of their own. */
export async function writePage({ name, text, files }: Page, folder: string): Promise<void> {
  await Deno.mkdir(folder);
  await Deno.writeTextFile(`${folder}/page.md`, text);
  for (const [file, text] of files) {
    await Deno.mkdir(dirname(`${folder}/${file}`), { recursive: true });
    await Deno.writeTextFile(`${folder}/${file}`, text);
  }
  const shared = globSync("*.ts", { cwd: TESTS, ignore: "*.test.ts" });
  const test = globSync(`${name}.test.ts`, { cwd: TESTS });
  for (const file of [...shared, ...test]) {
    await Deno.copyFile(`${TESTS}/${file}`, `${folder}/${file}`);
  }
}
