/** What the scripts use besides Deno: the tools of `scripts/tools/package.json`, and JSR if it is there. */
import { npm, output } from "./process.ts";
import { project, root } from "./project.ts";
import pinned from "./tools/package.json" with { type: "json" };

const folder = `${root}scripts/tools`;
const modules = `${folder}/node_modules`;

/** The newest release of every runtime, installed beside the pinned ones under the same names. */
const newest = ["node-latest@npm:node@latest", "bun@latest", "workerd@latest"];

let ready: Promise<string> | undefined;

/**
 * Installs the tools unless they are installed, and returns the path of their `node_modules`. The first
 * call decides which.
 */
export function tools(options: { readonly newest?: boolean } = {}): Promise<string> {
  return ready ??= install(options);
}

async function install(options: { readonly newest?: boolean }): Promise<string> {
  const wanted = JSON.stringify(options.newest ? [pinned, Date.now()] : pinned);
  const fastCheck = `npm:fast-check@${pinned.dependencies["fast-check"]}`;
  if (project.imports["fast-check"] !== fastCheck) {
    throw new Error(`Cannot test: deno.json does not import ${fastCheck}, as scripts/tools does`);
  }
  const stamp = `${modules}/installed.json`;
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

/** Whether JSR can be reached: it has dnt, and the assertions of the tests. */
export async function canReachJsr(): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", "--no-config", "jsr:@std/assert@^1", "jsr:@std/testing@^1/types"],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}
