/** The result types that both clients share. */

/** The name of an operation. */
export type OperationName = "send" | "check" | "retry" | "feedback" | "status" | "lookup";

/** The complete response behind a result or an error. */
export interface HttpExchange {
  /** The HTTP status code. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: Headers;
  /**
   * The body: parsed JSON, with the API's own field names, or up to 2,048 characters of the text if it is not
   * JSON. Empty for a redirect, whose body is not read.
   */
  readonly body: unknown;
  /** The number of requests that were made. */
  readonly attempts: number;
}

/**
 * The result of `send`: a discriminated union on `ok`.
 *
 * @typeParam Status The API's statuses for a code that was sent
 */
export type SendResult<Status extends string = string> = SendOk<Status> | SendRefused;

/**
 * The code is on its way.
 *
 * @typeParam Status The API's statuses for that
 */
export interface SendOk<Status extends string = string> {
  /** The code is on its way. */
  readonly ok: true;
  /**
   * The id for `check` and `retry`: a UUID from Ding, `vrf_…` from Prelude. Keep it in the person's session.
   */
  readonly authenticationUuid: string;
  /** The phone number in E.164 form, as it was sent to the API. */
  readonly phoneNumber: string;
  /** The API's status. */
  readonly status: Status;
  /** When the authentication was created. Absent from Prelude. */
  readonly createdAt?: Date;
  /** When the code expires. Absent from Prelude. */
  readonly expiresAt?: Date;
  /** The response. Not enumerable, so it is neither logged nor serialized. */
  readonly http?: HttpExchange;
}

/**
 * Why no code was sent.
 *
 * - `"rate_limited"`: too many codes, or too soon after the last one.
 * - `"spam_detected"`: the API's fraud detection flagged the request.
 * - `"invalid_phone_number"`: not a phone number.
 * - `"invalid_line"`: a line that cannot receive messages, such as a landline.
 * - `"blocked_number"`: the number is on a block list.
 * - `"unsupported_region"`: the API does not deliver to the region for this account.
 * - `"unrecognized"`: a status that this version does not know.
 */
export type SendRefusal =
  | "rate_limited"
  | "spam_detected"
  | "invalid_phone_number"
  | "invalid_line"
  | "blocked_number"
  | "unsupported_region"
  | "unrecognized";

/** No code was sent, for a reason that concerns the person. */
export interface SendRefused {
  /** No code was sent. */
  readonly ok: false;
  /** Why not; a closed list. */
  readonly reason: SendRefusal;
  /** The API's status or error code; absent if no request was made. */
  readonly status?: string;
  /** The phone number in E.164 form; absent if it is not one. */
  readonly phoneNumber?: string;
  /**
   * The id, if the API returned one. With `rate_limited` it is the id of the authentication that is still
   * open, so the code sent before can still be checked.
   */
  readonly authenticationUuid?: string;
  /** When the authentication was created, if the API returned it. */
  readonly createdAt?: Date;
  /** When the code expires, if the API returned it. */
  readonly expiresAt?: Date;
  /** The response. Not enumerable; absent if no request was made. */
  readonly http?: HttpExchange;
}

/**
 * The result of `check`: a discriminated union on `ok`. It is an object and therefore always truthy, so test
 * `ok`.
 *
 * @typeParam Status The API's status for a correct code
 */
export type CheckResult<Status extends string = string> = CheckOk<Status> | CheckRefused;

/**
 * The code was correct.
 *
 * @typeParam Status The API's status for that
 */
export interface CheckOk<Status extends string = string> {
  /** The code was correct, and had not been used before. */
  readonly ok: true;
  /** The id of the authentication that was checked. */
  readonly authenticationUuid: string;
  /** The API's status. */
  readonly status: Status;
  /** The response. Not enumerable, so it is neither logged nor serialized. */
  readonly http?: HttpExchange;
}

/**
 * Why the person must not be signed in.
 *
 * - `"invalid"`: the code is wrong, or cannot be a code, in which case no request was made.
 * - `"expired"`: the time for checking is over, whether the code is correct or not. From Prelude also: it was
 *   already used, or none was sent. From Ding also: the API does not know the id.
 * - `"already_validated"`: a correct code was already checked.
 * - `"rate_limited"`: too many checks.
 * - `"without_attempt"`: no code was sent.
 * - `"transaction_missing"`: the code was sent for a payment, and the check names none. Only from Prelude.
 * - `"transaction_mismatch"`: the check names another payment. Only from Prelude.
 * - `"unknown"`: the API's own status of this name.
 * - `"unrecognized"`: a status that this version does not know, or a response about another authentication.
 */
export type CheckRefusal =
  | "invalid"
  | "expired"
  | "already_validated"
  | "rate_limited"
  | "without_attempt"
  | "transaction_missing"
  | "transaction_mismatch"
  | "unknown"
  | "unrecognized";

