/** Builds the modules of the npm package with TypeScript alone, where dnt cannot be loaded. */
import { globSync } from "npm:tinyglobby@0.2.17";
import { run } from "../process.ts";
import { entries, project, root } from "../project.ts";
import { tools } from "../tools.ts";

/** Emits the modules behind the entries, with declarations, below `${folder}/esm`. */
export async function buildWithTypeScript(folder: string): Promise<void> {
  const modules = await tools();
  const compilerOptions = {
    ...project.compilerOptions,
    lib: project.compilerOptions.lib.filter((name) => !name.startsWith("deno.")),
    // The command imports modules of Node.
    types: ["node"],
    typeRoots: [`${modules}/@types`],
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "Bundler",
    rewriteRelativeImportExtensions: true,
    rootDir: root,
    outDir: "esm",
    declaration: true,
    noEmitOnError: true,
  };
  const files = entries.map(({ source }) => root + source);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files }));
  await run(["node", `${modules}/typescript-6.0/bin/tsc`, "--project", folder]);
  // TypeScript rewrites the extensions of imports in modules, but not in declarations.
  for (const path of globSync(`${folder}/esm/**/*.d.ts`)) {
    const text = await Deno.readTextFile(path);
    const rewritten = text.replace(/((?:from |import\()"\.[^"]+)\.ts"/g, '$1.js"');
    await Deno.writeTextFile(path, rewritten);
  }
}
