/** The tools of `scripts/tools/package.json`, installed by npm when they are first asked for. */
import { root, testDependencies } from "./project.ts";
import { npm, output } from "./process.ts";
import pinned from "./tools/package.json" with { type: "json" };

const folder = `${root}scripts/tools`;
const modules = `${folder}/node_modules`;

/** The newest release of every runtime, installed beside the pinned ones under the same names. */
const newest = ["node-latest@npm:node@latest", "bun@latest", "workerd@latest"];

let ready: Promise<string> | undefined;

/**
 * Installs the tools unless they are there, and says where: a `node_modules` folder. The first call
 * decides which.
 */
export function tools(options: { readonly newest?: boolean } = {}): Promise<string> {
  return ready ??= install(options);
}

async function install(options: { readonly newest?: boolean }): Promise<string> {
  const stamp = `${modules}/installed.json`;
  const wanted = JSON.stringify(options.newest ? [pinned, Date.now()] : pinned);
  for (const [name, version] of testDependencies) {
    const tool = (pinned.dependencies as Record<string, string>)[name];
    if (tool !== version) {
      throw new Error(`Cannot use ${name}: ${version} in deno.json, ${tool} in scripts/tools`);
    }
  }
  const installed = await Deno.readTextFile(stamp).catch(() => "");
  if (installed !== wanted) {
    console.log("installing the tools of scripts/tools/package.json");
    const flags = ["--no-package-lock", "--no-save", "--no-audit", "--no-fund"];
    await output([npm, "install", ...flags, ...options.newest ? newest : []], { cwd: folder });
    await Deno.writeTextFile(stamp, wanted);
  }
  return modules;
}

/** The version of an installed tool. */
export async function versionOf(tool: string): Promise<string> {
  return JSON.parse(await Deno.readTextFile(`${modules}/${tool}/package.json`)).version;
}
