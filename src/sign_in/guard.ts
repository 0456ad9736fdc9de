/** Limits before anything is sent. */

import {
  confirmed,
  type Counter,
  countersOf,
  type Counting,
  giveBack,
  type Subject,
  subjectOf,
  take,
} from "./counters.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import type { GuardedCheckInput, GuardedClient } from "./guarded_client.ts";
import {
  LIMIT_NAMES,
  type LimitName,
  type Limits,
  readCallingCodes,
  readRules,
  type Rule,
} from "./limits.ts";
import { type CallOptions, checkNames, checkObject, type OtpClient, toE164 } from "./otp.ts";
import { type CounterStore, MemoryStore } from "./store.ts";
import { refuse, secretBytes, whole } from "./validate.ts";

/** The options of a {@linkcode guard}. They are read once. */
export interface GuardOptions extends Limits {
  /**
   * Where to count. The default is for one process alone.
   *
   * @default {MemoryStore} a new {@linkcode MemoryStore}
   */
  readonly store?: CounterStore | undefined;
  /**
   * At least 32 random bytes, the same on all servers. With it, store keys contain an HMAC instead
   * of phone numbers and addresses.
   */
  readonly secret?: string | Uint8Array | undefined;
  /**
   * What to do when the store fails: `"reject"` the call, so that nothing is sent, or `"allow"` it
   * uncounted.
   *
   * @default {"reject"}
   */
  readonly onStoreError?: "reject" | "allow" | undefined;
  /**
   * The default deadline of a call in milliseconds, for the store and the client together, from 1
   * to 2,147,483,647. Replaces the client's own `timeout`.
   *
   * @default {10_000}
   */
  readonly timeout?: number | undefined;
}

/** The validated options. */
interface Guard extends Counting {
  readonly client: OtpClient;
  readonly rules: readonly Rule[];
  readonly callingCodes: readonly string[] | undefined;
  readonly timeout: number;
}

/** The part of a result that a guard reads. */
interface Verdict {
  readonly ok: boolean;
  readonly reason?: string;
  readonly phoneNumber?: string;
  readonly limitedBy?: LimitName;
}

/** One call. */
interface Call {
  readonly name: "send" | "check" | "retry";
  readonly input: Omit<GuardedCheckInput, "authenticationUuid" | "checkCode">;
  readonly options: CallOptions | undefined;
}

/** A call with its subject and deadline. */
interface Attempt extends Call {
  readonly subject: Subject;
  readonly deadline: Deadline;
}

/** The reasons for an invalid phone number, and for one outside `callingCodes`. */
const REFUSALS = {
  send: ["invalid_phone_number", "unsupported_region"],
  check: ["invalid", "invalid"],
  retry: ["denied", "denied"],
} as const;

/** Refusals that prove that no message was sent. */
const NOT_SENT: readonly unknown[] = [
  "invalid_phone_number",
  "invalid_line",
  "blocked_number",
  "unsupported_region",
  "no_attempt",
  "expired",
  "already_validated",
];

const OPTIONS = [...LIMIT_NAMES, "store", "secret", "onStoreError", "timeout"];

const MAX_TIMEOUT = 2_147_483_647;

/**
 * Puts limits in front of a client. The result is itself a client and can be used wherever one is
 * expected.
 *
 * `send` and `retry` are counted atomically before the request: of any number of parallel calls,
 * exactly as many are sent as the limit allows. If a message certainly was not sent, its counts are
 * returned, except that of the network. A correct code returns one count to `unconfirmed`, and its
 * network is remembered for 30 days: when strangers exhaust the limit of the number, that network
 * continues with its own counter.
 *
 * If the store fails or misses the deadline, nothing is sent.
 *
 * @throws {TypeError | RangeError} If an option is wrong; the message names it.
 *
 * @example At most two messages to a number in an hour
 * ```ts
 * import { Prelude } from "@ding-otp/client";
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { guard } from "@ding-otp/client/sign-in";
 * import { assertEquals } from "@std/assert";
 *
 * const sandbox = new Sandbox();
 * const client = new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch });
 * const otp = guard(client, { perNumber: { limit: 2, period: 3_600_000 } });
 *
 * const phoneNumber = "+15555550100";
 * await otp.send({ phoneNumber });
 * sandbox.advance(60_000);
 * await otp.send({ phoneNumber: "+1 (555) 555-0100" });
 * const third = await otp.send({ phoneNumber });
 * assertEquals(!third.ok && third.limitedBy, "perNumber");
 * assertEquals(sandbox.sends(phoneNumber), 2);
 * ```
 */
export function guard(client: OtpClient, options: GuardOptions): GuardedClient {
  const config = readOptions(client, options);
  // The result is that of the client's own operation, or a refusal of its type.
  const operation = (name: Call["name"]) => (input: Call["input"], options?: CallOptions) =>
    perform(config, { name, input, options }) as Promise<never>;
  return { send: operation("send"), check: operation("check"), retry: operation("retry") };
}

