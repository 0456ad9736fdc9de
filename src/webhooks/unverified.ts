/** Reading unsigned events. */

import { checkRequest, decodeUnverified, readBody } from "./body.ts";
import type { UnverifiedEvent } from "./events.ts";

/**
 * Reads a webhook of the v1 API and validates its shape, nothing more. v1 does not sign its
 * webhooks, so **anybody who knows the URL can forge an event.** Protect the endpoint in two ways:
 * put an unguessable secret in the path of `callbackUrl`, and take nothing from the event but the
 * id of the authentication to ask the API about, with `status`.
 *
 * Reads the body of the request, which works only once.
 *
 * @throws {WebhookError} If the body is too large, cut off, not JSON, or not an event
 * @throws {TypeError} If the body was already read
 *
 * @example Get the authentication to ask about
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
  checkRequest(request);
  return decodeUnverified(await readBody(request));
}
