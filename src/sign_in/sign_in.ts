/** The steps of phone sign-in. */

import type { GuardedSendResult, LimitedBy } from "./guarded_client.ts";
import {
  type CallOptions,
  checkNames,
  checkObject,
  type CheckRefusal,
  type OtpClient,
  type RetryInput,
  type RetryRefusal,
  type SendInput,
  type SendRefusal,
  toE164,
} from "./otp.ts";
import type { Tickets } from "./tickets.ts";
import { clockOf, MAX_PERIOD, refuse, whole } from "./validate.ts";

/** The options of a {@linkcode SignIn}. They are read once. */
export interface SignInOptions {
  /**
   * Sends and checks the codes. Use a client behind a `guard`: nothing else limits replayed
   * tickets.
   */
  readonly client: OtpClient;
  /** Seals the state between the steps. */
  readonly tickets: Tickets;
  /**
   * Whether to make refusals that depend on the number look like successes, so that strangers learn
   * nothing: same fields, same ticket length, same schedule, and responses at multiples of
   * `answerTime`. People then wait for a code that never comes, so the page should say what else to
   * do.
   *
   * @default {false}
   */
  readonly conceal?: boolean | undefined;
  /**
   * With `conceal`, steps that make a call take a multiple of this many milliseconds, from 1 to
   * 60,000. Choose more than a call to the API usually takes.
   *
   * @default {1_000}
   */
  readonly answerTime?: number | undefined;
  /**
   * The waiting time before each further code, in milliseconds. Its length is the number of further
   * codes. A time given by the API takes precedence, except with `conceal`.
   *
   * @default {[30_000, 60_000, 120_000]}
   */
  readonly resendGaps?: readonly number[] | undefined;
  /**
   * How long the person has to type a code, in milliseconds.
   *
   * @default {600_000}
   */
  readonly expiresIn?: number | undefined;
  /**
   * The clock: milliseconds since 1970 (UTC).
   *
   * @default {Date.now}
   */
  readonly now?: (() => number) | undefined;
}

/** Options of every step. */
export interface StepContext {
  /** Binds the ticket to a session or device: a secret string of it, the same in every step. */
  readonly context?: string | undefined;
}

/** The input of {@linkcode SignIn.start}. Set `ip` for the limits per network. */
export interface StartInput extends SendInput, StepContext {}

/** The input of {@linkcode SignIn.resend}: the ticket, and the same details as in `start`. */
export interface ResendInput
  extends Omit<RetryInput, "phoneNumber" | "authenticationUuid">, StepContext {
  /** The newest ticket of this sign-in. Without one, the result is `"expired"`. */
  readonly ticket: string | undefined;
}

/** The input of {@linkcode SignIn.finish}. */
export interface FinishInput extends StepContext {
  /** The newest ticket of this sign-in. Without one, the result is `"expired"`. */
  readonly ticket: string | undefined;
  /** The code as the person typed it. */
  readonly code: string;
  /** The end user's IP address, by which a guard counts wrong codes. */
  readonly ip?: string | undefined;
}

/** The person can enter a code now. */
export interface CodeSent {
  /** A code is on its way; with `conceal`, perhaps not. */
  readonly ok: true;
  /** The input of the next step: 294 characters of base64url for a cookie or a form field. */
  readonly ticket: string;
  /** The number in E.164 form. */
  readonly phoneNumber: string;
  /** When the ticket expires. */
  readonly expiresAt: Date;
  /** When another code can be requested; absent if there are no more. */
  readonly nextRetryAt?: Date;
}

/** The result of {@linkcode SignIn.start}. */
export type StartResult = CodeSent | StartRefused;

/** No code was sent. */
export interface StartRefused extends LimitedBy {
  /** No code was sent. */
  readonly ok: false;
  /** Why not, as `send` says it. */
  readonly reason: SendRefusal;
}

/** The result of {@linkcode SignIn.resend}. */
export type ResendResult = CodeSent | ResendRefused;

/** No further code was sent. The ticket stays valid. */
export interface ResendRefused extends LimitedBy {
  /** No further code was sent. */
  readonly ok: false;
  /**
   * Why not: `"too_early"` (before `nextRetryAt`), `"no_more"` (all have been sent), `"expired"`
   * (the ticket is too old or invalid, so start again), or a reason of `retry`.
   */
  readonly reason: "too_early" | "no_more" | RetryRefusal;
}

/** The result of {@linkcode SignIn.finish}. Test `ok`: the object itself is always truthy. */
export type FinishResult = SignedIn | FinishRefused;

/** The person has access to the phone number. */
export interface SignedIn {
  /** The code was right. */
  readonly ok: true;
  /** Whose number it is, in E.164 form. */
  readonly phoneNumber: string;
}

