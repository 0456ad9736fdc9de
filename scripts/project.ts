/** What `deno.json` says about the package: the only source of its name, version and entries. */
import { fileURLToPath } from "node:url";
import project from "../deno.json" with { type: "json" };

/** One line of `exports`. */
export interface Entry {
  /** The key in `exports`: `.` or `./sandbox`. */
  readonly key: string;
  /** What a program imports: `@ding-otp/client/sandbox`. */
  readonly specifier: string;
  /** The source, from the root of the repository: `src/sandbox/mod.ts`. */
  readonly source: string;
  /** The same module in the built package, without its extension: `esm/src/sandbox/mod`. */
  readonly built: string;
  /** Whether it is a program to run: its source begins with `#!`. */
  readonly command: boolean;
}

export { project };

export const root: string = fileURLToPath(new URL("..", import.meta.url));

export const entries: readonly Entry[] = Object.entries(project.exports).map(([key, target]) => {
  const source = target.replace(/^\.\//, "");
  return {
    key,
    specifier: project.name + key.slice(1),
    source,
    built: `esm/${source.replace(/\.ts$/, "")}`,
    command: Deno.readTextFileSync(`${root}${source}`).startsWith("#!"),
  };
});
