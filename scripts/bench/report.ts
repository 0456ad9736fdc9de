/** Tables and goals. */
import type { Rounds } from "./contender.ts";
import type { Measured } from "./measure.ts";
import { difference, median, ratio, type Spread } from "./statistics.ts";
import { printTable } from "../table.ts";

/** What was measured on one runtime. */
export interface Result {
  /** With its version: `Deno 2.9.6`. */
  readonly name: string;
  /** Whether ours has to be ahead of the SDK here. On Node, the SDK uses `node:http`. */
  readonly aheadOfSdk: boolean;
  readonly calls: Measured;
  /** Milliseconds; absent where no process is started for a call. */
  readonly first?: Rounds;
}

/** Ours as a multiple of the guards, in time or in throughput. */
const GOALS = { sequence: 1.10, throughput: 0.95, firstCall: 1.25 };

/** Prints a table for each thing that was measured, then the goals. */
export function report(results: readonly Result[]): void {
  const others = ["ours / SDK", "ours / bare"];
  console.log("\nA call over loopback, in sequence (time: less is better):");
  printTable(
    ["", `ours / guards (goal ≤ ${GOALS.sequence.toFixed(2)})`, ...others, "ours"],
    results.map(sequenceRow),
  );
  console.log("Throughput with 100 calls in flight (more is better):");
  printTable(
    ["", `ours / guards (goal ≥ ${GOALS.throughput.toFixed(2)})`, ...others, "ours"],
    results.map(throughputRow),
  );
  console.log("The first call, from the start of a process to its result (time: less is better):");
  printTable(
    [
      "",
      `ours / guards (goal ≤ ${GOALS.firstCall.toFixed(2)})`,
      ...others,
      "ours − guards",
      "guards",
    ],
    results.flatMap(firstCallRow),
  );
  console.log("A call over a fetch that resolves at once (time):");
  printTable(["", "ours", "guards", "bare", "SDK"], results.flatMap(instantRow));
  console.log("Goals:\n");
  for (const line of results.flatMap(goals)) console.log(`- ${line}`);
}

function sequenceRow({ name, calls: { sequence } }: Result): string[] {
  const { ours, guards, sdk, bare } = sequence;
  return [name, ...[guards, sdk, bare].map((other) => cell(ratio(ours, other))), micro(ours)];
}

function throughputRow({ name, calls: { inFlight } }: Result): string[] {
  const { ours, guards, sdk, bare } = inFlight;
  const rate = `${Math.round(1_000_000 / median(ours)).toLocaleString("en")} calls/s`;
  // Throughput is the inverse of time.
  return [name, ...[guards, sdk, bare].map((other) => cell(ratio(other, ours))), rate];
}

function firstCallRow({ name, first }: Result): string[][] {
  if (first === undefined) return [];
  const { ours, guards, sdk, bare } = first;
  return [[
    name,
    ...[guards, sdk, bare].map((other) => cell(ratio(ours, other))),
    `${cell(difference(ours, guards), 1)} ms`,
    `${median(guards).toFixed(1)} ms`,
  ]];
}

function instantRow({ name, calls: { instant } }: Result): string[][] {
  if (instant === undefined) return [];
  const { ours, guards, bare, sdk } = instant;
  return [[name, ...[ours, guards, bare, sdk].map(micro)]];
}

/** A line for each goal: whether it was met, and by what. */
function goals({ name, aheadOfSdk, calls: { sequence, inFlight }, first }: Result): string[] {
  const time = ratio(sequence.ours, sequence.guards);
  const rate = ratio(inFlight.guards, inFlight.ours);
  const lines = [
    goal(`${name}, in sequence, ours / guards`, time, { atMost: GOALS.sequence }),
    goal(`${name}, throughput, ours / guards`, rate, { atLeast: GOALS.throughput }),
  ];
  if (aheadOfSdk) {
    const time = ratio(sequence.ours, sequence.sdk);
    const rate = ratio(inFlight.sdk, inFlight.ours);
    lines.push(
      goal(`${name}, in sequence, ours / SDK`, time, { below: 1 }),
      goal(`${name}, throughput, ours / SDK`, rate, { above: 1 }),
    );
  }
  if (first !== undefined) {
    const time = ratio(first.ours, first.guards);
    lines.push(goal(`${name}, first call, ours / guards`, time, { atMost: GOALS.firstCall }));
  }
  return lines;
}

type Range =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly below: number }
  | { readonly above: number };

function goal(what: string, spread: Spread, range: Range): string {
  // As it is printed, so that a line never contradicts its own number.
  const value = Number(spread.median.toFixed(2));
  const [isMet, sign, than] = "atMost" in range
    ? [value <= range.atMost, "≤", range.atMost]
    : "atLeast" in range
    ? [value >= range.atLeast, "≥", range.atLeast]
    : "below" in range
    ? [value < range.below, "<", range.below]
    : [value > range.above, ">", range.above];
  return `${isMet ? "met" : "missed"}: ${what}: ${cell(spread)}, goal ${sign} ${than.toFixed(2)}`;
}

/** A median with its quartiles: `1.05 (1.01–1.09)`. */
function cell({ median, p25, p75 }: Spread, digits = 2): string {
  const [middle, low, high] = [median, p25, p75].map((value) => value.toFixed(digits));
  return `${middle} (${low}–${high})`;
}

function micro(times: readonly number[]): string {
  return `${median(times).toFixed(0)} µs`;
}
