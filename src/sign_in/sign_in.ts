/** The steps of a sign-in by phone. */

import type { GuardedCheckInput, GuardedSendResult, LimitedBy } from "./guarded_client.ts";
import {
  type CallOptions,
  type CheckRefusal,
  type OtpClient,
  type RetryInput,
  type RetryRefusal,
  type SendInput,
  type SendRefusal,
  toE164,
} from "./otp.ts";
import type { Tickets } from "./tickets.ts";
import { MAX_PERIOD, refuse, whole } from "./validate.ts";

/** The options of a {@linkcode SignIn}. They are read once. */
export interface SignInOptions {
  /**
   * Sends and checks the codes: a client behind a `guard`. Without one nothing limits how often a ticket is
   * presented.
   */
  readonly client: OtpClient;
  /** Seals what has to be remembered between the steps. */
  readonly tickets: Tickets;
  /**
   * Whether a refusal that depends on the number looks like a success, so that a stranger learns nothing
   * from it: the same fields, a ticket of the same length, the same schedule, and answers at the ticks of
   * `answerTime`. The person then waits for a code in vain, so say on the page what to do if none comes.
   *
   * @default {false}
   */
  readonly conceal?: boolean | undefined;
  /**
   * With `conceal`, the milliseconds between the ticks at which steps answer: from 1 to 60,000. Choose more
   * than a call to the API usually takes.
   *
   * @default {1_000}
   */
  readonly answerTime?: number | undefined;
  /**
   * The least time before each further code, in milliseconds: as many codes can be asked for after the
   * first. Where the API says when the next one is possible, that holds instead, except with `conceal`.
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

/** What every step may be given. */
export interface StepContext {
  /** Binds the ticket to a session or a device: a string that only it has, the same in every step. */
  readonly context?: string | undefined;
}

/** The input of {@linkcode SignIn.start}: that of `send`, with `ip` for the limits by network. */
export interface StartInput extends SendInput, StepContext {}

/** The input of {@linkcode SignIn.resend}: a ticket, and what was given to `start` beside the number. */
export interface ResendInput
  extends Omit<RetryInput, "phoneNumber" | "authenticationUuid">, StepContext {
  /** The newest ticket of this sign-in. */
  readonly ticket: string;
}

/** The input of {@linkcode SignIn.finish}. */
export interface FinishInput extends StepContext {
  /** The newest ticket of this sign-in. */
  readonly ticket: string;
  /** The code as the person typed it. */
  readonly code: string;
  /** The end user's IP address: a guard counts wrong codes by it. */
  readonly ip?: string | undefined;
}

/** A code is awaited. */
export interface CodeSent {
  /** A code is on its way; with `conceal`, perhaps not. */
  readonly ok: true;
  /** What the next step needs: 294 characters of base64url, for a cookie or a form field. */
  readonly ticket: string;
  /** The number in E.164 form. */
  readonly phoneNumber: string;
  /** When the ticket expires. */
  readonly expiresAt: Date;
  /** When another code may be asked for; absent when there is no further one. */
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

/** No further code was sent. The ticket that was presented is as good as before. */
export interface ResendRefused extends LimitedBy {
  /** No further code was sent. */
  readonly ok: false;
  /**
   * Why not: `"too_early"` (before `nextRetryAt`), `"no_more"` (all have been sent), `"expired"` (the ticket
   * is too old or none of ours: start again), or as `retry` says it.
   */
  readonly reason: "too_early" | "no_more" | RetryRefusal;
}

/** The result of {@linkcode SignIn.finish}. Look at `ok`: the object itself is always true. */
export type FinishResult = SignedIn | FinishRefused;

/** The person has the phone with this number. */
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
   * Why not: `"expired"` also for a ticket that is too old or none of ours, otherwise as `check` says it;
   * with `conceal`, `"invalid"` for all other reasons.
   */
  readonly reason: CheckRefusal;
}

/** What a ticket holds. */
interface State {
  readonly phoneNumber: string;
  readonly authenticationUuid: string;
  /** How many further codes were asked for. */
  readonly resends: number;
  /** When the next one may be, in milliseconds since 1970; absent after the last one. */
  readonly nextRetryAt?: number | undefined;
}

/** What a `retry` may say beside its verdict. */
interface RetryFacts {
  readonly nextRetryAt?: Date;
  readonly remainingRetries?: number;
}

/** An id that the API does not know. */
interface Stale extends LimitedBy, RetryFacts {
  readonly ok: false;
  readonly reason: "expired";
  readonly authenticationUuid?: string;
}

/** The limits that look at the visitor or at the form of the number, not at whose it is. */
const PUBLIC_LIMITS: readonly unknown[] = ["callingCodes", "perNetwork", "total"];

/**
 * The steps of a sign-in by phone: a code is sent, perhaps another, and one is checked. What is to be
 * remembered in between goes into a sealed ticket, so that no session is needed; the number and the id are
 * taken from there and from nowhere else. It knows no users and no pages: `finish` says whose number it is,
 * and the rest is yours.
 *
 * A forged, cut, foreign or old ticket is refused as `"expired"`. A ticket is no counter: an older one can
 * be presented again until it expires, so put a `guard` in front of the client. The API itself accepts
 * each code once.
 *
 * Errors of the store and of the client come through untouched.
 *
 * @example Number, code, done
 * ```ts
 * import { Prelude } from "@ding-otp/client/prelude";
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
   * Prepares the steps.
   *
   * @throws {TypeError | RangeError} If an option is wrong; the message names it.
   */
  constructor(options: SignInOptions) {
    const {
      client,
      tickets,
      conceal = false,
      answerTime = 1_000,
      resendGaps = [30_000, 60_000, 120_000],
      expiresIn = 600_000,
      now = Date.now,
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
    this.#now = now;
  }

  /** Sends the first code. */
  start(input: StartInput, options?: CallOptions): Promise<StartResult> {
    return this.#paced(() => this.#start(input, options), options);
  }

  /** Sends another code, with a new ticket. Before its time, it costs nothing. */
  resend(input: ResendInput, options?: CallOptions): Promise<ResendResult> {
    return this.#paced(() => this.#resend(input, options), options);
  }

  /** Checks the code. Only `ok: true` signs anybody in. */
  finish(input: FinishInput, options?: CallOptions): Promise<FinishResult> {
    return this.#paced(() => this.#finish(input, options), options);
  }

  async #start({ context, ...input }: StartInput, options?: CallOptions): Promise<StartResult> {
    const typed: unknown = input.phoneNumber;
    const phoneNumber = typeof typed === "string" ? toE164(typed) : undefined;
    if (phoneNumber === undefined) return { ok: false, reason: "invalid_phone_number" };
    const sent: GuardedSendResult = await this.#client.send({ ...input, phoneNumber }, options);
    if (!sent.ok && !this.#hides(sent)) return refusal(sent);
    // Where none was sent there may be no id: then one that nobody has, so that all further steps are alike.
    const { authenticationUuid = crypto.randomUUID() } = sent;
    return await this.#issue({ phoneNumber, authenticationUuid, resends: 0 }, { context });
  }

  async #resend(
    { ticket, context, ...input }: ResendInput,
    options?: CallOptions,
  ): Promise<ResendResult> {
    const state = await this.#open(ticket, context);
    if (!state) return { ok: false, reason: "expired" };
    const { nextRetryAt, resends, ...whose } = state;
    if (nextRetryAt === undefined) return { ok: false, reason: "no_more" };
    if (this.#now() < nextRetryAt) {
      return { ok: false, reason: "too_early", nextRetryAt: new Date(nextRetryAt) };
    }
    const again = await unlessStale(this.#client.retry({ ...input, ...whose }, options));
    if (!again.ok && !this.#hides(again)) return refusal(again);
    const { authenticationUuid = whose.authenticationUuid } = again;
    const facts: RetryFacts = this.#conceal ? {} : again;
    return await this.#issue({ ...whose, authenticationUuid, resends: resends + 1 }, {
      context,
      ...facts,
    });
  }

