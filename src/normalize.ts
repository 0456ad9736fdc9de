/** Normalizes the phone numbers and codes that people type and paste. */

const MAX_TEXT_LENGTH = 256;

// Invisible characters: variation selectors, joiners, bidi marks, soft hyphens, the BOM, and control characters
// other than white space.
const INVISIBLE = /\uFEFF|(?!\s)[\p{DI}\p{Cf}\p{Cc}]/gu;
const OTHER_DIGIT = /(?!\d)\p{Nd}/gu;

/**
 * Replaces compatibility forms (NFKC; full-width digits, for instance) and the digits of other scripts with
 * ASCII, and removes invisible characters. Returns an empty string for a text that is too long, before doing
 * any work on it, or a value that is not a string, which untrusted JSON may contain.
 */
function simplify(text: unknown): string {
  if (typeof text !== "string" || text.length > MAX_TEXT_LENGTH) return "";
  const visible = text.normalize("NFKC").replace(INVISIBLE, "");
  // Again: characters that were separated may combine now.
  return visible.normalize("NFKC").replace(OTHER_DIGIT, digitValue);
}

/** Returns the value of a decimal digit of any script. */
function digitValue(digit: string): string {
  const codePoint = digit.codePointAt(0)!;
  // Unicode assigns decimal digits in runs of ten, from zero to nine (UAX #44, Numeric_Type=Decimal), so
  // the number of digits right before this one gives its value.
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(codePoint - before - 1))) before++;
  return String(before % 10);
}

const E164 = /^\+[1-9]\d{1,14}$/;
// White space, dashes and the characters typed instead of them, dots, slashes, apostrophes.
const SEPARATOR = /[\s\p{Pd}ー−~.·・•/'’ʼ]/gu;
const BRACKET = /[()[\]]/g;
// The country code at the start of a number, of one to three digits (ITU-T E.164, Annex D).
const COUNTRY_CODE = /^([17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/**
 * Returns the E.164 form (ITU-T E.164, 6.2) of a phone number as people write it: `+` and 2 to 15 digits, the
 * first of which is not 0. Returns `undefined` for anything else. A missing country code is never guessed,
 * and whether the number exists is not checked.
 *
 * | input                                                   | result                                 |
 * | ------------------------------------------------------- | -------------------------------------- |
 * | `+1 (555) 555-0100`, `+33.6.12.34.56.78`                | separators and brackets are removed    |
 * | full-width digits, digits of other scripts              | converted to ASCII                     |
 * | bidi marks, joiners, variation selectors, controls      | removed                                |
 * | `0044 20 7946 0000`                                     | a leading `00` becomes `+`             |
 * | `tel:+442079460000` (RFC 3966)                          | the number; `undefined` if it has      |
 * |                                                         | parameters, such as `;ext=5`           |
 * | `+44 (0)20 7946 0000`                                   | `(0)` right after the country code is  |
 * |                                                         | removed                                |
 * | `+39 (0)6 698`, `+378 (0)549 88`                        | except in Italy and San Marino, where  |
 * |                                                         | the zero is part of the number         |
 * | `555-0100`, `+1-800-FLOWERS`, `+15555550100 ext. 5`     | `undefined`                            |
 * | more than 256 characters, or not a string               | `undefined`                            |
 *
 * @example
 * ```ts
 * import { toE164 } from "@ding-otp/client";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(toE164("+1 (555) 555-0100"), "+15555550100");
 * assertEquals(toE164("+44 (0)20 7946 0000"), "+442079460000");
 * assertEquals(toE164("555-0100"), undefined);
 * ```
 */
export function toE164(text: unknown): string | undefined {
  // The common case: a form or a session has already normalized the number.
  if (typeof text === "string" && E164.test(text)) return text;
  const bare = simplify(text).replace(/^\s*tel:/i, "").replace(SEPARATOR, "");
  const number = withoutTrunkDigit(bare.replace(/^(\(?)00/, "$1+")).replace(BRACKET, "");
  return E164.test(number) ? number : undefined;
}

/** Removes a `(0)` right after the country code: it is dialed only within the country. */
function withoutTrunkDigit(number: string): string {
  const [written, digits] = /^\(?\+\(?(\d+)\)?[([]0[)\]]/.exec(number) ?? [];
  const isCountryCode = digits !== undefined && COUNTRY_CODE.exec(digits)?.[0] === digits;
  // In Italy and San Marino, the zero is part of the number.
  const keepsZero = digits === "39" || digits === "378";
  return isCountryCode && !keepsZero ? `+${digits}${number.slice(written!.length)}` : number;
}

const AROUND = /^[^\p{L}\d]+|[^\p{L}\d]+$/gu;
const WORD = /^(?=.*\d)[\p{L}\d]{1,32}$/u;
const LETTER = /\p{L}/u;
const NOT_DIGITS = /\D/g;
// Groups of digits with one space or dash between them, and no letter or digit next to them.
const GROUPS = /(?<![\p{L}\d])\d+(?:[\s\p{Pd}]\d+)*(?![\p{L}\d])/gu;

/**
 * Returns the code that a person typed or pasted, or `undefined` if there is none or more than one, or if the
 * input is not a string. After a few wrong checks even the right code is refused, so text that cannot be a code
 * must not use one up.
 *
 * The first rule that matches applies:
 *
 * 1. A single word of letters and digits, with at least one digit and at most 32 characters, is the code.
 *    Quotation marks, asterisks, brackets and the like around it are removed.
 * 2. In a text without letters, the digits together are the code if there are 4 to 8.
 * 3. In any other text, the code is the only run of 4 to 8 digits with no letter or digit next to it:
 *    `123456`, `123 456`, `321-407`. If the same run appears twice, as in WebOTP messages, it counts once.
 */
export function toCode(text: unknown): string | undefined {
  const simple = simplify(text);
  const word = simple.replace(AROUND, "");
  if (WORD.test(word)) return word;
  if (!LETTER.test(simple)) {
    const digits = simple.replace(NOT_DIGITS, "");
    if (hasCodeLength(digits)) return digits;
  }
  const [code, ...others] = new Set((simple.match(GROUPS) ?? []).flatMap(codesOf));
  return others.length === 0 && code !== "" ? code : undefined;
}

/**
 * Returns the codes that groups of digits can stand for: all of them joined if they have the same length
 * (`123 456`), or each one if they are too long together. An empty string means that it is ambiguous.
 */
function codesOf(written: string): string[] {
  const groups = written.split(/\D/);
  const digits = groups.join("");
  if (digits.length > 8) return groups.filter(hasCodeLength);
  if (digits.length < 4) return [];
  return groups.every((group) => group.length === groups[0]!.length) ? [digits] : [""];
}

function hasCodeLength(digits: string): boolean {
  return digits.length >= 4 && digits.length <= 8;
}
