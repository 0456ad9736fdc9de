/** `send` and `retry`: both are `POST /v2/verification`. */

import type { OtpSendDetails } from "../otp_client.ts";
import type { Operation } from "../transport/operation.ts";
import { fields, write } from "../wire.ts";
import type { PreludeEmailSendResult, PreludeRetryResult, PreludeSendResult } from "./results.ts";
import { operation, type Request, type WireTarget } from "./operation.ts";
import type { EmailTarget, PhoneTarget, Target } from "./target.ts";

/** Who reads the code from the message by itself, without the person typing it. */
export interface AppRealm {
  /** What kind of app. The list is open. */
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  readonly platform: "android" | "web" | (string & {});
  /** The 11 characters of the hash of Android's SMS Retriever API, or the domain. */
  readonly value: string;
}

/** What may be told with every message, the first one and those after it. */
export interface PreludeSendDetails extends OtpSendDetails {
  /** The channel to try first. The list is open. */
  readonly preferredChannel?:
    | "sms"
    | "rcs"
    | "whatsapp"
    | "viber"
    | "zalo"
    | "telegram"
    // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
    | (string & {})
    | undefined;
  /** How many digits the code has, from 4 to 8; not together with `customCode`. */
  readonly codeSize?: number | undefined;
  /** A code of your own. The vendor has to enable this for the account. */
  readonly customCode?: string | undefined;
  /** What to put into the text of `templateId`. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Who reads the code from the message by itself. */
  readonly appRealm?: AppRealm | undefined;
  /** The id that the vendor's browser or mobile SDK gave, 36 characters. */
  readonly dispatchId?: string | undefined;
  /** The end user's `User-Agent`. */
  readonly userAgent?: string | undefined;
  /** Whether you trust this user: a stronger signal than "has been here". */
  readonly isTrustedUser?: boolean | undefined;
  /** The JA4 fingerprint of the end user's TLS connection. */
  readonly ja4Fingerprint?: string | undefined;
}

/** What may be told of the first message alone. */
export interface PreludeFirstDetails extends PreludeSendDetails {
  /** How to verify: `"message"` skips the silent way, `"voice"` calls. The list is open. */
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  readonly method?: "auto" | "message" | "voice" | (string & {}) | undefined;
}

/** What `send` needs to know for a phone. */
export interface PreludeSendInput extends PhoneTarget, PreludeFirstDetails {}

/** What `send` needs to know for a mailbox. */
export interface PreludeEmailSendInput extends EmailTarget, PreludeFirstDetails {}

/**
 * What `retry` needs to know: whom the code goes to, and what was given to `send`, since the API does not
 * remember it. To switch the method, as in "call me", `send` again: in an open window that is a retry.
 */
export type PreludeRetryInput = Target & PreludeSendDetails & {
  /** May stay in what `send` gave; this API does without. */
  readonly authenticationUuid?: string | undefined;
};

const SIGNALS = fields(
  "device_id device_model device_type=device_platform ip os_version app_version user_agent " +
    "is_trusted_user:boolean ja4_fingerprint",
);
const OPTIONS = fields(
  "locale template_id variables:object sender_id callback_url code_size:number custom_code " +
    "preferred_channel app_realm:object method",
);

/** The request of both; what is undefined stays out of JSON. */
function request(target: WireTarget, input: PreludeFirstDetails): Request {
  return {
    path: "/v2/verification",
    body: {
      target,
      signals: write({ ...input, deviceType: input.deviceType?.toLowerCase() }, SIGNALS),
      options: write(input, OPTIONS),
      metadata: write(input, fields("correlation_id")),
      ...write(input, fields("dispatch_id")),
    },
    secret: input.customCode,
  };
}

const SENT = ["success", "retry", "challenged", "shadow_blocked"];

/** One send: it opens a window, or is a further attempt in the open one. */
export const SEND: Operation<
  PreludeSendInput | PreludeEmailSendInput,
  PreludeSendResult | PreludeEmailSendResult
> = operation<
  PreludeSendInput | PreludeEmailSendInput,
  PreludeSendResult | PreludeEmailSendResult
>({ name: "send", request, ok: SENT });

/** One retry: a send that says nothing new. */
export const RETRY: Operation<PreludeRetryInput, PreludeRetryResult> = operation<
  PreludeRetryInput,
  PreludeRetryResult
>({
  name: "retry",
  request: (target, input) => request(target, { ...input, method: undefined }),
  ok: SENT,
  personal: fields("denied=blocked rate_limited=repeated_attempts"),
});
