/** The documented store on Durable Objects, in workerd: `workerd test` with one worker that holds all. */
import { build, stop } from "npm:esbuild@0.28.2";
import { capture } from "../../scripts/process.ts";
import { tools } from "../../scripts/tools.ts";
import { FOLDER } from "./documented.ts";

/** Before what the worker prints for us. */
const MARK = "outcome: ";

/** Registers the tests of the store, and runs them one after the other. */
const WORKER = `
  import { testStore } from "./contract.ts";
  import { durableObjectStore } from "./documented/durable_object_store.ts";
  export { OtpCounter } from "./documented/durable_object_store.ts";
  export default {
    async test(_controller, env) {
      const tests = [];
      const store = durableObjectStore(env.OTP_COUNTERS);
      const open = async () => ({ store, async [Symbol.asyncDispose]() {} });
      testStore((name, fn) => tests.push({ name, fn }), "durable object", open);
      for (const { name, fn } of tests) {
        const problem = await fn().then(() => undefined, (error) => String(error?.stack ?? error));
        console.log(${JSON.stringify(MARK)} + JSON.stringify({ name, problem }));
      }
    },
  };
`;

interface Outcome {
  readonly name: string;
  readonly problem?: string;
}

Deno.test("durable object: the documented code has the types of Cloudflare", async () => {
  const modules = await tools();
  const options = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: "ES2022",
      module: "esnext",
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      lib: ["ES2023"],
      types: [`${modules}/@cloudflare/workers-types`],
      paths: { "@ding-otp/client/sign-in": [await Deno.realPath("src/sign_in/mod.ts")] },
    },
    files: ["durable_object_store.ts"],
  };
  await Deno.writeTextFile(`${FOLDER}/tsconfig.json`, JSON.stringify(options));
  const tsc = `${modules}/typescript-5.9/bin/tsc`;
  const { stdout } = await capture(["node", tsc, "--project", `${FOLDER}/tsconfig.json`]);
  // The source of the library is made for the types of Deno; here, its declarations are all that is wanted.
  const errors = stdout.split("\n").filter((line) => /^\S/.test(line) && !line.startsWith("src/"));
  if (errors.length > 0) throw new Error(errors.join("\n"));
});

Deno.test("durable object: in workerd", async (test) => {
  const outcomes = await runWorker();
  for (const { name, problem } of outcomes) {
    await test.step(name, () => {
      if (problem !== undefined) throw new Error(problem);
    });
  }
  if (outcomes.length < 7) throw new Error("not all tests have run");
});

async function runWorker(): Promise<Outcome[]> {
  const workerd = `${await tools()}/workerd/bin/workerd`;
  const { stdout: version } = await capture([workerd, "--version"]);
  const folder = await Deno.makeTempDir({ prefix: "workerd-" });
  await build({
    stdin: { contents: WORKER, resolveDir: "tests/stores", loader: "ts" },
    outfile: `${folder}/worker.js`,
    bundle: true,
    format: "esm",
    target: "es2022",
    external: ["node:*", "cloudflare:*"],
    alias: {
      "@ding-otp/client/sign-in": "./src/sign_in/mod.ts",
      "@std/assert": "./tests/support/stand_ins/assert.ts",
    },
  });
  await stop();
  const date = version.trim().replace(/^workerd /, "");
  await Deno.writeTextFile(`${folder}/config.capnp`, configuration(date));
  const { code, stdout, stderr } = await capture([workerd, "test", `${folder}/config.capnp`]);
  await Deno.remove(folder, { recursive: true });
  const outcomes: Outcome[] = stdout.split("\n").filter((line) => line.startsWith(MARK))
    .map((line) => JSON.parse(line.slice(MARK.length)));
  if (code !== 0) outcomes.push({ name: `exit code ${code}`, problem: stderr });
  return outcomes;
}

function configuration(date: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (services = [(name = "tests", worker = .tests)]);

const tests :Workerd.Worker = (
  compatibilityDate = "${date}",
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  bindings = [(name = "OTP_COUNTERS", durableObjectNamespace = "OtpCounter")],
  durableObjectNamespaces = [(className = "OtpCounter", uniqueKey = "otp-counter")],
  durableObjectStorage = (inMemory = void),
);
`;
}
