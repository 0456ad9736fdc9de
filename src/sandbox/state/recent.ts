/** The newest items of a stream, at most so many: a ring, so that dropping the oldest costs nothing. */
export class Recent<T> {
  readonly #limit: number;
  #ring: T[] = [];
  #pushed = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Adds an item; returns the one that had to go for it. */
  push(item: T): T | undefined {
    const slot = this.#pushed++ % this.#limit;
    const dropped = this.#ring[slot];
    this.#ring[slot] = item;
    return dropped;
  }

  /** The items, oldest first. */
  toArray(): T[] {
    const oldest = this.#ring.length < this.#limit ? 0 : this.#pushed % this.#limit;
    // Not by spreading, which goes through an iterator: this is behind every look into the inbox.
    return this.#ring.slice(oldest).concat(this.#ring.slice(0, oldest));
  }

  clear(): void {
    this.#ring = [];
    this.#pushed = 0;
  }
}
