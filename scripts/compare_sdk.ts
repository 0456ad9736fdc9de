/**
 * Compares the fields of `Prelude` with those of the vendor's SDK on npm: the pinned version, or with
 * `--newest` the newest one. Prints what differs and is not in `scripts/sdk/known.ts`, as Markdown, and
 * then fails.
 */
import { npm, output } from "./process.ts";
import { root } from "./project.ts";
import { compareFields, describe } from "./sdk/compare.ts";
import { readOurFields, readVendorFields, type Sources } from "./sdk/fields.ts";
import { KNOWN } from "./sdk/known.ts";
import pinned from "./tools/package.json" with { type: "json" };

const NAME = "@prelude.so/sdk";

/** Reads files by their names without extension. */
async function readSources(folder: string, names: readonly string[], extension: string) {
  const entries = await Promise.all(names.map(async (name): Promise<[string, string]> => [
    name,
    await Deno.readTextFile(`${folder}/${name}${extension}`),
  ]));
  return Object.fromEntries(entries);
}

/** The fields of `src/prelude`. */
export async function readOurs(): Promise<Sources> {
  const names = ["send", "check", "lookup", "feedback", "target"];
  return await readSources(`${root}src/prelude`, names, ".ts");
}

/** Downloads a version of the SDK, and reads its declarations. */
async function download(version: string): Promise<{ version: string; sources: Sources }> {
  const folder = await Deno.makeTempDir();
  try {
    const flags = ["--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
    await output([npm, "install", ...flags, `${NAME}@${version}`], { cwd: folder });
    const installed = `${folder}/node_modules/${NAME}`;
    const manifest = JSON.parse(await Deno.readTextFile(`${installed}/package.json`));
    const names = ["verification", "lookup", "watch"];
    const sources = await readSources(`${installed}/resources`, names, ".d.ts");
    return { version: manifest.version, sources };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const wanted = Deno.args.includes("--newest") ? "latest" : pinned.dependencies[NAME];
  const { version, sources } = await download(wanted);
  const comparison = compareFields(
    readOurFields(await readOurs()),
    readVendorFields(sources),
    KNOWN,
  );
  const report = describe(comparison);
  console.log(
    report === ""
      ? `The fields are those of ${NAME} ${version}, apart from ${KNOWN.length} known differences.`
      : `Compared with ${NAME} ${version}:\n\n${report}`,
  );
  Deno.exit(report === "" ? 0 : 1);
}
