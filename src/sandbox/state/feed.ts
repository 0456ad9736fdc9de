/** How many unread items a subscriber keeps; beyond that it loses the oldest. */
const LONGEST_QUEUE = 1_000;

interface Subscriber<T> {
  readonly queue: T[];
  readonly waiting: ((result: IteratorResult<T, undefined>) => void)[];
}

/** Delivers every item to every subscriber, each at its own pace. */
export class Feed<T> {
  readonly #subscribers = new Set<Subscriber<T>>();

  /** @param make Creates the item; called only if there is a subscriber. */
  publish(make: () => T): void {
    if (this.#subscribers.size === 0) return;
    const item = make();
    for (const { queue, waiting } of this.#subscribers) {
      const next = waiting.shift();
      if (next !== undefined) next({ done: false, value: item });
      else if (queue.push(item) > LONGEST_QUEUE) queue.shift();
    }
  }

  /** Everything from now on, until the loop is left or the signal is aborted. */
  subscribe(signal: AbortSignal | undefined): AsyncIterableIterator<T, undefined> {
    const subscribers = this.#subscribers;
    const subscriber: Subscriber<T> = { queue: [], waiting: [] };
    const { queue, waiting } = subscriber;
    const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

    function stop(): void {
      subscribers.delete(subscriber);
      signal?.removeEventListener("abort", stop);
      for (const next of waiting.splice(0)) next(done);
    }

    if (!signal?.aborted) {
      subscribers.add(subscriber);
      signal?.addEventListener("abort", stop);
    }
    return {
      next() {
        if (queue.length > 0) return Promise.resolve({ done: false, value: queue.shift()! });
        if (!subscribers.has(subscriber)) return Promise.resolve(done);
        return new Promise((resolve) => waiting.push(resolve));
      },
      return() {
        stop();
        queue.length = 0;
        return Promise.resolve(done);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
