/**
 * Measures the package in `npm/` against its budgets, and fails above them: programs that use it,
 * bundled and minified by esbuild, gzip -9; the size of an installation; its dependencies.
 */
import { gzipSync } from "node:zlib";
import { build, type BuildOptions, type BuildResult, stop } from "npm:esbuild@0.28.2";
import { npm, output } from "./process.ts";
import { entries, type Entry, root } from "./project.ts";
import { printTable } from "./table.ts";

interface Program {
  readonly name: string;
  readonly entry: Entry;
  /** The program, for esbuild, with the entry at `path`. */
  input(path: string): BuildOptions;
  /** Bytes, minified and compressed; the sandbox is for tests, and has no limit. */
  readonly budget?: number | undefined;
  /** Folders of `src/` that belong to what the program uses. */
  readonly own: readonly string[];
  /** Text that would betray the other client. */
  readonly without?: string;
}

const INSTALLED_BUDGET = 600_000;
const ENTRY_BUDGETS: Record<string, number> = { "./sign-in": 6_300, "./webhooks": 2_700 };

/** Used by both clients, so part of neither. */
const SHARED = ["transport"];

const [main, ...others] = entries;
const programs: Program[] = [
  { ...clients("Ding"), budget: 9_000, own: ["ding"], without: "/v2/verification" },
  { ...clients("Prelude"), budget: 9_250, own: ["prelude"], without: "/authentication" },
  { ...clients("Ding", "Prelude"), budget: 10_500, own: ["ding", "prelude"] },
  ...others.map((entry) => ({
    name: entry.specifier,
    entry,
    input: (path: string) => ({ entryPoints: [path] }),
    budget: ENTRY_BUDGETS[entry.key],
    own: [entry.source.split("/")[1]!],
  })),
  part("guard", 4_100),
  part("Tickets", 1_500),
];

Deno.chdir(root);
const parts = [...Deno.readDirSync("src")].filter(({ isDirectory }) => isDirectory)
  .map(({ name }) => name).filter((name) => !SHARED.includes(name));
const faults: string[] = [];
const rows: string[][] = [];
for (const program of programs) {
  const { name, entry, budget, own, without } = program;
  const { outputFiles } = await bundle(program, `./npm/${entry.built}.js`);
  const { contents, text } = outputFiles![0]!;
  const size = gzipSync(contents, { level: 9 }).length;
  if (budget !== undefined && size > budget) faults.push(`${name}: over ${bytes(budget)}`);
  if (without && text.includes(without)) faults.push(`${name}: contains ${without}`);
  // The package is bundled already. Only its sources show what came from which folder.
  const foreign = parts.filter((part) => !own.includes(part)).map((part) => `src/${part}/`);
  const brought = sources(await bundle(program, `./${entry.source}`))
    .filter((path) => foreign.some((folder) => path.startsWith(folder)));
  faults.push(...brought.map((path) => `${name}: brings ${path}`));
  rows.push([name, bytes(contents.length), bytes(size), budget ? bytes(budget) : ""]);
}
await stop();
printTable(["program", "minified", "gzip -9", "budget"], rows);

const [packed] = JSON.parse(await output([npm, "pack", "--dry-run", "--json"], { cwd: "npm" }));
console.log(`installed: ${bytes(packed.unpackedSize)}, budget ${bytes(INSTALLED_BUDGET)}`);
if (packed.unpackedSize > INSTALLED_BUDGET) faults.push(`installed: over ${INSTALLED_BUDGET} B`);

const manifest = JSON.parse(await Deno.readTextFile("npm/package.json"));
const dependencies = ["dependencies", "peerDependencies", "optionalDependencies"]
  .flatMap((kind) => Object.keys(manifest[kind] ?? {}));
console.log(`dependencies: ${dependencies.length}`);
faults.push(...dependencies.map((name) => `depends on ${name}`));

for (const fault of faults) console.error(`over budget: ${fault}`);
Deno.exit(faults.length > 0 ? 1 : 0);

/** A program that calls `send`, `check` and `retry`, and nothing else. */
function clients(...names: string[]): Pick<Program, "name" | "entry" | "input"> {
  const uses = names.map((name) => `
    export async function use${name}(options, input) {
      const client = new ${name}(options);
      return [await client.send(input), await client.check(input), await client.retry(input)];
    }`);
  return {
    name: names.join(" and "),
    entry: main!,
    input: (path) => ({
      stdin: { contents: `import { ${names} } from "${path}";${uses.join("")}`, resolveDir: root },
    }),
  };
}

/** A program that uses one part of the sign-in. */
function part(name: string, budget: number): Program {
  return {
    name,
    entry: entries.find(({ key }) => key === "./sign-in")!,
    input: (path) => ({
      stdin: { contents: `export { ${name} } from "${path}";`, resolveDir: root },
    }),
    budget,
    own: ["sign_in"],
  };
}

async function bundle({ entry, input }: Program, path: string): Promise<BuildResult> {
  return await build({
    ...input(path),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: entry.command ? ["node:*"] : [],
    write: false,
    metafile: true,
    logLevel: "warning",
  });
}

/** The modules that a bundle has code of. */
function sources({ metafile }: BuildResult): string[] {
  return Object.values(metafile!.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => inputs[path]!.bytesInOutput > 0)
  );
}

function bytes(count: number): string {
  return `${count.toLocaleString("en")} B`;
}
