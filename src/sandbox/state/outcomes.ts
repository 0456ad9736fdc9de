/** The outcomes of operations, which each version of the API maps to statuses of its own. */
import type { DeliveryOutcome } from "../message.ts";

/** The outcome of sending a code; `unrecognized` stands for a status that no client knows yet. */
export type SendOutcome =
  | "pending"
  | "challenged"
  | "shadow_blocked"
  | "silent"
  | "unrecognized"
  // No code is sent, although there is an authentication:
  | "rate_limited"
  | "spam_detected"
  | "expired_signature"
  | "invalid_signature"
  | "too_many_attempts"
  // There is not even an authentication:
  | RejectedOutcome;

/** An outcome of a send that creates no authentication. */
export type RejectedOutcome =
  | "invalid_phone_number"
  | "invalid_line"
  | "invalid_line_type"
  | "blocked_number"
  | "unsupported_region"
  | "unsupported_country"
  | "spending_limit_exceeded"
  | "insufficient_balance"
  | "suspended_account"
  | "channel_not_enabled_in_region"
  | "template_not_found"
  | "template_not_registered_in_country";

/** The outcome of checking a code. */
export type CheckOutcome =
  | "valid"
  | "invalid"
  | "without_attempt"
  | "rate_limited"
  | "too_many_checks"
  | "already_validated"
  | "expired"
  | "transaction_missing"
  | "transaction_mismatch"
  | "unknown"
  | "unrecognized"
  | "impossible_code";

/** The outcome of asking for another code. */
export type RetryOutcome =
  | "approved"
  | "denied"
  | "no_attempt"
  | "rate_limited"
  | "expired"
  | "already_validated"
  | "unrecognized";

/** The outcome of feedback on whether the person signed in. */
export type FeedbackOutcome = "accepted" | "duplicate" | "no_authentication";

/** What a lookup finds out about a number. */
export type LookupOutcome = "mobile" | "ported" | "temporary" | "fixed_line" | "voip";

/** Outcomes that a number has instead of those its window would lead to. */
export interface Script {
  readonly send?: SendOutcome;
  readonly check?: CheckOutcome;
  readonly retry?: RetryOutcome;
  readonly delivery?: DeliveryOutcome;
  readonly lookup?: LookupOutcome;
}

const REJECTED: readonly SendOutcome[] = Object.keys(
  {
    invalid_phone_number: 0,
    invalid_line: 0,
    invalid_line_type: 0,
    blocked_number: 0,
    unsupported_region: 0,
    unsupported_country: 0,
    spending_limit_exceeded: 0,
    insufficient_balance: 0,
    suspended_account: 0,
    channel_not_enabled_in_region: 0,
    template_not_found: 0,
    template_not_registered_in_country: 0,
  } satisfies Record<RejectedOutcome, 0>,
) as RejectedOutcome[];

const WITHHELD: readonly SendOutcome[] = [
  "rate_limited",
  "spam_detected",
  "expired_signature",
  "invalid_signature",
  "too_many_attempts",
];

/** Whether a send creates no authentication. */
export function isRejected(outcome: SendOutcome): outcome is RejectedOutcome {
  return REJECTED.includes(outcome);
}

/** Whether a send creates an authentication, but no code goes out. */
export function isWithheld(outcome: SendOutcome): boolean {
  return WITHHELD.includes(outcome);
}

/** Whether a retry sends a code. */
export function isApproved(outcome: RetryOutcome): boolean {
  return outcome === "approved" || outcome === "unrecognized";
}
