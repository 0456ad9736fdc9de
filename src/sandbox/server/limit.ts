import { Refusal } from "../http/refusal.ts";
import type { Sandbox } from "../sandbox.ts";

/** How many responses of one kind each sandbox has open at a time. */
export class Limit {
  readonly #code: string;
  readonly #most: number;
  readonly #what: string;
  readonly #open = new WeakMap<Sandbox, number>();

  constructor({ code, most, what }: {
    /** The code of the error. */
    readonly code: string;
    readonly most: number;
    /** What is limited, in the plural and for people. */
    readonly what: string;
  }) {
    this.#code = code;
    this.#most = most;
    this.#what = what;
  }

  /** Counts a response, and returns a function that ends the count; throws a {@linkcode Refusal}. */
  enter(sandbox: Sandbox): () => void {
    const count = this.#open.get(sandbox) ?? 0;
    if (count >= this.#most) {
      throw new Refusal(this.#code, `at most ${this.#most} ${this.#what} at a time`, {
        status: 503,
        headers: { "retry-after": "1" },
      });
    }
    this.#open.set(sandbox, count + 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.#open.set(sandbox, this.#open.get(sandbox)! - 1);
      isOpen = false;
    };
  }
}
