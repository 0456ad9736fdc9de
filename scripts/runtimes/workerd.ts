/** workerd, the runtime of Cloudflare Workers: `workerd test` with one worker that holds everything. */
import { dirname } from "node:path/posix";
import { capture, output } from "../process.ts";
import { tools } from "../tools.ts";
import { builtModules, libraryModules } from "./modules.ts";
import type { Outcome, Runtime } from "./outcome.ts";
import { type Peer, startPeer } from "./peer.ts";

/** Before what the worker prints for us. */
const mark = "outcome: ";

export const workerd: Runtime = {
  id: "workerd",
  name: "workerd",
  async run() {
    const program = `${await tools()}/workerd/bin/workerd`;
    const version = (await output([program, "--version"])).trim().replace(/^workerd /, "");
    await using peer = await startPeer();
    await Deno.writeTextFile("npm/workerd.capnp", configuration(peer, version));
    const { code, stdout, stderr } = await capture([program, "test", "npm/workerd.capnp"]);
    const outcomes: Outcome[] = stdout.split("\n").filter((line) => line.startsWith(mark))
      .map((line) => JSON.parse(line.slice(mark.length)));
    if (code !== 0) outcomes.push({ test: `exit code ${code}`, status: "failed", detail: stderr });
    return { version, outcomes };
  },
};

function configuration(peer: Peer, version: string): string {
  const library = libraryModules();
  const built = builtModules("npm");
  const tests = built.filter((path) => path.endsWith("_test.js"));
  const folders = new Set(
    built.filter((path) => /^(tests|examples)\//.test(path)).map((path) => `${dirname(path)}/`),
  );
  const modules = [
    inline("entry.js", entry(tests)),
    inline("node:test", Deno.readTextFileSync("scripts/runtimes/collector.js")),
    inline("loopback.js", Deno.readTextFileSync("scripts/runtimes/loopback.js")),
    ...built.map((path) => {
      return `(name = ${quote(path)}, esModule = embed ${quote(path)})`;
    }),
    // A bare specifier resolves against the folder of the module that imports it.
    ...["", ...folders].flatMap((folder) =>
      library.map(([specifier, path]) => reexport(folder + specifier, path))
    ),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (services = [
  (name = "tests", worker = .tests),
  (name = "internet", network = (allow = ["public", "private", "local"])),
]);

const tests :Workerd.Worker = (
  compatibilityDate = ${quote(version)},
  bindings = [(name = "peer", json = ${quote(JSON.stringify(peer))})],
  modules = [
    ${modules.join(",\n    ")},
  ],
);
`;
}

function entry(files: readonly string[]): string {
  return `
    import { run } from "node:test";
    import { testLoopback } from "./loopback.js";
    export default {
      async test(_controller, { peer }) {
        testLoopback(peer);
        await run(
          [${files.map((file) => `["${file}", () => import("./${file}")]`)}],
          (outcome) => console.log(${quote(mark)} + JSON.stringify(outcome)),
        );
      },
    };
  `;
}

function reexport(name: string, path: string): string {
  const up = "../".repeat(name.split("/").length - 1);
  return inline(name, `export * from "./${up}${path}";`);
}

function inline(name: string, source: string): string {
  return `(name = ${quote(name)}, esModule = ${quote(source)})`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
