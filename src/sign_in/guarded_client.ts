/** A client with limits, and its results. */

import type { LimitName } from "./limits.ts";
import type {
  CallOptions,
  CheckInput,
  CheckOk,
  CheckRefused,
  OtpClient,
  RetryInput,
  RetryOk,
  RetryRefused,
  SendInput,
  SendOk,
  SendRefused,
} from "./otp.ts";

/** What a guard adds to a refusal. */
export interface LimitedBy {
  /** The limit that refused the call; absent if the API refused it. */
  readonly limitedBy?: LimitName;
  /** When the limit allows the next call, if the store knows. */
  readonly nextRetryAt?: Date;
}

/** The result of a guarded `send`. */
export type GuardedSendResult = SendOk | GuardedSendRefused;

/** No code was sent; `limitedBy` is set if a limit refused it. */
export interface GuardedSendRefused extends SendRefused, LimitedBy {}

/** The result of a guarded `check`. */
export type GuardedCheckResult = CheckOk | GuardedCheckRefused;

/** The code was not accepted; `limitedBy` is set if a limit refused the check. */
export interface GuardedCheckRefused extends CheckRefused, LimitedBy {
  /** The number in E.164 form, when a limit refused the call. */
  readonly phoneNumber?: string;
}

/** The result of a guarded `retry`. */
export type GuardedRetryResult = RetryOk | GuardedRetryRefused;

/** No further code was sent; `limitedBy` is set if a limit refused it. */
export interface GuardedRetryRefused extends RetryRefused, LimitedBy {
  /** The number in E.164 form, when a limit refused the call. */
  readonly phoneNumber?: string;
}

/** The input of a guarded `check`. */
export interface GuardedCheckInput extends Omit<CheckInput, "authenticationUuid"> {
  /** The id that `send` returned. Ding needs it; Prelude goes by the phone number. */
  readonly authenticationUuid?: string | undefined;
  /** The end user's IP address, by which wrong codes are counted. */
  readonly ip?: string | undefined;
}

/** The input of a guarded `retry`. */
export interface GuardedRetryInput extends Omit<RetryInput, "authenticationUuid"> {
  /** The id that `send` returned. Ding needs it; Prelude goes by the phone number. */
  readonly authenticationUuid?: string | undefined;
}

/**
 * A client with limits. Passes its input to the client, with the number in E.164 form, and without an
 * `ip` that is no IP address.
 */
export interface GuardedClient extends OtpClient {
  /**
   * Sends a code to a phone, unless a limit refuses it: `rate_limited`, or `unsupported_region` for
   * a number outside of `callingCodes`. A refusal by the guard makes no request.
   *
   * @throws If the store fails, in which case nothing was sent, or if the client throws.
   */
  send<Input extends SendInput>(input: Input, options?: CallOptions): Promise<GuardedSendResult>;
  /**
   * Checks a code, unless too many wrong ones were checked before: `rate_limited`. Wrong codes are
   * counted by `phoneNumber`, so take it from the same session as the id, and never from the
   * request.
   *
   * @throws If the store fails or the client throws.
   */
  check<Input extends GuardedCheckInput>(
    input: Input,
    options?: CallOptions,
  ): Promise<GuardedCheckResult>;
  /**
   * Sends another code, unless a limit refuses it: `rate_limited`, or `denied` for a number outside
   * of
   * `callingCodes`. Counts as a `send`.
   *
   * @throws If the store fails, in which case nothing was sent, or if the client throws.
   */
  retry<Input extends GuardedRetryInput>(
    input: Input,
    options?: CallOptions,
  ): Promise<GuardedRetryResult>;
}
