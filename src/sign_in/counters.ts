/** Takes from counters, and gives back to them. */

import { utf8 } from "./bytes.ts";
import type { LimitName, Rule } from "./limits.ts";
import { canonicalAddress, networksOf } from "./network.ts";
import type { CounterStore } from "./store.ts";

/** How to count. */
export interface Counting {
  readonly store: CounterStore;
  /** The key of the HMAC, if keys in the store are to be unreadable. */
  readonly secret: Uint8Array<ArrayBuffer> | undefined;
  /** What to do when the store fails. */
  readonly onStoreError: "reject" | "allow";
}

/** Whom a call is about, and where it came from. */
export interface Subject {
  readonly phoneNumber: string;
  /** The networks of the caller, smallest first; one in common for all whose address is not known. */
  readonly networks: readonly string[];
  /** The number and the smallest network, if that is known. */
  readonly pair: string | undefined;
}

/** What a limit counts: messages, or wrong codes. */
export type Kind = "limit" | "wrongChecks";

/** One counter in the store. */
export interface Counter {
  readonly name: LimitName;
  /** What is counted: the readable part of the key. */
  readonly label: string;
  /** Whose counter it is: a number, a range or a network. */
  readonly owner: string;
  readonly limit: number;
  readonly period: number;
  /** Who goes on, by a counter of their own, when this one is used up. */
  readonly exempt?: string | undefined;
}

/** Which limit is used up, and until when, if the store knows. */
export interface Exhausted {
  readonly limitedBy: LimitName;
  readonly nextRetryAt?: Date;
}

/** How many times the limit a network has: an IPv4 address or a /64, a /56, a /48. */
const SHARES = [1, 4, 16];

/** How long it is remembered that a network has confirmed a number: 30 days. */
const MEMORY = 2_592_000_000;

/** The subject of a call with this number, in E.164 form, and this address. */
export function subjectOf(phoneNumber: string, ip: unknown): Subject {
  const address = typeof ip === "string" ? canonicalAddress(ip) : undefined;
  if (!address) return { phoneNumber, networks: ["none"], pair: undefined };
  const networks = networksOf(address);
  return { phoneNumber, networks, pair: `${phoneNumber}@${networks[0]}` };
}

/** The counters of a subject. */
export function countersOf(rules: readonly Rule[], kind: Kind, subject: Subject): Counter[] {
  const { phoneNumber, networks, pair } = subject;
  return rules.flatMap(({ name, index, period, digits, [kind]: limit }) => {
    if (!limit) return [];
    const owners = {
      callingCodes: [],
      perNetwork: networks,
      perNumber: [phoneNumber],
      unconfirmed: [phoneNumber.slice(0, digits + 1)],
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

/** Takes 1 from each counter, and puts into `taken` from which. Ends at the first that is used up. */
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
      return time ? { limitedBy, nextRetryAt: new Date(time) } : { limitedBy };
    }
    taken.push(used);
  }
}

/** The counter that was used; `undefined` if it is used up. */
async function takeOne(counting: Counting, counter: Counter): Promise<Counter | undefined> {
  if (await add(counting, counter, 1) <= counter.limit) return counter;
  await giveBack(counting, [counter]);
  const { exempt } = counter;
  if (exempt && await add(counting, confirmed(exempt), 0)) {
    return await takeOne(counting, { ...counter, owner: exempt, exempt: undefined });
  }
}

/**
 * Gives back what was taken. What becomes of the call is decided by then, so a store that fails here is not
 * heard: what is not given back lapses.
 */
export async function giveBack(
  counting: Counting,
  counters: readonly Counter[],
  by = -1,
): Promise<void> {
  await Promise.allSettled(counters.map((counter) => add(counting, counter, by)));
}

/** The memory that a network has confirmed a number. */
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

/** Numbers can be tried one after the other, so a plain hash of one hides nothing. */
async function keyOf({ secret }: Counting, { label, owner }: Counter): Promise<string> {
  if (!secret) return `${label}:${owner}`;
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, hmac, false, ["sign"]);
  const signature = await crypto.subtle.sign(hmac, key, utf8(`${label}:${owner}`));
  return `${label}:${btoa(String.fromCharCode(...new Uint8Array(signature)))}`;
}
