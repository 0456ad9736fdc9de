/** Time, waiting and chance: the three things that a test has to control. */

/**
 * Where a client takes time and chance from. The runtime's own is `globalThis`, so what replaces its functions
 * later, as fake timers do, is used.
 */
export interface Clock {
  readonly Date: { now(): number };
  readonly Math: { random(): number };
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

/**
 * The option under which a test passes in its own clock. Not public. The symbol is registered, so that it
 * is the same one in the published bundle and in the sources that the tests import.
 */
export const CLOCK: unique symbol = Symbol.for("ding.clock");
