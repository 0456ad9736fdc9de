/** Stores for the counters of a guard. */

import { clockOf, whole } from "./validate.ts";

/**
 * Holds the counters of a guard. With more than one process, use a shared database:
 * `docs/sign-in.md` has tested stores for Redis, PostgreSQL, Deno KV, and Durable Objects.
 *
 * @example A store that logs
 * ```ts
 * import { type CounterStore, MemoryStore } from "@ding-otp/client/sign-in";
 *
 * const memory = new MemoryStore();
 * const store: CounterStore = {
 *   add(key, by, period) {
 *     const count = memory.add(key, by, period);
 *     console.log(key.split(":")[0], count); // "perNumber" 1
 *     return count;
 *   },
 * };
 * ```
 */
export interface CounterStore {
  /**
   * Adds to a counter and returns its new value, in one atomic step.
   *
   * A counter starts at 0, never goes below 0, and expires `period` milliseconds after its first
   * use; later calls do not extend it. A counter at 0 may be deleted at any time.
   *
   * @param key The name of the counter: at most 120 printable ASCII characters.
   * @param by 1, 0 or -1.
   * @param period Milliseconds, at most 366 days.
   */
  add(key: string, by: number, period: number): number | PromiseLike<number>;
  /**
   * Returns when a counter expires, in milliseconds since 1970 (UTC); `undefined` if there is none.
   * Optional: without it, refusals have no `nextRetryAt`.
   */
  expiresAt?(key: string): number | undefined | PromiseLike<number | undefined>;
}

/** The options of a {@linkcode MemoryStore}. */
export interface MemoryStoreOptions {
  /**
   * The maximum number of counters, from 1 to 10,000,000. Beyond it, the least recently used one is
   * evicted. 100,000 take about 20 MB.
   *
   * @default {100_000}
   */
  readonly maxKeys?: number | undefined;
  /**
   * The clock: milliseconds since 1970 (UTC).
   *
   * @default {Date.now}
   */
  readonly now?: (() => number) | undefined;
}

interface Counter {
  count: number;
  readonly expiresAt: number;
}

/**
 * A {@linkcode CounterStore} in the memory of this process. It is not shared between processes and
 * does not survive a restart.
 *
 * @example An hour passes
 * ```ts
 * import { MemoryStore } from "@ding-otp/client/sign-in";
 * import { assertEquals } from "@std/assert";
 *
 * let now = 0;
 * const store = new MemoryStore({ now: () => now });
 * assertEquals(store.add("key", 1, 3_600_000), 1);
 * assertEquals(store.add("key", 1, 3_600_000), 2);
 * now += 3_600_000;
 * assertEquals(store.add("key", 1, 3_600_000), 1);
 * ```
 */
export class MemoryStore implements CounterStore {
  /** Least recently used first. */
  readonly #counters = new Map<string, Counter>();
  readonly #maxKeys: number;
  readonly #now: () => number;
  // One iterator for many evictions: a new one steps over every deleted entry again. But it also
  // keeps alive every table that the map has outgrown since, so it does not get old.
  #oldest!: Iterator<string>;
  #age = 0;

  /**
   * Creates an empty store.
   *
   * @throws {TypeError | RangeError} If an option is wrong; the message names it.
   */
  constructor({ maxKeys = 100_000, now }: MemoryStoreOptions = {}) {
    this.#maxKeys = whole("options.maxKeys", maxKeys, 10_000_000);
    this.#now = clockOf(now);
  }

  /** Adds to a counter and returns its new value. */
  add(key: string, by: number, period: number): number {
    const counter = this.#find(key) ?? { count: 0, expiresAt: this.#now() + period };
    counter.count = Math.max(0, counter.count + by);
    this.#counters.delete(key);
    if (counter.count > 0) this.#counters.set(key, counter);
    if (this.#age-- < 1) {
      this.#age = this.#counters.size;
      this.#oldest = this.#counters.keys();
    }
    if (this.#counters.size > this.#maxKeys) this.#counters.delete(this.#oldest.next().value!);
    return counter.count;
  }

  /**
   * Returns when a counter expires, in milliseconds since 1970 (UTC); `undefined` if there is none.
   */
  expiresAt(key: string): number | undefined {
    return this.#find(key)?.expiresAt;
  }

  #find(key: string): Counter | undefined {
    const counter = this.#counters.get(key);
    return counter && counter.expiresAt > this.#now() ? counter : undefined;
  }
}
