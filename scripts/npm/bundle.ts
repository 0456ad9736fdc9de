/** The last step of a build, with either builder: one file for each entry. */
import { relative } from "node:path";
import posix from "node:path/posix";
import { build } from "npm:esbuild@0.28.2";
import { entries } from "../project.ts";
import { reachable } from "./files.ts";

/**
 * Bundles the modules in `${folder}/modules/esm` into `${folder}/esm`, because every file that a runtime
 * has to find and read makes a cold start longer. Of the declarations it copies those that the entries
 * lead to.
 */
export async function bundle(folder: string): Promise<void> {
  const modules = `${folder}/modules/esm`;
  const names = entries.map(({ built }) => built.replace(/^esm\//, ""));
  // Entries that share classes are built together. The others share only small functions, and those cost
  // less twice than another file does.
  const families = Map.groupBy(
    names,
    (name) => /^src\/(sandbox|sign_in|webhooks)\//.exec(name)?.[1],
  );
  for (const members of families.values()) {
    const { outputFiles } = await build({
      // Also what esbuild's comments name the modules from.
      absWorkingDir: await Deno.realPath(modules),
      entryPoints: members.map((name) => ({ in: `./${name}.js`, out: name })),
      outdir: "../../esm",
      bundle: true,
      splitting: true,
      chunkNames: "shared-[hash]",
      format: "esm",
      target: "es2022",
      external: ["node:*"],
      legalComments: "none",
      // Node prints the line of an uncaught error. Only the files of the inbox page have long ones.
      lineLimit: 900,
      // The code ships unminified, and maps with all sources would be half of the package.
      sourcemap: false,
      write: false,
      logLevel: "warning",
    });
    const output = await Deno.realPath(folder);
    for (const file of outputFiles) {
      const path = relative(output, file.path).replaceAll("\\", "/");
      await Deno.mkdir(posix.dirname(`${folder}/${path}`), { recursive: true });
      await Deno.writeTextFile(file.path, finishModule(file.text));
    }
  }
  for (const path of await reachable(`${folder}/modules`, ".d.ts")) {
    await Deno.mkdir(posix.dirname(`${folder}/${path}`), { recursive: true });
    await Deno.copyFile(`${folder}/modules/${path}`, `${folder}/${path}`);
  }
}

function finishModule(code: string): string {
  return code.replace(/^#!.*/, "#!/usr/bin/env node")
    // These keep modules running in order, but none has side effects.
    .replace(/^import "\..*";\n/gm, "");
}
