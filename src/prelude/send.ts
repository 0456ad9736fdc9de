/** `send`: `POST /v2/verification`. */

import { type ShapeOf, type Wire, writeFields } from "../fields.ts";
import { ownValue } from "../objects.ts";
import type { SendInput } from "../otp_client.ts";
import type { SendOk, SendRefusal, SendRefused } from "../results.ts";
import {
  type Operation,
  type Outgoing,
  type Refused,
  type ResultRules,
  toResult,
} from "../transport/operation.ts";
import {
  encodeTarget,
  type PreludeFacts,
  type PreludeTarget,
  TARGET_REFUSALS,
  type TargetRequest,
  type TargetWord,
  type WireTarget,
} from "./target.ts";
import { checkNames, fail, ownStrings } from "../validate.ts";

/** The input of {@linkcode Prelude.send} for a phone. */
export interface PreludeSendInput extends SendInput {
  /** Not allowed together with a phone number. */
  readonly emailAddress?: undefined;
  /** How to verify: `"message"` skips silent verification; `"voice"` makes a call. The list is open. */
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  readonly method?: "auto" | "message" | "voice" | (string & {}) | undefined;
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
  /**
   * The only channels to use, in order: `sms`, `rcs`, `whatsapp`, `viber`, `zalo`, `telegram` (the list is
   * open). Not together with `preferredChannel`. Only the first call of a verification reads it. (Named unlike
   * the API's `channels`, which results have, too.)
   */
  readonly onlyChannels?: readonly string[] | undefined;
  /** How many further channels may be tried, from 0. Only the first call of a verification reads it. */
  readonly maxAutoFallbacks?: number | undefined;
  /**
   * Whether to treat the request as suspicious; the status is then `challenged`. Only the first call of a
   * verification reads it.
   */
  readonly forceChallenge?: boolean | undefined;
  /** The number of digits of the code, from 4 to 8; not together with `customCode`. */
  readonly codeSize?: number | undefined;
  /** Your own code. The vendor has to enable this for the account. */
  readonly customCode?: string | undefined;
  /** The values for the placeholders of the template `templateId`. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /**
   * The app or website that reads the code from the message automatically. For the `platform` `android`,
   * `value` is the 11-character hash for Android's SMS Retriever API; for `web`, the domain. The list is open.
   */
  readonly appRealm?:
    // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
    | { readonly platform: "android" | "web" | (string & {}); readonly value: string }
    | undefined;
  /** The id that the vendor's browser or mobile SDK returned, 36 characters. */
  readonly dispatchId?: string | undefined;
  /** The end user's `User-Agent`. */
  readonly userAgent?: string | undefined;
  /** Whether you trust this user: a stronger claim than that they have signed in before. */
  readonly isTrustedUser?: boolean | undefined;
  /** The JA4 fingerprint of the end user's TLS connection. */
  readonly ja4Fingerprint?: string | undefined;
}

/** The input of {@linkcode Prelude.send} for an email address. The vendor has to enable this for the account. */
export interface PreludeEmailSendInput
  extends Omit<PreludeSendInput, "phoneNumber" | "emailAddress"> {
  /** The email address. White space around it is removed. */
  readonly emailAddress: string;
  /** Not allowed together with an email address. */
  readonly phoneNumber?: undefined;
}

/**
 * The statuses of `send` and `retry` that are `ok`. In each case a code is on its way.
 *
 * - `"success"`: the first code of a new verification.
 * - `"retry"`: a further code of an open verification.
 * - `"challenged"`: the request looked suspicious; the code goes by another channel than text message or call.
 * - `"shadow_blocked"`: the request would have been blocked, but blocking is turned off for the account.
 *
 * The last two are `ok` because the person still has to enter the code. To refuse them, test `status`.
 */
export type PreludeSentStatus = "success" | "retry" | "challenged" | "shadow_blocked";

/**
 * What makes a request look risky. The list is open, as the API's is.
 *
 * Source: the vendor's Python SDK 0.13.0.
 */
export type PreludeRiskFactor =
  | "behavioral_pattern"
  | "device_attribute"
  | "fraud_database"
  | "location_discrepancy"
  | "network_fingerprint"
  | "poor_conversion_history"
  | "prefix_concentration"
  | "suspected_request_tampering"
  | "suspicious_ip_address"
  | "temporary_phone_number"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** The facts in the results of `send` and `retry` that only {@linkcode Prelude} returns. */
export interface PreludeSendFacts extends PreludeFacts {
  /** How the person is verified: `email`, `message`, `silent`, `voice`. The list is open. */
  readonly method?: string;
  /** The channels that are tried, in order: `sms`, `whatsapp`, `voice`, … The list is open. */
  readonly channels?: readonly string[];
  /** The URL at which the end user's device starts a silent verification; only if `method` is `"silent"`. */
  readonly silentRequestUrl?: string;
  /**
   * The API's own reason for blocking, or shadow-blocking, the request: `expired_signature`, `in_block_list`,
   * `invalid_phone_line`, `invalid_phone_number`, `invalid_signature`, `repeated_attempts`, `suspicious`. The
   * list is open.
   */
  readonly blockReason?: string;
  /** The risk factors; present if the request was blocked or shadow-blocked. */
  readonly riskFactors?: readonly PreludeRiskFactor[];
  /**
   * Set if a verification was already open for this phone number or email address, and this is a further code
   * of it. After a `send` whose response was lost, it means that the first message went out.
   */
  readonly resumed?: true;
}

/** The result of {@linkcode Prelude.send} for a phone: a discriminated union on `ok`. */
export type PreludeSendResult = PreludeSendOk | PreludeSendRefused;

