/**
 * Measures the package in `npm/` against hand-written `fetch` and `JSON.parse`, on Deno, Node and Bun,
 * and prints ratios; and likewise, by hand, the guards alone: a deadline, a limit for the body, no redirect,
 * sent once, two times read. An argument sets the number of rounds; more are steadier.
 */
import { answer, type Measured, median, type Times } from "./bench/shared.ts";
import { output } from "./process.ts";
import { entries, root } from "./project.ts";
import { printTable } from "./table.ts";
import { tools, versionOf } from "./tools.ts";

Deno.chdir(root);
const rounds = Number(Deno.args[0] ?? 40);
const modules = await tools();
const runtimes: Record<string, readonly string[]> = {
  [`Deno ${Deno.version.deno}`]: [Deno.execPath(), "run", "--quiet", "--allow-all"],
  [`Node ${await versionOf("node-24")}`]: [`${modules}/node-24/bin/node`],
  [`Bun ${await versionOf("bun")}`]: [`${modules}/bun/bin/bun.exe`],
};

await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
const origin = `http://127.0.0.1:${server.addr.port}`;
const rows: string[][] = [];
for (const [name, command] of Object.entries(runtimes)) {
  const printed = await output([...command, "scripts/bench/measure.ts", origin, String(rounds)]);
  const { instant, sequential, concurrent }: Measured = JSON.parse(printed);
  const cold = await coldImport(command);
  for (const who of ["ours", "guarded"] as const) {
    rows.push([
      who === "ours" ? name : "– the guards alone",
      `${ratio(instant[who], instant.bare)} (${(instant[who] - instant.bare).toFixed(0)} µs)`,
      ratio(sequential[who], sequential.bare),
      ratio(concurrent.bare, concurrent[who]),
      who === "ours"
        ? `${ratio(cold.ours, cold.bare)} (${(cold.ours - cold.bare).toFixed(1)} ms)`
        : "",
    ]);
  }
}
printTable(
  ["runtime", "a call, instant fetch", "over loopback", "throughput, 100 in flight", "cold import"],
  rows,
);

/** Median milliseconds of a whole process that imports the package, or a module with nothing in it. */
async function coldImport(command: readonly string[]): Promise<Pick<Times, "ours" | "bare">> {
  const folder = await Deno.makeTempDir();
  const main = entries.find(({ key }) => key === ".")!;
  const imported = {
    ours: `file://${root}npm/${main.built}.js`,
    bare: `file://${folder}/empty.js`,
  };
  await Deno.writeTextFile(`${folder}/empty.js`, "export {};");
  await Deno.writeTextFile(`${folder}/package.json`, '{ "type": "module" }');
  for (const [name, target] of Object.entries(imported)) {
    await Deno.writeTextFile(`${folder}/${name}.js`, `import ${JSON.stringify(target)};`);
  }
  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let round = -2; round < rounds; round++) {
    for (const name of ["ours", "bare"] as const) {
      const start = performance.now();
      await output([...command, `${folder}/${name}.js`]);
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  await Deno.remove(folder, { recursive: true });
  return { ours: median(times.ours), bare: median(times.bare) };
}

function ratio(one: number, other: number): string {
  return (one / other).toFixed(2);
}
