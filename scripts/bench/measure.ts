/** What a runtime measures in its own process. */
import { answer, type Call, type Contender, probe, type Rounds } from "./contender.ts";
import { create as bare } from "./contenders/bare.ts";
import { create as guards } from "./contenders/guards.ts";
import { create as ours } from "./contenders/ours.ts";
import { create as sdk } from "./contenders/sdk.ts";
import { interleave } from "./rounds.ts";

/** What to measure. */
export interface Plan {
  /** A server that responds to every request with {@linkcode answer}. */
  readonly origin: string;
  readonly rounds: number;
  /** Whether the clock advances without I/O. In workerd it does not. */
  readonly hasClock: boolean;
}

/** Microseconds per call. */
export interface Measured {
  /** Over a `fetch` that resolves at once: what a call costs apart from the network. */
  readonly instant?: Rounds;
  /** Over loopback, one call after the other. */
  readonly sequence: Rounds;
  /** Over loopback, 100 calls in flight. */
  readonly inFlight: Rounds;
}

const creators = { ours, guards, bare, sdk };

/** Measures everything that the plan asks for. */
export async function measure({ origin, rounds, hasClock }: Plan): Promise<Measured> {
  const calls = await prepare(origin);
  const instant = hasClock && {
    instant: await compare(await prepare(origin, () => Promise.resolve(answer())), {
      rounds,
      batch: (call) => inSequence(call, 200),
      size: 200,
    }),
  };
  return {
    ...instant,
    sequence: await compare(calls, {
      rounds,
      batch: (call) => inSequence(call, 100),
      size: 100,
    }),
    inFlight: await compare(calls, {
      rounds,
      batch: (call) => Promise.all(Array.from({ length: 100 }, () => inSequence(call, 5))),
      size: 500,
    }),
  };
}

type Calls = Readonly<Record<Contender, Call>>;

async function prepare(origin: string, instead?: typeof fetch): Promise<Calls> {
  const calls = Object.entries(creators).map(([name, create]) => [name, create(origin, instead)]);
  for (const [name, call] of calls) await probe(name as string, call as Call);
  return Object.fromEntries(calls);
}

async function inSequence(call: Call, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await call();
}

interface Contest {
  readonly rounds: number;
  readonly batch: (call: Call) => Promise<unknown>;
  /** How many calls a batch makes. */
  readonly size: number;
}

function compare(calls: Calls, { rounds, batch, size }: Contest): Promise<Rounds> {
  return interleave(rounds, async (contender) => {
    const start = performance.now();
    await batch(calls[contender]);
    return (performance.now() - start) * 1_000 / size;
  });
}
