/** Whether a call makes another attempt, and when. */

import type { Call } from "./call.ts";
import type { ApiError, OtpError } from "../errors.ts";

/**
 * Returns the milliseconds to wait before the next attempt, or `undefined` if this was the last: there is
 * no attempt left, the error does not permit one, or the wait does not fit into the deadline.
 */
export function retryDelay(call: Call, error: OtpError): number | undefined {
  const { config: { clock }, settings, isSafe, attempts, deadline, controller } = call;
  const { maxAttempts = isSafe ? 3 : 1 } = settings;
  const { status, retryAfter = backoff(attempts, clock.Math.random()) } = error as Partial<
    ApiError
  >;
  const mayRepeat = isSafe ? isTransient(status) : isUndone(error);
  return mayRepeat && attempts < maxAttempts && !controller.signal.aborted &&
      clock.Date.now() + retryAfter < deadline
    ? retryAfter
    : undefined;
}

/** Whether the server says that it did nothing (RFC 6585, 4; RFC 9110, 15.6.4). */
function isUndone({ status, retryAfter }: Partial<ApiError>): boolean {
  return status === 429 || (status === 503 && retryAfter !== undefined);
}

/** Whether the next attempt of what changes nothing may succeed: after no response at all, or one of these. */
function isTransient(status: number | undefined): boolean {
  return [undefined, 429, 500, 502, 503, 504].includes(status);
}

/**
 * Full jitter, so that clients that failed together do not come back together: up to 250 ms after the first
 * attempt, then up to twice as long each time.
 */
function backoff(attempts: number, random: number): number {
  return random * 125 * 2 ** attempts;
}

const SECONDS = /^\d{1,10}$/;
// IMF-fixdate, the one form of HTTP-date that servers may still send (RFC 9110, 5.6.7).
const HTTP_DATE = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * Returns the milliseconds from `now` that a `Retry-After` header asks to wait (RFC 9110, 10.2.3), or
 * `undefined` if there is none, or one of another form.
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (SECONDS.test(value)) return Number(value) * 1_000;
  const time = HTTP_DATE.test(value) ? Date.parse(value) : NaN;
  return isNaN(time) ? undefined : Math.max(0, time - now);
}
