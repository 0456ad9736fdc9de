/** The sandbox's outcomes in v1's words. */
import type { CheckEntry } from "../state/history.ts";
import type {
  LookupOutcome,
  RejectedOutcome,
  RetryOutcome,
  SendOutcome,
} from "../state/outcomes.ts";

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
  too_many_attempts: "rate_limited",
  unrecognized: UNKNOWN_TO_CLIENTS,
};

/** The error codes of sends that create no authentication. */
export const SEND_ERROR: Readonly<Record<RejectedOutcome, string>> = {
  invalid_phone_number: "invalid_phone_number",
  invalid_line: "invalid_line",
  invalid_line_type: "invalid_line",
  blocked_number: "blocked_number",
  unsupported_region: "unsupported_region",
  unsupported_country: "unsupported_region",
  spending_limit_exceeded: "spending_limit_exceeded",
  insufficient_balance: "negative_balance",
  suspended_account: "suspended_account",
  channel_not_enabled_in_region: "unsupported_region",
  template_not_found: "invalid_template_id",
  template_not_registered_in_country: "invalid_template_id",
};

export const CHECK_STATUS: Readonly<Record<CheckEntry["status"], string>> = {
  valid: "valid",
  invalid: "invalid",
  without_attempt: "without_attempt",
  rate_limited: "rate_limited",
  too_many_checks: "rate_limited",
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

export const LINE_TYPE: Readonly<Record<LookupOutcome, string>> = {
  mobile: "Mobile",
  ported: "Mobile",
  temporary: "Mobile",
  fixed_line: "FixedLine",
  voip: "Voip",
};
