/** The outcomes of operations, which each version of the API maps to statuses of its own. */

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
  // There is not even an authentication:
  | "invalid_phone_number"
  | "invalid_line"
  | "blocked_number"
  | "unsupported_region";

/** The outcome of checking a code. */
export type CheckOutcome =
  | "valid"
  | "invalid"
  | "without_attempt"
  | "rate_limited"
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

/** The carrier's final report on a message. */
export type DeliveryOutcome = "delivered" | "undeliverable";

/** An outcome of a send that creates no authentication. */
export type RejectedOutcome = Extract<
  SendOutcome,
  "invalid_phone_number" | "invalid_line" | "blocked_number" | "unsupported_region"
>;

/** Outcomes that a number has instead of those its window would lead to. */
export interface Script {
  readonly send?: SendOutcome;
  readonly check?: CheckOutcome;
  readonly retry?: RetryOutcome;
  readonly delivery?: DeliveryOutcome;
}

const REJECTED: readonly SendOutcome[] = [
  "invalid_phone_number",
  "invalid_line",
  "blocked_number",
  "unsupported_region",
] satisfies RejectedOutcome[];

const WITHHELD: readonly SendOutcome[] = [
  "rate_limited",
  "spam_detected",
  "expired_signature",
  "invalid_signature",
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
