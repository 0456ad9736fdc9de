/** What people type: phone numbers and codes, normalized locally. */

// White space, dashes and the minus sign, dots, slashes, parentheses, and format characters such as bidi
// marks, joiners and soft hyphens.
const SEPARATOR = /[\s\p{Pd}\u2212.()/\p{Cf}]/u;
const E164 = /^\+[1-9]\d{1,14}$/;
const DECIMAL_DIGIT = /\p{Nd}/u;
// Everything that may be a separator or a digit of another script.
const UNUSUAL = /[^+\w]/gu;

/**
 * Returns the E.164 form of a phone number as people write it, or `undefined` if it is not one.
 *
 * Separators are dropped and other scripts' digits become ASCII. What is left must be `+`, a country code
 * and the number, at most 15 digits (ITU-T E.164, 6.2). A country code is never guessed.
 *
 * @example
 * ```ts
 * import { toE164 } from "@ding-otp/client";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(toE164("+1 (555) 555-0100"), "+15555550100");
 * assertEquals(toE164("555-0100"), undefined);
 * ```
 */
export function toE164(text: string): string | undefined {
  // Most numbers come from a form that has normalized them, or from a session.
  const number = E164.test(text) ? text : toCode(text);
  return E164.test(number) ? number : undefined;
}

/** Returns the code that a person meant: without separators, in ASCII digits. */
export function toCode(text: string): string {
  return text.replace(
    UNUSUAL,
    (character) => SEPARATOR.test(character) ? "" : decimalValue(character) ?? character,
  );
}

/** Returns the value of a decimal digit of any script, or `undefined` for any other character. */
function decimalValue(character: string): string | undefined {
  const codePoint = character.codePointAt(0)!;
  // Unicode assigns decimal digits in runs of ten, from zero to nine (UAX #44, Numeric_Type=Decimal), so
  // the number of digits up to this one tells its value.
  let digits = 0;
  while (DECIMAL_DIGIT.test(String.fromCodePoint(codePoint - digits))) digits++;
  return digits === 0 ? undefined : String((digits - 1) % 10);
}
