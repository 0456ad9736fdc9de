/** The newest `limit` items: a ring buffer, so that dropping the oldest takes constant time. */
export class Recent<T> {
  readonly #limit: number;
  #ring: T[] = [];
  #pushed = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Adds an item and returns the one that it replaces, if any. */
  push(item: T): T | undefined {
    const slot = this.#pushed++ % this.#limit;
    const dropped = this.#ring[slot];
    this.#ring[slot] = item;
    return dropped;
  }

  /** The items, oldest first. */
  toArray(): T[] {
    const oldest = this.#ring.length < this.#limit ? 0 : this.#pushed % this.#limit;
    // Spreading would go through an iterator, and every access to the inbox ends up here.
    return this.#ring.slice(oldest).concat(this.#ring.slice(0, oldest));
  }

  clear(): void {
    this.#ring = [];
    this.#pushed = 0;
  }
}
