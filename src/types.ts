/** The types that every client shares: what goes in, what comes out. */

/** The six operations. */
export type OperationName = "send" | "check" | "retry" | "feedback" | "status" | "lookup";

/** What went over the wire for one result; everything that the API told is in here. */
export interface HttpExchange {
  /** The HTTP status code. */
  readonly status: number;
  /** The headers of the answer. */
  readonly headers: Headers;
  /** The body as parsed from JSON, with its own names; the beginning of its text if it was not JSON. */
  readonly body: unknown;
  /** How many requests were made for it, repeated ones included. */
  readonly attempts: number;
}

/** What every result can tell about its exchange. */
export interface Exchanged {
  /**
   * What went over the wire. Not enumerable, so that logging, JSON and equality stay clean; absent
   * when nothing was sent because the input was refused on the spot.
   */
  readonly http?: HttpExchange;
}

/**
 * The answer to `send`: a discriminated union on `ok`.
 *
 * @typeParam Status The API's words for what is `ok`.
 */
export type SendResult<Status extends string = "pending"> = SendOk<Status> | SendRefused;

/**
 * The code is on its way.
 *
 * @typeParam Status The API's word for it.
 */
export interface SendOk<Status extends string = "pending"> extends Exchanged {
  /** The code is on its way. */
  readonly ok: true;
  /**
   * The id to hand to `check` and `retry`. Bind it to the person's session. When the first retry is possible
   * the API does not tell here; a `retry` tells when the next is.
   */
  readonly authenticationUuid: string;
  /** The phone number in E.164 form, as it was sent. */
  readonly phoneNumber: string;
  /** The API's own word. */
  readonly status: Status;
  /** When the authentication was made. */
  readonly createdAt?: Date;
  /** Until when the code is good. */
  readonly expiresAt?: Date;
}

/** Why no code was sent. `"unrecognized"` is ours: the API said something that we do not know. */
export type SendRefusal =
  | "rate_limited"
  | "spam_detected"
  | "invalid_phone_number"
  | "invalid_line"
  | "blocked_number"
  | "unsupported_region"
  | "unrecognized";

/** No code was sent, for a reason that concerns the person. */
export interface SendRefused extends Exchanged {
  /** No code was sent. */
  readonly ok: false;
  /** Why not; a closed list. */
  readonly reason: SendRefusal;
  /** The API's own word, a status or an error code; absent when nothing was sent. */
  readonly status?: string;
  /** The phone number in E.164 form; absent when it was not one. */
  readonly phoneNumber?: string;
  /**
   * The id, if the API told one. With `rate_limited` it is that of the authentication that is still open,
   * so the code that was sent before can still be checked.
   */
  readonly authenticationUuid?: string;
  /** When the authentication was made, if the API told. */
  readonly createdAt?: Date;
  /** When it ends, if the API told. */
  readonly expiresAt?: Date;
}

/**
 * The answer to `check`: a discriminated union on `ok`.
 *
 * @typeParam Status The API's words for what is `ok`.
 */
export type CheckResult<Status extends string = "valid"> = CheckOk<Status> | CheckRefused;

/**
 * The code was right.
 *
 * @typeParam Status The API's word for it.
 */
export interface CheckOk<Status extends string = "valid"> extends Exchanged {
  /** The code was right, and for the first time. */
  readonly ok: true;
  /** The id that was checked. */
  readonly authenticationUuid: string;
  /** The API's own word. */
  readonly status: Status;
}

/**
 * Why nobody may be signed in. `"unknown"` is the API's own word; `"unrecognized"` is ours: the API
 * said something that we do not know.
 */
export type CheckRefusal =
  | "invalid"
  | "expired"
  | "already_validated"
  | "rate_limited"
  | "without_attempt"
  | "unknown"
  | "unrecognized";

/** The code proves nothing. */
export interface CheckRefused extends Exchanged {
  /** Nobody may be signed in. */
  readonly ok: false;
  /** Why not; a closed list. */
  readonly reason: CheckRefusal;
  /** The API's own word, a status or an error code; absent when nothing was sent. */
  readonly status?: string;
  /** The id that was checked. */
  readonly authenticationUuid?: string;
}

/**
 * The answer to `retry`: a discriminated union on `ok`.
 *
 * @typeParam Status The API's words for what is `ok`.
 */
export type RetryResult<Status extends string = "approved"> = RetryOk<Status> | RetryRefused;

