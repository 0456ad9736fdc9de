/** Base64 (RFC 4648), as keys and signatures are written. */

/** Decodes base64 as PEM has it: white space is skipped. Throws for what is not base64. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
}
