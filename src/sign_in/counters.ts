/** Counts calls in the store, and takes counts back. */

import { utf8 } from "./bytes.ts";
import { type LimitName, type Rule, withoutTrunkZeros } from "./limits.ts";
import { canonicalAddress, networksOf } from "./network.ts";
import type { CounterStore } from "./store.ts";

/** Where and how to count. */
export interface Counting {
  readonly store: CounterStore;
  /** The HMAC secret that keeps numbers and addresses out of the store. */
  readonly secret: Uint8Array<ArrayBuffer> | undefined;
  /** What to do when the store fails. */
  readonly onStoreError: "reject" | "allow";
}

/** The number that a call is about, and the networks it came from. */
export interface Subject {
  readonly phoneNumber: string;
  /** The canonical address of the caller, if it is one. */
  readonly ip: string | undefined;
  /** What the number is counted as. */
  readonly line: string;
  /** The networks of the caller, smallest first. Callers without an address share one. */
  readonly networks: readonly string[];
  /** The number and the smallest network; absent if the address is unknown. */
  readonly pair: string | undefined;
}

/** What is counted: messages or wrong codes. */
export type Kind = "limit" | "wrongChecks";

/** One counter in the store. */
export interface Counter {
  readonly name: LimitName;
  /** The readable part of the key. */
  readonly label: string;
  /** The number, range, or network that the counter belongs to. */
  readonly owner: string;
  readonly limit: number;
  readonly period: number;
  /** The pair that gets a counter of its own when this one is exhausted. */
  readonly exempt?: string | undefined;
}

/** The exhausted limit, and when it allows the next call, if the store knows. */
export interface Exhausted {
  readonly limitedBy: LimitName;
  readonly nextRetryAt?: Date;
}

/** Multiples of the limit: for an IPv4 address or an IPv6 /64, for a /56, for a /48. */
const SHARES = [1, 4, 16];

/** How long a network is known for having confirmed a number: 30 days. */
const MEMORY = 2_592_000_000;

/** Reads the networks of a call to a number in E.164 form. */
export function subjectOf(phoneNumber: string, ip: unknown): Subject {
  const address = typeof ip === "string" ? canonicalAddress(ip) : undefined;
  const line = withoutTrunkZeros(phoneNumber);
  if (!address) return { phoneNumber, ip: undefined, line, networks: ["none"], pair: undefined };
  const networks = networksOf(address);
  return { phoneNumber, ip: address, line, networks, pair: `${line}@${networks[0]}` };
}

/** Lists the counters of a call, in the order in which they are checked. */
export function countersOf(rules: readonly Rule[], kind: Kind, subject: Subject): Counter[] {
  const { line, networks, pair } = subject;
  return rules.flatMap(({ name, index, period, digits, [kind]: limit }) => {
    if (!limit) return [];
    const owners = {
      callingCodes: [],
      perNetwork: networks,
      perNumber: [line],
      unconfirmed: [line.slice(0, digits + 1)],
      total: ["all"],
    }[name];
    return owners.map((owner, size) => ({
      name,
      label: `${name}:${index}:${kind}`,
      owner,
      limit: limit * SHARES[size]!,
      period,
      exempt: name === "perNumber" ? pair : undefined,
    }));
  });
}

/** Adds 1 to each counter and records it in `taken`. Stops at the first that is exhausted. */
export async function take(
  counting: Counting,
  counters: readonly Counter[],
  taken: Counter[],
): Promise<Exhausted | undefined> {
  for (const counter of counters) {
    const used = await takeOne(counting, counter);
    if (!used) {
      const { name: limitedBy } = counter;
      const time = await counting.store.expiresAt?.(await keyOf(counting, counter));
      return { limitedBy, ...time && { nextRetryAt: new Date(time) } };
    }
    taken.push(used);
  }
}

/** Adds 1 to a counter and returns it, or the counter used in its place, or `undefined`. */
async function takeOne(counting: Counting, counter: Counter): Promise<Counter | undefined> {
  if (await add(counting, counter, 1) <= counter.limit) return counter;
  await giveBack(counting, [counter]);
  const { exempt } = counter;
  if (exempt && await add(counting, confirmed(exempt), 0)) {
    return await takeOne(counting, { ...counter, owner: exempt, exempt: undefined });
  }
}

/**
 * Takes counts back. Never rejects: the outcome of the call is decided by then, and a count that
 * stays in the store expires.
 */
export async function giveBack(
  counting: Counting,
  counters: readonly Counter[],
  by = -1,
): Promise<void> {
  await Promise.allSettled(counters.map((counter) => add(counting, counter, by)));
}

/** The record that a network has confirmed a number. */
export function confirmed(pair: string): Counter {
  return { name: "perNumber", label: "confirmed", owner: pair, limit: 0, period: MEMORY };
}

async function add(counting: Counting, counter: Counter, by: number): Promise<number> {
  try {
    const count = await counting.store.add(await keyOf(counting, counter), by, counter.period);
    if (Number.isSafeInteger(count) && count >= by && count >= 0) return count;
    throw new TypeError('Cannot count: "store.add" must return the new count');
  } catch (error) {
    if (counting.onStoreError === "allow") return 0;
    throw error;
  }
}

/**
 * Builds the key. An HMAC, since there are few enough numbers to try all of them against a plain
 * hash.
 */
async function keyOf({ secret }: Counting, { label, owner }: Counter): Promise<string> {
  if (!secret) return `${label}:${owner}`;
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, hmac, false, ["sign"]);
  const signature = await crypto.subtle.sign(hmac, key, utf8(`${label}:${owner}`));
  return `${label}:${btoa(String.fromCharCode(...new Uint8Array(signature)))}`;
}
