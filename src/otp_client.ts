/** What an app needs of a client, whichever API is behind it. */

import type { CallOptions } from "./transport/options.ts";
import type { CheckResult, RetryResult, SendResult } from "./types.ts";

/** What helps against fraud, and what the message looks like: the same in both APIs. */
export interface OtpSendDetails {
  /** The address of a webhook for delivery events. */
  readonly callbackUrl?: string | undefined;
  /** An id of your own, repeated in webhooks. */
  readonly correlationId?: string | undefined;
  /** Android's `ANDROID_ID` or iOS' `identifierForVendor`. */
  readonly deviceId?: string | undefined;
  /** The end user's device. The list is open; Prelude also knows `IPADOS` and `TVOS`. */
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  readonly deviceType?: "IOS" | "ANDROID" | "WEB" | (string & {}) | undefined;
  /** The device's model. */
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
   * @default {that of the number's country, then "en-US"}
   */
  readonly locale?: string | undefined;
  /** The sender that the message shows. */
  readonly senderId?: string | undefined;
  /** Which text the message has. */
  readonly templateId?: string | undefined;
}

/** What `send` needs to know. */
export interface OtpSendInput extends OtpSendDetails {
  /**
   * The phone number. Spaces, hyphens, dots, slashes, parentheses and format characters, such as bidi marks,
   * are dropped; the rest has to be in E.164 form, such as `+33612345678`.
   */
  readonly phoneNumber: string;
}

/** What `check` needs to know: what `send` gave, and the code. */
export interface OtpCheckInput {
  /** The id that `send` gave: Ding checks by it. */
  readonly authenticationUuid: string;
  /** The phone number that `send` gave: Prelude checks by it. */
  readonly phoneNumber: string;
  /** The code as the person typed it. */
  readonly checkCode: string;
}

/** What `retry` needs to know: what `send` gave, and what was given to `send`. */
export interface OtpRetryInput extends OtpSendInput {
  /** The id that `send` gave: Ding sends again by it. */
  readonly authenticationUuid: string;
}

/**
 * What an app needs of a client: `Ding` and `Prelude` are both one, so that an app is written once.
 * What `send` returns can be handed to `check` and `retry` of either. Keep it in the person's session,
 * and take it from nowhere else.
 *
 * @example An app that does not know which API it has
 * ```ts
 * import { Ding, type OtpClient } from "@ding-otp/client";
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
 * const ding = new Ding({ ...sandbox.credentials, fetch: sandbox.fetch });
 * const signedIn = await signIn(ding, "+1 555 555 0100", () => sandbox.messages.at(-1)!.code);
 * assertEquals(signedIn, true);
 * ```
 */
export interface OtpClient {
  /** Sends a code to a phone. */
  send(input: OtpSendInput, options?: CallOptions): Promise<SendResult<string>>;
  /** Checks the code that a person typed. Only `ok: true` signs anybody in. */
  check(input: OtpCheckInput, options?: CallOptions): Promise<CheckResult<string>>;
  /** Sends another code to the same person. */
  retry(input: OtpRetryInput, options?: CallOptions): Promise<RetryResult<string>>;
}
