/** The last step of a build, whoever was the builder. */
import { Buffer } from "node:buffer";
import { transform } from "npm:esbuild@0.28.2";
import { builtModules } from "./built_modules.ts";

/**
 * Modules without source maps: the sandbox is for tests, and maps would make up most of its weight.
 */
export const unmapped: RegExp = /^esm\/src\/sandbox\//;

/**
 * Takes the comments out of the modules below `${folder}/esm`: they are in the declarations for those
 * who read them, and in the source maps for those who step through. Makes commands Node's.
 */
export async function finish(folder: string): Promise<void> {
  for (const path of builtModules(folder, "esm")) {
    const file = `${folder}/${path}`;
    const [body, link] = split(await Deno.readTextFile(file));
    const map = Buffer.from(await Deno.readFile(`${file}.map`)).toString("base64");
    const finished = await transform(
      `${body}//# sourceMappingURL=data:application/json;base64,${map}`,
      { target: "es2022", sourcemap: "external", legalComments: "none", sourcefile: path },
    );
    const code = finished.code.replace(/^#!.*/, "#!/usr/bin/env node");
    if (unmapped.test(path)) {
      await Deno.writeTextFile(file, code);
      await Deno.remove(`${file}.map`);
    } else {
      await Deno.writeTextFile(file, code + link);
      await Deno.writeTextFile(`${file}.map`, JSON.stringify(JSON.parse(finished.map)));
    }
  }
}

/** The code, and the comment after it that names its source map. */
function split(code: string): [body: string, link: string] {
  const at = code.lastIndexOf("//# sourceMappingURL=");
  return [code.slice(0, at), code.slice(at).trimEnd() + "\n"];
}
