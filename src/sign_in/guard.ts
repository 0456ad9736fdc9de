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
import { type LimitName, type Limits, readCallingCodes, readRules, type Rule } from "./limits.ts";
import { type CallOptions, type OtpClient, toE164 } from "./otp.ts";
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
   * At least 32 random bytes, the same on all servers. With it, keys in the store hold an HMAC in place of
   * phone numbers and addresses; without it, they hold these as they are.
   */
  readonly secret?: string | Uint8Array | undefined;
  /**
   * What to do when the store fails: `"reject"` the call and send nothing, or `"allow"` it uncounted.
   *
   * @default {"reject"}
   */
  readonly onStoreError?: "reject" | "allow" | undefined;
  /**
   * Milliseconds for a whole call, store and client together, unless the call says otherwise. It takes the
   * place of the client's own `timeout`. From 1 to 2,147,483,647.
   *
   * @default {10_000}
   */
  readonly timeout?: number | undefined;
}

/** The options, checked. */
interface Guard extends Counting {
  readonly client: OtpClient;
  readonly rules: readonly Rule[];
  readonly callingCodes: readonly string[] | undefined;
  readonly timeout: number;
}

/** Any result, as far as a guard looks at it. */
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

/** A call that is being counted. */
interface Attempt extends Call {
  readonly subject: Subject;
  readonly deadline: Deadline;
}

/** How each operation refuses what is no phone number, and a number outside of `callingCodes`. */
const REFUSALS = {
  send: ["invalid_phone_number", "unsupported_region"],
  check: ["invalid", "invalid"],
  retry: ["denied", "denied"],
} as const;

/** Refusals after which certainly no message went out, because of the number or of what was asked. */
const NOT_SENT: readonly unknown[] = [
  "invalid_phone_number",
  "invalid_line",
  "blocked_number",
  "unsupported_region",
  "no_attempt",
  "expired",
  "already_validated",
];

const MAX_TIMEOUT = 2_147_483_647;

/**
 * Puts limits in front of a client. The result is a client, too, and goes wherever one goes.
 *
 * `send` and `retry` count, before the request and atomically: of any number of parallel calls, exactly as
 * many go out as the limit allows. A message that certainly did not go out is given back; a network's count
 * of it is not, since the network asked. A right code is given back to `unconfirmed`, and its network is
 * remembered for 30 days: when a stranger has used up the limit of a number, the network that confirmed it
 * goes on, by a counter of its own.
 *
 * When the store fails or is too slow, nothing is sent.
 *
 * @throws {TypeError | RangeError} If an option is wrong; the message names it.
 *
 * @example At most two messages to a number in an hour
 * ```ts
 * import { Prelude } from "@ding-otp/client/prelude";
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
  const guard = readOptions(client, options);
  // One function for all three; what comes out is what the API says to that operation, or a refusal of it.
  const operation = (name: Call["name"]) => (input: Call["input"], options?: CallOptions) =>
    perform(guard, { name, input, options }) as Promise<never>;
  return { send: operation("send"), check: operation("check"), retry: operation("retry") };
}

function readOptions(client: OtpClient, options: GuardOptions): Guard {
  if (typeof client?.send !== "function") refuse("client", "a client, such as new Prelude()");
  const { store = new MemoryStore(), secret, onStoreError = "reject", timeout = 10_000 } = options;
  if (onStoreError !== "reject" && onStoreError !== "allow") {
    refuse("options.onStoreError", '"reject" or "allow"');
  }
  if (typeof store?.add !== "function") refuse("options.store", "an object with a method add");
  return {
    client,
    store,
    onStoreError,
    rules: readRules(options),
    callingCodes: readCallingCodes(options.callingCodes),
    secret: secret === undefined ? undefined : secretBytes("options.secret", secret),
    timeout: whole("options.timeout", timeout, MAX_TIMEOUT),
  };
}

/** Refuses what needs no counting; counts the rest. */
async function perform(guard: Guard, call: Call): Promise<Verdict> {
  const { name, input, options } = call;
  const [malformed, foreign] = REFUSALS[name];
  const phoneNumber = typeof input.phoneNumber === "string" && toE164(input.phoneNumber);
  if (!phoneNumber) return { ok: false, reason: malformed };
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

/** Counts, makes the request, and counts again what its result says. */
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
      await deadline.end(giveBack(guard, taken.filter(isNotOfNetwork)));
      return { ok: false, reason: "rate_limited", phoneNumber, ...exhausted };
    }
    isAsked = true;
    const result: Verdict = await guard.client[name](
      // The number that was counted, not the one that was typed.
      { ...input, phoneNumber } as never,
      { ...options, timeout: deadline.left() },
    );
    await deadline.end(settle(guard, call, taken, result));
    return result;
  } catch (error) {
    // A store that is late may still count: what it does is given back when it has done it.
    if (!isAsked) await deadline.end(taking.catch(() => {}).then(() => giveBack(guard, taken)));
    else if (Object(error).outcome === "not_applied") {
      // Of an id that the API does not know, a network may not learn that it is none.
      const counted = name === "send" ? taken : taken.filter(isNotOfNetwork);
      await deadline.end(giveBack(guard, counted));
    }
    throw error;
  }
}

/** Counts what a result says. */
async function settle(
  guard: Guard,
  { name, subject }: Attempt,
  taken: readonly Counter[],
  { ok, reason }: Verdict,
): Promise<void> {
  if (name !== "check") {
    if (!ok && NOT_SENT.includes(reason)) await giveBack(guard, taken.filter(isNotOfNetwork));
  } else if (ok) {
    // It was no wrong code, and one message is no longer unconfirmed.
    const ranges = guard.rules.filter(({ name }) => name === "unconfirmed");
    await giveBack(guard, [...taken, ...countersOf(ranges, "limit", subject)]);
    if (subject.pair) await giveBack(guard, [confirmed(subject.pair)], 1);
  }
}

/** A network has asked, and that is what it is limited in, whatever became of it. */
function isNotOfNetwork({ name }: Counter): boolean {
  return name !== "perNetwork";
}
