/** Base64 (RFC 4648), the encoding of keys and signatures. */

/**
 * Decodes base64 or base64url, padded or not.
 *
 * @throws {Error} If no encoder would write this text
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  // One alphabet at a time: in a mix of both, a character is left that `atob` rejects.
  const standard = /[+/]/.test(text) ? text : text.replaceAll("-", "+").replaceAll("_", "/");
  const binary = atob(standard);
  // `atob` tolerates white space and stray bits, so its result must encode to the same text again.
  const padded = btoa(binary);
  if (![padded, padded.replace(/=+$/, "")].includes(standard)) {
    throw new Error("Cannot decode base64");
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
