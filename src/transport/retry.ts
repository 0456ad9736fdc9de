/** Decides whether and when a call makes another attempt. */

import type { OtpError } from "../errors.ts";
import type { Call } from "./call.ts";

/**
 * Returns the milliseconds to wait before the next attempt, or `undefined` if this was the last: no attempts
 * are left, the error does not allow one, or the wait cannot be read or does not fit into the deadline.
 */
export function retryDelay(call: Call, error: OtpError): number | undefined {
  const { config: { clock }, settings, isSafe, attempts, deadline, controller } = call;
  const { maxAttempts = isSafe ? 3 : 1 } = settings;
  const now = clock.Date.now();
  const retryAfter = retryAfterOf(call, now);
  const mayRepeat = isSafe
    ? isTransient(call, error)
    : hasDoneNothing(call, retryAfter !== undefined);
  // Backs off even if the server says 0, so that not all clients that got the same response return at once.
  const delay = Math.max(retryAfter ?? 0, backoff(attempts, clock.Math.random()));
  // False if `Retry-After` could not be read (NaN).
  const fits = now + delay < deadline;
  return mayRepeat && fits && attempts < maxAttempts && !controller.signal.aborted
    ? delay
    : undefined;
}

/** Returns whether the server says that it did nothing (RFC 6585, 4; RFC 9110, 15.6.4). */
function hasDoneNothing({ http }: Call, saysWhen: boolean): boolean {
  return http?.status === 429 || (http?.status === 503 && saysWhen);
}

/** Returns whether the failure of a request that changes nothing may be transient. */
function isTransient({ http }: Call, { code }: OtpError): boolean {
  return http ? [429, 500, 502, 503, 504].includes(http.status) : code === "network";
}

/**
 * Exponential backoff with full jitter, so that clients that failed together do not return together: up to
 * 250 ms after the first attempt, then up to twice as long each time.
 */
function backoff(attempts: number, random: number): number {
  return random * 125 * 2 ** attempts;
}

/** Returns the milliseconds that the last response asks to wait, as {@linkcode parseRetryAfter} does. */
export function retryAfterOf({ http }: Call, now: number): number | undefined {
  return parseRetryAfter(http?.headers.get("retry-after") ?? null, now);
}

/**
 * Returns the milliseconds from `now` that a `Retry-After` header asks to wait (RFC 9110, 10.2.3), `undefined`
 * if there is none, or NaN if it cannot be parsed. If the header is repeated, the longest wait counts.
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  // `Headers` joins repeated headers with commas; a comma after a weekday is part of a date.
  const waits = value.split(/(?<!day|Mon|Tue|Wed|Thu|Fri|Sat|Sun),/).map((part) =>
    parseWait(part.trim(), now)
  );
  return Math.max(...waits);
}

const SECONDS = /^\d{1,10}(\.\d+)?$/;
// The three forms of an HTTP-date (RFC 9110, 5.6.7): IMF-fixdate, RFC 850, and C's asctime().
const IMF = /^\w+, (\d\d \w{3} \d{4} \d\d:\d\d:\d\d) GMT$/;
const RFC850 = /^\w+, (\d\d)-(\w{3})-(\d\d) (\d\d:\d\d:\d\d) GMT$/;
const ASCTIME = /^\w{3} (\w{3}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})$/;

function parseWait(text: string, now: number): number {
  if (SECONDS.test(text)) return Math.ceil(Number(text)) * 1_000;
  const plain = text.replace(IMF, "$1 GMT").replace(RFC850, "$1 $2 20$3 $4 GMT")
    .replace(ASCTIME, "$2 $1 $4 $3 GMT");
  // If nothing was replaced, it is none of the three forms, and engines disagree on how to parse it.
  return plain === text ? NaN : Math.max(0, Date.parse(plain) - now);
}