/** Nobody may be signed in. */
export interface FinishRefused extends LimitedBy {
  /** Nobody may be signed in. */
  readonly ok: false;
  /**
   * Why not: a reason of `check`, or `"expired"` if the ticket is too old or invalid. With
   * `conceal`,
   * `"invalid"` stands for all reasons of `check`.
   */
  readonly reason: CheckRefusal;
}

/** The content of a ticket. */
interface State {
  readonly phoneNumber: string;
  readonly authenticationUuid: string;
  /** How many further codes were requested. */
  readonly resends: number;
  /** When the next one is allowed, in milliseconds since 1970; absent after the last one. */
  readonly nextRetryAt?: number | undefined;
}

/** What a `retry` may add to its result. */
interface RetryFacts {
  readonly nextRetryAt?: Date;
  readonly remainingRetries?: number;
}

/** Tickets of sign-ins are shorter. Decoding what is longer would take memory for nothing. */
const MAX_TICKET_LENGTH = 4_096;

/** The limits that reveal nothing about the person behind a number. */
const PUBLIC_LIMITS: readonly unknown[] = ["callingCodes", "perNetwork", "total"];

/**
 * Phone sign-in in steps: send a code, perhaps another, check it. The state in between is in a
 * sealed ticket, so no session is needed. The number and the id come from the ticket only. Users,
 * sessions, and pages are yours: `finish` tells you whose number it is.
 *
 * A forged, truncated, foreign, or old ticket is refused as `"expired"`. Tickets can be replayed
 * until they expire, so put a `guard` in front of the client. The API accepts each code once.
 *
 * Errors of the store and the client are passed on unchanged.
 *
 * @example Number, code, done
 * ```ts
 * import { Prelude } from "@ding-otp/client";
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { guard, SignIn, Tickets } from "@ding-otp/client/sign-in";
 * import { assertEquals } from "@std/assert";
 *
 * const sandbox = new Sandbox();
 * const client = guard(new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch }), {
 *   perNumber: { limit: 5, period: 3_600_000 },
 * });
 * const secrets = [crypto.getRandomValues(new Uint8Array(32))];
 * const signIn = new SignIn({ client, tickets: new Tickets({ secrets, purpose: "sign-in" }) });
 *
 * const started = await signIn.start({ phoneNumber: "+1 (555) 555-0100", ip: "203.0.113.7" });
 * if (!started.ok) throw new Error(started.reason);
 *
 * const { code } = sandbox.messages.at(-1)!;
 * const done = await signIn.finish({ ticket: started.ticket, code, ip: "203.0.113.7" });
 * assertEquals(done, { ok: true, phoneNumber: "+15555550100" });
 * ```
 */
export class SignIn {
  readonly #client: OtpClient;
  readonly #tickets: Tickets;
  readonly #conceal: boolean;
  readonly #answerTime: number;
  readonly #resendGaps: readonly number[];
  readonly #expiresIn: number;
  readonly #now: () => number;

