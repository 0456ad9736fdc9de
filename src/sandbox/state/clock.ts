/** What a {@linkcode Clock} runs on. */
export interface ClockSettings {
  readonly source: "virtual" | "system";
  /** Where the clock starts, in milliseconds since the epoch; a system clock may do without. */
  readonly start: number | undefined;
}

/** The furthest instant that a `Date` can hold (ECMA-262). */
const LATEST = 8.64e15;

/** A clock that moves when told to, or along with the system's, and can always be moved on. */
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
    if (!(ms >= 0 && this.now() + ms <= LATEST)) {
      throw new RangeError("Cannot advance the clock: not a number of milliseconds from 0 upwards");
    }
    this.#offset += ms;
  }

  reset(): void {
    this.#offset = this.#start === undefined ? 0 : this.#start - this.#source();
  }
}
