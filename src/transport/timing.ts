/** Time, waiting and chance: the only three things that a test has to hold in its hand. */

/** Where a client takes time and chance from. */
export interface Timing {
  /** Milliseconds since 1970 (UTC). */
  readonly now: () => number;
  /** Runs a function after so many milliseconds; gives a function that calls it off. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number;
}

/** The property of a client's options under which a test hands in its own {@linkcode Timing}. */
// Registered, so that it is the same in the bundle and beside it.
export const TIMING: unique symbol = Symbol.for("ding timing");

/** The runtime's own. */
export const SYSTEM: Timing = {
  now: Date.now,
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
