import { isBetween, outOfRange } from "../validate.ts";

/** Options of a {@linkcode Clock}. */
export interface ClockSettings {
  readonly source: "virtual" | "system";
  /** The initial time in milliseconds since the epoch; a system clock does not need one. */
  readonly start: number | undefined;
}

/** The latest time that a `Date` can hold (ECMA-262). */
const LATEST = 8.64e15;

/** A clock that stands still or follows the system's, and that can be advanced either way. */
export class Clock {
  readonly #source: () => number;
  readonly #start: number | undefined;
  #offset = 0;

  constructor({ source, start }: ClockSettings) {
    this.#source = source === "system" ? () => Date.now() : () => 0;
    this.#start = start;
    this.reset();
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#source() + this.#offset;
  }

  advance(ms: number): void {
    if (!isBetween(ms, 0, LATEST - this.now())) {
      throw outOfRange("advance the clock", "ms", "a number of milliseconds, 0 or more");
    }
    this.#offset += ms;
  }

  reset(): void {
    this.#offset = this.#start === undefined ? 0 : this.#start - this.#source();
  }
}
