import { EARLIEST_TIME, isBetween, LATEST_TIME, outOfRange } from "../validate.ts";

/** Options of a {@linkcode Clock}. */
export interface ClockSettings {
  readonly source: "virtual" | "system";
  /** The initial time in milliseconds since the epoch; a system clock does not need one. */
  readonly start: number | undefined;
}

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
    if (!isBetween(ms, 0, LATEST_TIME - EARLIEST_TIME)) {
      throw outOfRange("advance the clock", "ms", "a number of milliseconds, 0 or more");
    }
    if (this.now() + ms > LATEST_TIME) {
      throw outOfRange("advance the clock", "ms", "a time that ends before the year 9900");
    }
    this.#offset += ms;
  }

  reset(): void {
    this.#offset = this.#start === undefined ? 0 : this.#start - this.#source();
  }
}
