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

/** The error for an argument with a name that does not exist, unlike those of a program's own code. */
export class UnknownName extends TypeError {}

/**
 * Throws an {@linkcode UnknownName} for a property that is not in `names`: an option that is ignored may be
 * a limit that is not there. `path` is what the message puts in front of the name, e.g. `webhooks.`.
 */
export function requireNames(
  action: string,
  given: object,
  { names, path = "" }: { readonly names: readonly string[]; readonly path?: string },
): void {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const meant = names.find((name) => isAlmost(unknown, name));
  const known = names.length === 0 ? "none" : names.map((name) => path + name).join(", ");
  const hint = meant === undefined
    ? `the known names: ${known}`
    : `did you mean "${path}${meant}"?`;
  throw new UnknownName(`Cannot ${action}: "${path}${unknown}" is not known; ${hint}`);
}

/**
 * Whether a name is the beginning of the right one or the other way round, or differs from it in one or two
 * letters that are next to each other. Case, underscores and hyphens do not count.
 */
function isAlmost(given: string, name: string): boolean {
  const [typed, wanted] = [given, name].map((word) => word.replace(/[_-]/g, "").toLowerCase());
  if (typed!.length > 1 && (wanted!.startsWith(typed!) || typed!.startsWith(wanted!))) return true;
  const shorter = Math.min(typed!.length, wanted!.length);
  let [start, end] = [0, 0];
  while (start < shorter && typed![start] === wanted![start]) start++;
  while (end < shorter - start && typed!.at(-1 - end) === wanted!.at(-1 - end)) end++;
  const differing = Math.max(typed!.length, wanted!.length) - start - end;
  return differing <= 2 && differing * 2 < wanted!.length;
}

/** Whether a value is a number from `least` to `most`; JSON and plain JavaScript prove no types. */
export function isBetween(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && value >= least && value <= most;
}

/** Whether a value is an integer from `least` to `most`. */
export function isIntegerBetween(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && isBetween(value, least, most);
}
