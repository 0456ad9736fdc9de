/** Parses the timestamps of both APIs. */

// RFC 3339, with or without the colon in the offset.
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Parses an RFC 3339 timestamp, or returns `undefined` for anything else. Fractions may be finer than
 * milliseconds, and the offset may lack its colon, as in the v1 webhooks.
 *
 * Engines disagree on which other strings `Date` accepts, so it is given no other form. Whether a month
 * has that many days is left to the engine.
 */
export function parseTimestamp(value: unknown): Date | undefined {
  if (typeof value !== "string" || !TIMESTAMP.test(value)) return undefined;
  // The form that every engine parses: at most three decimals, and a colon in the offset.
  const form = value.replace(/(\.\d{3})\d+/, "$1").replace(/(\d\d)(\d\d)$/, "$1:$2");
  const time = Date.parse(form);
  return isNaN(time) ? undefined : new Date(time);
}
