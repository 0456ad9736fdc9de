/** The client of the Prelude Verify API, version 2. */

import type { LookupInput, OtpClient } from "../otp_client.ts";
import { type Api, type Config, configure } from "../transport/config.ts";
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
  /** The API token, or a function that returns it, called once per operation, so tokens can rotate. */
  readonly apiToken: Credential;
  /**
   * The URL of the API, without its `/v2`: `https:`, or `http:` on a loopback host. A path prefix is kept;
   * credentials, a query and a fragment are refused.
   *
   * @default {"https://api.prelude.dev"}
   */
  readonly baseUrl?: string | URL | undefined;
}

const API: Api = {
  baseUrl: "https://api.prelude.dev",
  keyOption: "apiToken",
  ownHeaders: ["authorization"],
  keyPrefix: "Bearer ",
  resultCodes: TARGET_REFUSALS,
};

/**
 * A client of the Prelude Verify API, version 2: sends a one-time code to a phone or an email address, checks
 * it, sends another.
 *
 * What the person signing in must hear comes as a result, discriminated by `ok` and `reason`. A call that
 * fails rejects with an {@linkcode OtpError}, and one that the program made wrongly with a `TypeError` or
 * `RangeError`. A call that changes something is sent once (see `maxAttempts`).
 *
 * This API identifies a verification by the phone number or the email address, not by an id: `check` and
 * `retry` take what `send` returned.
 *
 * A client holds no connection and nothing to close. Create one and keep it.
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
  readonly #config: Config;

  /**
   * Creates a client.
   *
   * @throws {TypeError} If an option is missing or wrong, or in a browser without `allowBrowser`
   * @throws {RangeError} If a number is out of range
   */
  constructor(options: PreludeOptions) {
    this.#config = configure(options, API);
  }

  /**
   * Sends a code to a phone.
   *
   * A `send` while a verification for the number is open is a retry, and says so: `resumed: true`. So after a
   * `send` whose response was lost, another one tells whether the first message went out; it is a second
   * message all the same.
   *
   * Refused, as results: `rate_limited`, `spam_detected`, `invalid_phone_number`, `invalid_line`,
   * `blocked_number`, `unsupported_region`; see {@linkcode SendRefusal}. The API's own word is in
   * `blockReason`. What is not a phone number is `invalid_phone_number` without a request.
   *
   * @throws {ApiError} If the API returns another error
   * @throws {NetworkError} If `fetch` rejects
   * @throws {TimeoutError} If the deadline passes
   * @throws {ResponseError} If the response is not one of this API's
   * @throws {TypeError} If the input or the options are wrong; nothing was sent
   */
  send(input: PreludeSendInput, options?: CallOptions): Promise<PreludeSendResult>;
  /**
   * Sends a code to an email address. What is not one is `invalid_email_address` without a request.
   *
   * @throws {ApiError} If the API returns another error, such as `email_verification_not_allowed`
   */
  send(input: PreludeEmailSendInput, options?: CallOptions): Promise<PreludeEmailSendResult>;
  send(
    input: PreludeSendInput | PreludeEmailSendInput,
    options?: CallOptions,
  ): Promise<PreludeSendResult | PreludeEmailSendResult> {
    return perform(this.#config, SEND, input, options);
  }

  /**
   * Checks the code that a person typed. Returns an object, which is always truthy: only a result with
   * `ok: true` signs anybody in.
   *
   * A wrong code uses up one of the checks that are allowed. What cannot be a code is `invalid` without a
   * request, and so is any code for what is no phone number or email address.
   *
   * @throws {OtpError} As `send` does
   */
  check(input: PreludeCheckInput, options?: CallOptions): Promise<PreludeCheckResult> {
    return perform(this.#config, CHECK, input, options);
  }

  /**
   * Sends a further code to the same person. For the API this is a `send` again: if the verification is over,
   * it opens another, and `resumed` is not set.
   *
   * Refused, as results: `rate_limited` (too many attempts), `denied` (blocked for another reason, which is in
   * `blockReason`, or, without a request, not a phone number or email address).
   *
   * @throws {OtpError} As `send` does
   */
  retry(input: PreludeRetryInput, options?: CallOptions): Promise<PreludeRetryResult> {
    return perform(this.#config, RETRY, input, options);
  }

  /**
   * Reports whether the person behind a number or an email address was signed in, which trains the API's
   * anti-fraud.
   *
   * @throws {OtpError} As `send` does
   */
  feedback(input: PreludeFeedbackInput, options?: CallOptions): Promise<PreludeFeedbackResult> {
    return perform(this.#config, FEEDBACK, input, options);
  }

  /**
   * Looks up a phone number: its country, carrier, and kind of line. Changes nothing, so it is repeated after
   * a failure that may be transient.
   *
   * @throws {OtpError} As `send` does
   */
  lookup(input: LookupInput, options?: CallOptions): Promise<PreludeLookupResult> {
    return perform(this.#config, LOOKUP, input, options);
  }
}
