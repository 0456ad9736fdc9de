/** Puts the tests beside the built package, for the other runtimes to run them there. */
import { globSync } from "npm:tinyglobby@0.2.17";
import { build } from "npm:esbuild@0.28.2";
import { project } from "../project.ts";
import { tools } from "../tools.ts";

/** Tests for Deno alone, or for its type checker. */
const DENO_ONLY = /[\\/_](?:deno|types)_test\.ts$/;

/**
 * Compiles the tests to `${folder}/tests`. They import the package by its name; the internals that some
 * of them import are in no bundle under their own names, and come along.
 */
export async function buildTests(folder: string): Promise<void> {
  await build({
    entryPoints: globSync("tests/**/*_test.ts").filter((path) => !DENO_ONLY.test(path)),
    outdir: `${folder}/tests`,
    outbase: "tests",
    bundle: true,
    splitting: true,
    chunkNames: "shared-[hash]",
    format: "esm",
    target: "es2022",
    external: ["node:*", project.name, `${project.name}/*`],
    alias: { "@std/assert": "./tests/support/stand_ins/assert.ts" },
    nodePaths: [await tools()],
    logLevel: "warning",
  });
}
