/** What every version of the API asks of the fields of a request. */

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Longer values are refused: an authentication's memory is bounded. */
export const LONGEST = 255;

export function isFields(json: unknown): json is Fields {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

export function isFilled(value: string): boolean {
  return value.trim() !== "";
}

/** An alphanumeric sender of at most 11 characters, or a phone number. */
export function isSender(value: string): boolean {
  return /^[A-Za-z0-9 ]{1,11}$/.test(value) || /^\+?\d{3,15}$/.test(value);
}

/** The hash that Android's SMS Retriever looks for: 11 characters of base64. */
export function isRetrieverHash(value: string): boolean {
  return /^[A-Za-z0-9+/]{11}$/.test(value);
}

export function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

export function isIpAddress(value: string): boolean {
  const byte = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  if (new RegExp(`^${byte}(\\.${byte}){3}$`).test(value)) return true;
  return /^[0-9A-Fa-f:.]+$/.test(value) && URL.canParse(`http://[${value}]/`);
}

/** A language tag (BCP 47). */
export function isLanguageTag(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}
