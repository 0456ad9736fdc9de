/** The error for a webhook that was rejected. */

/**
 * A stable word for why a webhook was rejected. The list is closed.
 *
 * | code | what happened | `status` |
 * |---|---|---|
 * | `missing_signature` | no `x-webhook-signature` header | 400 |
 * | `unknown_algorithm` | the header does not start with `rsassa-pss-sha256=` | 400 |
 * | `malformed_signature` | the rest is neither base64 nor base64url (RFC 4648) | 400 |
 * | `invalid_signature` | none of the keys made this signature for these bytes | 400 |
 * | `body_too_large` | the body is longer than 65,536 bytes | 400 |
 * | `unreadable_body` | the body was cut off | 400 |
 * | `not_json` | the body is not JSON in UTF-8 | 400 |
 * | `not_an_event` | no `id` of at most 256 characters, or no `type` | 400 |
 * | `duplicate` | an event with this id was already handled | 200 |
 * | `in_progress` | an event with this id is being handled right now | 503 |
 */
export type WebhookErrorCode =
  | "missing_signature"
  | "unknown_algorithm"
  | "malformed_signature"
  | "invalid_signature"
  | "body_too_large"
  | "unreadable_body"
  | "not_json"
  | "not_an_event"
  | "duplicate"
  | "in_progress";

/**
 * A webhook was rejected; `code` says why. This error is always caused by the request. Wrong
 * arguments are a `TypeError`.
 *
 * If every event is `invalid_signature`, either the key is wrong, or something parsed the body
 * before it was verified: the signature covers the raw bytes.
 *
 * Its message contains no part of a body, a header or a key.
 *
 * @example Respond with its status
 * ```ts
 * import { WebhookError } from "@ding-otp/client/webhooks";
 *
 * function respond(error: unknown): Response {
 *   if (!(error instanceof WebhookError)) throw error;
 *   return new Response(error.code, { status: error.status });
 * }
 *
 * console.log(respond(new WebhookError("missing_signature")).status); // 400
 * ```
 */
export class WebhookError extends Error {
  static {
    this.prototype.name = "WebhookError";
  }

  /** A stable word for what went wrong. */
  readonly code: WebhookErrorCode;
  /**
   * The HTTP status to respond with. After any status but 200, the event is delivered again: after
   * 1, 2, 4 … minutes, for two weeks.
   */
  readonly status: number;

  /** Creates the error. Public so that tests can throw it. */
  constructor(code: WebhookErrorCode, options?: ErrorOptions) {
    const hint = code === "invalid_signature" ? " (wrong key, or was the body parsed before?)" : "";
    super(`Cannot accept webhook: ${code.replaceAll("_", " ")}${hint}`, options);
    this.code = code;
    this.status = code === "duplicate" ? 200 : code === "in_progress" ? 503 : 400;
  }
}
