/** Programs that use the installed package: compiled in many ways, run on every Node. */
import { entries, project } from "../project.ts";
import { capture, output, run } from "../process.ts";
import { tools } from "../tools.ts";

const compilers = ["5.6", "5.9", "6.0", "7.0"];

/** Where a program finds the web's types: the package must be content with any of them. */
const environments: Record<string, { lib: string[]; types: string[] }> = {
  dom: { lib: ["ES2022", "DOM"], types: [] },
  node: { lib: ["ES2022"], types: ["@types/node"] },
  workers: { lib: ["ES2022"], types: ["@cloudflare/workers-types"] },
};

/**
 * Compiles the consumer in `folder`, and returns how many ways there were and, by what the compiler
 * said, which of them failed.
 */
export async function compileConsumers(
  folder: string,
): Promise<{ ways: number; failed: Map<string, string[]> }> {
  const modules = await tools();
  await Deno.copyFile("scripts/npm/consumer.ts", `${folder}/consumer.ts`);
  await Deno.writeTextFile(`${folder}/entries.ts`, everyEntry());
  const ways = compilers.flatMap((compiler) =>
    Object.keys(environments).flatMap((environment) =>
      ["bundler", "nodenext"].flatMap((moduleResolution) =>
        [true, false].map((exactOptionalPropertyTypes) => ({
          compiler,
          environment,
          moduleResolution,
          exactOptionalPropertyTypes,
        }))
      )
    )
  );
  const failed = new Map<string, string[]>();
  const queue = ways.entries();
  async function worker(): Promise<void> {
    for (const [index, { compiler, environment, ...options }] of queue) {
      const { lib, types } = environments[environment]!;
      const config = `${folder}/tsconfig.${index}.json`;
      const compilerOptions = {
        ...options,
        lib,
        types: types.map((name) => `${modules}/${name}`),
        strict: true,
        // Checks the package's own declarations too.
        skipLibCheck: false,
        skipDefaultLibCheck: true,
        target: "ES2022",
        module: options.moduleResolution === "nodenext" ? "nodenext" : "esnext",
        outDir: "out",
      };
      const files = ["consumer.ts", "entries.ts"];
      await Deno.writeTextFile(config, JSON.stringify({ compilerOptions, files }));
      const tsc = `${modules}/typescript-${compiler}/bin/tsc`;
      const { code, stdout } = await capture(["node", tsc, "--project", config], { cwd: folder });
      const way = Object.values({ compiler, environment, ...options }).join(" ");
      if (code !== 0) failed.set(stdout, [...failed.get(stdout) ?? [], way]);
    }
  }
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, worker));
  return { ways: ways.length, failed };
}

/** Runs what was compiled, and loads every entry by `import` and by `require`. */
export async function runConsumers(folder: string, nodes: readonly string[]): Promise<void> {
  const specifiers = JSON.stringify(
    entries.filter(({ command }) => !command).map(({ specifier }) => specifier),
  );
  await Deno.writeTextFile(
    `${folder}/required.cjs`,
    `const { deepStrictEqual, notEqual } = require("node:assert");
    for (const specifier of ${specifiers}) {
      const names = Object.keys(require(specifier)).sort();
      notEqual(names.length, 0);
      import(specifier).then((module) => deepStrictEqual(Object.keys(module).sort(), names));
    }`,
  );
  for (const node of nodes) {
    const program = `${await tools()}/${node}/bin/node`;
    await run([program, "required.cjs"], { cwd: folder });
    await run([program, "out/consumer.js"], { cwd: folder });
    for (const { built } of entries.filter(({ command }) => command)) {
      const version = await output([
        program,
        `node_modules/${project.name}/${built}.js`,
        "--version",
      ], {
        cwd: folder,
      });
      if (version.trim() !== project.version) throw new Error(`Cannot run the command: ${version}`);
    }
  }
}

function everyEntry(): string {
  return entries.map(({ specifier }, index) => {
    return `export * as entry${index} from ${JSON.stringify(specifier)};`;
  }).join("\n");
}
