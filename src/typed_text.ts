/** What a person types is read kindly, and locally: a phone number, a code. */

// White space, dashes and the minus sign, dots, slashes, parentheses, and what cannot be seen: bidi marks,
// joiners, soft hyphens.
const SEPARATORS = /[\s\p{Pd}\u2212.()/\p{Cf}]/gu;
const E164 = /^\+[1-9]\d{1,14}$/;
const DIGIT = /\p{Nd}/u;
const OTHER_DIGIT = /(?!\d)\p{Nd}/gu;

/**
 * The E.164 form of a phone number as a person writes it, `undefined` if it is none. Separators that
 * people write are dropped; what is left has to be `+`, a country code and the number, 15 digits at
 * most (ITU-T E.164, 6.2).
 */
export function toE164(typed: string): string | undefined {
  const number = toCode(typed);
  return E164.test(number) ? number : undefined;
}

/** The code that a person meant: without separators, in ASCII digits. */
export function toCode(typed: string): string {
  // Unicode assigns decimal digits in runs of ten, from zero to nine (UAX #44, Numeric_Type=Decimal).
  return typed.replace(SEPARATORS, "").replace(OTHER_DIGIT, (digit) => {
    let value = 0;
    while (DIGIT.test(String.fromCodePoint(digit.codePointAt(0)! - value - 1))) value++;
    return String(value % 10);
  });
}
