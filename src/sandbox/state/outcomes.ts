/** What can come of an operation, in words of no version of the API; each dialect has its own. */

/** Why a number gets no code and no authentication either. */
export type NumberRefusal =
  | "invalid_phone_number"
  | "invalid_line"
  | "blocked_number"
  | "unsupported_region";

/** Why no code is sent, although there is an authentication. */
export type SendRefusal =
  | "rate_limited"
  | "spam_detected"
  | "expired_signature"
  | "invalid_signature";

/** What came of sending a code; `unrecognized` stands for a word that nobody knows yet. */
export type SendOutcome =
  | "pending"
  | "challenged"
  | "shadow_blocked"
  | "silent"
  | "unrecognized"
  | SendRefusal
  | NumberRefusal;

/** What came of checking a code. */
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

/** What came of asking for a further code. */
export type RetryOutcome =
  | "approved"
  | "denied"
  | "no_attempt"
  | "rate_limited"
  | "expired"
  | "already_validated"
  | "unrecognized";

/** What came of the caller's word on whether the person signed in. */
export type FeedbackOutcome = "accepted" | "duplicate" | "no_authentication";

/** The carrier's last word on a message. */
export type DeliveryOutcome = "delivered" | "undeliverable";

const NUMBER_REFUSALS: readonly string[] = [
  "invalid_phone_number",
  "invalid_line",
  "blocked_number",
  "unsupported_region",
] satisfies NumberRefusal[];

const SEND_REFUSALS: readonly string[] = [
  "rate_limited",
  "spam_detected",
  "expired_signature",
  "invalid_signature",
] satisfies SendRefusal[];

/** Whether a number gets no authentication. */
export function isNumberRefusal(outcome: SendOutcome): outcome is NumberRefusal {
  return NUMBER_REFUSALS.includes(outcome);
}

/** Whether an authentication gets no code. */
export function isSendRefusal(outcome: SendOutcome): outcome is SendRefusal {
  return SEND_REFUSALS.includes(outcome);
}