/** What both arms of a {@linkcode RetryResult} carry, as far as the API told it. */
export interface RetryFacts extends Exchanged {
  /** When the retry was made. */
  readonly createdAt?: Date;
  /** When the next retry is possible; of a refusal other than `rate_limited` it may have passed. */
  readonly nextRetryAt?: Date;
  /** How many retries are left. */
  readonly remainingRetries?: number;
}

/**
 * A further code is on its way.
 *
 * @typeParam Status The API's word for it.
 */
export interface RetryOk<Status extends string = "approved"> extends RetryFacts {
  /** A further code is on its way. */
  readonly ok: true;
  /** The id to hand to `check` and `retry`. */
  readonly authenticationUuid: string;
  /** The API's own word. */
  readonly status: Status;
}

/** Why no further code was sent. `"unrecognized"` is ours: the API said something that we do not know. */
export type RetryRefusal =
  | "denied"
  | "no_attempt"
  | "rate_limited"
  | "expired"
  | "already_validated"
  | "unrecognized";

/** No further code was sent. */
export interface RetryRefused extends RetryFacts {
  /** No further code was sent. */
  readonly ok: false;
  /** Why not; a closed list. */
  readonly reason: RetryRefusal;
  /** The API's own word, a status or an error code; absent when nothing was sent. */
  readonly status?: string;
  /** The id that was given. */
  readonly authenticationUuid?: string;
}

/** Why a phone number cannot be looked up or reported on. */
export type NumberRefusal =
  | "invalid_phone_number"
  | "invalid_line"
  | "blocked_number"
  | "unsupported_region"
  | "unrecognized";

/** The phone number was refused. */
export interface NumberRefused extends Exchanged {
  /** The phone number was refused. */
  readonly ok: false;
  /** Why; a closed list. */
  readonly reason: NumberRefusal;
  /** The API's own word; absent when nothing was sent. */
  readonly status?: string;
}

/** The answer to `feedback`. */
export type FeedbackResult = FeedbackOk | FeedbackRefused;

/** The feedback was taken. */
export interface FeedbackOk extends Exchanged {
  /** The feedback was taken. */
  readonly ok: true;
  /** The phone number in E.164 form. */
  readonly phoneNumber: string;
  /** The id of the feedback. */
  readonly uuid: string;
}

/** The phone number was refused, so no feedback was taken. */
export interface FeedbackRefused extends NumberRefused {
  /** The phone number in E.164 form; absent when it was not one. */
  readonly phoneNumber?: string;
  /** The id of the feedback, if the API told one. */
  readonly uuid?: string;
}

/**
 * The kind of line behind a number. The list is open, as the API's is.
 *
 * Source: the vendor's reference of `GET /lookup/{phone_number}`.
 */
export type LineType =
  | "CallingCards"
  | "FixedLine"
  | "InternetServiceProvider"
  | "LocalRate"
  | "Mobile"
  | "Other"
  | "Pager"
  | "PayPhone"
  | "PremiumRate"
  | "Satellite"
  | "Service"
  | "SharedCost"
  | "ShortCodesCommercial"
  | "TollFree"
  | "UniversalAccess"
  | "Unknown"
  | "VPN"
  | "VoiceMail"
  | "Voip"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** What the API may tell about a number; readable without narrowing by `ok`. */
export interface LookupFacts extends Exchanged {
  /** ISO 3166-1 alpha-2 code of the country. */
  readonly countryCode?: string;
  /** The name of the carrier. */
  readonly carrier?: string;
  /** Mobile country code, three digits (ITU-T E.212). */
  readonly mcc?: string;
  /** Mobile network code, two or three digits (ITU-T E.212). */
  readonly mnc?: string;
  /** Whether the number was ported to another carrier. */
  readonly numberPorted?: boolean;
  /** Whether it is a known disposable number. */
  readonly temporaryPhoneNumber?: boolean;
  /** The caller name; only when it was asked for with `type: ["cnam"]`. */
  readonly callerName?: string;
  /** The kind of line. */
  readonly lineType?: LineType;
}

/** The answer to `lookup`. */
export type LookupResult = LookupOk | LookupRefused;

/** The number was looked up. */
export interface LookupOk extends LookupFacts {
  /** The number was looked up. */
  readonly ok: true;
  /** The phone number in E.164 form. */
  readonly phoneNumber: string;
}

/** The phone number was refused. */
export interface LookupRefused extends NumberRefused, LookupFacts {
  /** The phone number in E.164 form; absent when it was not one. */
  readonly phoneNumber?: string;
}
