/** Reading `Retry-After` (RFC 9110, 10.2.3). */

// IMF-fixdate, the one form of HTTP-date that servers may still send (RFC 9110, 5.6.7).
const HTTP_DATE = /^\w{3}, .+ GMT$/;

/**
 * The milliseconds that a `Retry-After` header asks to wait from `now` (milliseconds since 1970), in
 * either form; `undefined` when there is none, or one that cannot be read.
 */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,10}$/.test(value)) return Number(value) * 1000;
  if (!HTTP_DATE.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
