/** What a person types is read kindly, and locally: a phone number, a code. */

// White space, dashes and the minus sign, dots, slashes, parentheses, and format characters: bidi marks,
// joiners, soft hyphens.
const SEPARATOR = /[\s\p{Pd}\u2212.()/\p{Cf}]/u;
const E164 = /^\+[1-9]\d{1,14}$/;
const DIGIT = /\p{Nd}/u;
// All that may be a separator or a digit of another script.
const UNUSUAL = /[^+\w]/gu;

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
  return typed.replace(UNUSUAL, (character) => {
    if (SEPARATOR.test(character)) return "";
    // Unicode assigns decimal digits in runs of ten, from zero to nine (UAX #44, Numeric_Type=Decimal).
    let place = 0;
    while (DIGIT.test(String.fromCodePoint(character.codePointAt(0)! - place))) place++;
    return place ? String((place - 1) % 10) : character;
  });
}
