/** What can come of an operation, in words of no version of the API; each dialect has its own. */

/** Why a number gets no code and no authentication either. */
export type NumberRefusal =
  | "invalid_phone_number"
  | "invalid_line"
  | "blocked_number"
  | "unsupported_region";

/** What came of sending a code; `unrecognized` stands for a word that nobody knows yet. */
export type SendOutcome =
  | "pending"
  | "rate_limited"
  | "spam_detected"
  | "unrecognized"
  | NumberRefusal;

/** What came of checking a code. */
export type CheckOutcome =
  | "valid"
  | "invalid"
  | "without_attempt"
  | "rate_limited"
  | "already_validated"
  | "expired"
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
