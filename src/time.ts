/** Reading the points in time that an API tells. */

import type { Readers } from "./wire.ts";

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Reads a timestamp of RFC 3339 in capitals, also with more decimals than milliseconds and without the
 * colon in its offset; gives `undefined` for anything else. Engines differ in which odd strings `Date`
 * reads, so it is handed no other form; whether a month has that many days is left to them.
 */
export function readTime(value: unknown): Date | undefined {
  if (typeof value !== "string" || !TIMESTAMP.test(value)) return undefined;
  const isPlain = value.length === 20; // "2025-06-15T12:00:00Z", the usual form.
  const time = Date.parse(
    isPlain ? value : value.replace(/(\.\d{3})\d+/, "$1").replace(/(\d\d)(\d\d)$/, "$1:$2"),
  );
  return isNaN(time) ? undefined : new Date(time);
}

/** The type `time` of a field. */
export const TIMES: Readers = { time: readTime };
