/** Time, timers and random numbers, which tests need to control. */

/**
 * The source of time, timers and random numbers. By default it is `globalThis` itself, so that functions
 * replaced later, as fake timers do, are used.
 */
export interface Clock {
  readonly Date: { now(): number };
  readonly Math: { random(): number };
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

/**
 * The option with which a test passes in its own clock. Not public. The symbol is in the global registry, so
 * that it is the same in the published bundle and in the sources that the tests import.
 */
export const CLOCK: unique symbol = Symbol.for("ding.clock");
