/** Chromium, headless, with the tests in a page that a loopback server serves. */
import { launchBrowser } from "../browser.ts";
import { tools } from "../tools.ts";
import { builtModules, libraryModules } from "./modules.ts";
import type { Outcome, Runtime } from "./outcome.ts";
import { startPeer } from "./peer.ts";

/** Stands in for `node:assert/strict`: what `tests/support/stand_ins/assert.ts` uses of it. */
const strictAssert = `
  import { assert } from "/chai.js";
  export default {
    deepStrictEqual: assert.deepStrictEqual,
    fail: (message) => assert.fail(message),
    notDeepStrictEqual: assert.notDeepEqual,
    // Chai's own takes 0 for -0.
    strictEqual(actual, expected, message) {
      if (!Object.is(actual, expected)) assert.fail(actual, expected, message);
    },
  };
`;

export const chromium: Runtime = {
  id: "chromium",
  name: "Chromium",
  async run() {
    const modules = await servedModules();
    await using peer = await startPeer((request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/") return text(html(Object.keys(modules)), "text/html");
      const source = modules[pathname];
      return source === undefined
        ? new Response(null, { status: 404 })
        : text(source, "text/javascript");
    });
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const outcomes: Outcome[] = [];
      page.on("pageerror", (error) => {
        outcomes.push({ test: "page", status: "failed", detail: String(error) });
      });
      await page.exposeFunction("report", (outcome: Outcome) => void outcomes.push(outcome));
      await page.goto(peer.origin);
      await page.evaluate(script(Object.keys(modules), JSON.stringify(peer)));
      return { version: browser.version(), outcomes };
    } finally {
      await browser.close();
    }
  },
};

/** What the server has, by path; modules of Node that a browser lacks are below `/node:`. */
async function servedModules(): Promise<Record<string, string>> {
  const files: [path: string, file: string][] = [
    ...builtModules("npm").map(
      (path): [string, string] => [`/${path}`, `npm/${path}`],
    ),
    ["/chai.js", `${await tools()}/chai/index.js`],
    ["/loopback.js", "scripts/runtimes/loopback.js"],
    ["/node:test", "scripts/runtimes/collector.js"],
  ];
  const modules = Object.fromEntries(
    files.map(([path, file]) => [path, Deno.readTextFileSync(file)]),
  );
  modules["/node:assert/strict"] = strictAssert;
  for (const [, name] of Object.values(modules).join("\n").matchAll(/from "(node:[\w/]+)"/g)) {
    modules[`/${name}`] ??= await absent(name!);
  }
  return modules;
}

/** A module with the names of Node's and nothing behind them: it loads, and cannot be used. */
async function absent(module: string): Promise<string> {
  const names = Object.keys(await import(module)).filter((name) => name !== "default");
  return [...names.map((name) => `export const ${name} = undefined;`), "export default {};"]
    .join("\n");
}

function html(paths: readonly string[]): string {
  const library = libraryModules().map(([specifier, path]) => [specifier, `/${path}`]);
  const nodes = paths.filter((path) => path.startsWith("/node:")).map((
    path,
  ) => [path.slice(1), path]);
  const map = JSON.stringify({ imports: Object.fromEntries([...library, ...nodes]) });
  return `<!doctype html><title>tests</title><script type="importmap">${map}</script>`;
}

function script(paths: readonly string[], peer: string): string {
  const files = paths.filter((path) => path.endsWith("_test.js"));
  return `(async () => {
    const [{ run }, { testLoopback }] = [await import("node:test"), await import("/loopback.js")];
    testLoopback(${peer});
    await run(${JSON.stringify(files)}.map((file) => [file, () => import(file)]), report);
  })()`;
}

function text(body: string, type: string): Response {
  return new Response(body, { headers: { "content-type": `${type}; charset=utf-8` } });
}
