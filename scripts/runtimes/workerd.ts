/** workerd, the runtime of Cloudflare Workers: `workerd test`, with all tests in one worker. */
import { capture, output } from "../process.ts";
import { tools } from "../tools.ts";
import type { Outcome, Runtime } from "./outcome.ts";
import { startPeer } from "./peer.ts";
import { singleModule } from "./single_module.ts";

/** Precedes an outcome in what the worker prints. */
const MARK = "outcome: ";

export const workerd: Runtime = {
  id: "workerd",
  name: "workerd",
  async run() {
    const program = `${await tools()}/workerd/bin/workerd`;
    const version = (await output([program, "--version"])).trim().replace(/^workerd /, "");
    await using peer = await startPeer();
    await Deno.writeTextFile("npm/workerd_tests.js", await singleModule({ hasNode: true }));
    await Deno.writeTextFile("npm/workerd.capnp", configuration(JSON.stringify(peer), version));
    const { code, stdout, stderr } = await capture([program, "test", "npm/workerd.capnp"]);
    const outcomes: Outcome[] = stdout.split("\n").filter((line) => line.startsWith(MARK))
      .map((line) => JSON.parse(line.slice(MARK.length)));
    if (code !== 0) outcomes.push({ test: `exit code ${code}`, status: "failed", detail: stderr });
    return { version, outcomes };
  },
};

function configuration(peer: string, compatibilityDate: string): string {
  const main = `
    import { runTests } from "./tests.js";
    export default {
      test: (_controller, { peer }) =>
        runTests(peer, (outcome) => console.log("${MARK}" + JSON.stringify(outcome))),
    };`;
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (services = [
  (name = "tests", worker = .tests),
  (name = "internet", network = (allow = ["public", "private", "local"])),
]);

const tests :Workerd.Worker = (
  compatibilityDate = ${JSON.stringify(compatibilityDate)},
  bindings = [(name = "peer", json = ${JSON.stringify(peer)})],
  modules = [
    (name = "main.js", esModule = ${JSON.stringify(main)}),
    (name = "tests.js", esModule = embed "workerd_tests.js"),
  ],
);
`;
}
