/**
 * Argument validation. Messages name the argument and what it must be, and never repeat its value.
 */

import { utf8 } from "./bytes.ts";

/** The longest period and ticket lifetime: 366 days in milliseconds. */
export const MAX_PERIOD = 31_622_400_000;

/** Throws for an invalid argument. */
export function refuse(name: string, wanted: string, Class: ErrorConstructor = TypeError): never {
  throw new Class(`Cannot use "${name}": it must be ${wanted}`);
}

/** Validates a whole number. */
export function whole(name: string, value: unknown, max: number, min = 1): number {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) {
    return value as number;
  }
  const range = [min, max].map((bound) => bound.toLocaleString("en"));
  refuse(name, `a whole number from ${range.join(" to ")}`, RangeError);
}

/**
 * Validates a clock and returns it. The default looks `Date` up for each reading, so that fake timers work
 * whenever they are installed.
 */
export function clockOf(now: () => number = () => Date.now()): () => number {
  const isClock = typeof now === "function" && Number.isFinite(now());
  if (!isClock) refuse("options.now", "a function that returns milliseconds since 1970");
  return now;
}

/** Validates a secret and returns a copy of its bytes. */
export function secretBytes(name: string, value: unknown): Uint8Array<ArrayBuffer> {
  const bytes = typeof value === "string" ? utf8(value) : value;
  if (!(bytes instanceof Uint8Array)) {
    refuse(name, "a string or a Uint8Array; is its environment variable set?");
  }
  if (bytes.length < 32) refuse(name, "at least 32 bytes long", RangeError);
  return bytes.slice();
}
