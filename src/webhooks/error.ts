/** Why a webhook was not accepted. */

/**
 * Stable word for why a webhook was not accepted; a closed list.
 *
 * | code | what happened | `status` |
 * |---|---|---|
 * | `missing_signature` | there is no header `x-webhook-signature` | 400 |
 * | `unknown_algorithm` | the header does not begin with `rsassa-pss-sha256=` | 400 |
 * | `malformed_signature` | what follows is neither base64 nor base64url (RFC 4648) | 400 |
 * | `invalid_signature` | no key made this signature for this body | 400 |
 * | `body_too_large` | the body is longer than 65,536 bytes | 400 |
 * | `unreadable_body` | the body broke off | 400 |
 * | `not_json` | the body is not JSON in UTF-8 | 400 |
 * | `not_an_event` | the JSON is not an object with an `id` (at most 256 characters) and a `type` | 400 |
 * | `duplicate` | an event with this id was handled before | 200 |
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

const STATUS: Partial<Record<WebhookErrorCode, number>> = { duplicate: 200, in_progress: 503 };

/**
 * A webhook was not accepted, and `code` says why. It is thrown for what came over the wire only; a
 * program that passes wrong options gets a `TypeError` or a `RangeError`.
 *
 * No message holds anything of the body, a header or a key.
 *
 * @example Answer with the status that goes with it
 * ```ts
 * import { WebhookError } from "@ding-otp/client/webhooks";
 *
 * function answer(error: unknown): Response {
 *   if (!(error instanceof WebhookError)) throw error;
 *   return new Response(error.code, { status: error.status });
 * }
 *
 * console.log(answer(new WebhookError("missing_signature")).status); // 400
 * ```
 */
export class WebhookError extends Error {
  static {
    this.prototype.name = "WebhookError";
  }

  /** Stable word for what went wrong. */
  readonly code: WebhookErrorCode;
  /**
   * The HTTP status to answer with. Every status but 200 makes the sender deliver the event again,
   * after 1, 2, 4 … minutes, for two weeks.
   */
  readonly status: number;

  /** Made by the package; public for those who fake a failure in a test. */
  constructor(code: WebhookErrorCode, options?: ErrorOptions) {
    super(`Cannot accept webhook: ${code.replaceAll("_", " ")}`, options);
    this.code = code;
    this.status = STATUS[code] ?? 400;
  }
}
