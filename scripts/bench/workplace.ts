/** Temporary folders in which the benchmark runs the way a program that uses the package does. */
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { build, transform } from "npm:esbuild@0.28.2";
import { type Contender, contenders } from "./contender.ts";
import { root } from "../project.ts";
import { tools, versionOf } from "../tools.ts";

/** A folder with the benchmark's files, for one kind of runtime. */
export interface Workplace extends AsyncDisposable {
  readonly folder: string;
  /** The ending of its files. */
  readonly extension: "ts" | "js";
}

const sources = `${root}scripts/bench`;

/** For Deno: TypeScript, with the package from source, as JSR serves it. */
export async function forDeno(): Promise<Workplace> {
  const place = await workplace("ts");
  const config = {
    imports: { "@ding-otp/client": pathToFileURL(`${root}mod.ts`).href },
    lock: false,
  };
  await Deno.writeTextFile(`${place.folder}/deno.json`, JSON.stringify(config));
  for (const path of files()) await Deno.copyFile(`${sources}/${path}`, `${place.folder}/${path}`);
  return place;
}

/** For Node and Bun: JavaScript, with the built package and the SDK in `node_modules`. */
export async function forNode(): Promise<Workplace> {
  const place = await workplace("js");
  const { folder } = place;
  await Deno.writeTextFile(`${folder}/package.json`, JSON.stringify({ type: "module" }));
  for (const [name, target] of Object.entries(await packages())) {
    await Deno.mkdir(dirname(`${folder}/node_modules/${name}`), { recursive: true });
    await Deno.symlink(target, `${folder}/node_modules/${name}`, { type: "junction" });
  }
  for (const path of files()) {
    const source = (await Deno.readTextFile(`${sources}/${path}`))
      .replaceAll(/"npm:(@?[^@"]+)@[^"]+"/g, '"$1"')
      .replaceAll(/"(\.[^"]+)\.ts"/g, '"$1.js"');
    const { code } = await transform(source, { loader: "ts", target: "es2022" });
    await Deno.writeTextFile(`${folder}/${path.replace(/ts$/, "js")}`, code);
  }
  return place;
}

/** For workerd: one module, as Cloudflare's own tool bundles a worker. */
export async function bundleWorker(place: Workplace): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${place.folder}/worker.js`],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    logLevel: "warning",
  });
  return outputFiles[0]!.text;
}

/**
 * Writes a program for each contender that makes one call and prints the status of the response.
 * Returns their paths. The contender's code is part of the program, as a handwritten call would be.
 */
export async function writePrograms(
  { folder, extension }: Workplace,
  origin: string,
): Promise<Readonly<Record<Contender, string>>> {
  const programs: [Contender, string][] = [];
  for (const contender of contenders) {
    const code = await Deno.readTextFile(`${folder}/contenders/${contender}.${extension}`);
    const path = `${folder}/contenders/first_${contender}.${extension}`;
    const call = `const { status } = await create(${JSON.stringify(origin)})();`;
    await Deno.writeTextFile(path, `${code}\n${call}\nconsole.log(status);\n`);
    programs.push([contender, path]);
  }
  return Object.fromEntries(programs) as Record<Contender, string>;
}

function files(): string[] {
  return [
    ...["contender.ts", "main.ts", "measure.ts", "rounds.ts", "worker.ts"],
    ...contenders.map((name) => `contenders/${name}.ts`),
  ];
}

async function packages(): Promise<Record<string, string>> {
  const pinned = `npm:@prelude.so/sdk@${await versionOf("@prelude.so/sdk")}`;
  if (!(await Deno.readTextFile(`${sources}/contenders/sdk.ts`)).includes(`"${pinned}"`)) {
    throw new Error(`Cannot compare: contenders/sdk.ts does not import ${pinned}`);
  }
  return {
    "@ding-otp/client": `${root}npm`,
    "@prelude.so/sdk": `${await tools()}/@prelude.so/sdk`,
  };
}

async function workplace(extension: "ts" | "js"): Promise<Workplace> {
  // Real, since runtimes resolve packages from the real path of a file.
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "ding-bench-" }));
  await Deno.mkdir(`${folder}/contenders`);
  return {
    folder,
    extension,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