  async #finish(
    { ticket, code, ip, context }: FinishInput,
    options?: CallOptions,
  ): Promise<FinishResult> {
    const state = await this.#open(ticket, context);
    if (!state) return { ok: false, reason: "expired" };
    if (typeof code !== "string") return { ok: false, reason: "invalid" };
    const { phoneNumber, authenticationUuid } = state;
    const input: GuardedCheckInput = { phoneNumber, authenticationUuid, checkCode: code, ip };
    const check = await unlessStale(this.#client.check(input, options));
    if (check.ok) return { ok: true, phoneNumber };
    return this.#conceal ? { ok: false, reason: "invalid" } : refusal(check);
  }

  /** Seals the state, with the time of the next code. */
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
    return nextRetryAt === undefined ? sent : { ...sent, nextRetryAt };
  }

  /** The state in a ticket of ours; the same object may also seal other things. */
  async #open(ticket: string, context: string | undefined): Promise<State | undefined> {
    const state = await this.#tickets.open(ticket, { context }) as State | undefined;
    const isOurs = typeof state?.phoneNumber === "string" &&
      typeof state.authenticationUuid === "string" && Number.isInteger(state.resends);
    return isOurs ? state : undefined;
  }

  /** Whether a refusal has to look like a success. */
  #hides({ limitedBy }: LimitedBy): boolean {
    return this.#conceal && !PUBLIC_LIMITS.includes(limitedBy);
  }

  /** With `conceal`, answers at the next tick: a limit takes no time, a request to the API does. */
  async #paced<Result>(step: () => Promise<Result>, options?: CallOptions): Promise<Result> {
    const start = performance.now();
    const result = await step();
    if (this.#conceal) {
      const late = (performance.now() - start) % this.#answerTime;
      await wait(this.#answerTime - late, options?.signal);
    }
    return result;
  }
}

/** What a page needs to know of a refusal, without what the API said beside it. */
function refusal<Reason extends string>(
  { reason, limitedBy, nextRetryAt }: { readonly reason: Reason } & LimitedBy,
): { ok: false; reason: Reason } & LimitedBy {
  return {
    ok: false,
    reason,
    ...limitedBy !== undefined && { limitedBy },
    ...nextRetryAt !== undefined && { nextRetryAt },
  };
}

/** The result, or `"expired"` where the API does not know the id. */
async function unlessStale<Result>(
  call: Promise<Result>,
): Promise<Result | Stale> {
  try {
    return await call;
  } catch (error) {
    if ((Object(error) as { readonly code?: unknown }).code !== "invalid_auth_uuid") throw error;
    return { ok: false, reason: "expired" };
  }
}

/** Waits for so many milliseconds, or rejects with the signal's reason. */
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
