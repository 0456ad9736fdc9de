/** The results of this API: those that all clients share, and what only this one tells. */

import type {
  CheckOk,
  CheckRefused,
  Exchanged,
  LookupOk,
  LookupRefused,
  RetryOk,
  RetryRefused,
  SendOk,
  SendRefusal,
  SendRefused,
} from "../types.ts";

/** What every answer may tell. */
export interface PreludeFacts {
  /** The id of the request, for the vendor's support. */
  readonly requestId?: string;
  /** The id of your own that was given to `send`. */
  readonly correlationId?: string;
}

/**
 * The words of a `send` and a `retry` that are `ok`: in each case a code is on its way.
 *
 * - `"success"`: in a window that this call opened.
 * - `"retry"`: a further one, in a window that was open.
 * - `"challenged"`: the attempt is suspicious, so neither by text message nor by call.
 * - `"shadow_blocked"`: the attempt would have been blocked, were that not switched off for the account.
 *
 * Only `check` signs anybody in, so the last two need not be turned away; those who want to look at `status`.
 */
export type SentStatus = "success" | "retry" | "challenged" | "shadow_blocked";

/** How a verification is carried out. The list is open, as the API's is. */
export type VerificationMethod =
  | "email"
  | "message"
  | "silent"
  | "voice"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** What the answers to `send` and `retry` may tell. */
export interface PreludeSendFacts extends PreludeFacts {
  /** How the verification is carried out. */
  readonly method?: VerificationMethod;
  /** The channels that are tried, in this order: `sms`, `whatsapp`, `voice`, … The list is open. */
  readonly channels?: readonly string[];
  /** Where the end user's device starts a silent verification; only when `method` is `"silent"`. */
  readonly silentRequestUrl?: string;
  /**
   * The API's own word for why it blocked the attempt: `expired_signature`, `in_block_list`,
   * `invalid_phone_line`, `invalid_phone_number`, `invalid_signature`, `repeated_attempts`,
   * `suspicious`. The list is open.
   */
  readonly blockReason?: string;
  /** What spoke against the attempt, in the API's own words; above all when it was blocked. */
  readonly riskFactors?: readonly string[];
}

/** What is told of a code on its way, beside what all clients tell. */
export interface PreludeSentFacts extends PreludeSendFacts {
  /**
   * Set when a window was open for this target, and this is a further attempt in it. After a `send` whose
   * answer was lost, it tells that the first message went out.
   */
  readonly resumed?: true;
}

/** The answer to `send` for a phone: a discriminated union on `ok`. */
export type PreludeSendResult = PreludeSendOk | PreludeSendRefused;

/** The code is on its way to a phone. This API does not tell `createdAt` and `expiresAt`. */
export interface PreludeSendOk extends SendOk<SentStatus>, PreludeSentFacts {}

/** No code was sent, for a reason that concerns the person. */
export interface PreludeSendRefused extends SendRefused, PreludeSendFacts {}

/** The answer to `send` for a mailbox: a discriminated union on `ok`. */
export type PreludeEmailSendResult = PreludeEmailSendOk | PreludeEmailSendRefused;

/** The code is on its way to a mailbox. */
export interface PreludeEmailSendOk extends Omit<PreludeSendOk, "phoneNumber"> {
  /** The email address, as it was sent. */
  readonly emailAddress: string;
}

/** No code was sent, for a reason that concerns the person. */
export interface PreludeEmailSendRefused
  extends Omit<PreludeSendRefused, "phoneNumber" | "reason"> {
  /** Why not; a closed list. */
  readonly reason: SendRefusal | "invalid_email_address";
  /** The email address; absent when it was not one. */
  readonly emailAddress?: string;
}

/** Whom an answer is about, as it was sent; absent when it could not be. */
export interface TargetFacts {
  /** The phone number in E.164 form. */
  readonly phoneNumber?: string;
  /** The email address. */
  readonly emailAddress?: string;
}

/** The answer to `check`: a discriminated union on `ok`. */
export type PreludeCheckResult = PreludeCheckOk | PreludeCheckRefused;

/** The code was right, and for the first time. */
export interface PreludeCheckOk extends CheckOk<"success">, PreludeFacts, TargetFacts {}

/**
 * The code proves nothing. `reason` is `expired` for the API's `expired_or_not_found`, which is also what
 * it says when the code was used already, or none was sent.
 */
export interface PreludeCheckRefused extends CheckRefused, PreludeFacts, TargetFacts {}

/** The answer to `retry`: a discriminated union on `ok`. */
export type PreludeRetryResult = PreludeRetryOk | PreludeRetryRefused;

/**
 * A further code is on its way; without `resumed`, in a new window, since the old one had closed. This API
 * does not tell when the next retry is possible, nor how many are left.
 */
export interface PreludeRetryOk extends RetryOk<SentStatus>, PreludeSentFacts, TargetFacts {}

/** No further code was sent. */
export interface PreludeRetryRefused extends RetryRefused, PreludeSendFacts, TargetFacts {}

/** The answer to `lookup`: a discriminated union on `ok`. */
export type PreludeLookupResult = PreludeLookupOk | PreludeLookupRefused;

/**
 * The kind of line behind a number, in the words of this API: `"mobile"` is what the other calls
 * `"Mobile"`. The list is open, as the API's is.
 *
 * Source: the vendor's reference of `GET /v2/lookup/{phone_number}`.
 */
export type PreludeLineType =
  | "calling_cards"
  | "fixed_line"
  | "isp"
  | "local_rate"
  | "mobile"
  | "other"
  | "pager"
  | "payphone"
  | "premium_rate"
  | "satellite"
  | "service"
  | "shared_cost"
  | "short_codes_commercial"
  | "toll_free"
  | "universal_access"
  | "unknown"
  | "voice_mail"
  | "voip"
  | "vpn"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** The number was looked up. */
export interface PreludeLookupOk extends LookupOk, PreludeFacts {
  /** The kind of line. */
  readonly lineType?: PreludeLineType;
}

/** The phone number was refused. */
export interface PreludeLookupRefused extends LookupRefused, PreludeFacts {
  /** The kind of line. */
  readonly lineType?: PreludeLineType;
}

/** The answer to `feedback`: a discriminated union on `ok`. */
export type PreludeFeedbackResult = PreludeFeedbackOk | PreludeFeedbackRefused;

/** The feedback was taken. */
export interface PreludeFeedbackOk extends TargetFacts, PreludeFacts, Exchanged {
  /** The feedback was taken. */
  readonly ok: true;
  /** The API's own word. */
  readonly status: "success";
}

/** The target was refused, so no feedback was taken. */
export interface PreludeFeedbackRefused extends TargetFacts, PreludeFacts, Exchanged {
  /** No feedback was taken. */
  readonly ok: false;
  /** Why; a closed list. */
  readonly reason: SendRefusal | "invalid_email_address";
  /** The API's own word; absent when nothing was sent. */
  readonly status?: string;
}
