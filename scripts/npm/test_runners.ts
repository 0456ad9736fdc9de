/** Jest and Vitest, as users of the package run them. */
import { stop, transform } from "npm:esbuild@0.28.2";
import { output } from "../process.ts";
import { tools } from "../tools.ts";

interface Counts {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
}

interface JestProject {
  readonly displayName: string;
  readonly testEnvironment: string;
  readonly testMatch: readonly string[];
  readonly transform: Record<string, unknown>;
  readonly transformIgnorePatterns?: readonly string[];
}

const jsdom = "<rootDir>/jest_jsdom.cjs";

/** With `--experimental-vm-modules`: modules, and on Node 24.9 and later also `require()` of a module. */
const native: readonly JestProject[] = [
  { displayName: "node", testEnvironment: "node", testMatch: ["**/consumer.mjs"], transform: {} },
  { displayName: "jsdom", testEnvironment: jsdom, testMatch: ["**/consumer.mjs"], transform: {} },
  {
    displayName: "happy-dom",
    testEnvironment: "@happy-dom/jest-environment",
    testMatch: ["**/consumer.mjs"],
    transform: {},
  },
  {
    displayName: "require",
    testEnvironment: "node",
    testMatch: ["**/consumer.cjs"],
    transform: {},
  },
];

/** Without any flag, as in a NestJS project: ts-jest compiles the tests and the package to CommonJS. */
function compiled(modules: string): JestProject[] {
  const tsconfig = {
    module: "commonjs",
    moduleResolution: "node10",
    target: "ES2022",
    lib: ["ES2022", "DOM"],
    types: [`${modules}/@types/node`],
    strict: true,
  };
  return [{
    displayName: "ts-jest",
    testEnvironment: "node",
    testMatch: ["**/consumer.ts"],
    transform: { "^.+\\.[jt]s$": ["ts-jest", { compiler: "typescript-5.9", tsconfig }] },
    transformIgnorePatterns: ["/node_modules/(?!@ding-otp/)"],
  }];
}

const vitest = ["forks", "vmThreads"].flatMap((pool) =>
  ["node", "jsdom", "happy-dom"].map((environment) => ({
    test: {
      name: `${environment} ${pool}`,
      include: ["consumer.ts"],
      globals: true,
      environment,
      pool,
    },
  }))
);

/** Runs the tests of a consumer in every way, below the `folder` where the package is installed. */
export async function runTestRunners(folder: string): Promise<void> {
  const modules = await tools();
  const cwd = `${folder}/test_runners`;
  await writeTests(cwd);
  const node = `${modules}/node-24/bin/node`;
  // Where they find their environments, which a project of its own would have installed.
  const env = { CI: "true", NODE_PATH: modules };

  async function jest(flags: string[], projects: readonly JestProject[]): Promise<void> {
    const config = {
      cacheDirectory: `${cwd}/cache`,
      projects: projects.map((project) => ({ ...project, rootDir: cwd })),
    };
    const args = ["--config", JSON.stringify(config), "--json", "--outputFile=report.json"];
    await output([node, ...flags, `${modules}/jest/bin/jest.js`, ...args], { cwd, env });
    await report("Jest", projects.map(({ displayName }) => displayName), cwd);
  }

  await jest(["--experimental-vm-modules"], native);
  await jest([], compiled(modules));
  const args = ["run", "--reporter=json", "--outputFile=report.json"];
  await output([node, `${modules}/vitest/vitest.mjs`, ...args], { cwd, env });
  await report("Vitest", vitest.map(({ test }) => test.name), cwd);
}

async function writeTests(folder: string): Promise<void> {
  const source = await Deno.readTextFile("scripts/npm/test_consumer.ts");
  const compile = async (format: "esm" | "cjs") =>
    (await transform(source, { loader: "ts", format, target: "es2022" })).code;
  const files = {
    // CommonJS, as most projects with Jest are.
    "package.json": "{}",
    "consumer.ts": source,
    "consumer.mjs": await compile("esm"),
    "consumer.cjs": await compile("cjs"),
    "jest_jsdom.cjs": await Deno.readTextFile("scripts/npm/jest_jsdom.cjs"),
    "vitest.config.mjs": `export default ${JSON.stringify({ test: { projects: vitest } })};`,
  };
  await stop();
  await Deno.mkdir(folder);
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
}

/** Says what ran, and throws if something did not: a runner is content with an empty project. */
async function report(runner: string, projects: readonly string[], folder: string): Promise<void> {
  const text = await Deno.readTextFile(`${folder}/report.json`);
  const { numTotalTests, numPassedTests }: Counts = JSON.parse(text);
  const skipped = numTotalTests - numPassedTests;
  console.log(`${runner} (${projects.join(", ")}): ${numPassedTests} passed, ${skipped} skipped`);
  if (numTotalTests !== 3 * projects.length) {
    throw new Error(`Cannot trust ${runner}: it ran ${numTotalTests} tests`);
  }
}
