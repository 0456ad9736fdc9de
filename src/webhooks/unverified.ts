/** Reading the events that nobody vouches for. */

import { readBody } from "./body.ts";
import { decodeUnverified } from "./decode.ts";
import type { UnverifiedEvent } from "./events.ts";

/**
 * Reads a webhook of the v1 API, and checks its form only: v1 signs nothing, so **anybody who knows
 * the address may have made the event up.** Two things help. Put a secret that cannot be guessed into
 * the path of `callbackUrl`; and take from the event no more than which authentication to ask the API
 * about, with `status`.
 *
 * The body of the request is read, once.
 *
 * @throws {WebhookError} The body is too large, unreadable, not JSON, or not an event.
 * @throws {TypeError} The body of the request was read before.
 *
 * @example Which authentication to ask about
 * ```ts
 * import { readUnverifiedWebhook } from "@ding-otp/client/webhooks";
 *
 * const request = new Request("https://example.com/hooks/a-long-secret", {
 *   method: "POST",
 *   body: JSON.stringify({
 *     id: "90c7e8b2-203a-4984-ba25-6cf93d8fdbac",
 *     type: "attempt",
 *     auth_uuid: "f54b6bcc-3638-4437-83c8-1f76631c9403",
 *   }),
 * });
 * const { authUuid } = await readUnverifiedWebhook(request);
 * console.log(authUuid); // "f54b6bcc-3638-4437-83c8-1f76631c9403"
 * ```
 */
export async function readUnverifiedWebhook(request: Request): Promise<UnverifiedEvent> {
  return decodeUnverified(await readBody(request));
}
