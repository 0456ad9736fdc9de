/** Checks of arguments that a program passes to the sandbox. */

/** The longest duration, a hundred years: the clock's latest time plus this is still a valid time. */
export const LONGEST_DURATION: number = 100 * 365 * 86_400_000;

/**
 * The clock's range, the years 0 to 9899. Years in RFC 3339 have four digits, and up to
 * {@linkcode LONGEST_DURATION} is added to the clock's time.
 */
export const EARLIEST_TIME: number = Date.parse("0000-01-01T00:00:00.000Z");
export const LATEST_TIME: number = Date.parse("9899-12-31T23:59:59.999Z");

/** The error for an argument that is out of range. */
export function outOfRange(action: string, name: string, expected: string): RangeError {
  return new RangeError(`Cannot ${action}: "${name}" must be ${expected}`);
}

/** The error for an argument of the wrong type. */
export function wrongType(action: string, name: string, expected: string): TypeError {
  return new TypeError(`Cannot ${action}: "${name}" must be ${expected}`);
}

/** Whether a value is a number from `least` to `most`; JSON and plain JavaScript prove no types. */
export function isBetween(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && value >= least && value <= most;
}

/** Whether a value is an integer from `least` to `most`. */
export function isIntegerBetween(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && isBetween(value, least, most);
}
