/** The sandbox's outcomes in v2's words. */
import type { Sent } from "../state/authentication.ts";
import type { CheckOutcome, SendOutcome } from "../state/outcomes.ts";

/** A status and its reason. */
export interface Verdict {
  readonly status: string;
  readonly reason?: string;
  readonly risk_factors?: readonly string[];
}

/** A status that v2 does not have, for clients to handle as unknown. */
const UNKNOWN_TO_CLIENTS = "under_review";

const SUSPICIOUS = { reason: "suspicious", risk_factors: ["behavioral_pattern"] } as const;

const VERDICTS: Readonly<Record<Exclude<SendOutcome, "unsupported_region">, Verdict>> = {
  pending: { status: "success" },
  silent: { status: "success" },
  challenged: { status: "challenged" },
  shadow_blocked: { status: "shadow_blocked", ...SUSPICIOUS },
  unrecognized: { status: UNKNOWN_TO_CLIENTS },
  rate_limited: { status: "blocked", reason: "repeated_attempts" },
  spam_detected: { status: "blocked", ...SUSPICIOUS },
  expired_signature: { status: "blocked", reason: "expired_signature" },
  invalid_signature: { status: "blocked", reason: "invalid_signature" },
  invalid_phone_number: { status: "blocked", reason: "invalid_phone_number" },
  invalid_line: { status: "blocked", reason: "invalid_phone_line" },
  blocked_number: { status: "blocked", reason: "in_block_list" },
};

export const CHECK_STATUS: Readonly<Record<CheckOutcome, string>> = {
  valid: "success",
  invalid: "failure",
  impossible_code: "failure",
  without_attempt: "expired_or_not_found",
  rate_limited: "expired_or_not_found",
  already_validated: "expired_or_not_found",
  expired: "expired_or_not_found",
  transaction_missing: "transaction_missing",
  transaction_mismatch: "transaction_mismatch",
  unknown: UNKNOWN_TO_CLIENTS,
  unrecognized: UNKNOWN_TO_CLIENTS,
};

/** The status of a send; one that became a retry says so. */
export function verdictOf(
  sent: Exclude<Sent, { readonly outcome: "unsupported_region" }>,
): Verdict {
  const verdict = VERDICTS[sent.outcome as keyof typeof VERDICTS];
  const retried = sent.authentication && sent.retried;
  if (verdict.status !== "success" || retried === undefined) return verdict;
  return { status: retried === "unrecognized" ? UNKNOWN_TO_CLIENTS : "retry" };
}
