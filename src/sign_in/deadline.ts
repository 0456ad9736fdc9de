/** One deadline for the store and the client together. */

/** The deadline of a call. */
export interface Deadline {
  /** Returns the milliseconds left, at least 1: the smallest timeout that a client accepts. */
  left(): number;
  /** Waits for work, and rejects when the deadline passes or the caller's signal aborts. */
  race<Result>(work: Promise<Result>): Promise<Result>;
  /** Waits for cleanup until the deadline, and ignores its outcome. */
  end(work: Promise<unknown>): Promise<void>;
  /** Clears the timer. */
  clear(): void;
}

/** Starts the deadline of a call. */
export function startDeadline(timeout: number, signal: AbortSignal | undefined): Deadline {
  signal?.throwIfAborted();
  const end = performance.now() + timeout;
  let stop: (reason: unknown) => void;
  const stopped = new Promise<never>((_, reject) => stop = reject);
  stopped.catch(() => {}); // not every phase races against it
  const onAbort = () => stop(signal!.reason);
  signal?.addEventListener("abort", onAbort);
  const timer = setTimeout(() => stop(timeoutError(timeout)), timeout);
  return {
    left: () => Math.max(1, Math.ceil(end - performance.now())),
    race: (work) => Promise.race([work, stopped]),
    end: (work) => Promise.race([work, stopped]).then(() => {}, () => {}),
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

/** Has the shape of the client's `TimeoutError` without importing the error classes. */
function timeoutError(timeout: number): Error {
  const error = new Error(`Cannot count: no answer from the store in ${timeout} ms`);
  return Object.assign(error, { name: "TimeoutError", code: "timeout", outcome: "not_applied" });
}
