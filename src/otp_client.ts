/** What an app needs of a client, whichever API is behind it. */

import type { CheckResult, RetryResult, SendResult } from "./results.ts";
import type { CallOptions } from "./transport/options.ts";

/** The input of `send`. */
export interface SendInput {
  /** The phone number as the person typed it, with its country code; see `toE164`. */
  readonly phoneNumber: string;
  /** The URL of a webhook for delivery events. */
  readonly callbackUrl?: string | undefined;
  /** An id of your own, repeated in webhooks. */
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
  /** The sender that the message shows. */
  readonly senderId?: string | undefined;
  /** The id of the message template. */
  readonly templateId?: string | undefined;
}

/** The input of `check`: what `send` returned, and the code. */
export interface CheckInput {
  /** The id that `send` returned, by which Ding checks. */
  readonly authenticationUuid: string;
  /** The phone number that `send` returned, by which Prelude checks. */
  readonly phoneNumber: string;
  /** The code as the person typed it. */
  readonly checkCode: string;
}

/** The input of `retry`: what `send` returned, and what was passed to it. */
export interface RetryInput extends SendInput {
  /** The id that `send` returned, by which Ding sends again. */
  readonly authenticationUuid: string;
}

/** How a sign-in ended. The list is open, as the API's is. */
export type FeedbackStatus =
  | "onboarded"
  | "not_onboarded"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** The input of `lookup`. */
export interface LookupInput {
  /** The phone number, normalized as `send` does. */
  readonly phoneNumber: string;
  /** What to look up beyond the usual: `"cnam"` for the caller name. The list is open. */
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  readonly type?: readonly ("cnam" | (string & {}))[] | undefined;
}

/**
 * What an app needs of a client. `Ding` and `Prelude` both implement it, so an app is written once. What
 * `send` returns can be passed to `check` and `retry` of either: keep it in the person's session, and take it
 * from nowhere else.
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
  /** Checks the code that a person typed. Only a result with `ok: true` signs anybody in. */
  check(input: CheckInput, options?: CallOptions): Promise<CheckResult>;
  /** Sends a further code to the same person. */
  retry(input: RetryInput, options?: CallOptions): Promise<RetryResult>;
}
