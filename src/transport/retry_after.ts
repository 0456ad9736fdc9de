/** Reading `Retry-After` (RFC 9110, 10.2.3). */

const SECONDS = /^\d{1,10}$/;
// IMF-fixdate, the one form of HTTP-date that servers may still send (RFC 9110, 5.6.7).
const HTTP_DATE = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * The milliseconds that a `Retry-After` header asks to wait from `now` (milliseconds since 1970), in
 * either form; `undefined` when there is none, or one that is written otherwise.
 */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  const wait = SECONDS.test(value!)
    ? +value! * 1000
    : HTTP_DATE.test(value!)
    ? Date.parse(value!) - now
    : NaN;
  return isNaN(wait) ? undefined : Math.max(0, wait);
}
