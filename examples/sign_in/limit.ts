/** So many of something in a period of time, for each key, in bounded memory. */

/** What a {@linkcode Limit} allows. */
export interface LimitOptions {
  /** How many in a period. */
  readonly most: number;
  /** The length of a period, in milliseconds. It begins with the first one taken. */
  readonly period: number;
  /** How many keys are remembered. Beyond that the oldest is forgotten. */
  readonly keys: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Period {
  readonly end: number;
  taken: number;
}

/** Counts in this process alone: with several, count where all of them can see it. */
export class Limit {
  readonly #options: LimitOptions;
  /** All periods are equally long, so the order in which they began is that in which they end. */
  readonly #periods = new Map<string, Period>();

  constructor(options: LimitOptions) {
    this.#options = options;
  }

  /** Takes one for a key: 0 if it may be had, otherwise the milliseconds until it may. */
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
 * Whom an address stands for: an IPv4 address for itself, an IPv6 one for its /64, since one line has
 * all the addresses in it. `undefined` if it is no address.
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
