/** The deadline of a call, and the waits within it. */

import { TimeoutError } from "../errors.ts";
import { type Call, failure } from "./call.ts";

/**
 * Runs a call until it settles, its deadline passes, or the caller's signal aborts. The last two hold even
 * if `fetch` ignores its own signal.
 */
export function withDeadline<T>(call: Call, run: () => Promise<T>): Promise<T> {
  const { clock, timeout, callerSignal } = call;
  return new Promise<T>((resolve, reject) => {
    const timer = clock.setTimeout(() => stop(timeoutError(call)), timeout);
    callerSignal?.addEventListener("abort", onAbort);
    run().finally(release).then(resolve, reject);

    function onAbort(): void {
      stop(callerSignal!.reason);
    }
    function stop(reason: unknown): void {
      release();
      reject(reason);
      call.controller.abort(reason);
      call.onAbort?.();
    }
    function release(): void {
      clock.clearTimeout(timer);
      callerSignal?.removeEventListener("abort", onAbort);
    }
  });
}

function timeoutError(call: Call): TimeoutError {
  return failure(call, TimeoutError, `no response within ${call.timeout} ms`, { code: "timeout" });
}

/** Waits; a call that is stopped meanwhile never goes on. */
export function sleep(call: Call, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = call.clock.setTimeout(resolve, milliseconds);
    call.onAbort = () => call.clock.clearTimeout(timer);
  });
}
