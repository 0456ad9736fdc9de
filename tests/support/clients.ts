/** Clients for tests, and what each of them does as a table. */
import {
  type CallOptions,
  Ding,
  type DingOptions,
  type OperationName,
  Prelude,
  type PreludeOptions,
} from "@ding-otp/client";
import { CLOCK, type Clock } from "../../src/transport/clock.ts";

export const KEY = "sk_live_7Qm2xV9tLw4R";
export const ACCOUNT = "c0ffee00-0000-4000-8000-000000000001";
export const UUID = "5d3c6f1e-8a4b-4c2d-9e0f-1a2b3c4d5e6f";
export const ID = "vrf_01jc0t6fwwfgfsq1md24mhyztj";
export const NUMBER = "+33612345678";
export const CODE = "835021";

/**
 * What a test may set of a client: its options, and the time that it lives in. The key is `apiKey`,
 * whatever the client calls it.
 */
export interface TestOptions extends Partial<DingOptions> {
  readonly clock?: Clock | undefined;
}

/** A client that may also be made in the page that the tests run in. */
export function makeDing({ clock, ...options }: TestOptions = {}): Ding {
  return new Ding({
    apiKey: KEY,
    customerUuid: ACCOUNT,
    allowBrowser: "document" in globalThis,
    ...options,
    ...(clock && { [CLOCK]: clock }),
  });
}

/** The same for the other API. */
export function makePrelude(
  { clock, apiKey, customerUuid: _, ...options }: TestOptions = {},
): Prelude {
  return new Prelude({
    apiToken: apiKey ?? KEY,
    allowBrowser: "document" in globalThis,
    ...options,
    ...(clock && { [CLOCK]: clock }),
  } as PreludeOptions);
}

type Result<Client> = {
  [Name in keyof Client]: Client[Name] extends (...args: never) => Promise<infer T> ? T : never;
}[keyof Client];

/** Any of the results. */
export type AnyResult = Result<Ding> | Result<Prelude>;

/** One operation of one client, as its tests need it. */
export interface Case<Client = Ding> {
  readonly name: OperationName;
  /** Whether it changes nothing. */
  readonly safe: boolean;
  /** Makes its client. */
  make(options?: TestOptions): Client;
  /** Performs it with the constants above. */
  call(client: Client, options?: CallOptions): Promise<AnyResult>;
  /** The shortest answer that is one. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** What comes of it. */
  readonly result: Readonly<Record<string, unknown>>;
  /** The fields without which an answer is none, by the wire's names. */
  readonly promised: readonly string[];
  /** The statuses that are `ok`; without any, every answer is. */
  readonly right?: readonly string[];
}

export const SEND: Case = {
  name: "send",
  safe: false,
  make: makeDing,
  call: (ding, options) => ding.send({ phoneNumber: NUMBER }, options),
  answer: { authentication_uuid: UUID, status: "pending" },
  result: { ok: true, phoneNumber: NUMBER, authenticationUuid: UUID, status: "pending" },
  promised: ["authentication_uuid", "status"],
  right: ["pending"],
};

export const CHECK: Case = {
  name: "check",
  safe: false,
  make: makeDing,
  call: (ding, options) => ding.check({ authenticationUuid: UUID, checkCode: CODE }, options),
  answer: { status: "valid" },
  result: { ok: true, authenticationUuid: UUID, status: "valid" },
  promised: ["status"],
  right: ["valid"],
};

export const RETRY: Case = {
  name: "retry",
  safe: false,
  make: makeDing,
  call: (ding, options) => ding.retry({ authenticationUuid: UUID }, options),
  answer: { status: "approved" },
  result: { ok: true, authenticationUuid: UUID, status: "approved" },
  promised: ["status"],
  right: ["approved"],
};

