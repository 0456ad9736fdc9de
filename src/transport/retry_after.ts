/** Reading `Retry-After` (RFC 9110, 10.2.3). */

/**
 * The milliseconds that a `Retry-After` header asks to wait from `now` (milliseconds since 1970), in
 * either form; nothing when there is none, or one that cannot be read.
 */
export function readRetryAfter(
  value: string | null,
  now: number,
): { readonly retryAfter: number } | undefined {
  const wait = /^\d{1,10}$/.test(value!)
    ? Number(value) * 1000
    // IMF-fixdate, the one form of HTTP-date that servers may still send (RFC 9110, 5.6.7).
    : /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(value!)
    ? Date.parse(value!) - now
    : NaN;
  return isNaN(wait) ? undefined : { retryAfter: Math.max(0, wait) };
}
