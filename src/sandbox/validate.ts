/** Checks of arguments that a program passes to the sandbox. */

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