export const FEEDBACK: Case = {
  name: "feedback",
  safe: false,
  make: makeDing,
  call: (ding, options) => ding.feedback({ phoneNumber: NUMBER, status: "onboarded" }, options),
  answer: { uuid: UUID },
  result: { ok: true, phoneNumber: NUMBER, uuid: UUID },
  promised: ["uuid"],
};

export const STATUS: Case = {
  name: "status",
  safe: true,
  make: makeDing,
  call: (ding, options) => ding.status({ authenticationUuid: UUID }, options),
  answer: { uuid: UUID },
  result: { uuid: UUID, events: [] },
  promised: ["uuid"],
};

export const LOOKUP: Case = {
  name: "lookup",
  safe: true,
  make: makeDing,
  call: (ding, options) => ding.lookup({ phoneNumber: NUMBER }, options),
  answer: { phone_number: NUMBER },
  result: { ok: true, phoneNumber: NUMBER },
  promised: ["phone_number"],
};

/** The six operations of `Ding`. */
export const OPERATIONS: readonly Case[] = [SEND, CHECK, RETRY, FEEDBACK, STATUS, LOOKUP];

const SENT = ["success", "retry", "challenged", "shadow_blocked"];
const EMAIL = "user@example.com";

/** The five operations of `Prelude`, and the one that has two kinds of target with both of them. */
export const PRELUDE_OPERATIONS: readonly Case<Prelude>[] = [
  {
    name: "send",
    safe: false,
    make: makePrelude,
    call: (prelude, options) => prelude.send({ phoneNumber: NUMBER }, options),
    answer: { id: ID, status: "success" },
    result: { ok: true, phoneNumber: NUMBER, authenticationUuid: ID, status: "success" },
    promised: ["id", "status"],
    right: SENT,
  },
  {
    name: "send",
    safe: false,
    make: makePrelude,
    call: (prelude, options) => prelude.send({ emailAddress: EMAIL }, options),
    answer: { id: ID, status: "success" },
    result: { ok: true, emailAddress: EMAIL, authenticationUuid: ID, status: "success" },
    promised: ["id", "status"],
    right: SENT,
  },
  {
    name: "check",
    safe: false,
    make: makePrelude,
    call: (prelude, options) => prelude.check({ phoneNumber: NUMBER, checkCode: CODE }, options),
    answer: { id: ID, status: "success" },
    result: { ok: true, phoneNumber: NUMBER, authenticationUuid: ID, status: "success" },
    promised: ["id", "status"],
    right: ["success"],
  },
  {
    name: "retry",
    safe: false,
    make: makePrelude,
    call: (prelude, options) => prelude.retry({ phoneNumber: NUMBER }, options),
    answer: { id: ID, status: "retry" },
    result: {
      ok: true,
      phoneNumber: NUMBER,
      authenticationUuid: ID,
      status: "retry",
      resumed: true,
    },
    promised: ["id", "status"],
    right: SENT,
  },
  {
    name: "feedback",
    safe: false,
    make: makePrelude,
    call: (prelude, options) =>
      prelude.feedback({ phoneNumber: NUMBER, status: "onboarded" }, options),
    answer: { status: "success" },
    result: { ok: true, phoneNumber: NUMBER, status: "success" },
    promised: ["status"],
    right: ["success"],
  },
  {
    name: "lookup",
    safe: true,
    make: makePrelude,
    call: (prelude, options) => prelude.lookup({ phoneNumber: NUMBER }, options),
    answer: { phone_number: NUMBER },
    result: { ok: true, phoneNumber: NUMBER },
    promised: ["phone_number"],
  },
];

/** The operations of both clients; each makes its own. */
export const CASES: readonly Case<unknown>[] = [...OPERATIONS, ...PRELUDE_OPERATIONS];

/** Those that change something. */
export const CHANGING: readonly Case<unknown>[] = CASES.filter(({ safe }) => !safe);

/** Those that may be repeated. */
export const SAFE: readonly Case<unknown>[] = CASES.filter(({ safe }) => safe);

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
