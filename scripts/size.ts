/**
 * Measures the package in `npm/` and fails above the budgets: each entry bundled by esbuild, minified,
 * gzip -9; what an installation takes; what else it brings.
 */
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Metafile, stop } from "npm:esbuild@0.28.2";
import { npm, output } from "./process.ts";
import { entries, type Entry, root } from "./project.ts";
import { printTable } from "./table.ts";

/** Bytes of each entry, minified and compressed; the sandbox is for tests, and has no limit. */
const budgets: Record<string, number> = { ".": 4_500, "./prelude": 4_500, "./webhooks": 2_000 };

/** Bytes of the installed package. */
const installedBudget = 400_000;

/** The folder that is an entry's own, which no other entry may bring along. */
function home({ source }: Entry): string {
  return source === "mod.ts" ? "src/ding" : dirname(source);
}

Deno.chdir(root);
const faults: string[] = [];
const rows: string[][] = [];
for (const entry of entries) {
  const { key, source, built, command } = entry;
  const options = {
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: command ? ["node:*"] : [],
    write: false,
    metafile: true,
    logLevel: "warning",
  } as const;
  const result = await build({ ...options, entryPoints: [`npm/${built}.js`] });
  // What is in the package is bundled already; only the sources tell what came from where.
  const { metafile } = await build({ ...options, entryPoints: [source] });
  const minified = result.outputFiles![0]!.contents;
  const size = gzipSync(minified, { level: 9 }).length;
  const budget = budgets[key];
  if (budget !== undefined && size > budget) faults.push(`${key}: ${size} bytes, over ${budget}`);
  faults.push(...strangers(entry, metafile).map((path) => `${key}: brings ${path}`));
  rows.push([key, bytes(minified.length), bytes(size), budget === undefined ? "" : bytes(budget)]);
}
await stop();
printTable(["entry", "minified", "gzip -9", "budget"], rows);

const [packed] = JSON.parse(await output([npm, "pack", "--dry-run", "--json"], { cwd: "npm" }));
console.log(`installed: ${bytes(packed.unpackedSize)}, budget ${bytes(installedBudget)}`);
if (packed.unpackedSize > installedBudget) faults.push(`installed: over ${installedBudget} bytes`);

const manifest = JSON.parse(await Deno.readTextFile("npm/package.json"));
const dependencies = ["dependencies", "peerDependencies", "optionalDependencies"]
  .flatMap((kind) => Object.keys(manifest[kind] ?? {}));
console.log(`runtime dependencies: ${dependencies.length}`);
faults.push(...dependencies.map((name) => `depends on ${name}`));

for (const fault of faults) console.error(`over budget: ${fault}`);
Deno.exit(faults.length > 0 ? 1 : 0);

/** The modules of a bundle that are another entry's own. */
function strangers(entry: Entry, { inputs }: Metafile): string[] {
  const others = entries.map(home).filter((folder) => folder !== home(entry));
  return Object.keys(inputs).filter((path) =>
    others.some((folder) => path.startsWith(`${folder}/`))
  );
}

function bytes(count: number): string {
  return `${count.toLocaleString("en")} B`;
}
