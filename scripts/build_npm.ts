/**
 * Builds the npm package in `npm/`: with dnt where JSR can be reached, otherwise with TypeScript from
 * npm. `--builder dnt` or `--builder typescript` insists on one; `--tests` puts the tests beside the
 * package. `npm/builder` names the builder, for the release to check; it is not published.
 */
import { parseArgs } from "node:util";
import { stop } from "npm:esbuild@0.28.2";
import { bundle } from "./npm/bundle.ts";
import { BIN, packageJson } from "./npm/package_json.ts";
import { buildTests } from "./npm/tests.ts";
import { buildWithDnt } from "./npm/with_dnt.ts";
import { buildWithTypeScript } from "./npm/with_typescript.ts";
import { entries, project, root } from "./project.ts";
import { canReachJsr } from "./tools.ts";

const { values: options } = parseArgs({
  options: { builder: { type: "string" }, tests: { type: "boolean" } },
});

Deno.chdir(root);
await Deno.remove("npm", { recursive: true }).catch(() => {});
const builder = await chooseBuilder(options.builder);
if (builder === "dnt") await buildWithDnt("npm/modules");
else await buildWithTypeScript("npm/modules");
await bundle("npm");
await Deno.remove("npm/modules", { recursive: true });
await Deno.copyFile("scripts/npm/bin.js", `npm/${BIN}`);
await Deno.writeTextFile("npm/package.json", packageJson());
for (const document of ["README.md", "LICENSE", "CHANGELOG.md"]) {
  await Deno.copyFile(document, `npm/${document}`);
}
if (options.tests) await buildTests("npm");
await stop();
await Deno.writeTextFile("npm/builder", builder);
console.log(`built ${project.name}@${project.version}, ${entries.length} entries, with ${builder}`);

async function chooseBuilder(wanted: string | undefined): Promise<string> {
  if (wanted === "typescript") return wanted;
  if (wanted !== undefined && wanted !== "dnt") {
    throw new Error(`Cannot build with ${wanted}: --builder takes "dnt" or "typescript"`);
  }
  if (await canReachJsr()) return "dnt";
  if (wanted === undefined) return "typescript";
  throw new Error("Cannot build with dnt: it is published on JSR, which cannot be reached");
}
