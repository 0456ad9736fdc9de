/** `send`: `POST /authentication`. */

import { parseTimestamp } from "../timestamp.ts";
import { type ShapeOf, writeFields } from "../fields.ts";
import type { SendInput } from "../otp_client.ts";
import type { SendResult } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { checkNames } from "../validate.ts";
import { encodeNumber, type NumberCode } from "./phone_number.ts";

/** The input of {@linkcode Ding.send}. */
export interface DingSendInput extends SendInput {
  /** Whether you trust this user: a stronger claim than that they have signed in before. */
  readonly isReturningUser?: boolean | undefined;
  /** The hash for Android's SMS Retriever API; requires `deviceType: "ANDROID"`. */
  readonly appRealm?: string | undefined;
}

/** The facts about the device that were passed to `send`, as `status` returns them. */
export interface DingSignals {
  /** Android's `ANDROID_ID` or iOS's `identifierForVendor`. */
  readonly deviceId?: string;
  /** `IOS`, `ANDROID`, `WEB`, `IPADOS`, `TVOS`. The list is open. */
  readonly deviceType?: string;
  /** The model of the device. */
  readonly deviceModel?: string;
  /** The version of the device's operating system. */
  readonly osVersion?: string;
  /** The version of the app. */
  readonly appVersion?: string;
  /** The end user's IP address. */
  readonly ip?: string;
  /** Whether you said that you trust this user. */
  readonly isReturningUser?: boolean;
  /** The hash for Android's SMS Retriever API. */
  readonly appRealm?: string;
}

/** The fields about the device in the request of `send` and the response of `status`. */
export const SIGNALS: ShapeOf<DingSignals> = {
  deviceId: "string",
  deviceType: "string",
  deviceModel: "string",
  osVersion: "string",
  appVersion: "string",
  ip: "string",
  isReturningUser: "boolean",
  appRealm: "string",
};

const DETAILS: ShapeOf<DingSendInput> = {
  callbackUrl: "string",
  correlationId: "string",
  locale: "string",
  senderId: "string",
  templateId: "string",
};

// Listed when it is needed, as bundlers keep what is computed by a module.
let inputNames: readonly string[] | undefined;

type Result = SendResult<"pending">;

const RULES: ResultRules<Result, "rate_limited" | "spam_detected" | NumberCode> = {
  fields: {
    authenticationUuid: "string",
    status: "string",
    createdAt: parseTimestamp,
    expiresAt: parseTimestamp,
  },
  required: "authenticationUuid",
  ok: ["pending"],
  refusals: {
    rate_limited: "rate_limited",
    spam_detected: "spam_detected",
    invalid_phone_number: "invalid_phone_number",
    invalid_line: "invalid_line",
    blocked_number: "blocked_number",
    unsupported_region: "unsupported_region",
  },
};

/** Sends a first code, or a further one if an authentication is already open. */
export const SEND: Operation<DingSendInput, Result> = {
  name: "send",
  encode(input, account) {
    inputNames ??= ["phoneNumber", ...[SIGNALS, DETAILS].flatMap(Object.keys)];
    checkNames(input, inputNames, "onlyTypos");
    return encodeNumber(input, (phoneNumber) => ({
      path: "/authentication",
      body: {
        customer_uuid: account,
        phone_number: phoneNumber,
        ...writeFields(input, DETAILS),
        ...writeFields(input, SIGNALS),
      },
    }));
  },
  decode: (answer) => toResult(answer, RULES),
};
