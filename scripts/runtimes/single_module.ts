/** All tests and the package in one module, for runtimes that read no `package.json`. */
import { globSync } from "npm:tinyglobby@0.2.17";
import { build, type Plugin, stop } from "npm:esbuild@0.28.2";
import { project } from "../project.ts";
import { tools } from "../tools.ts";

/** Stands in for `node:assert/strict`: what `tests/support/stand_ins/assert.ts` uses of it. */
const STRICT_ASSERT = `
  import { assert } from "chai";
  export default {
    deepStrictEqual: assert.deepStrictEqual,
    fail: assert.fail,
    match: assert.match,
    notDeepStrictEqual: assert.notDeepEqual,
    ok: assert.isOk,
    strictEqual: assert.strictEqual,
  };
`;

/**
 * Bundles the tests in `npm/tests`, and those of a loopback server, with the package in `npm/`. The module
 * exports `runTests(peer, report)`. Without `hasNode`, modules of Node have nothing in them.
 */
export async function singleModule(
  { hasNode }: { readonly hasNode: boolean },
): Promise<string> {
  const modules = await tools();
  const files = globSync("tests/**/*_test.js", { cwd: "npm" });
  const loaders = files.map((file) => `["${file}", () => import("./${file}")]`);
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import * as library from "${project.name}";
        import { run } from "../scripts/runtimes/collector.js";
        import { testLoopback } from "../scripts/runtimes/loopback.js";
        export async function runTests(peer, report) {
          testLoopback(library, peer);
          await run([${loaders}], report);
        }`,
      // The package resolves its own name.
      resolveDir: "npm",
    },
    bundle: true,
    format: "esm",
    target: "es2022",
    alias: { "node:test": "./scripts/runtimes/collector.js" },
    external: hasNode ? ["node:*"] : [],
    plugins: hasNode ? [] : [withoutNode(modules)],
    write: false,
    logLevel: "warning",
  });
  await stop();
  return outputFiles[0]!.text;
}

/** Lets a page load what imports modules of Node, though it cannot use them. */
function withoutNode(modules: string): Plugin {
  return {
    name: "without-node",
    setup({ onResolve, onLoad }) {
      onResolve(
        { filter: /^node:/ },
        ({ path }) => path === "node:test" ? undefined : { path, namespace: "node" },
      );
      onLoad(
        { filter: /.*/, namespace: "node" },
        ({ path }) =>
          path === "node:assert/strict"
            ? { contents: STRICT_ASSERT, resolveDir: modules }
            : { contents: "module.exports = {};" },
      );
    },
  };
}
