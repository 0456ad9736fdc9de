/**
 * Receives the vendor's webhooks: verifies who sent them, returns typed events, and handles each
 * event once.
 *
 * {@linkcode verifyWebhook} is for Prelude Verify v2, which signs its webhooks. {@linkcode
 * readUnverifiedWebhook} is for the Ding API v1, which does not. {@linkcode handleOnce} drops
 * repeated deliveries.
 *
 * @example Reject an unsigned request
 * ```ts
 * import { verifyWebhook, WebhookError } from "@ding-otp/client/webhooks";
 *
 * const { publicKey } = await crypto.subtle.generateKey(
 *   {
 *     name: "RSA-PSS",
 *     hash: "SHA-256",
 *     modulusLength: 2048,
 *     publicExponent: new Uint8Array([1, 0, 1]),
 *   },
 *   false,
 *   ["sign", "verify"],
 * );
 * const request = new Request("https://example.com/hooks", { method: "POST", body: "{}" });
 * try {
 *   await verifyWebhook(request, { publicKey });
 * } catch (error) {
 *   if (!(error instanceof WebhookError)) throw error;
 *   console.log(error.code, error.status); // "missing_signature" 400
 * }
 * ```
 *
 * @module
 */

export { WebhookError, type WebhookErrorCode } from "./error.ts";
export type {
  AttemptEvent,
  AttemptPayload,
  AuthenticationEvent,
  CarrierInformation,
  DeliveryStatus,
  DeliveryStatusEvent,
  DeliveryStatusPayload,
  EventPayload,
  Price,
  UnknownEvent,
  UnverifiedEvent,
  VerifiedEnvelope,
  VerifiedEvent,
} from "./events.ts";
export {
  type Claim,
  handleOnce,
  type HandleOnceOptions,
  RecentEvents,
  type SeenStore,
} from "./once.ts";
export { importPublicKey, type PublicKey } from "./keys.ts";
export { readUnverifiedWebhook } from "./unverified.ts";
export { type VerifyOptions, verifyWebhook } from "./verify.ts";
