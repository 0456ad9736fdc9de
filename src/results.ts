/** The results that both clients share. */

/** The six operations. */
export type OperationName = "send" | "check" | "retry" | "feedback" | "status" | "lookup";

/** The response behind a result or an error, with everything that the API said. */
export interface HttpExchange {
  /** The HTTP status code. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: Headers;
  /** The body as parsed JSON, with the API's own names, or the beginning of its text if it is not JSON. */
  readonly body: unknown;
  /** The number of requests that were made. */
  readonly attempts: number;
}

/**
 * The result of `send`: a discriminated union on `ok`.
 *
 * @typeParam Status The API's words for a code that is on its way
 */
export type SendResult<Status extends string = string> = SendOk<Status> | SendRefused;

/**
 * The code is on its way.
 *
 * @typeParam Status The API's words for that
 */
export interface SendOk<Status extends string = string> {
  /** The code is on its way. */
  readonly ok: true;
  /**
   * The id for `check` and `retry`: a UUID from Ding, `vrf_…` from Prelude. Keep it in the person's session.
   */
  readonly authenticationUuid: string;
  /** The phone number in E.164 form, as it was sent. */
  readonly phoneNumber: string;
  /** The API's own word. */
  readonly status: Status;
  /** When the authentication was created. Prelude does not say. */
  readonly createdAt?: Date;
  /** When the code expires. Prelude does not say. */
  readonly expiresAt?: Date;
  /** The response. Not enumerable, so it is neither logged nor serialized. */
  readonly http?: HttpExchange;
}

/**
 * Why no code was sent.
 *
 * - `"rate_limited"`: this person gets no further code for now.
 * - `"spam_detected"`: the API's anti-fraud flagged the request.
 * - `"invalid_phone_number"`: it is not a phone number.
 * - `"invalid_line"`: the line cannot receive messages, such as a landline.
 * - `"blocked_number"`: the number is on a block list.
 * - `"unsupported_region"`: the account does not send there.
 * - `"unrecognized"`: the API said something that this version does not know.
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
  /** The API's own word, a status or an error code; absent if nothing was sent. */
  readonly status?: string;
  /** The phone number in E.164 form; absent if it is not one. */
  readonly phoneNumber?: string;
  /**
   * The id, if the API returned one. With `rate_limited` it is that of the authentication that is still open,
   * so the code that was sent before can still be checked.
   */
  readonly authenticationUuid?: string;
  /** When the authentication was created, if the API said so. */
  readonly createdAt?: Date;
  /** When the code expires, if the API said so. */
  readonly expiresAt?: Date;
  /** The response. Not enumerable; absent if nothing was sent. */
  readonly http?: HttpExchange;
}

/**
 * The result of `check`: a discriminated union on `ok`. It is an object and therefore always truthy: test
 * its `ok`.
 *
 * @typeParam Status The API's word for a right code
 */
export type CheckResult<Status extends string = string> = CheckOk<Status> | CheckRefused;

/**
 * The code was right.
 *
 * @typeParam Status The API's word for that
 */
export interface CheckOk<Status extends string = string> {
  /** The code was right, and for the first time. */
  readonly ok: true;
  /** The id that was checked. */
  readonly authenticationUuid: string;
  /** The API's own word. */
  readonly status: Status;
  /** The response. Not enumerable, so it is neither logged nor serialized. */
  readonly http?: HttpExchange;
}

/**
 * Why nobody may be signed in.
 *
 * - `"invalid"`: the code is wrong.
 * - `"expired"`: it was right once; from Prelude also: it was used, or none was sent.
 * - `"already_validated"`: it was used before.
 * - `"rate_limited"`: too many checks.
 * - `"without_attempt"`: no code was sent.
 * - `"unknown"`: the API's own word.
 * - `"unrecognized"`: the API said something that this version does not know.
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
export interface CheckRefused {
  /** Nobody may be signed in. */
  readonly ok: false;
  /** Why not; a closed list. */
  readonly reason: CheckRefusal;
  /** The API's own word, a status or an error code; absent if nothing was sent. */
  readonly status?: string;
  /** The id that was checked. */
  readonly authenticationUuid?: string;
  /** The response. Not enumerable; absent if nothing was sent. */
  readonly http?: HttpExchange;
}

/**
 * The result of `retry`: a discriminated union on `ok`.
 *
 * @typeParam Status The API's words for a further code that is on its way
 */
export type RetryResult<Status extends string = string> = RetryOk<Status> | RetryRefused;

/**
 * A further code is on its way.
 *
 * @typeParam Status The API's words for that
 */
export interface RetryOk<Status extends string = string> {
  /** A further code is on its way. */
  readonly ok: true;
  /** The id for `check` and `retry`. */
  readonly authenticationUuid: string;
  /** The API's own word. */
  readonly status: Status;
  /** When the retry was made. Prelude does not say. */
  readonly createdAt?: Date;
  /** When the next retry is possible. Prelude does not say. */
  readonly nextRetryAt?: Date;
  /** The number of retries that are left. Prelude does not say. */
  readonly remainingRetries?: number;
  /** The response. Not enumerable, so it is neither logged nor serialized. */
  readonly http?: HttpExchange;
}

/**
 * Why no further code was sent.
 *
 * - `"denied"`: the API refuses, for instance because no retry is left.
 * - `"no_attempt"`: there was no first code.
 * - `"rate_limited"`: it is too early, or there were too many.
 * - `"expired"`: the authentication is over; `send` starts another.
 * - `"already_validated"`: the person is signed in.
 * - `"unrecognized"`: the API said something that this version does not know.
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
  /** The API's own word, a status or an error code; absent if nothing was sent. */
  readonly status?: string;
  /** The id that was passed in. */
  readonly authenticationUuid?: string;
  /** When the retry was made, if the API said so. */
  readonly createdAt?: Date;
  /** When the next retry is possible, if the API said so; unless `rate_limited` that may be past. */
  readonly nextRetryAt?: Date;
  /** The number of retries that are left, if the API said so. */
  readonly remainingRetries?: number;
  /** The response. Not enumerable; absent if nothing was sent. */
  readonly http?: HttpExchange;
}

/** Why a phone number cannot be looked up or reported on; as in {@linkcode SendRefusal}. */
export type NumberRefusal =
  | "invalid_phone_number"
  | "invalid_line"
  | "blocked_number"
  | "unsupported_region"
  | "unrecognized";

/** What a lookup may say about a number; readable without narrowing by `ok`. */
export interface LookupFacts<Line extends string = string> {
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
  /** The caller name; only if it was asked for with `type: ["cnam"]`. */
  readonly callerName?: string;
  /** The kind of line, in the API's own words. */
  readonly lineType?: Line;
  /** The response. Not enumerable; absent if nothing was sent. */
  readonly http?: HttpExchange;
}

/**
 * The result of `lookup`: a discriminated union on `ok`.
 *
 * @typeParam Line The API's words for kinds of lines
 */
export type LookupResult<Line extends string = string> = LookupOk<Line> | LookupRefused<Line>;

/**
 * The number was looked up.
 *
 * @typeParam Line The API's words for kinds of lines
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
 * @typeParam Line The API's words for kinds of lines
 */
export interface LookupRefused<Line extends string = string> extends LookupFacts<Line> {
  /** The phone number was refused. */
  readonly ok: false;
  /** Why; a closed list. */
  readonly reason: NumberRefusal;
  /** The API's own word; absent if nothing was sent. */
  readonly status?: string;
  /** The phone number in E.164 form; absent if it is not one. */
  readonly phoneNumber?: string;
}