function readOptions(client: OtpClient, options: GuardOptions): Guard {
  if (typeof client?.send !== "function") refuse("client", "a client, such as new Prelude()");
  checkNames(checkObject("options", options), OPTIONS);
  const { store = new MemoryStore(), secret, onStoreError = "reject", timeout = 10_000 } = options;
  if (onStoreError !== "reject" && onStoreError !== "allow") {
    refuse("options.onStoreError", '"reject" or "allow"');
  }
  if (typeof store?.add !== "function") refuse("options.store", "an object with a method add");
  const rules = readRules(options);
  const callingCodes = readCallingCodes(options.callingCodes);
  if (rules.length === 0 && !callingCodes) {
    refuse("options", "an object with at least one limit, such as perNumber");
  }
  return {
    client,
    store,
    onStoreError,
    rules,
    callingCodes,
    secret: secret === undefined ? undefined : secretBytes("options.secret", secret),
    timeout: whole("options.timeout", timeout, MAX_TIMEOUT),
  };
}

/** Refuses invalid and disallowed numbers; counts everything else. */
async function perform(guard: Guard, call: Call): Promise<Verdict> {
  const { name, input, options } = call;
  const [malformed, foreign] = REFUSALS[name];
  const phoneNumber = toE164(checkObject("input", input).phoneNumber);
  if (!phoneNumber) {
    // As for a person without a session.
    const isNone = name !== "send" && input.phoneNumber == null;
    return { ok: false, reason: isNone ? "expired" : malformed };
  }
  if (guard.callingCodes?.every((code) => !phoneNumber.startsWith(code))) {
    return { ok: false, reason: foreign, phoneNumber, limitedBy: "callingCodes" };
  }
  const timeout = whole("options.timeout", options?.timeout ?? guard.timeout, MAX_TIMEOUT);
  const deadline = startDeadline(timeout, options?.signal);
  try {
    return await attempt(guard, { ...call, subject: subjectOf(phoneNumber, input.ip), deadline });
  } finally {
    deadline.clear();
  }
}

/** Counts, makes the request, and adjusts the counts to its outcome. */
async function attempt(guard: Guard, call: Attempt): Promise<Verdict> {
  const { name, input, options, deadline, subject } = call;
  const { phoneNumber } = subject;
  const counters = countersOf(guard.rules, name === "check" ? "wrongChecks" : "limit", subject);
  const taken: Counter[] = [];
  const taking = take(guard, counters, taken);
  let isAsked = false;
  try {
    const exhausted = await deadline.race(taking);
    if (exhausted) {
      // What a network is refused leaves nothing: a /48 could fill the store with its 65,536 /64s.
      const isNetwork = exhausted.limitedBy === "perNetwork";
      await deadline.end(giveBack(guard, isNetwork ? taken : taken.filter(isNotOfNetwork)));
      return { ok: false, reason: "rate_limited", phoneNumber, ...exhausted };
    }
    isAsked = true;
    const result: Verdict = await guard.client[name](
      // Sends to the number that was counted, not to the one that was typed. The API refuses a send from
      // what is no address, which counts as a network here.
      { ...input, phoneNumber, ...Object.hasOwn(input, "ip") && { ip: subject.ip } } as never,
      { ...options, timeout: deadline.left() },
    );
    await deadline.end(settle(guard, call, taken, result));
    return result;
  } catch (error) {
    // A slow store may still be counting. Wait for it in the background, then return its counts.
    if (!isAsked) await deadline.end(taking.catch(() => {}).then(() => giveBack(guard, taken)));
    else if (Object(error).outcome === "not_applied") {
      // An unknown id must cost a network as much as a known one, or the limit would reveal it.
      const counted = name === "send" ? taken : taken.filter(isNotOfNetwork);
      await deadline.end(giveBack(guard, counted));
    }
    throw error;
  }
}

/** Adjusts the counts to a result. */
async function settle(
  guard: Guard,
  { name, subject }: Attempt,
  taken: readonly Counter[],
  { ok, reason }: Verdict,
): Promise<void> {
  if (name !== "check") {
    if (!ok && NOT_SENT.includes(reason)) await giveBack(guard, taken.filter(isNotOfNetwork));
  } else if (ok === true) {
    // Not a wrong code, and one message fewer that is unconfirmed.
    const ranges = guard.rules.filter(({ name }) => name === "unconfirmed");
    await giveBack(guard, [...taken, ...countersOf(ranges, "limit", subject)]);
    if (subject.pair) await giveBack(guard, [confirmed(subject.pair)], 1);
  }
}

/** Networks are limited in what they request, whatever the outcome. */
function isNotOfNetwork({ name }: Counter): boolean {
  return name !== "perNetwork";
}
