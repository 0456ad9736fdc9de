/** The client of the Prelude Verify API, version 2. */

import type { LookupInput, OtpClient } from "../otp_client.ts";
import { type Api, configure } from "../transport/config.ts";
import type { CallOptions, ClientOptions, Credential } from "../transport/options.ts";
import { perform } from "../transport/perform.ts";
import { CHECK, type PreludeCheckInput, type PreludeCheckResult } from "./check.ts";
import { FEEDBACK, type PreludeFeedbackInput, type PreludeFeedbackResult } from "./feedback.ts";
import { LOOKUP, type PreludeLookupResult } from "./lookup.ts";
import { TARGET_REFUSALS } from "./target.ts";
import { type PreludeRetryInput, type PreludeRetryResult, RETRY } from "./retry.ts";
import {
  type PreludeEmailSendInput,
  type PreludeEmailSendResult,
  type PreludeSendInput,
  type PreludeSendResult,
  SEND,
} from "./send.ts";

/** The options of a {@linkcode Prelude} client. They are read once, at construction. */
export interface PreludeOptions extends ClientOptions {
  /**
   * The API token, or a function that returns it or a promise of it. The function is called once per operation,
   * so tokens can rotate; if it throws, the call rejects with that error.
   */
  readonly apiToken: Credential;
  /**
   * The base URL of the API, without its `/v2`: `https:`, or `http:` on a loopback host. A path prefix is kept;
   * credentials, a query or a fragment are rejected.
   *
   * @default {"https://api.prelude.dev"}
   */
  readonly baseUrl?: string | URL | undefined;
}

const API: Api = {
  baseUrl: "https://api.prelude.dev",
  keyOption: "apiToken",
  otherKey: ["apiKey", "Ding"],
  ownHeaders: ["authorization"],
  keyPrefix: "Bearer ",
  accountOption: undefined,
  resultCodes: TARGET_REFUSALS,
};

/**
 * A client for the Prelude Verify API, version 2: sends a one-time code to a phone or an email address, checks
 * it, resends it.
 *
 * Outcomes the person needs to hear about are returned as results; narrow them by `ok` and `reason`. A failed
 * call rejects with an {@linkcode OtpError}; misuse rejects with a `TypeError` or `RangeError`. By default, a
 * call that changes something makes one request (see `maxAttempts`).
 *
 * This API identifies a verification by the phone number or the email address, not by an id. `check` and
 * `retry` accept the result of `send`, which contains it.
 *
 * A client holds no open resources. Create one and reuse it.
 *
 * @example Sign in by phone, against the sandbox
 * ```ts
 * import { Prelude } from "@ding-otp/client";
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { assertEquals } from "@std/assert";
 *
 * const sandbox = new Sandbox();
 * const prelude = new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch });
 *
 * const sent = await prelude.send({ phoneNumber: "+1 (555) 555-0100" });
 * if (!sent.ok) throw new Error(sent.reason);
 *
 * const { code } = sandbox.messages.at(-1)!;
 * const check = await prelude.check({ ...sent, checkCode: code });
 * assertEquals(check.ok, true);
 * ```
 */
export class Prelude implements OtpClient {
  /**
   * Creates a client.
   *
   * @throws {TypeError} If an option is missing or invalid, or in a browser without `allowBrowser`
   * @throws {RangeError} If a number is out of range
   */
  constructor(options: PreludeOptions) {
    configure(this, options, API);
  }

  /**
   * Sends a code to an email address. Input that is not an email address is refused as
   * `invalid_email_address` without a request. Otherwise as for a phone, below.
   *
   * @throws {ApiError} If the API returns any other error, such as `email_verification_not_allowed`
   */
  send(input: PreludeEmailSendInput, options?: CallOptions): Promise<PreludeEmailSendResult>;
  /**
   * Sends a code to a phone.
   *
   * If a verification for the number is already open, `send` acts as a retry and returns `resumed: true`. So
   * after a lost response, calling `send` again tells you whether the first message went out, at the cost of
   * a second one.
   *
   * Refusals returned as results: `rate_limited`, `spam_detected`, `invalid_phone_number`, `invalid_line`,
   * `blocked_number`, `unsupported_region`, `unrecognized`; see {@linkcode SendRefusal}. If the API blocked
   * the request, `blockReason` is its own reason. Input that is not a phone number, of whatever type, is refused
   * as `invalid_phone_number` without a request.
   *
   * @throws {ApiError} If the API returns any other error
   * @throws {NetworkError} If `fetch` rejects, or returns something other than a `Response`
   * @throws {TimeoutError} If the deadline passes
   * @throws {ResponseError} If the response is not a valid API response
   * @throws {TypeError} If the input or an option is invalid; nothing was sent
   * @throws {RangeError} If a number in the options is out of range; nothing was sent
   */
  // Last, so that the compiler reports a missing `phoneNumber` when both are absent.
  send(input: PreludeSendInput, options?: CallOptions): Promise<PreludeSendResult>;
  send(
    input: PreludeSendInput | PreludeEmailSendInput,
    options?: CallOptions,
  ): Promise<PreludeSendResult | PreludeEmailSendResult> {
    return perform(this, SEND, input, options);
  }

  /**
   * **Test `ok`: the result is an object, so `if (await prelude.check(…))` is true for a wrong code, too.**
   * Checks the code that a person typed; sign the person in only if `ok` is `true`.
   *
   * A wrong code counts against the allowed number of checks. Input that cannot be a code is refused as
   * `invalid` without a request, and so is any code if the target is not a phone number or email address. Without a
   * target (`undefined`, as for a person without a session) the result is `expired`.
   *
   * @throws {OtpError} As `send` does
   */
  check(input: PreludeCheckInput, options?: CallOptions): Promise<PreludeCheckResult> {
    return perform(this, CHECK, input, options);
  }

  /**
   * Sends a further code to the same person. To the API this is another `send`: if the verification has ended,
   * it opens a new one, and `resumed` is not set.
   *
   * Refusals returned as results: `rate_limited` (too many attempts), `denied` (blocked for another reason, in
   * `blockReason`; or, without a request, not a phone number or email address), `expired` (without a request:
   * there is no target, as for a person without a session), `unrecognized`.
   *
   * @throws {OtpError} As `send` does
   */
  retry(input: PreludeRetryInput, options?: CallOptions): Promise<PreludeRetryResult> {
    return perform(this, RETRY, input, options);
  }

  /**
   * Reports whether the person behind a number or an email address was signed in, which trains the API's fraud
   * detection.
   *
   * @throws {OtpError} As `send` does
   */
  feedback(input: PreludeFeedbackInput, options?: CallOptions): Promise<PreludeFeedbackResult> {
    return perform(this, FEEDBACK, input, options);
  }

  /**
   * Looks up a phone number: its country, carrier and type of line. Has no side effects, so it is retried
   * after a transient failure.
   *
   * @throws {OtpError} As `send` does
   */
  lookup(input: LookupInput, options?: CallOptions): Promise<PreludeLookupResult> {
    return perform(this, LOOKUP, input, options);
  }
}
