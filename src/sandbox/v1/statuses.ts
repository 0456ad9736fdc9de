/** The sandbox's outcomes in v1's words. */
import type { CheckEntry } from "../state/history.ts";
import type { RejectedOutcome, RetryOutcome, SendOutcome } from "../state/outcomes.ts";

/** A status that v1 does not have, for clients to handle as unknown. */
const UNKNOWN_TO_CLIENTS = "under_review";

export const SEND_STATUS: Readonly<Record<Exclude<SendOutcome, RejectedOutcome>, string>> = {
  pending: "pending",
  challenged: "pending",
  shadow_blocked: "pending",
  silent: "pending",
  rate_limited: "rate_limited",
  spam_detected: "spam_detected",
  expired_signature: "spam_detected",
  invalid_signature: "spam_detected",
  unrecognized: UNKNOWN_TO_CLIENTS,
};

export const CHECK_STATUS: Readonly<Record<CheckEntry["status"], string>> = {
  valid: "valid",
  invalid: "invalid",
  without_attempt: "without_attempt",
  rate_limited: "rate_limited",
  already_validated: "already_validated",
  expired: "expired_auth",
  transaction_missing: "invalid",
  transaction_mismatch: "invalid",
  unknown: "unknown",
  unrecognized: UNKNOWN_TO_CLIENTS,
};

export const RETRY_STATUS: Readonly<Record<RetryOutcome, string>> = {
  approved: "approved",
  denied: "denied",
  no_attempt: "no_attempt",
  rate_limited: "rate_limited",
  already_validated: "already_validated",
  expired: "expired_auth",
  unrecognized: UNKNOWN_TO_CLIENTS,
};