/** The code is on its way to a phone. */
export interface PreludeSendOk extends SendOk<PreludeSentStatus>, PreludeSendFacts {}

/** No code was sent, for a reason that concerns the person. */
export interface PreludeSendRefused extends SendRefused, PreludeSendFacts {}

/** The result of {@linkcode Prelude.send} for an email address: a discriminated union on `ok`. */
export type PreludeEmailSendResult = PreludeEmailSendOk | PreludeEmailSendRefused;

/** The code is on its way to an email address. */
export interface PreludeEmailSendOk extends Omit<PreludeSendOk, "phoneNumber"> {
  /** The email address, as it was sent to the API. */
  readonly emailAddress: string;
}

/** No code was sent, for a reason that concerns the person. */
export interface PreludeEmailSendRefused
  extends Omit<PreludeSendRefused, "phoneNumber" | "reason"> {
  /** Why not; a closed list. */
  readonly reason: SendRefusal | "invalid_email_address";
  /** The email address; absent if it is not one. */
  readonly emailAddress?: string;
}

/** The options of `send`: its input without the phone number or email address. */
export type SendDetails = Omit<PreludeSendInput, "phoneNumber" | "emailAddress">;

const SIGNALS: ShapeOf<SendDetails> = {
  deviceId: "string",
  deviceModel: "string",
  deviceType: ["device_platform", "string"],
  ip: "string",
  osVersion: "string",
  appVersion: "string",
  userAgent: "string",
  isTrustedUser: "boolean",
  ja4Fingerprint: "string",
};

const OPTIONS: ShapeOf<SendDetails> = {
  locale: "string",
  templateId: "string",
  variables: "object",
  senderId: "string",
  callbackUrl: "string",
  codeSize: "number",
  customCode: "string",
  preferredChannel: "string",
  onlyChannels: ["channels", "object"],
  maxAutoFallbacks: "number",
  forceChallenge: "boolean",
  appRealm: "object",
  method: "string",
};

type Ids = Pick<SendDetails, "correlationId" | "dispatchId">;

const METADATA: ShapeOf<Ids> = { correlationId: "string" };
const DISPATCH: ShapeOf<Ids> = { dispatchId: "string" };

/** What the vendor's SDK has the fields of the input in. */
const NESTED_IN_SDK = ["target", "options", "signals", "metadata"];

// Listed when it is needed, as bundlers keep what is computed by a module.
let inputNames: readonly string[] | undefined;

/** Encodes the ids that `send`, `retry` and `feedback` have; without any, nothing of it is in the JSON. */
export function encodeIds(ids: Ids): Wire {
  return { metadata: writeFields(ids, METADATA), ...writeFields(ids, DISPATCH) };
}

/** Builds the request of `send` and `retry`. */
export function encodeSend(target: WireTarget, details: SendDetails): TargetRequest {
  const deviceType = ownValue(details, "deviceType");
  ownStrings(details, "onlyChannels");
  return {
    path: "/v2/verification",
    // `writeFields` returns `undefined` instead of an empty object, and JSON omits it.
    body: {
      target,
      // This API uses lowercase names, v1 uppercase ones.
      signals: writeFields(
        typeof deviceType === "string"
          ? { ...details, deviceType: deviceType.toLowerCase() }
          : details,
        SIGNALS,
      ),
      options: writeFields(details, OPTIONS),
      ...encodeIds(details),
    },
    code: ownValue(details, "customCode") as string | undefined,
  };
}

/** The statuses of `send` and `retry` that are `ok`. */
export const SENT_STATUSES: readonly PreludeSentStatus[] = [
  "success",
  "retry",
  "challenged",
  "shadow_blocked",
];

/** The fields of the responses to `send` and `retry`. */
export const SENT_FIELDS: ShapeOf<
  Pick<PreludeSendOk, "authenticationUuid" | "status"> & PreludeSendFacts
> = {
  authenticationUuid: ["id", "string"],
  status: "string",
  method: "string",
  channels: readStrings,
  silentRequestUrl: ["silent.request_url", "string"],
  blockReason: ["reason", "string"],
  riskFactors: readStrings,
  resumed: ["status", isResumed],
  requestId: "string",
  correlationId: ["metadata.correlation_id", "string"],
};

function readStrings(list: unknown): string[] | undefined {
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : undefined;
}

function isResumed(status: unknown): true | undefined {
  return status === "retry" || undefined;
}

type Result = PreludeSendResult | PreludeEmailSendResult;

const RULES: ResultRules<Result, TargetWord> = {
  fields: SENT_FIELDS,
  required: "authenticationUuid",
  ok: SENT_STATUSES,
  refusals: TARGET_REFUSALS,
};

/** Sends the first code of a verification, or a further one if a verification is already open. */
export const SEND: Operation<PreludeSendInput | PreludeEmailSendInput, Result> = {
  name: "send",
  encode(input) {
    inputNames ??= [
      "phoneNumber",
      "emailAddress",
      ...[SIGNALS, OPTIONS, METADATA, DISPATCH].flatMap(Object.keys),
    ];
    checkNames(input, inputNames, "onlyTypos");
    // They would be ignored, and with them the signals against fraud.
    for (const name of NESTED_IN_SDK) {
      if (Object.hasOwn(input, name)) fail(name, "is not known; pass its fields by themselves");
    }
    return encodeTarget(input as PreludeTarget, (target) => encodeSend(target, input)) as
      | Outgoing
      | Refused<Result>;
  },
  decode: (answer) => toResult(answer, RULES),
};
