/** What `deno.json` says about the package: the one source of its name, version and entries. */
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

/** The npm imports of the tests, e.g. `fast-check` → `4.10.2`. */
export const testDependencies: ReadonlyMap<string, string> = new Map(
  Object.values(project.imports)
    .map((target) => /^npm:(.+)@([\d.]+)$/.exec(target))
    .filter((match) => match !== null)
    .map(([, dependency, pinned]) => [dependency!, pinned!]),
);

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
