/** Argument checks. Messages name the value and say what it must be, and never repeat it. */

import { utf8 } from "./bytes.ts";

/** 366 days, in milliseconds: the longest period, and the longest life of a ticket. */
export const MAX_PERIOD = 31_622_400_000;

/** Throws the error of a program that passed a wrong value. */
export function refuse(name: string, wanted: string, Class: ErrorConstructor = TypeError): never {
  throw new Class(`Cannot use "${name}": it must be ${wanted}`);
}

/** Checks a whole number from 1, or another least one, to `max`. */
export function whole(name: string, value: unknown, max: number, min = 1): number {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) {
    return value as number;
  }
  refuse(name, `a whole number from ${min} to ${max.toLocaleString("en")}`, RangeError);
}

/** Checks a secret, and returns its bytes. */
export function secretBytes(name: string, value: unknown): Uint8Array<ArrayBuffer> {
  const bytes = typeof value === "string" ? utf8(value) : value;
  if (!(bytes instanceof Uint8Array)) refuse(name, "a string or a Uint8Array; is it set?");
  if (bytes.length < 32) refuse(name, "at least 32 bytes long", RangeError);
  return bytes.slice();
}
