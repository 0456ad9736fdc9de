/**
 * Measures the client of Prelude's API against one handwritten request with the same guards, bare
 * `fetch`, and the vendor's SDK, on Deno (from source), Node, Bun and workerd (the package in `npm/`),
 * and prints the ratios. The arguments are the number of rounds and, for the first call, of processes.
 */
import { stop } from "npm:esbuild@0.28.2";
import { answer } from "./bench/contender.ts";
import { measureFirstCalls } from "./bench/first_call.ts";
import type { Measured, Plan } from "./bench/measure.ts";
import { report, type Result } from "./bench/report.ts";
import { measureInWorkerd } from "./bench/workerd.ts";
import {
  bundleWorker,
  forDeno,
  forNode,
  type Workplace,
  writePrograms,
} from "./bench/workplace.ts";
import { output } from "./process.ts";
import { root } from "./project.ts";
import { tools, versionOf } from "./tools.ts";

interface Native extends Pick<Result, "name" | "aheadOfSdk"> {
  readonly command: readonly string[];
  readonly place: Workplace;
}

Deno.chdir(root);
const [rounds = 100, processes = Math.ceil(rounds * 0.6)] = Deno.args.map(Number);
const modules = await tools();
await using typescript = await forDeno();
await using javascript = await forNode();
await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
const origin = `http://127.0.0.1:${server.addr.port}`;

const natives: readonly Native[] = [
  {
    name: `Deno ${Deno.version.deno}`,
    command: [Deno.execPath(), "run", "--quiet", "--allow-all"],
    place: typescript,
    aheadOfSdk: true,
  },
  {
    name: `Node ${await versionOf("node-24")}`,
    command: [`${modules}/node-24/bin/node`],
    place: javascript,
    aheadOfSdk: false,
  },
  {
    name: `Bun ${await versionOf("bun")}`,
    command: [`${modules}/bun/bin/bun.exe`],
    place: javascript,
    aheadOfSdk: true,
  },
];

const results: Result[] = [];
for (const native of natives) results.push(await measureNative(native));
results.push(await measureWorkerd());
await stop();
const sdk = await versionOf("@prelude.so/sdk");
console.log(
  `@prelude.so/sdk ${sdk}; medians of ratios within a round, and their quartiles; ` +
    `${rounds} rounds, ${processes} processes for the first call`,
);
report(results);

async function measureNative({ command, place, ...about }: Native): Promise<Result> {
  const main = `${place.folder}/main.${place.extension}`;
  const calls: Measured = JSON.parse(await output([...command, main, origin, String(rounds)]));
  const first = await measureFirstCalls(command, await writePrograms(place, origin), processes);
  return { ...about, calls, first };
}

async function measureWorkerd(): Promise<Result> {
  const plan: Plan = { origin, rounds, hasClock: false };
  const calls = await measureInWorkerd(await bundleWorker(javascript), plan);
  return { name: `workerd ${await versionOf("workerd")}`, aheadOfSdk: true, calls };
}
