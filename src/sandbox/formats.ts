/** What the texts of a request look like, whichever version of the API they come through. */

/** Longer texts are refused, which bounds the memory that an authentication takes. */
export const LONGEST_TEXT = 255;

/** A plus sign, then 2 to 15 digits, the first of which is not 0 (ITU-T E.164). */
export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(text);
}

/** Whether a text is plausibly an email address. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text);
}

/** Whether a value is an address that a message can go to. */
export function isRecipient(value: unknown): value is string {
  return typeof value === "string" && (isPhoneNumber(value) || isEmailAddress(value));
}

/** Whether the sandbox could have sent this code: 4 to 8 ASCII digits. */
export function isPossibleCode(text: string): boolean {
  return /^[0-9]{4,8}$/.test(text);
}

export function isFilled(text: string): boolean {
  return text.trim() !== "";
}

/** An alphanumeric sender of at most 11 characters, or a phone number. */
export function isSender(text: string): boolean {
  return /^[A-Za-z0-9 ]{1,11}$/.test(text) || /^\+?\d{3,15}$/.test(text);
}

/** The hash that Android's SMS Retriever looks for: 11 characters of base64. */
export function isRetrieverHash(text: string): boolean {
  return /^[A-Za-z0-9+/]{11}$/.test(text);
}

export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

export function isIpAddress(text: string): boolean {
  const byte = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  if (new RegExp(`^${byte}(\\.${byte}){3}$`).test(text)) return true;
  // The URL parser validates IPv6; the character check keeps out anything else it would accept.
  return /^[0-9A-Fa-f:.]+$/.test(text) && URL.canParse(`http://[${text}]/`);
}

export function isDomain(text: string): boolean {
  return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/i.test(text);
}

/** A language tag (BCP 47). */
export function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