/** The code was not accepted. */
export interface CheckRefused {
  /** The person must not be signed in. */
  readonly ok: false;
  /** Why not; a closed list. */
  readonly reason: CheckRefusal;
  /** The API's status or error code; absent if no request was made. */
  readonly status?: string;
  /** The id of the authentication that was checked, if known. */
  readonly authenticationUuid?: string;
  /** The response. Not enumerable; absent if no request was made. */
  readonly http?: HttpExchange;
}

/**
 * The result of `retry`: a discriminated union on `ok`.
 *
 * @typeParam Status The API's statuses for another code that was sent
 */
export type RetryResult<Status extends string = string> = RetryOk<Status> | RetryRefused;

/**
 * Another code is on its way.
 *
 * @typeParam Status The API's statuses for that
 */
export interface RetryOk<Status extends string = string> {
  /** Another code is on its way. */
  readonly ok: true;
  /** The id for `check` and `retry`. */
  readonly authenticationUuid: string;
  /** The API's status. */
  readonly status: Status;
  /** When the retry was made. Absent from Prelude. */
  readonly createdAt?: Date;
  /** When the next retry is possible. Absent from Prelude. */
  readonly nextRetryAt?: Date;
  /** The number of retries left. Absent from Prelude. */
  readonly remainingRetries?: number;
  /** The response. Not enumerable, so it is neither logged nor serialized. */
  readonly http?: HttpExchange;
}

/**
 * Why no further code was sent.
 *
 * - `"denied"`: the API refuses, for instance because no retries are left.
 * - `"no_attempt"`: no first code was sent.
 * - `"rate_limited"`: too soon after the last code, or too many.
 * - `"expired"`: the authentication has ended, or the API does not know it; `send` starts a new one.
 * - `"already_validated"`: a correct code was already checked.
 * - `"unrecognized"`: a status that this version does not know, or a response about another authentication.
 */
export type RetryRefusal =
  | "denied"
  | "no_attempt"
  | "rate_limited"
  | "expired"
  | "already_validated"
  | "unrecognized";

/** No further code was sent. */
export interface RetryRefused {
  /** No further code was sent. */
  readonly ok: false;
  /** Why not; a closed list. */
  readonly reason: RetryRefusal;
  /** The API's status or error code; absent if no request was made. */
  readonly status?: string;
  /** The id of the authentication, if known. */
  readonly authenticationUuid?: string;
  /** When the retry was made, if the API returned it. */
  readonly createdAt?: Date;
  /** When the next retry is possible, if the API returned it; may be in the past unless `rate_limited`. */
  readonly nextRetryAt?: Date;
  /** The number of retries left, if the API returned it. */
  readonly remainingRetries?: number;
  /** The response. Not enumerable; absent if no request was made. */
  readonly http?: HttpExchange;
}

/** Why a phone number was refused by `lookup` or `feedback`; as in {@linkcode SendRefusal}. */
export type NumberRefusal =
  | "invalid_phone_number"
  | "invalid_line"
  | "blocked_number"
  | "unsupported_region"
  | "unrecognized";

/** The facts that `lookup` may return about a number; readable without narrowing by `ok`. */
export interface LookupFacts<Line extends string = string> {
  /** The country, as an ISO 3166-1 alpha-2 code. */
  readonly countryCode?: string;
  /** The name of the carrier. */
  readonly carrier?: string;
  /** The mobile country code: three digits (ITU-T E.212). */
  readonly mcc?: string;
  /** The mobile network code: two or three digits (ITU-T E.212). */
  readonly mnc?: string;
  /** Whether the number was ported to another carrier. */
  readonly numberPorted?: boolean;
  /** Whether it is known to be a disposable number. */
  readonly temporaryPhoneNumber?: boolean;
  /** The caller name; only if requested with `type: ["cnam"]`. */
  readonly callerName?: string;
  /** The type of line, in the API's own terms. */
  readonly lineType?: Line;
  /** The response. Not enumerable; absent if no request was made. */
  readonly http?: HttpExchange;
}

/**
 * The result of `lookup`: a discriminated union on `ok`.
 *
 * @typeParam Line The API's line types
 */
export type LookupResult<Line extends string = string> = LookupOk<Line> | LookupRefused<Line>;

/**
 * The number was looked up.
 *
 * @typeParam Line The API's line types
 */
export interface LookupOk<Line extends string = string> extends LookupFacts<Line> {
  /** The number was looked up. */
  readonly ok: true;
  /** The phone number in E.164 form. */
  readonly phoneNumber: string;
}

/**
 * The phone number was refused.
 *
 * @typeParam Line The API's line types
 */
export interface LookupRefused<Line extends string = string> extends LookupFacts<Line> {
  /** The phone number was refused. */
  readonly ok: false;
  /** Why; a closed list. */
  readonly reason: NumberRefusal;
  /** The API's error code; absent if no request was made. */
  readonly status?: string;
  /** The phone number in E.164 form; absent if it is not one. */
  readonly phoneNumber?: string;
}
