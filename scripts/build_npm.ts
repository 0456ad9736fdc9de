/**
 * Builds the npm package in `npm/`: with dnt where JSR can be reached, otherwise with TypeScript from
 * npm. `--tests` puts the tests beside it.
 */
import { stop } from "npm:esbuild@0.28.2";
import { bundle } from "./npm/bundle.ts";
import { buildWithDnt, loadDnt } from "./npm/with_dnt.ts";
import { buildWithTypeScript } from "./npm/with_typescript.ts";
import { buildTests } from "./npm/tests.ts";
import { packageJson } from "./npm/package_json.ts";
import { entries, project, root } from "./project.ts";

/** The files at the root of the repository that go into the package as they are. */
const documents = ["README.md", "LICENSE", "CHANGELOG.md"];

Deno.chdir(root);
const withTests = Deno.args.includes("--tests");
await Deno.remove("npm", { recursive: true }).catch(() => {});
const dnt = await loadDnt();
if (dnt === undefined) await buildWithTypeScript("npm/modules");
else await buildWithDnt(dnt, "npm/modules");
await bundle("npm");
await Deno.writeTextFile("npm/package.json", packageJson());
for (const document of documents) await Deno.copyFile(document, `npm/${document}`);
if (withTests) await buildTests("npm");
else await Deno.remove("npm/modules", { recursive: true });
await stop();

const builder = dnt === undefined ? "TypeScript (JSR cannot be reached)" : "dnt";
console.log(`built ${project.name}@${project.version}, ${entries.length} entries, with ${builder}`);
