/** Verifying who sent an event. */

import { ownValue } from "../objects.ts";
import { checkRequest, decodeVerified, readBody } from "./body.ts";
import { WebhookError } from "./error.ts";
import type { VerifiedEvent } from "./events.ts";
import { importKeys, type PublicKey } from "./keys.ts";
import { isSignedBy, readSignature } from "./signature.ts";

/** The options of {@linkcode verifyWebhook}. */
export interface VerifyOptions {
  /**
   * The key that the vendor's dashboard shows. While you rotate keys, pass several: one of them
   * must match. Take it from your configuration, never from the request.
   */
  readonly publicKey: PublicKey | readonly PublicKey[];
}

/**
 * Verifies that the vendor signed a Prelude Verify v2 webhook, and returns its event. Rejects
 * anything it cannot verify. Reads the body of the request, which works only once.
 *
 * The `x-webhook-signature: rsassa-pss-sha256=…` header is an RSASSA-PSS signature (RFC 8017) with
 * SHA-256 over the raw bytes of the body, in base64 or base64url. The vendor does not document the
 * length of the salt, so both 32 bytes and the longest that fits the key are accepted.
 *
 * A signature does not expire: the signed bytes do not say when a delivery was made, so anyone who
 * has seen one can replay it. Pass the event to {@linkcode handleOnce}.
 *
 * PEM keys are imported once and cached. To find a bad key when the server starts, pass the result
 * of {@linkcode importPublicKey}.
 *
 * Source: the vendor's documentation, "Webhook for the Verify API".
 *
 * @throws {WebhookError} If the webhook is rejected: `code` says why
 * @throws {TypeError} If `publicKey` is not a usable key, or the body was already read
 *
 * @example A complete endpoint
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
  checkRequest(request);
  const keys = await importKeys(ownValue(Object(options), "publicKey") as PublicKey | undefined);
  const signature = readSignature(request.headers.get("x-webhook-signature"));
  const bytes = await readBody(request);
  for (const key of keys) {
    if (await isSignedBy(key, signature, bytes)) return decodeVerified(bytes);
  }
  throw new WebhookError("invalid_signature");
}
