/** Whether a call makes another attempt, and when. */

import type { OtpError } from "../errors.ts";
import type { Call } from "./call.ts";

/**
 * Returns the milliseconds to wait before the next attempt, or `undefined` if this was the last: there is
 * no attempt left, the error does not permit one, or the wait is not known or does not fit into the deadline.
 */
export function retryDelay(call: Call, error: OtpError): number | undefined {
  const { config: { clock }, settings, isSafe, attempts, deadline, controller } = call;
  const { maxAttempts = isSafe ? 3 : 1 } = settings;
  const now = clock.Date.now();
  const retryAfter = retryAfterOf(call, now);
  const mayRepeat = isSafe
    ? isTransient(call, error)
    : hasDoneNothing(call, retryAfter !== undefined);
  // Not at once even if the server says so, and not together with all others that it told the same.
  const delay = Math.max(retryAfter ?? 0, backoff(attempts, clock.Math.random()));
  // A wait that is not a number is never less.
  const fits = now + delay < deadline;
  return mayRepeat && fits && attempts < maxAttempts && !controller.signal.aborted
    ? delay
    : undefined;
}

/** Whether the server says that it did nothing (RFC 6585, 4; RFC 9110, 15.6.4). */
function hasDoneNothing({ http }: Call, saysWhen: boolean): boolean {
  return http?.status === 429 || (http?.status === 503 && saysWhen);
}

/** Whether the next attempt of what changes nothing may succeed. */
function isTransient({ http }: Call, { code }: OtpError): boolean {
  return http ? [429, 500, 502, 503, 504].includes(http.status) : code === "network";
}

/**
 * Full jitter, so that clients that failed together do not come back together: up to 250 ms after the first
 * attempt, then up to twice as long each time.
 */
function backoff(attempts: number, random: number): number {
  return random * 125 * 2 ** attempts;
}

/** The milliseconds that the last response asks to wait; NaN if it does not say so in a form of HTTP's. */
export function retryAfterOf({ http }: Call, now: number): number | undefined {
  return parseRetryAfter(http?.headers.get("retry-after") ?? null, now);
}

/**
 * Returns the milliseconds from `now` that a `Retry-After` header asks to wait (RFC 9110, 10.2.3), `undefined`
 * if there is none, or NaN if it cannot be read. Of a repeated header, the longest counts.
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  // `Headers` joins them by commas; the one after a weekday belongs to the date.
  const waits = value.split(/(?<!day|Mon|Tue|Wed|Thu|Fri|Sat|Sun),/).map((part) =>
    parseWait(part.trim(), now)
  );
  return Math.max(...waits);
}

const SECONDS = /^\d{1,10}(\.\d+)?$/;
// The three forms of an HTTP-date (RFC 9110, 5.6.7): IMF-fixdate, RFC 850's, and that of C's asctime().
const IMF = /^\w+, (\d\d \w{3} \d{4} \d\d:\d\d:\d\d) GMT$/;
const RFC850 = /^\w+, (\d\d)-(\w{3})-(\d\d) (\d\d:\d\d:\d\d) GMT$/;
const ASCTIME = /^\w{3} (\w{3}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})$/;

function parseWait(text: string, now: number): number {
  if (SECONDS.test(text)) return Math.ceil(Number(text)) * 1_000;
  const plain = text.replace(IMF, "$1 GMT").replace(RFC850, "$1 $2 20$3 $4 GMT")
    .replace(ASCTIME, "$2 $1 $4 $3 GMT");
  // Only what was rewritten has the form that every engine reads.
  return plain === text ? NaN : Math.max(0, Date.parse(plain) - now);
}
