/** The deadline of a call, and the waits before it. */

import { TimeoutError } from "../errors.ts";
import { type Call, failure, hostOf } from "./call.ts";

/**
 * Runs a call until it settles, its deadline passes, or the caller's signal aborts. The deadline and the signal
 * apply even if `fetch` ignores the signal passed to it.
 */
export function withDeadline<T>(
  call: Call,
  signal: AbortSignal | undefined,
  run: () => Promise<T>,
): Promise<T> {
  const { config: { clock }, settings: { timeout } } = call;
  return new Promise<T>((resolve, reject) => {
    const timer = clock.setTimeout(() => stop(timeoutError(call)), timeout);
    signal?.addEventListener("abort", onSignal);
    run().then((result) => {
      release();
      resolve(result);
    }, (error) => {
      release();
      reject(error);
    });

    function onSignal(): void {
      stop(signal!.reason);
    }
    function stop(reason: unknown): void {
      release();
      reject(reason);
      call.controller.abort(reason);
      call.onAbort?.();
    }
    function release(): void {
      clock.clearTimeout(timer);
      signal?.removeEventListener("abort", onSignal);
    }
  });
}

function timeoutError(call: Call): TimeoutError {
  const { config, settings: { timeout }, attempts } = call;
  const late = attempts === 0
    ? `the function "${config.api.keyOption}" returned nothing`
    : `no response from ${hostOf(config)}`;
  const state = `${late} within ${timeout} ms`;
  return failure(call, TimeoutError, state, { code: "timeout" });
}

/** Waits. If the call is stopped meanwhile, the promise never settles. */
export function sleep(call: Call, milliseconds: number): Promise<void> {
  const { clock } = call.config;
  return new Promise((resolve) => {
    const timer = clock.setTimeout(resolve, milliseconds);
    call.onAbort = () => clock.clearTimeout(timer);
  });
}
