/** Reading the header that holds the signature. */

import { decodeBase64 } from "./base64.ts";
import { WebhookError } from "./error.ts";

/**
 * Reads `rsassa-pss-sha256=` and the signature in base64 or base64url, padded or not, and nothing that
 * no encoder writes.
 */
export function readSignature(header: string | null): Uint8Array<ArrayBuffer> {
  if (!header) throw new WebhookError("missing_signature");
  const [algorithm, text = ""] = header.split(/=(.*)/);
  if (algorithm !== "rsassa-pss-sha256") throw new WebhookError("unknown_algorithm");
  // Only one alphabet at a time: what mixes them keeps a character that `atob` refuses.
  const standard = /[+/]/.test(text) ? text : text.replaceAll("-", "+").replaceAll("_", "/");
  try {
    // `atob` forgives white space and stray bits, so what it reads has to encode to what was sent.
    const padded = btoa(atob(standard));
    const bare = padded.replace(/=+$/, "");
    if ([padded, bare].includes(standard)) return decodeBase64(standard);
  } catch {
    // Not base64 at all.
  }
  throw new WebhookError("malformed_signature");
}
