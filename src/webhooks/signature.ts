/** The signature of a webhook, and the header that holds it. */

import { decodeBase64 } from "./base64.ts";
import { WebhookError } from "./error.ts";
import type { PublicKey } from "./keys.ts";

/** Reads `rsassa-pss-sha256=`, followed by the signature in base64 or base64url. */
export function readSignature(header: string | null): Uint8Array<ArrayBuffer> {
  if (!header) throw new WebhookError("missing_signature");
  const [algorithm, text = ""] = header.split(/=(.*)/);
  if (algorithm !== "rsassa-pss-sha256") throw new WebhookError("unknown_algorithm");
  try {
    return decodeBase64(text);
  } catch {
    throw new WebhookError("malformed_signature");
  }
}

/** Returns whether the owner of a key signed these bytes. */
export async function isSignedBy(
  key: Exclude<PublicKey, string>,
  signature: Uint8Array<ArrayBuffer>,
  bytes: ArrayBuffer,
): Promise<boolean> {
  // WebCrypto must be told the length of the salt. The longest possible is the length of the key
  // minus the hash (32 bytes) and two bytes of encoding (RFC 8017, 9.1.1).
  const { modulusLength } = key.algorithm as RsaHashedKeyAlgorithm;
  for (const saltLength of [32, (modulusLength >> 3) - 34]) {
    if (await crypto.subtle.verify({ name: "RSA-PSS", saltLength }, key, signature, bytes)) {
      return true;
    }
  }
  return false;
}
