/** The target in the requests of this API (a phone number or an email address), and its refusal. */

import type { Wire } from "../fields.ts";
import { toE164 } from "../normalize.ts";
import { ownValue } from "../objects.ts";
import type { SendRefusal } from "../results.ts";
import type { Outgoing } from "../transport/operation.ts";
import { fail, ownTyped } from "../validate.ts";

/** The facts in all results of {@linkcode Prelude} that {@linkcode Ding} does not return. */
export interface PreludeFacts {
  /** The id of the request, for the vendor's support. */
  readonly requestId?: string;
  /** Your own id that was passed to `send`. */
  readonly correlationId?: string;
}

/** The target of a verification: a phone number or an email address, never both. */
export type PreludeTarget =
  | {
    /** The email address. White space around it is removed. */
    readonly emailAddress: string;
    /** Not allowed together with an email address. */
    readonly phoneNumber?: undefined;
  }
  // Last, so that the compiler reports a missing `phoneNumber` when both are absent.
  | {
    /** The phone number, normalized as described at {@linkcode toE164}; the result of `send` has it. */
    readonly phoneNumber: string;
    /** Not allowed together with a phone number. */
    readonly emailAddress?: undefined;
  };

/** A target in the form the API expects. */
export interface WireTarget {
  readonly type: "phone_number" | "email_address";
  readonly value: string;
}

/** A request about a target. Complete, so that nothing is inherited. */
export interface TargetRequest {
  /** The path below the base URL, with the query. */
  readonly path: string;
  /** The body, unless the request is a GET. */
  readonly body: Wire | undefined;
  /** The code in the body, if any. */
  readonly code: string | undefined;
}

type InvalidTarget = "invalid_phone_number" | "invalid_email_address";

/** The reasons for which `check` and `retry` refuse a target: one that is invalid, and none at all. */
interface TargetReasons<Reason> {
  readonly invalid: Reason;
  readonly none: Reason;
}

/**
 * Builds the request about a target, or refuses one that is neither a phone number nor an email address: with one
 * of `reasons`, or if they are omitted, with `invalid_phone_number` or `invalid_email_address`.
 */
export function encodeTarget<Reason extends string = InvalidTarget>(
  input: PreludeTarget,
  request: (target: WireTarget) => TargetRequest,
  reasons?: TargetReasons<Reason>,
): Outgoing | { readonly ok: false; readonly reason: Reason } {
  const email = ownValue(input, "emailAddress") ?? undefined;
  const hasBoth = email !== undefined && Boolean(ownValue(input, "phoneNumber"));
  if (hasBoth && email !== "") fail("emailAddress", 'must not be passed with "phoneNumber"');
  // A form sends an empty text for a field that is not filled in.
  const hasEmail = email !== undefined && !hasBoth;
  const name = hasEmail ? "emailAddress" : "phoneNumber";
  const typed = hasEmail || !Object.hasOwn(input, "emailAddress")
    ? ownTyped(input, name)
    : ownValue(input, name);
  const value = hasEmail ? toEmailAddress(typed) : toE164(typed);
  const type = hasEmail ? "email_address" : "phone_number";
  if (value === undefined) {
    const reason = (typed ?? undefined) === undefined ? reasons?.none : reasons?.invalid;
    return { ok: false, reason: reason ?? `invalid_${type}` as Reason };
  }
  const { path, body, code } = request({ type, value });
  // Some runtimes show a number with its plus sign escaped, so the rest of it is a secret, too.
  const secrets = [value, value.slice(1)];
  if (code) secrets.push(code);
  return { path, body, known: { [name]: value }, secrets };
}

// RFC 5321, 4.5.3.1.3, allows 254 characters; the rest is white space.
const MAX_EMAIL_LENGTH = 320;

function toEmailAddress(text: unknown): string | undefined {
  if (typeof text !== "string" || text.length > MAX_EMAIL_LENGTH) return undefined;
  return /^[^\s@]+@[^\s@]+$/.exec(text.trim())?.[0];
}

/** The API's block reasons and error codes for a target. */
export type TargetWord =
  | "suspicious"
  | "repeated_attempts"
  | "in_block_list"
  | "invalid_phone_line"
  | "invalid_line"
  | "invalid_line_type"
  | "unsupported_line_type"
  | "invalid_phone_number"
  | "unsupported_region"
  | "unsupported_country"
  | "too_many_attempts"
  | "too_many_checks";

/** Maps the API's block reasons and error codes for a target to reasons. */
export const TARGET_REFUSALS: Readonly<Record<TargetWord, Exclude<SendRefusal, "unrecognized">>> = {
  suspicious: "spam_detected",
  repeated_attempts: "rate_limited",
  in_block_list: "blocked_number",
  invalid_phone_line: "invalid_line",
  invalid_line: "invalid_line",
  invalid_line_type: "invalid_line",
  unsupported_line_type: "invalid_line",
  invalid_phone_number: "invalid_phone_number",
  unsupported_region: "unsupported_region",
  unsupported_country: "unsupported_region",
  too_many_attempts: "rate_limited",
  too_many_checks: "rate_limited",
};
