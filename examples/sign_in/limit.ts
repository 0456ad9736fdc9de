/** A rate limit per key, in bounded memory. */

/** Options of a {@linkcode Limit}. */
export interface LimitOptions {
  /** How many are allowed in a period. */
  readonly most: number;
  /** The length of a period, in milliseconds. It starts with the first one taken. */
  readonly period: number;
  /** How many keys are remembered. Beyond that, the oldest is forgotten. */
  readonly keys: number;
  /** Returns the time, in milliseconds since the epoch. */
  readonly now: () => number;
}

interface Period {
  readonly end: number;
  taken: number;
}

/** Counts in this process only. With several processes, use a shared store. */
export class Limit {
  readonly #options: LimitOptions;
  /** All periods have the same length, so insertion order is also the order in which they end. */
  readonly #periods = new Map<string, Period>();

  constructor(options: LimitOptions) {
    this.#options = options;
  }

  /** Takes one for a key. Returns 0 if that is allowed, otherwise the milliseconds until it is. */
  take(key: string): number {
    const { most, period, keys, now } = this.#options;
    for (const [old, { end }] of this.#periods) {
      if (end > now()) break;
      this.#periods.delete(old);
    }
    let current = this.#periods.get(key);
    if (current === undefined) {
      const [oldest] = this.#periods.keys();
      if (oldest !== undefined && this.#periods.size >= keys) this.#periods.delete(oldest);
      this.#periods.set(key, current = { end: now() + period, taken: 0 });
    }
    return current.taken++ < most ? 0 : current.end - now();
  }
}

/**
 * Returns the network of an address: an IPv4 address itself, or the /64 of an IPv6 address, because
 * one customer has all the addresses in it. Returns `undefined` if it is not an address.
 */
export function networkOf(address: string | undefined): string | undefined {
  if (address === undefined || !/^[\da-f.:]{2,45}$/i.test(address)) return undefined;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address);
  if (mapped !== null) return mapped[1];
  if (!address.includes(":")) return address;
  const [before = [], after = []] = address.split("::").map((half) =>
    half.split(":").filter(Boolean)
  );
  const zeros = Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array(zeros).fill("0"), ...after].slice(0, 4).join(":");
}
