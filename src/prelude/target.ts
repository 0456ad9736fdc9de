/** What the operations of this API share: whom they are about, and how that is refused. */

import { toE164 } from "../normalize.ts";
import { ownValue } from "../objects.ts";
import type { SendRefusal } from "../results.ts";
import type { Outgoing } from "../transport/operation.ts";
import { fail, ownString } from "../validate.ts";

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

/** A target in the API's own form. */
export interface WireTarget {
  readonly type: "phone_number" | "email_address";
  readonly value: string;
}

/** A request about a target. */
export interface TargetRequest extends Pick<Outgoing, "path" | "body"> {
  /** The code in it. */
  readonly code?: string | undefined;
}

type InvalidTarget = "invalid_phone_number" | "invalid_email_address";

/**
 * Makes the request about a target, or the refusal of what is neither a phone number nor an email address, for
 * `reason` or what it is not.
 */
export function encodeTarget<Reason extends string = InvalidTarget>(
  input: PreludeTarget,
  request: (target: WireTarget) => TargetRequest,
  reason?: Reason,
): Outgoing | { readonly ok: false; readonly reason: Reason } {
  const isPhone = (ownValue(input, "emailAddress") ?? undefined) === undefined;
  if (!isPhone && ownValue(input, "phoneNumber")) {
    fail("emailAddress", 'must not be passed with "phoneNumber"');
  }
  const value = isPhone
    ? toE164(ownString(input, "phoneNumber"))
    : toEmailAddress(ownString(input, "emailAddress"));
  const type = isPhone ? "phone_number" : "email_address";
  if (value === undefined) return { ok: false, reason: reason ?? `invalid_${type}` as Reason };
  const { path, body, code } = request({ type, value });
  // Some runtimes show a number with its plus sign escaped, so the rest of it is a secret, too.
  const secrets = [value, value.slice(1)];
  if (code) secrets.push(code);
  return { path, body, known: isPhone ? { phoneNumber: value } : { emailAddress: value }, secrets };
}

function toEmailAddress(text: string): string | undefined {
  return /^[^\s@]+@[^\s@]+$/.exec(text.trim())?.[0];
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
