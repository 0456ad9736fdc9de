/** `send`: `POST /authentication`. */

import { parseTimestamp } from "../timestamp.ts";
import { type ShapeOf, writeFields } from "../fields.ts";
import type { SendInput } from "../otp_client.ts";
import type { SendResult } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { encodeNumber, type NumberCode } from "./phone_number.ts";

/** The input of {@linkcode Ding.send}. */
export interface DingSendInput extends SendInput {
  /** Whether you trust this user: a stronger signal than "has been here". */
  readonly isReturningUser?: boolean | undefined;
  /** The hash for Android's SMS Retriever API; needs `deviceType: "ANDROID"`. */
  readonly appRealm?: string | undefined;
}

/** What `send` says about the device, and `status` repeats. */
export interface DingSignals {
  /** Android's `ANDROID_ID` or iOS's `identifierForVendor`. */
  readonly deviceId?: string;
  /** `IOS`, `ANDROID`, `WEB`; from `status` also `IPADOS` and `TVOS`. The list is open. */
  readonly deviceType?: string;
  /** The model of the device. */
  readonly deviceModel?: string;
  /** The version of the device's operating system. */
  readonly osVersion?: string;
  /** The version of the app. */
  readonly appVersion?: string;
  /** The end user's IP address. */
  readonly ip?: string;
  /** Whether this user was said to be trusted. */
  readonly isReturningUser?: boolean;
  /** The hash for Android's SMS Retriever API. */
  readonly appRealm?: string;
}

/** What is said about the device: by `send` to the API, and by `status` back. */
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

/** The first code to a person, or a further one while an authentication is open. */
export const SEND: Operation<DingSendInput, Result> = {
  name: "send",
  encode: (input, account) =>
    encodeNumber(input, (phoneNumber) => ({
      path: "/authentication",
      body: {
        customer_uuid: account,
        phone_number: phoneNumber,
        ...writeFields(input, DETAILS),
        ...writeFields(input, SIGNALS),
      },
    })),
  decode: (answer) => toResult(answer, RULES),
};
