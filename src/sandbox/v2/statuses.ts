/** The sandbox's outcomes in v2's words. */
import type { Sent } from "../state/authentication.ts";
import type {
  CheckOutcome,
  LookupOutcome,
  RejectedOutcome,
  SendOutcome,
} from "../state/outcomes.ts";

/** A status and its reason. */
export interface Verdict {
  readonly status: string;
  readonly reason: string | undefined;
  readonly risk_factors: readonly string[] | undefined;
}

/** A status that v2 does not have, for clients to handle as unknown. */
const UNKNOWN_TO_CLIENTS = "under_review";

/** What can speak against a request; the last digit of a number selects one. */
const RISK_FACTORS = [
  "behavioral_pattern",
  "device_attribute",
  "fraud_database",
  "location_discrepancy",
  "network_fingerprint",
  "poor_conversion_history",
  "prefix_concentration",
  "suspected_request_tampering",
  "suspicious_ip_address",
  "temporary_phone_number",
] as const;

const SUSPICIOUS = "suspicious";

/** An error that a send is refused with. */
interface SendError {
  readonly message: string;
  readonly param: string | undefined;
}

type ErrorOutcome =
  | Exclude<RejectedOutcome, "invalid_phone_number" | "invalid_line" | "blocked_number">
  | "too_many_attempts";

const ERRORS: Readonly<Record<ErrorOutcome, SendError>> = {
  invalid_line_type: error("this line cannot receive codes", "target.value"),
  unsupported_region: error("the region of this number is not supported", "target.value"),
  unsupported_country: error("the country of this number is not supported", "target.value"),
  too_many_attempts: error("too many codes were sent to this target", "target.value"),
  spending_limit_exceeded: error("the account has reached its spending limit"),
  insufficient_balance: error("the balance of the account is too low"),
  suspended_account: error("the account is suspended"),
  channel_not_enabled_in_region: error(
    "no channel is enabled for the region of this number",
    "options.channels",
  ),
  template_not_found: error("there is no such template", "options.template_id"),
  template_not_registered_in_country: error(
    "the template is not registered in the country of this number",
    "options.template_id",
  ),
};

/** The outcomes of a send that are errors, not statuses. */
export const SEND_ERRORS: ReadonlyMap<SendOutcome, SendError> = new Map(
  Object.entries(ERRORS) as [ErrorOutcome, SendError][],
);

const VERDICTS: Readonly<Record<Exclude<SendOutcome, ErrorOutcome>, Verdict>> = {
  pending: verdict("success"),
  silent: verdict("success"),
  challenged: verdict("challenged"),
  shadow_blocked: verdict("shadow_blocked", SUSPICIOUS),
  unrecognized: verdict(UNKNOWN_TO_CLIENTS),
  rate_limited: verdict("blocked", "repeated_attempts"),
  spam_detected: verdict("blocked", SUSPICIOUS),
  expired_signature: verdict("blocked", "expired_signature"),
  invalid_signature: verdict("blocked", "invalid_signature"),
  invalid_phone_number: verdict("blocked", "invalid_phone_number"),
  invalid_line: verdict("blocked", "invalid_phone_line"),
  blocked_number: verdict("blocked", "in_block_list"),
};

/** `too_many_checks` is the code of an error, not a status. */
export const CHECK_STATUS: Readonly<Record<CheckOutcome, string>> = {
  valid: "success",
  invalid: "failure",
  impossible_code: "failure",
  without_attempt: "expired_or_not_found",
  rate_limited: "expired_or_not_found",
  too_many_checks: "too_many_checks",
  already_validated: "expired_or_not_found",
  expired: "expired_or_not_found",
  transaction_missing: "transaction_missing",
  transaction_mismatch: "transaction_mismatch",
  unknown: UNKNOWN_TO_CLIENTS,
  unrecognized: UNKNOWN_TO_CLIENTS,
};

/** What a lookup says about a line. */
interface Line {
  readonly lineType: string;
  readonly flags: readonly string[];
  readonly isPorted: boolean;
}

export const LINE: Readonly<Record<LookupOutcome, Line>> = {
  mobile: { lineType: "mobile", flags: [], isPorted: false },
  ported: { lineType: "mobile", flags: ["ported"], isPorted: true },
  temporary: { lineType: "mobile", flags: ["temporary"], isPorted: false },
  fixed_line: { lineType: "fixed_line", flags: [], isPorted: false },
  voip: { lineType: "voip", flags: [], isPorted: false },
};

/** The status of a send to a recipient; one that became a retry says so. */
export function verdictOf({ outcome, authentication, retried }: Sent, to: string): Verdict {
  const verdict = VERDICTS[outcome as keyof typeof VERDICTS];
  if (verdict.reason === SUSPICIOUS) {
    return { ...verdict, risk_factors: [RISK_FACTORS[Number(/\d$/.exec(to)?.[0] ?? 0)]!] };
  }
  if (verdict.status !== "success" || authentication === undefined || retried === undefined) {
    return verdict;
  }
  return { ...verdict, status: retried === "unrecognized" ? UNKNOWN_TO_CLIENTS : "retry" };
}

function verdict(status: string, reason?: string): Verdict {
  return { status, reason, risk_factors: undefined };
}

function error(message: string, param?: string): SendError {
  return { message, param };
}
