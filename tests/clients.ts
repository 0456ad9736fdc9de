/** Clients for tests, and the six operations as a table. */
import {
  type CheckResult,
  Ding,
  type DingCallOptions,
  type DingOptions,
  type FeedbackResult,
  type LookupResult,
  type OperationName,
  type RetryResult,
  type SendResult,
  type StatusResult,
} from "@ding-otp/client";
import { TIMING, type Timing } from "../src/transport/timing.ts";

export const KEY = "sk_live_7Qm2xV9tLw4R";
export const ACCOUNT = "c0ffee00-0000-4000-8000-000000000001";
export const UUID = "5d3c6f1e-8a4b-4c2d-9e0f-1a2b3c4d5e6f";
export const NUMBER = "+33612345678";
export const CODE = "835021";

/** What a test may set of a client: its options, and the time that it lives in. */
export interface TestOptions extends Partial<DingOptions> {
  readonly timing?: Timing | undefined;
}

/** A client that may also be made in the page that the tests run in. */
export function makeDing({ timing, ...options }: TestOptions = {}): Ding {
  return new Ding({
    apiKey: KEY,
    customerUuid: ACCOUNT,
    allowBrowser: "document" in globalThis,
    ...options,
    ...(timing && { [TIMING]: timing }),
  });
}

/** Any of the results. */
export type AnyResult =
  | SendResult
  | CheckResult
  | RetryResult
  | FeedbackResult
  | StatusResult
  | LookupResult;

/** One operation, as its tests need it. */
export interface Case {
  readonly name: OperationName;
  /** Whether it changes nothing. */
  readonly safe: boolean;
  /** Performs it with the constants above. */
  readonly call: (ding: Ding, options?: DingCallOptions) => Promise<AnyResult>;
  /** The shortest answer that is one. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** What comes of it. */
  readonly result: Readonly<Record<string, unknown>>;
  /** The field without which an answer is none, by the wire's name. */
  readonly promised: readonly string[];
}

export const SEND: Case = {
  name: "send",
  safe: false,
  call: (ding, options) => ding.send({ phoneNumber: NUMBER }, options),
  answer: { authentication_uuid: UUID, status: "pending" },
  result: { ok: true, phoneNumber: NUMBER, authenticationUuid: UUID, status: "pending" },
  promised: ["authentication_uuid", "status"],
};

export const CHECK: Case = {
  name: "check",
  safe: false,
  call: (ding, options) => ding.check({ authenticationUuid: UUID, checkCode: CODE }, options),
  answer: { status: "valid" },
  result: { ok: true, authenticationUuid: UUID, status: "valid" },
  promised: ["status"],
};

export const RETRY: Case = {
  name: "retry",
  safe: false,
  call: (ding, options) => ding.retry({ authenticationUuid: UUID }, options),
  answer: { status: "approved" },
  result: { ok: true, authenticationUuid: UUID, status: "approved" },
  promised: ["status"],
};

export const FEEDBACK: Case = {
  name: "feedback",
  safe: false,
  call: (ding, options) => ding.feedback({ phoneNumber: NUMBER, status: "onboarded" }, options),
  answer: { uuid: UUID },
  result: { ok: true, phoneNumber: NUMBER, uuid: UUID },
  promised: ["uuid"],
};

export const STATUS: Case = {
  name: "status",
  safe: true,
  call: (ding, options) => ding.status({ authenticationUuid: UUID }, options),
  answer: { uuid: UUID },
  result: { uuid: UUID, events: [] },
  promised: ["uuid"],
};

export const LOOKUP: Case = {
  name: "lookup",
  safe: true,
  call: (ding, options) => ding.lookup({ phoneNumber: NUMBER }, options),
  answer: { phone_number: NUMBER },
  result: { ok: true, phoneNumber: NUMBER },
  promised: ["phone_number"],
};

/** The six operations. */
export const OPERATIONS: readonly Case[] = [SEND, CHECK, RETRY, FEEDBACK, STATUS, LOOKUP];

/** The operations that change something. */
export const CHANGING: readonly Case[] = OPERATIONS.filter(({ safe }) => !safe);

/** The operations that may be repeated. */
export const SAFE: readonly Case[] = OPERATIONS.filter(({ safe }) => safe);

/** What a call was rejected with, whatever it is. */
export async function rejection(call: Promise<unknown>): Promise<unknown> {
  let result;
  try {
    result = await call;
  } catch (reason) {
    return reason;
  }
  throw new Error(`expected a rejection, got ${JSON.stringify(result)}`);
}
