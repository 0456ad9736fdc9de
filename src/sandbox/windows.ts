/**
 * The state machine of the service, without HTTP and in words of its own, so that every version of
 * the API can speak over the same state.
 */
import type { Clock } from "./clock.ts";
import { isPossibleCode, isSame, randomCode } from "./codes.ts";
import type { AuthenticationEvent } from "./events.ts";
import type { Message } from "./inbox.ts";
import type { Settings } from "./options.ts";
import { uuid, type Words } from "./random.ts";
import { Recent } from "./recent.ts";

/** What came of sending a code. */
export type SendOutcome = "sent" | "rate_limited";

/** What came of checking a code. */
export type CheckOutcome = "valid" | "invalid" | "rate_limited" | "already_validated" | "expired";

/** What came of asking for a further code. */
export type RetryOutcome = "approved" | "denied" | "rate_limited" | "already_validated" | "expired";

/** What the caller of a send says about it beside the number. */
export interface SendDetails {
  readonly correlationId?: string | undefined;
  readonly templateId?: string | undefined;
  readonly senderId?: string | undefined;
  readonly signals: Readonly<Record<string, unknown>>;
}

/** What came of the caller's word on whether the person signed in. */
export type FeedbackOutcome = "accepted" | "duplicate" | "no_authentication";

/** A window: one number, one or more messages, one right code. {@linkcode Windows} alone writes it. */
export interface Authentication {
  readonly id: string;
  /** The phone number, E.164. */
  readonly to: string;
  readonly details: SendDetails;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly events: AuthenticationEvent[];
  /** The code that is right. */
  code: string;
  attempts: number;
  attemptedAt: number;
  checks: number;
  validated: boolean;
  feedback: string | undefined;
}

/** Events beyond these are not kept, so that one authentication cannot grow without end. */
const MOST_EVENTS = 100;

/** What {@linkcode Windows} works with. */
export interface WindowsContext {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly words: Words;
  /** Takes each message that goes out. */
  readonly deliver: (message: Message) => void;
}

/** All windows that are remembered, by id and by number. */
export class Windows {
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #words: Words;
  readonly #deliver: (message: Message) => void;
  readonly #byId = new Map<string, Authentication>();
  /** The newest window of each number, open or closed. */
  readonly #byNumber = new Map<string, Authentication>();
  readonly #remembered: Recent<Authentication>;

  constructor({ settings, clock, words, deliver }: WindowsContext) {
    this.#settings = settings;
    this.#clock = clock;
    this.#words = words;
    this.#deliver = deliver;
    this.#remembered = new Recent(settings.memory.authentications);
  }

  get(id: string): Authentication | undefined {
    return this.#byId.get(id);
  }

  /** Opens a window, or makes a further attempt in the one that is open. */
  send(
    to: string,
    details: SendDetails,
  ): { readonly outcome: SendOutcome; readonly authentication: Authentication } {
    const newest = this.#byNumber.get(to);
    if (newest !== undefined && this.#closed(newest) === undefined) {
      const outcome = this.retry(newest) === "approved" ? "sent" : "rate_limited";
      return { outcome, authentication: newest };
    }
    return { outcome: "sent", authentication: this.#open(to, details) };
  }

  retry(window: Authentication): RetryOutcome {
    const closed = this.#closed(window);
    if (closed !== undefined) return closed;
    if (window.attempts > this.#settings.retries) return "denied";
    if (this.#clock.now() < this.#gapEnd(window)) return "rate_limited";
    this.#attempt(window);
    return "approved";
  }

  check(window: Authentication, code: string): CheckOutcome {
    const status = this.#check(window, code);
    const at = this.#clock.now();
    record(window, { type: "check", id: uuid(this.#words), code, status, at });
    return status;
  }

  /** Notes whether the person at a number signed in, for the number's newest authentication. */
  feedback(to: string, status: string): FeedbackOutcome {
    const newest = this.#byNumber.get(to);
    if (newest === undefined) return "no_authentication";
    if (newest.feedback === status) return "duplicate";
    newest.feedback = status;
    return "accepted";
  }

  /** How many further codes may still be had; none once the window is closed. */
  remainingRetries(window: Authentication): number {
    if (this.#closed(window) !== undefined) return 0;
    return this.#settings.retries + 1 - window.attempts;
  }

  /** When the next code may be had; `undefined` when none will be. */
  nextRetryAt(window: Authentication): number | undefined {
    const next = this.#gapEnd(window);
    return this.remainingRetries(window) > 0 && next < window.expiresAt ? next : undefined;
  }

  #closed(window: Authentication): "already_validated" | "expired" | undefined {
    if (window.validated) return "already_validated";
    return this.#clock.now() >= window.expiresAt ? "expired" : undefined;
  }

  #gapEnd({ attempts, attemptedAt }: Authentication): number {
    const { retryGaps } = this.#settings;
    return attemptedAt + retryGaps[Math.min(attempts, retryGaps.length) - 1]!;
  }

  #check(window: Authentication, code: string): CheckOutcome {
    const closed = this.#closed(window);
    if (closed !== undefined) return closed;
    if (window.checks === this.#settings.checks) return "rate_limited";
    window.checks++;
    if (!isSame(window.code, code)) return "invalid";
    window.validated = true;
    return "valid";
  }

  #open(to: string, details: SendDetails): Authentication {
    const now = this.#clock.now();
    const window: Authentication = {
      id: uuid(this.#words),
      to,
      details,
      createdAt: now,
      expiresAt: now + this.#settings.window,
      events: [],
      code: "",
      attempts: 0,
      attemptedAt: now,
      checks: 0,
      validated: false,
      feedback: undefined,
    };
    this.#attempt(window);
    this.#byId.set(window.id, window);
    this.#byNumber.set(to, window);
    const forgotten = this.#remembered.push(window);
    if (forgotten !== undefined) this.#forget(forgotten);
    return window;
  }

  #forget(window: Authentication): void {
    this.#byId.delete(window.id);
    if (this.#byNumber.get(window.to) === window) this.#byNumber.delete(window.to);
  }

  #attempt(window: Authentication): void {
    const at = this.#clock.now();
    const number = window.attempts + 1;
    const isSame = number > 1 && this.#settings.codeOnRetry === "same";
    // Before anything changes, since the caller's own function may throw.
    const code = isSame ? window.code : this.#newCode(window.to, number);
    const text = `${code} is your verification code`;
    const id = uuid(this.#words);
    window.code = code;
    window.attempts = number;
    window.attemptedAt = at;
    record(window, { type: "attempt", id, number, text, status: "delivered", at });
    record(window, {
      type: "balance_update",
      amount: -0.05,
      reason: number === 1 ? "authentication" : "attempt",
      at,
    });
    record(window, { type: "delivery_status", attemptId: id, number, status: "delivered", at });
    this.#deliver({
      id,
      to: window.to,
      code,
      text,
      channel: "sms",
      authenticationUuid: window.id,
      attempt: number,
      sentAt: new Date(at),
    });
  }

  #newCode(to: string, attempt: number): string {
    const { code, codeLength } = this.#settings;
    if (code === undefined) return randomCode(this.#words, codeLength);
    const made = code({ to, attempt });
    if (typeof made === "string" && isPossibleCode(made)) return made;
    throw new TypeError('Cannot send a code: "code" returned something else than 4 to 8 digits');
  }
}

function record(window: Authentication, event: AuthenticationEvent): void {
  if (window.events.length < MOST_EVENTS) window.events.push(event);
}
