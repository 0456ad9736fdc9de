/** Checking who sent an event. */

import { readBody } from "./body.ts";
import { decodeVerified } from "./decode.ts";
import { WebhookError } from "./error.ts";
import type { VerifiedEvent } from "./events.ts";
import { importKeys, type PublicKey } from "./keys.ts";
import { readSignature } from "./signature.ts";

/** Options of {@linkcode verifyWebhook}. */
export interface VerifyOptions {
  /**
   * The key that the vendor's dashboard shows, or several while keys change: one that fits is enough.
   * It comes from your configuration, never from the request.
   */
  readonly publicKey: PublicKey | readonly PublicKey[];
}

/**
 * Reads a webhook of Prelude Verify v2, checks that its signature was made by the vendor, and gives
 * the event. It reads the body of the request, once; whatever is missing, unreadable or wrong is
 * refused.
 *
 * The header `x-webhook-signature: rsassa-pss-sha256=…` is RSASSA-PSS (RFC 8017) with SHA-256 over the
 * raw bytes of the body, in base64 or base64url. The vendor does not document the length of the salt:
 * 32 bytes and the longest that fits the key are tried. Nothing signed tells how old a delivery is, so
 * an old one can be sent again by whoever has seen it: pass the event to {@linkcode handleOnce}.
 *
 * PEM keys are imported once and kept.
 *
 * Source: the vendor's documentation, "Webhook for the Verify API".
 *
 * @throws {WebhookError} The webhook was not accepted; `code` says why, `status` what to answer.
 * @throws {TypeError} `publicKey` is not a usable key, or the body of the request was read before.
 *
 * @example As a whole endpoint
 * ```ts
 * import { handleOnce, verifyWebhook, WebhookError } from "@ding-otp/client/webhooks";
 *
 * export async function receive(request: Request, publicKey: string): Promise<Response> {
 *   try {
 *     const event = await verifyWebhook(request, { publicKey });
 *     await handleOnce(event, ({ type, createdAt }) => console.log(type, createdAt));
 *     return new Response();
 *   } catch (error) {
 *     if (!(error instanceof WebhookError)) throw error;
 *     return new Response(error.code, { status: error.status });
 *   }
 * }
 * ```
 */
export async function verifyWebhook(
  request: Request,
  options: VerifyOptions,
): Promise<VerifiedEvent> {
  const keys = await importKeys(options.publicKey);
  const signature = readSignature(request.headers.get("x-webhook-signature"));
  const bytes = await readBody(request);
  for (const key of keys) {
    // WebCrypto cannot find out the length of the salt. The longest is what the hash, 32 bytes, and
    // two bytes more leave of the key (RFC 8017, 9.1.1).
    const { modulusLength } = key.algorithm as RsaHashedKeyAlgorithm;
    for (const saltLength of [32, (modulusLength >> 3) - 34]) {
      if (await crypto.subtle.verify({ name: "RSA-PSS", saltLength }, key, signature, bytes)) {
        return decodeVerified(bytes);
      }
    }
  }
  throw new WebhookError("invalid_signature");
}
