/** The interface that both clients implement, and its inputs. */

import type { CheckResult, RetryResult, SendResult } from "./results.ts";
import type { CallOptions } from "./transport/options.ts";

/** The input of `send`. */
export interface SendInput {
  /** The phone number as the person typed it, with its country code; `toE164` describes what is accepted. */
  readonly phoneNumber: string;
  /** The URL that receives webhooks about delivery. */
  readonly callbackUrl?: string | undefined;
  /** Your own id, repeated in webhooks. */
  readonly correlationId?: string | undefined;
  /** Android's `ANDROID_ID` or iOS's `identifierForVendor`. */
  readonly deviceId?: string | undefined;
  /** The kind of the end user's device. The list is open; Prelude also knows `IPADOS` and `TVOS`. */
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  readonly deviceType?: "IOS" | "ANDROID" | "WEB" | (string & {}) | undefined;
  /** The model of the device. */
  readonly deviceModel?: string | undefined;
  /** The version of the device's operating system. */
  readonly osVersion?: string | undefined;
  /** The version of your app. */
  readonly appVersion?: string | undefined;
  /** The end user's IP address. */
  readonly ip?: string | undefined;
  /**
   * The language of the message, a BCP 47 tag such as `fr-FR`.
   *
   * @default {the language of the number's country, then "en-US"}
   */
  readonly locale?: string | undefined;
  /** The sender shown in the message. */
  readonly senderId?: string | undefined;
  /** The id of the message template. */
  readonly templateId?: string | undefined;
}

/** The input of `check`: the result of `send`, and the code. */
export interface CheckInput {
  /**
   * The id that `send` returned: a UUID from Ding, which identifies the authentication by it; `vrf_…` from
   * Prelude, which ignores it.
   */
  readonly authenticationUuid: string;
  /** The phone number that `send` returned. Prelude identifies the verification by it; Ding ignores it. */
  readonly phoneNumber: string;
  /**
   * The code as the person typed or pasted it; a message that contains it works, too. Named as in Ding's API,
   * although messages in the sandbox call it `code`.
   */
  readonly checkCode: string;
}

/** The input of `retry`: the result of `send`, and the options that were passed to it. */
export interface RetryInput extends SendInput {
  /** The id that `send` returned. Ding identifies the authentication by it; Prelude ignores it. */
  readonly authenticationUuid: string;
}

/** Whether the person was signed in. The list is open. */
export type FeedbackStatus =
  | "onboarded"
  | "not_onboarded"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** The input of `lookup`. */
export interface LookupInput {
  /** The phone number, normalized as by `send`. */
  readonly phoneNumber: string;
  /** Additional facts to look up: `"cnam"` for the caller name. The list is open. */
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  readonly type?: readonly ("cnam" | (string & {}))[] | undefined;
}

/**
 * The interface that `Ding` and `Prelude` both implement, for code that runs on either. Pass the result of
 * `send` to `check` and `retry`. Keep it in the person's session on the server; never take it from a request.
 *
 * @example An app that works with either API
 * ```ts
 * import { type OtpClient, Prelude } from "@ding-otp/client";
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { assertEquals } from "@std/assert";
 *
 * async function signIn(client: OtpClient, typedNumber: string, typeCode: () => string) {
 *   const sent = await client.send({ phoneNumber: typedNumber });
 *   if (!sent.ok) return false;
 *   const check = await client.check({ ...sent, checkCode: typeCode() });
 *   return check.ok;
 * }
 *
 * const sandbox = new Sandbox();
 * const prelude = new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch });
 * const signedIn = await signIn(prelude, "+1 555 555 0100", () => sandbox.messages.at(-1)!.code);
 * assertEquals(signedIn, true);
 * ```
 */
export interface OtpClient {
  /** Sends a code to a phone. */
  send(input: SendInput, options?: CallOptions): Promise<SendResult>;
  /**
   * **Test `ok`: the result is an object, so `if (await otp.check(…))` is true for a wrong code, too.** Checks
   * the code that a person typed; sign the person in only if `ok` is `true`.
   */
  check(input: CheckInput, options?: CallOptions): Promise<CheckResult>;
  /** Sends another code to the same person. */
  retry(input: RetryInput, options?: CallOptions): Promise<RetryResult>;
}
