/** What people type and paste: phone numbers and codes, normalized locally. */

const MAX_TEXT_LENGTH = 256;

// What nobody sees: variation selectors, joiners, bidi marks, soft hyphens, the BOM, and controls other than
// white space.
const INVISIBLE = /\uFEFF|(?!\s)[\p{DI}\p{Cf}\p{Cc}]/gu;
const OTHER_DIGIT = /(?!\d)\p{Nd}/gu;

/**
 * Replaces compatibility forms (NFKC: full-width digits, for instance) and digits of any script by ASCII, and
 * drops what nobody sees. A text that is too long to be a number or a code is nothing, before anything of it
 * is looked at.
 */
function simplify(text: string): string {
  if (text.length > MAX_TEXT_LENGTH) return "";
  const visible = text.normalize("NFKC").replace(INVISIBLE, "");
  // Again: what was apart may combine now.
  return visible.normalize("NFKC").replace(OTHER_DIGIT, digitValue);
}

/** Returns the value of a decimal digit of any script. */
function digitValue(digit: string): string {
  const codePoint = digit.codePointAt(0)!;
  // Unicode assigns decimal digits in runs of ten, from zero to nine (UAX #44, Numeric_Type=Decimal), so
  // the number of digits before this one tells its value.
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(codePoint - before - 1))) before++;
  return String(before % 10);
}

const E164 = /^\+[1-9]\d{1,14}$/;
// Spaces, dashes (and what keyboards have in their place), dots, slashes, apostrophes.
const SEPARATOR = /[\s\p{Pd}ー−~.·・•/'’ʼ]/gu;
const BRACKET = /[()[\]]/g;
// The country code with which a number begins (ITU-T E.164, Annex D): one digit, two, or three.
const COUNTRY_CODE = /^([17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/**
 * Returns the E.164 form (ITU-T E.164, 6.2) of a phone number as people write it, or `undefined` if it is not
 * one. A country code is never guessed.
 *
 * | what people write                                       | what is read                           |
 * | ------------------------------------------------------- | -------------------------------------- |
 * | `+1 (555) 555-0100`, `+33.6.12.34.56.78`                | separators and brackets are dropped    |
 * | full-width and other scripts' digits                    | ASCII digits                           |
 * | bidi marks, joiners, variation selectors, controls      | dropped, as nobody sees them           |
 * | `0044 20 7946 0000`                                     | `00` is the `+`                        |
 * | `tel:+442079460000` (RFC 3966)                          | the number; with parameters: refused   |
 * | `+44 (0)20 7946 0000`                                   | `(0)` is dropped after a country code… |
 * | `+39 (0)6 698`, `+378 (0)549 88`                        | …but in Italy and San Marino it stays  |
 * | `555-0100`, `+1-800-FLOWERS`, `+15555550100 ext. 5`     | refused                                |
 * | more than 256 characters                                | refused                                |
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
export function toE164(text: string): string | undefined {
  // Most numbers come from a form or a session that has normalized them.
  if (E164.test(text)) return text;
  const bare = simplify(text).replace(/^\s*tel:/i, "").replace(SEPARATOR, "");
  const number = withoutTrunkDigit(bare.replace(/^(\(?)00/, "$1+")).replace(BRACKET, "");
  return E164.test(number) ? number : undefined;
}

/** Drops the `(0)` that is dialed only inside the country, where it stands right after the country code. */
function withoutTrunkDigit(number: string): string {
  const [written, digits] = /^\(?\+\(?(\d+)\)?[([]0[)\]]/.exec(number) ?? [];
  const isCountryCode = digits !== undefined && COUNTRY_CODE.exec(digits)?.[0] === digits;
  // There, the zero belongs to the number.
  const keepsZero = digits === "39" || digits === "378";
  return isCountryCode && !keepsZero ? `+${digits}${number.slice(written!.length)}` : number;
}

const AROUND = /^[^\p{L}\d]+|[^\p{L}\d]+$/gu;
const WORD = /^(?=.*\d)[\p{L}\d]{1,32}$/u;
const LETTER = /\p{L}/u;
const NOT_DIGITS = /\D/g;
// Groups of digits that stand by themselves, with one space or dash between them.
const GROUPS = /(?<![\p{L}\d])\d+(?:[\s\p{Pd}]\d+)*(?![\p{L}\d])/gu;

/**
 * Returns the code that a person typed or pasted, or `undefined` if there is none or more than one. Five wrong
 * checks and the right code has expired, so nothing is returned that cannot be a code.
 *
 * - One word of letters and digits with at least one digit is the code, up to 32 characters; what is around it
 *   (quotation marks, asterisks, brackets) is dropped.
 * - Digits with anything but letters between them are one code of 4 to 8 digits.
 * - In a text, the code is the one run of 4 to 8 digits that stands by itself: `123456`, `123 456`, `321-407`.
 *   The same run twice is one code, as in the form of WebOTP; two different runs are none.
 */
export function toCode(text: string): string | undefined {
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
 * The codes that groups of digits may be: all of them together where they are alike (`123 456`), or, where
 * together they are too long, each. An empty string marks what could be either.
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
