/** The client of the Prelude Verify API, version 2. */

import type { OtpClient } from "../otp_client.ts";
import { connect, type Perform } from "../transport/connect.ts";
import type { CallOptions, ClientOptions, Credential } from "../transport/options.ts";
import { CHECK, type PreludeCheckInput } from "./check.ts";
import { FEEDBACK, type PreludeFeedbackInput } from "./feedback.ts";
import { LOOKUP, type PreludeLookupInput } from "./lookup.ts";
import type {
  PreludeCheckResult,
  PreludeEmailSendResult,
  PreludeFeedbackResult,
  PreludeLookupResult,
  PreludeRetryResult,
  PreludeSendResult,
} from "./results.ts";
import {
  type PreludeEmailSendInput,
  type PreludeRetryInput,
  type PreludeSendInput,
  RETRY,
  SEND,
} from "./send.ts";
import { PERSONAL } from "./operation.ts";

/** The options of a {@linkcode Prelude}. They are read once, at construction. */
export interface PreludeOptions extends ClientOptions {
  /**
   * The API token, or a function that gives it (or a promise of it): it is asked at each call, so that
   * tokens can rotate.
   */
  readonly apiToken: Credential;
  /**
   * Where the API is, without its `/v2`: `https:`, or `http:` on a loopback host. A path prefix is kept;
   * credentials, a query or a fragment are refused.
   *
   * @default {"https://api.prelude.dev"}
   */
  readonly baseUrl?: string | URL | undefined;
}

const DIALECT = {
  baseUrl: "https://api.prelude.dev",
  key: "apiToken",
  header: "authorization",
  prefix: "Bearer ",
  personal: PERSONAL.map(({ wire }) => wire),
};

/**
 * A client of the Prelude Verify API, version 2: sends a one-time code to a phone or a mailbox, checks it,
 * sends another.
 *
 * Its results and errors are those of `Ding`: what the person signing in must hear comes as a result,
 * discriminated by `ok` and `reason`; a call that broke is rejected with an {@linkcode OtpError}, and one
 * that the program made wrongly with a `TypeError` or `RangeError`. A call that changes something is sent
 * once (see `maxAttempts`).
 *
 * This API knows a verification by the phone number or the email address, not by an id: `check` and `retry`
 * take what `send` returned.
 *
 * A client holds no connection and nothing to close; make one and keep it.
 *
 * @example Sign in by phone
 * ```ts
 * import { Prelude } from "@ding-otp/client/prelude";
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
  readonly #perform: Perform;

  /**
   * Makes a client.
   *
   * @throws {TypeError} if an option is missing or of the wrong kind, or in a browser without
   * `allowBrowser`
   * @throws {RangeError} if a number is out of its range
   */
  constructor(options: PreludeOptions) {
    this.#perform = connect(options, DIALECT);
  }

  /**
   * Sends a code to a phone.
   *
   * A `send` while a window is open for the same number is a retry, and says so: `resumed: true`. So after
   * a `send` whose answer was lost, another one tells whether the first message went out; it is a second
   * message all the same.
   *
   * Refused, as results: `rate_limited` (too many attempts), `spam_detected` (flagged by anti-fraud),
   * `invalid_phone_number`, `invalid_line`, `blocked_number`, `unsupported_region`; the API's own word is in
   * `blockReason`. A number that is not in E.164 form is `invalid_phone_number` with no request made.
   *
   * @throws {ApiError} if the API answers with another error
   * @throws {NetworkError} if `fetch` is rejected
   * @throws {TimeoutError} if the deadline passes
   * @throws {ResponseError} if the answer is none of this API's
   * @throws {TypeError} if the input or the options are wrong; nothing was sent
   */
  send(input: PreludeSendInput, options?: CallOptions): Promise<PreludeSendResult>;
  /**
   * Sends a code to a mailbox, as to a phone. What is no email address is `invalid_email_address` with no
   * request made.
   *
   * @throws {ApiError} if the API answers with another error, such as `email_verification_not_allowed`
   */
  send(input: PreludeEmailSendInput, options?: CallOptions): Promise<PreludeEmailSendResult>;
  send(
    input: PreludeSendInput | PreludeEmailSendInput,
    options?: CallOptions,
  ): Promise<PreludeSendResult | PreludeEmailSendResult> {
    return this.#perform(SEND, input, options);
  }

  /**
   * Checks the code that a person typed. Only `ok: true` signs anybody in.
   *
   * A wrong code uses up one of the checks that are allowed. An empty code is `invalid` with no request
   * made, and so is one for what is no target.
   *
   * @throws {OtpError} as `send` does
   */
  check(input: PreludeCheckInput, options?: CallOptions): Promise<PreludeCheckResult> {
    return this.#perform(CHECK, input, options);
  }

  /**
   * Sends another code to the same person. In the API this is a `send` again: when the window has closed,
   * it opens another, and `resumed` is not set.
   *
   * Refused, as results: `rate_limited` (too many attempts), `denied` (blocked for another reason, which is
   * in `blockReason`, or, with no request made, no target).
   *
   * @throws {OtpError} as `send` does
   */
  retry(input: PreludeRetryInput, options?: CallOptions): Promise<PreludeRetryResult> {
    return this.#perform(RETRY, input, options);
  }

  /**
   * Tells the API whether the person behind a target was signed in, which trains its anti-fraud.
   *
   * @throws {OtpError} as `send` does
   */
  feedback(input: PreludeFeedbackInput, options?: CallOptions): Promise<PreludeFeedbackResult> {
    return this.#perform(FEEDBACK, input, options);
  }

  /**
   * Looks up a phone number: its country, carrier, and kind of line. It changes nothing, so it is
   * repeated after a failure that may pass.
   *
   * @throws {OtpError} as `send` does
   */
  lookup(input: PreludeLookupInput, options?: CallOptions): Promise<PreludeLookupResult> {
    return this.#perform(LOOKUP, input, options);
  }
}
