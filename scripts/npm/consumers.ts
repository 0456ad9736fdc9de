/** Programs that use the installed package: compiled in many ways, run on every Node. */
import { capture, output, run } from "../process.ts";
import { entries, project } from "../project.ts";
import { tools } from "../tools.ts";
import { BIN } from "./package_json.ts";

const compilers = ["5.6", "5.9", "6.0", "7.0"];

/** Where a program gets the web's types from: the package must compile with any of them. */
const environments: Record<string, { lib: string[]; types: string[] }> = {
  dom: { lib: ["ES2022", "DOM"], types: [] },
  node: { lib: ["ES2022"], types: ["@types/node"] },
  workers: { lib: ["ES2022"], types: ["@cloudflare/workers-types"] },
};

interface Way {
  readonly compiler: string;
  readonly environment: string;
  readonly module: string;
  readonly moduleResolution: string;
  readonly exactOptionalPropertyTypes: boolean;
  /** What a program is called: `.cts` is CommonJS with `module: nodenext`. */
  readonly extension: "ts" | "cts";
  readonly outDir: string;
}

/** ES modules, with every compiler. */
const modern: readonly Way[] = compilers.flatMap((compiler) =>
  Object.keys(environments).flatMap((environment) =>
    ["bundler", "nodenext"].flatMap((moduleResolution) =>
      [true, false].map((exactOptionalPropertyTypes): Way => ({
        compiler,
        environment,
        module: moduleResolution === "nodenext" ? "nodenext" : "esnext",
        moduleResolution,
        exactOptionalPropertyTypes,
        extension: "ts",
        outDir: "out",
      }))
    )
  )
);

/** CommonJS as NestJS and Express projects have had it. TypeScript 6.0 deprecates `node10`, 7.0 has none. */
const commonJs: readonly Way[] = ["5.6", "5.9", "6.0"].flatMap((compiler) =>
  Object.keys(environments).map((environment): Way => ({
    compiler,
    environment,
    module: "commonjs",
    moduleResolution: "node10",
    exactOptionalPropertyTypes: false,
    extension: "ts",
    outDir: "out_commonjs",
  }))
);

/** CommonJS as NestJS has it now. Up to 5.7, TypeScript did not let it `require()` an ES module. */
const commonJsOfNode: readonly Way[] = ["5.9", "6.0", "7.0"].map((compiler) => ({
  compiler,
  environment: "node",
  module: "nodenext",
  moduleResolution: "nodenext",
  exactOptionalPropertyTypes: false,
  extension: "cts",
  outDir: "out_commonjs",
}));

const ways = [...modern, ...commonJs, ...commonJsOfNode];

/** Compiles the consumer in `folder` in every way, and returns how many there were. */
export async function compileConsumers(folder: string): Promise<number> {
  const everything = entries.map(({ specifier }, i) => `export * as e${i} from "${specifier}";`);
  for (const extension of ["ts", "cts"]) {
    await Deno.copyFile("scripts/npm/consumer.ts", `${folder}/consumer.${extension}`);
    await Deno.writeTextFile(`${folder}/entries.${extension}`, everything.join("\n"));
  }
  const failures = new Map<string, string[]>();
  const queue = ways.entries();
  async function worker(): Promise<void> {
    for (const [index, way] of queue) {
      const { code, stdout } = await compile(way, folder, `tsconfig.${index}.json`);
      const name = Object.values(way).join(" ");
      if (code !== 0) failures.set(stdout, [...failures.get(stdout) ?? [], name]);
    }
  }
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, worker));
  if (failures.size === 0) return ways.length;
  const reports = [...failures].map(([printed, names]) => `${names.join("\n")}\n${printed}`);
  throw new Error(`Cannot compile every consumer\n${reports.join("\n")}`);
}

async function compile(
  { compiler, environment, extension, ...options }: Way,
  folder: string,
  config: string,
): Promise<{ code: number; stdout: string }> {
  const modules = await tools();
  const { lib, types } = environments[environment]!;
  const compilerOptions = {
    ...options,
    lib,
    types: types.map((name) => `${modules}/${name}`),
    strict: true,
    // Checks the package's own declarations too.
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    target: "ES2022",
    ...compiler === "6.0" && { ignoreDeprecations: "6.0" },
  };
  const files = [`consumer.${extension}`, `entries.${extension}`];
  await Deno.writeTextFile(`${folder}/${config}`, JSON.stringify({ compilerOptions, files }));
  const tsc = `${modules}/typescript-${compiler}/bin/tsc`;
  return await capture(["node", tsc, "--project", config], { cwd: folder });
}

/** Runs the compiled consumers, loads every entry by `import` and by `require`, and runs the commands. */
export async function runConsumers(folder: string, nodes: readonly string[]): Promise<void> {
  const specifiers = entries.filter(({ command }) => !command).map(({ specifier }) => specifier);
  await Deno.writeTextFile(
    `${folder}/required.cjs`,
    `const { deepStrictEqual, notEqual } = require("node:assert");
    for (const specifier of ${JSON.stringify(specifiers)}) {
      const names = Object.keys(require(specifier)).sort();
      notEqual(names.length, 0);
      import(specifier).then((module) => deepStrictEqual(Object.keys(module).sort(), names));
    }`,
  );
  await Deno.writeTextFile(`${folder}/out_commonjs/package.json`, '{ "type": "commonjs" }');
  const programs = [
    "required.cjs",
    "out/consumer.js",
    "out_commonjs/consumer.js",
    "out_commonjs/consumer.cjs",
  ];
  for (const node of nodes) {
    const program = `${await tools()}/${node}/bin/node`;
    for (const path of programs) await run([program, path], { cwd: folder });
    for (const { built } of entries.filter(({ command }) => command)) {
      const command = [program, `node_modules/${project.name}/${built}.js`, "--version"];
      const version = (await output(command, { cwd: folder })).trim();
      if (version !== project.version) throw new Error(`Cannot run ${built}: it says ${version}`);
    }
    await runBin([program, `node_modules/${project.name}/${BIN}`], folder);
  }
}

/** The command of the package: without arguments it prints its help, and starts nothing. */
async function runBin(command: readonly string[], cwd: string): Promise<void> {
  const help = await output([...command], { cwd });
  if (!help.includes("Usage: npx")) throw new Error(`Cannot run the command: it says ${help}`);
  const version = (await output([...command, "sandbox", "--version"], { cwd })).trim();
  if (version !== project.version) throw new Error(`Cannot run the command: it says ${version}`);
}
