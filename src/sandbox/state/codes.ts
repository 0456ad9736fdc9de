import { below, type Words } from "./random.ts";

/** A code of `length` digits; all codes are equally likely. */
export function randomCode(words: Words, length: number): string {
  return String(below(words, 10 ** length)).padStart(length, "0");
}

/** Compares two codes or keys in a time that depends only on their lengths. */
export function isSame(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let i = 0; i < left.length; i++) difference |= left.charCodeAt(i) ^ right.charCodeAt(i);
  return difference === 0;
}
