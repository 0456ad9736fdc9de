/** What the operations of this API share: whom they are about, and how that is refused. */

import { toE164 } from "../normalize.ts";
import type { SendRefusal } from "../results.ts";
import type { Known, Outgoing } from "../transport/operation.ts";
import { checkString, fail } from "../validate.ts";

/** What every result of {@linkcode Prelude} may say beside what both clients do. */
export interface PreludeFacts {
  /** The id of the request, for the vendor's support. */
  readonly requestId?: string;
  /** The id of your own that was passed to `send`. */
  readonly correlationId?: string;
}

/** Whom a verification is about: a phone number or an email address, never both. */
export type PreludeTarget =
  | {
    /** The email address. White space around it is dropped. */
    readonly emailAddress: string;
    /** Not beside an email address. */
    readonly phoneNumber?: undefined;
  }
  // After the other, so that a compiler misses a phone number in what has neither.
  | {
    /** The phone number as the person typed it, with its country code; see {@linkcode toE164}. */
    readonly phoneNumber: string;
    /** Not beside a phone number. */
    readonly emailAddress?: undefined;
  };

/** A target that can be sent, and what is known of it. */
export interface EncodedTarget extends Pick<Outgoing, "known" | "secrets"> {
  readonly target: { readonly type: "phone_number" | "email_address"; readonly value: string };
}

/** Encodes a target; returns `undefined` for what is neither a phone number nor an email address. */
export function encodeTarget(
  { phoneNumber, emailAddress }: PreludeTarget,
): EncodedTarget | undefined {
  if (emailAddress === undefined) {
    const value = toE164(checkString("phoneNumber", phoneNumber));
    return value === undefined ? undefined : encoded("phone_number", value, { phoneNumber: value });
  }
  if (phoneNumber !== undefined) fail("emailAddress", 'must not be passed with "phoneNumber"');
  const value = checkString("emailAddress", emailAddress).trim();
  const isAddress = /^[^\s@]+@[^\s@]+$/.test(value);
  return isAddress ? encoded("email_address", value, { emailAddress: value }) : undefined;
}

function encoded(
  type: EncodedTarget["target"]["type"],
  value: string,
  known: Known,
): EncodedTarget {
  // Some runtimes show a number with its plus sign escaped, so the rest of it is a secret, too.
  return { target: { type, value }, known, secrets: [value, value.slice(1)] };
}

/** The refusal of what is no target. */
export function refuseTarget(
  { emailAddress }: PreludeTarget,
): { readonly ok: false; readonly reason: "invalid_phone_number" | "invalid_email_address" } {
  const reason = emailAddress === undefined ? "invalid_phone_number" : "invalid_email_address";
  return { ok: false, reason };
}

/** What the API says about a target: block reasons and error codes. */
export type TargetWord =
  | "suspicious"
  | "repeated_attempts"
  | "in_block_list"
  | "invalid_phone_line"
  | "invalid_line"
  | "unsupported_line_type"
  | "invalid_phone_number"
  | "unsupported_region";

/** The reasons for what the API says about a target. */
export const TARGET_REFUSALS: Readonly<Record<TargetWord, Exclude<SendRefusal, "unrecognized">>> = {
  suspicious: "spam_detected",
  repeated_attempts: "rate_limited",
  in_block_list: "blocked_number",
  invalid_phone_line: "invalid_line",
  invalid_line: "invalid_line",
  unsupported_line_type: "invalid_line",
  invalid_phone_number: "invalid_phone_number",
  unsupported_region: "unsupported_region",
};