  /**
   * Creates the steps.
   *
   * @throws {TypeError | RangeError} If an option is wrong; the message names it.
   */
  constructor(options: SignInOptions) {
    checkNames(checkObject("options", options), [
      "client",
      "tickets",
      "conceal",
      "answerTime",
      "resendGaps",
      "expiresIn",
      "now",
    ]);
    const {
      client,
      tickets,
      conceal = false,
      answerTime = 1_000,
      resendGaps = [30_000, 60_000, 120_000],
      expiresIn = 600_000,
      now,
    } = options;
    if (typeof client?.send !== "function") {
      refuse("options.client", "a client, such as new Prelude()");
    }
    if (typeof tickets?.open !== "function") refuse("options.tickets", "an instance of Tickets");
    if (typeof conceal !== "boolean") refuse("options.conceal", "true or false");
    if (!Array.isArray(resendGaps)) refuse("options.resendGaps", "an array of milliseconds");
    this.#client = client;
    this.#tickets = tickets;
    this.#conceal = conceal;
    this.#answerTime = whole("options.answerTime", answerTime, 60_000);
    this.#resendGaps = resendGaps.map((gap, index) =>
      whole(`options.resendGaps[${index}]`, gap, MAX_PERIOD, 0)
    );
    this.#expiresIn = whole("options.expiresIn", expiresIn, MAX_PERIOD);
    this.#now = clockOf(now);
  }

  /** Sends the first code. */
  async start(given: StartInput, options?: CallOptions): Promise<StartResult> {
    const { context, ...input } = checkObject("input", given);
    const phoneNumber = toE164(input.phoneNumber);
    if (!phoneNumber) return { ok: false, reason: "invalid_phone_number" };
    const call = () => this.#client.send({ ...input, phoneNumber }, options);
    const sent: GuardedSendResult = await this.#paced(call, options);
    if (!sent.ok && !this.#hides(sent)) return refusal(sent);
    // A refusal may have no id. A made-up one keeps all further steps the same.
    const { authenticationUuid = crypto.randomUUID() } = sent;
    return await this.#issue({ phoneNumber, authenticationUuid, resends: 0 }, { context });
  }

  /** Sends another code, with a new ticket. Before its time, it costs nothing. */
  async resend(given: ResendInput, options?: CallOptions): Promise<ResendResult> {
    const { ticket, context, ...input } = checkObject("input", given);
    const state = await this.#open(ticket, context);
    if (!state) return { ok: false, reason: "expired" };
    const { nextRetryAt, resends, ...whose } = state;
    if (nextRetryAt === undefined) return { ok: false, reason: "no_more" };
    if (this.#now() < nextRetryAt) {
      return { ok: false, reason: "too_early", nextRetryAt: new Date(nextRetryAt) };
    }
    const call = () => this.#client.retry({ ...input, ...whose }, options);
    const again = await this.#paced(call, options);
    if (!again.ok && !this.#hides(again)) return refusal(again);
    const { authenticationUuid = whose.authenticationUuid } = again;
    const facts: RetryFacts = this.#conceal ? {} : again;
    return await this.#issue({ ...whose, authenticationUuid, resends: resends + 1 }, {
      context,
      ...facts,
    });
  }

  /** Checks the code. Only `ok: true` signs anybody in. */
  async finish(given: FinishInput, options?: CallOptions): Promise<FinishResult> {
    const { ticket, code, ip, context } = checkObject("input", given);
    const state = await this.#open(ticket, context);
    if (!state) return { ok: false, reason: "expired" };
    if (typeof code !== "string") return { ok: false, reason: "invalid" };
    const { phoneNumber, authenticationUuid } = state;
    // The client may be a guard, which counts by `ip`.
    const input = { phoneNumber, authenticationUuid, checkCode: code, ip };
    const call = () => this.#client.check(input, options);
    const check = await this.#paced(call, options);
    if (check.ok === true) return { ok: true, phoneNumber };
    return this.#conceal ? { ok: false, reason: "invalid" } : refusal(check);
  }

  /** Seals the state together with the time of the next code. */
  async #issue(
    state: Omit<State, "nextRetryAt">,
    { context, nextRetryAt: told, remainingRetries }: Pick<StepContext, "context"> & RetryFacts,
  ): Promise<CodeSent> {
    const { phoneNumber, resends } = state;
    const now = this.#now();
    const expiresIn = this.#expiresIn;
    const gap = remainingRetries === 0 ? undefined : this.#resendGaps[resends];
    const nextRetryAt = gap === undefined ? undefined : told ?? new Date(now + gap);
    const content: State = { ...state, nextRetryAt: nextRetryAt?.getTime() };
    const ticket = await this.#tickets.seal(content, { expiresIn, context });
    const sent = { ok: true, ticket, phoneNumber, expiresAt: new Date(now + expiresIn) } as const;
    return nextRetryAt ? { ...sent, nextRetryAt } : sent;
  }

  /** Opens a ticket, unless it was sealed by somebody else with the same `tickets`. */
  async #open(ticket: unknown, context: string | undefined): Promise<State | undefined> {
    if (typeof ticket !== "string" || ticket.length > MAX_TICKET_LENGTH) return undefined;
    const state = await this.#tickets.open(ticket, { context }) as State | undefined;
    const isOurs = typeof state?.phoneNumber === "string" &&
      typeof state.authenticationUuid === "string" && Number.isInteger(state.resends);
    return isOurs ? state : undefined;
  }

  /** Whether a refusal must look like a success. */
  #hides({ limitedBy }: LimitedBy): boolean {
    return this.#conceal && !PUBLIC_LIMITS.includes(limitedBy);
  }

  /**
   * With `conceal`, rounds up the time of a call: a limit refuses faster than the API. The tickets
   * are sealed afterwards, or their dates would tell how long it really took.
   */
  async #paced<Result>(call: () => Promise<Result>, options?: CallOptions): Promise<Result> {
    const start = performance.now();
    const result = await call();
    if (this.#conceal) {
      const late = (performance.now() - start) % this.#answerTime;
      await wait(this.#answerTime - late, options?.signal);
    }
    return result;
  }
}

/** Reduces a refusal to what a page may show. */
function refusal<Reason extends string>(
  { reason, limitedBy, nextRetryAt }: { readonly reason: Reason } & LimitedBy,
): { ok: false; reason: Reason } & LimitedBy {
  return { ok: false, reason, ...limitedBy && { limitedBy }, ...nextRetryAt && { nextRetryAt } };
}

/** Waits, or rejects with the reason of the signal. */
function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
