/** Time, waiting and chance in the hand of a test. */
import type { Clock } from "../../src/transport/clock.ts";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  /** What was asked to wait for, in milliseconds; the first of a call is its deadline. */
  readonly asked: number[] = [];
  readonly Date: Clock["Date"] = { now: () => this.#now };
  readonly Math: Clock["Math"];

  #now = Date.UTC(2025, 5, 15, 12);
  readonly #timers = new Set<Timer>();
  #watchers: (() => void)[] = [];

  constructor(random: () => number = () => 0.5) {
    this.Math = { random };
  }

  setTimeout(run: () => void, milliseconds: number): Timer {
    const timer = { at: this.#now + milliseconds, run };
    this.asked.push(milliseconds);
    this.#timers.add(timer);
    for (const watcher of this.#watchers.splice(0)) watcher();
    return timer;
  }

  clearTimeout(timer: Timer): void {
    this.#timers.delete(timer);
  }

  /** How many timers have neither fired nor been called off. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets time pass and fires what falls due, in order. */
  advance(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (let next; (next = this.#next()) && next.at <= until;) {
      this.#now = next.at;
      this.#timers.delete(next);
      next.run();
    }
    this.#now = until;
  }

  /** Resolves as soon as so many timers are pending: two when a call waits between attempts. */
  async waiting(timers = 2): Promise<void> {
    while (this.pending < timers) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** The outcome of a call, with time passing whenever the call waits between attempts. */
  async through<T>(call: Promise<T>): Promise<T> {
    let settled = false;
    const over = call.then(() => settled = true, () => settled = true);
    for (;;) {
      await Promise.race([over, this.waiting()]);
      if (settled) return call;
      this.advance(this.#next()!.at - this.#now);
    }
  }

  #next(): Timer | undefined {
    return [...this.#timers].sort((one, other) => one.at - other.at)[0];
  }
}
