/** Time, waiting and chance: the only three things that a test has to hold in its hand. */

/** Where a client takes time and chance from. The runtime's own is `globalThis`. */
export interface Timing {
  /** Tells the milliseconds since 1970 (UTC). */
  readonly Date: { now(): number };
  /** Gives numbers from 0 up to, but not including, 1. */
  readonly Math: { random(): number };
  /** Runs a function after so many milliseconds. */
  setTimeout(run: () => void, milliseconds: number): unknown;
  /** Calls that off. */
  clearTimeout(timer: unknown): void;
}

/** The property of a client's options under which a test hands in its own {@linkcode Timing}. */
// Registered, so that it is the same in the bundle and beside it.
export const TIMING: unique symbol = Symbol.for("ding");
