/** The client of the Ding OTP API, version 1. */

import { connect } from "../transport/connect.ts";
import {
  type CallOptions,
  type ClientOptions,
  type Credential,
  visible,
} from "../transport/options.ts";
import type {
  CheckResult,
  FeedbackResult,
  LookupResult,
  RetryResult,
  SendResult,
} from "../types.ts";
import { CHECK, type CheckInput } from "./check.ts";
import type { DingOperation } from "./operation.ts";
import { FEEDBACK, type FeedbackInput } from "./feedback.ts";
import { LOOKUP, type LookupInput } from "./lookup.ts";
import { PERSONAL_CODES } from "./refusals.ts";
import { RETRY, type RetryInput } from "./retry.ts";
import { SEND, type SendInput } from "./send.ts";
import { STATUS, type StatusInput, type StatusResult } from "./status.ts";

/** The options of a {@linkcode Ding}. They are read once, at construction. */
export interface DingOptions extends ClientOptions {
  /**
   * The API key, or a function that gives it (or a promise of it): it is asked at each call, so that
   * keys can rotate.
   */
  readonly apiKey: Credential;
  /** The account. A call may name another. */
  readonly customerUuid: string;
  /**
   * Where the API is: `https:`, or `http:` on a loopback host. A path prefix is kept; credentials, a
   * query or a fragment are refused.
   *
   * @default {"https://api.ding.live/v1"}
   */
  readonly baseUrl?: string | URL | undefined;
}

/** The options of one call. They go before those of the client. */
export interface DingCallOptions extends CallOptions {
  /** The account for this call. */
  readonly customerUuid?: string | undefined;
}

const DIALECT = {
  baseUrl: "https://api.ding.live/v1",
  key: "apiKey",
  header: "x-api-key",
  personal: PERSONAL_CODES,
};

/**
 * A client of the Ding OTP API, version 1: sends a one-time code to a phone, checks it, sends another.
 *
 * What the person signing in must hear comes as a result, discriminated by `ok` and `reason`; a call
 * that broke is rejected with an {@linkcode OtpError}, and one that the program made wrongly with a
 * `TypeError` or `RangeError`. A call that changes something is sent once (see `maxAttempts`).
 *
 * A client holds no connection and nothing to close; make one and keep it.
 *
 * @example Sign in by phone, against the sandbox
 * ```ts
 * import { Ding } from "@ding-otp/client";
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { assertEquals } from "@std/assert";
 *
 * const sandbox = new Sandbox();
 * const ding = new Ding({ ...sandbox.credentials, fetch: sandbox.fetch });
 *
 * const sent = await ding.send({ phoneNumber: "+1 (555) 555-0100" });
 * if (!sent.ok) throw new Error(sent.reason);
 *
 * const { code } = sandbox.messages.at(-1)!;
 * const { authenticationUuid } = sent;
 * const check = await ding.check({ authenticationUuid, checkCode: code });
 * assertEquals(check.ok, true);
 * ```
 */
export class Ding {
  readonly #perform: <Input, Result extends object>(
    operation: DingOperation<Input, Result>,
    input: Input,
    options?: DingCallOptions,
  ) => Promise<Result>;

  /**
   * Makes a client.
   *
   * @throws {TypeError} if an option is missing or of the wrong kind, or in a browser without
   * `allowBrowser`
   * @throws {RangeError} if a number is out of its range
   */
  constructor(options: DingOptions) {
    const account = visible("customerUuid", options.customerUuid);
    const perform = connect(options, DIALECT);
    this.#perform = (operation, input, options = {}) => {
      const encode = () => {
        // In here, what is thrown rejects the promise.
        const { customerUuid = account } = options;
        return operation.encode(input, visible("customerUuid", customerUuid));
      };
      return perform({ ...operation, encode }, input, options);
    };
  }

  /**
   * Sends a code to a phone.
   *
   * A `send` while an authentication of the same number is open acts as a retry of it (the API's
   * "stateless mode"), so never repeat one to find out what became of it.
   *
   * Refused, as results: `rate_limited` (no further code for now), `spam_detected` (flagged by
   * anti-fraud), `invalid_phone_number`, `invalid_line`, `blocked_number`, `unsupported_region`. A number
   * that is not in E.164 form is `invalid_phone_number` with no request made.
   *
   * @throws {ApiError} if the API answers with another error
   * @throws {NetworkError} if `fetch` is rejected
   * @throws {TimeoutError} if the deadline passes
   * @throws {ResponseError} if the answer is none of this API's
   * @throws {TypeError} if the input or the options are wrong; nothing was sent
   */
  send(input: SendInput, options?: DingCallOptions): Promise<SendResult> {
    return this.#perform(SEND, input, options);
  }

  /**
   * Checks the code that a person typed. Only `ok: true` signs anybody in.
   *
   * A wrong code uses up one of the checks that are allowed. An empty code is `invalid` with no request
   * made. An answer of `valid` that names another authentication is `unrecognized`.
   *
   * @throws {OtpError} as `send` does; an id that nobody knows is an {@linkcode ApiError} with the code
   * `invalid_auth_uuid`
   */
  check(input: CheckInput, options?: DingCallOptions): Promise<CheckResult> {
    return this.#perform(CHECK, input, options);
  }

  /**
   * Sends another code to the same person. When the next one is possible, and how many are left, is in
   * both arms of the result.
   *
   * @throws {OtpError} as `send` does; an id that nobody knows is an {@linkcode ApiError} with the code
   * `invalid_auth_uuid`
   */
  retry(input: RetryInput, options?: DingCallOptions): Promise<RetryResult> {
    return this.#perform(RETRY, input, options);
  }

  /**
   * Tells the API whether the person behind a number was signed in, which trains its anti-fraud.
   *
   * @throws {OtpError} as `send` does
   */
  feedback(input: FeedbackInput, options?: DingCallOptions): Promise<FeedbackResult> {
    return this.#perform(FEEDBACK, input, options);
  }

  /**
   * Reads an authentication and what happened to it. It changes nothing, so it is repeated after a
   * failure that may pass.
   *
   * @throws {OtpError} as `send` does; an id that nobody knows is an {@linkcode ApiError} with the code
   * `invalid_auth_uuid`
   */
  status(input: StatusInput, options?: DingCallOptions): Promise<StatusResult> {
    return this.#perform(STATUS, input, options);
  }

  /**
   * Looks up a phone number: its country, carrier, and kind of line. It changes nothing, so it is
   * repeated after a failure that may pass.
   *
   * @throws {OtpError} as `send` does
   */
  lookup(input: LookupInput, options?: DingCallOptions): Promise<LookupResult> {
    return this.#perform(LOOKUP, input, options);
  }
}
