/** The time that a call has, for the store and the client together. */

/** The end of a call. */
export interface Deadline {
  /** The milliseconds that are left: at least 1, since less is no timeout. */
  left(): number;
  /** The work, or a rejection when the time is up or the caller's signal aborts. */
  race<Result>(work: Promise<Result>): Promise<Result>;
  /** Waits for work whose outcome changes nothing any more, no longer than there is time. */
  end(work: Promise<unknown>): Promise<void>;
  /** Stops the clock. */
  clear(): void;
}

/** Starts the clock of a call. */
export function startDeadline(timeout: number, signal: AbortSignal | undefined): Deadline {
  signal?.throwIfAborted();
  const end = performance.now() + timeout;
  let stop: (reason: unknown) => void;
  const stopped = new Promise<never>((_, reject) => stop = reject);
  stopped.catch(() => {}); // nobody has to be waiting
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

/** Like the client's own `TimeoutError`, which is not loaded for this. */
function timeoutError(timeout: number): Error {
  const error = new Error(`Cannot count: no answer from the store in ${timeout} ms`);
  return Object.assign(error, { name: "TimeoutError", code: "timeout", outcome: "not_applied" });
}
