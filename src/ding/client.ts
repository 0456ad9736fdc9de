/** The client of the Ding OTP API, version 1. */

import type { LookupInput, OtpClient } from "../otp_client.ts";
import type { CheckResult, LookupResult, RetryResult, SendResult } from "../results.ts";
import { type Api, configure } from "../transport/config.ts";
import type { CallOptions, ClientOptions, Credential } from "../transport/options.ts";
import { perform } from "../transport/perform.ts";
import { CHECK, type DingCheckInput } from "./check.ts";
import { type DingFeedbackInput, type DingFeedbackResult, FEEDBACK } from "./feedback.ts";
import { type DingLineType, LOOKUP } from "./lookup.ts";
import { RESULT_CODES } from "./phone_number.ts";
import { type DingRetryInput, RETRY } from "./retry.ts";
import { type DingSendInput, SEND } from "./send.ts";
import { type DingStatusInput, type DingStatusResult, STATUS } from "./status.ts";

/** The options of a {@linkcode Ding} client. They are read once, at construction. */
export interface DingOptions extends ClientOptions {
  /**
   * The API key, or a function that returns it or a promise of it. The function is called once per operation,
   * so keys can rotate; if it throws, the call rejects with that error.
   */
  readonly apiKey: Credential;
  /** The account. A call may override it. */
  readonly customerUuid: string;
  /**
   * The base URL of the API, including its `/v1`: `https:`, or `http:` on a loopback host. A path prefix is
   * kept; credentials, a query or a fragment are rejected.
   *
   * @default {"https://api.ding.live/v1"}
   */
  readonly baseUrl?: string | URL | undefined;
}

/** The options of one call. They override those of the client. */
export interface DingCallOptions extends CallOptions {
  /** The account for this call. */
  readonly customerUuid?: string | undefined;
}

const API: Api = {
  baseUrl: "https://api.ding.live/v1",
  keyOption: "apiKey",
  otherKey: ["apiToken", "Prelude"],
  ownHeaders: ["x-api-key", "customer-uuid"],
  keyPrefix: "",
  accountOption: "customerUuid",
  resultCodes: RESULT_CODES,
};

/**
 * A client for the Ding OTP API, version 1: sends a one-time code to a phone, checks it, resends it. The
 * vendor, now named Prelude, ended support for v1 in November 2025 and announced its removal by April 2026.
 * New projects should use {@linkcode Prelude}.
 *
 * Outcomes the person needs to hear about are returned as results; narrow them by `ok` and `reason`. A failed
 * call rejects with an {@linkcode OtpError}; misuse rejects with a `TypeError` or `RangeError`. By default, a
 * call that changes something makes one request (see `maxAttempts`).
 *
 * A client holds no open resources. Create one and reuse it.
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
export class Ding implements OtpClient {
  /**
   * Creates a client.
   *
   * @throws {TypeError} If an option is missing or invalid, or in a browser without `allowBrowser`
   * @throws {RangeError} If a number is out of range
   */
  constructor(options: DingOptions) {
    configure(this, options, API);
  }

  /**
   * Sends a code to a phone.
   *
   * If an authentication for the number is already open, `send` acts as a retry, which sends a second message.
   *
   * Refusals returned as results: `rate_limited`, `spam_detected`, `invalid_phone_number`, `invalid_line`,
   * `blocked_number`, `unsupported_region`, `unrecognized`; see {@linkcode SendRefusal}. Input that is not a
   * phone number, of whatever type, is refused as `invalid_phone_number` without a request.
   *
   * @throws {ApiError} If the API returns any other error
   * @throws {NetworkError} If `fetch` rejects, or returns something other than a `Response`
   * @throws {TimeoutError} If the deadline passes
   * @throws {ResponseError} If the response is not a valid API response
   * @throws {TypeError} If the input or an option is invalid; nothing was sent
   * @throws {RangeError} If a number in the options is out of range; nothing was sent
   */
  send(input: DingSendInput, options?: DingCallOptions): Promise<SendResult<"pending">> {
    return perform(this, SEND, input, options);
  }

  /**
   * **Test `ok`: the result is an object, so `if (await ding.check(…))` is true for a wrong code, too.** Checks
   * the code that a person typed; sign the person in only if `ok` is `true`.
   *
   * A wrong code counts against the allowed number of checks. Input that cannot be a code is refused as
   * `invalid` without a request. An id that the API does not know, or none, is `expired`, and a `valid` response about
   * another authentication is `unrecognized`.
   *
   * @throws {OtpError} As `send` does
   */
  check(input: DingCheckInput, options?: DingCallOptions): Promise<CheckResult<"valid">> {
    return perform(this, CHECK, input, options);
  }

  /**
   * Sends a further code to the same person. Both variants of the result may say when the next retry is
   * possible and how many are left. An id that the API does not know, or none, is `expired`.
   *
   * @throws {OtpError} As `send` does
   */
  retry(input: DingRetryInput, options?: DingCallOptions): Promise<RetryResult<"approved">> {
    return perform(this, RETRY, input, options);
  }

  /**
   * Reports whether the person behind a number was signed in, which trains the API's fraud detection.
   *
   * @throws {OtpError} As `send` does
   */
  feedback(input: DingFeedbackInput, options?: DingCallOptions): Promise<DingFeedbackResult> {
    return perform(this, FEEDBACK, input, options);
  }

  /**
   * Reads an authentication and its events. Has no side effects, so it is retried after a transient failure.
   *
   * @throws {OtpError} As `send` does; an unknown id is an {@linkcode ApiError} with the code
   * `invalid_auth_uuid`
   */
  status(input: DingStatusInput, options?: DingCallOptions): Promise<DingStatusResult> {
    return perform(this, STATUS, input, options);
  }

  /**
   * Looks up a phone number: its country, carrier and type of line. Has no side effects, so it is retried
   * after a transient failure.
   *
   * @throws {OtpError} As `send` does
   */
  lookup(input: LookupInput, options?: DingCallOptions): Promise<LookupResult<DingLineType>> {
    return perform(this, LOOKUP, input, options);
  }
}
