/** The last step of a build, whoever was the builder: one file for each entry. */
import { dirname, relative } from "node:path/posix";
import { build, type Metafile, transform } from "npm:esbuild@0.28.2";
import { declarations } from "./declarations.ts";
import { entries } from "../project.ts";

/** The longest line, as far as the code lets it be broken. */
const lineLimit = 120;

/** The sandbox is for tests: source maps would be most of its weight, so it goes small and without. */
const unmapped = /^src\/sandbox\//;

/**
 * Makes `${folder}/esm` of the modules that a builder left in `${folder}/modules/esm`: each file that a
 * runtime has to find and read makes a cold start longer. Declarations stay one for each module that
 * an entry's lead to, and have the comments to themselves.
 */
export async function bundle(folder: string): Promise<void> {
  const modules = `${folder}/modules/esm`;
  const names = entries.map(({ built }) => built.replace(/^esm\//, ""));
  // Classes are the same in entries that share them, so the clients are built together. Between those that
  // share no class, a function twice costs less than a file more.
  const families = Map.groupBy(names, (name) => /^src\/(sandbox|webhooks)\//.exec(name)?.[1]);
  const outputs: Metafile["outputs"] = {};
  for (const family of families.values()) {
    const { metafile } = await build({
      // The comments that tell modules apart name them from here.
      absWorkingDir: await Deno.realPath(modules),
      entryPoints: family.map((name) => ({ in: `./${name}.js`, out: name })),
      outdir: "../../esm",
      bundle: true,
      // Names stay as they are, so that a stack says where it was; white space is a fifth of the weight, but
      // Node shows the line of an error that nobody caught, so lines end.
      minifyWhitespace: true,
      lineLimit,
      splitting: true,
      chunkNames: "shared-[hash]",
      format: "esm",
      target: "es2022",
      external: ["node:*"],
      sourcemap: "linked",
      metafile: true,
      legalComments: "none",
      logLevel: "warning",
    });
    Object.assign(outputs, metafile.outputs);
  }
  for (const [path, { inputs }] of Object.entries(outputs)) {
    if (!path.endsWith(".js")) continue;
    const file = `${modules}/${path}`;
    // Left where something is shared by others only; nothing here has side effects.
    let code = (await Deno.readTextFile(file)).replace(/\bimport"\.[^"]*";/g, "")
      .replace(/^#!.*/, "#!/usr/bin/env node");
    if (Object.keys(inputs).every((input) => unmapped.test(input))) {
      code = code.replace(/^\/\/# sourceMappingURL=.*\n/m, "");
      const minified = { minify: true, lineLimit, format: "esm", target: "es2022" } as const;
      code = (await transform(code, minified)).code;
      await Deno.remove(`${file}.map`);
    } else {
      // The sources are named from the repository, or from where dnt had them, and stacks should name them
      // inside of the package.
      const map = JSON.parse(await Deno.readTextFile(`${file}.map`));
      const own = dirname(path).replace(/^(\.\.\/)+/, "");
      map.sources = map.sources.map((source: string) =>
        relative(own, source.replace(/^(\.\.\/)+(modules\/src\/)?/, ""))
      );
      await Deno.writeTextFile(`${file}.map`, JSON.stringify(map));
    }
    await Deno.writeTextFile(file, code);
  }
  for (const path of await declarations(`${folder}/modules`)) {
    await Deno.mkdir(dirname(`${folder}/${path}`), { recursive: true });
    await Deno.copyFile(`${folder}/modules/${path}`, `${folder}/${path}`);
  }
}
