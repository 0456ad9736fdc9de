/**
 * Type-checks and runs the tests with the real `@std/assert` and `@std/testing`, out of a clone of
 * denoland/std, which shows whether the stand-ins are still like them. The argument is the clone's
 * folder.
 */
import { pathToFileURL } from "node:url";
import { entries, project, root } from "./project.ts";

type Import = [specifier: string, url: string];

/** What a program can import of a clone of denoland/std. */
function packagesOf(clone: string): Import[] {
  const { workspace } = JSON.parse(Deno.readTextFileSync(`${clone}/deno.json`));
  return workspace.flatMap((folder: string) => {
    const { name, exports } = JSON.parse(Deno.readTextFileSync(`${clone}/${folder}/deno.json`));
    return Object.entries<string>(exports ?? {}).map(([key, file]): Import => {
      return [name + key.slice(1), pathToFileURL(`${clone}/${folder}/${file}`).href];
    });
  });
}

/** Our `deno.json` with those imports in place of JSR's. */
function configuration(clone: string): string {
  const { exports: _, imports, ...config } = project;
  const library = entries.map(({ specifier, source }): Import => {
    return [specifier, pathToFileURL(`${root}${source}`).href];
  });
  return JSON.stringify({
    ...config,
    // A clone is checked like files of ours, and its functions leave types to be inferred.
    compilerOptions: { ...config.compilerOptions, isolatedDeclarations: false },
    imports: { ...imports, ...Object.fromEntries([...library, ...packagesOf(clone)]) },
  });
}

const [clone] = Deno.args;
if (clone === undefined) throw new Error("Cannot find @std: name the folder of a clone");
const config = await Deno.makeTempFile({ suffix: ".json" });
await Deno.writeTextFile(config, configuration(await Deno.realPath(clone)));
const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["test", "--allow-all", "--config", config, "tests"],
  cwd: root,
}).spawn().status;
await Deno.remove(config);
Deno.exit(code);
