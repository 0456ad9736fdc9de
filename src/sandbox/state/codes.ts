import { below, type Words } from "./random.ts";

/** What the code of a message may depend on. */
export interface CodeContext {
  /** The recipient's phone number, E.164, or email address. */
  readonly to: string;
  /** The attempt's number in its window: 1 for the first message, 2 for the first retry. */
  readonly attempt: number;
  /** Digits that were asked for, 4 to 8. */
  readonly length: number;
}

/** A code that could have been sent: 4 to 8 ASCII digits. */
const CODE = /^[0-9]{4,8}$/;

/** Whether the sandbox could ever have sent this code. */
export function isPossibleCode(code: string): boolean {
  return CODE.test(code);
}

/** A code of so many digits, each code as likely as the others. */
export function randomCode(words: Words, length: number): string {
  return String(below(words, 10 ** length)).padStart(length, "0");
}

/** Compares two codes or keys in a time that depends on their lengths alone. */
export function isSame(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let i = 0; i < left.length; i++) difference |= left.charCodeAt(i) ^ right.charCodeAt(i);
  return difference === 0;
}
