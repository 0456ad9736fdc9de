/**
 * The state machine of the service, without HTTP and in words of its own, so that every version of
 * the API can speak over the same state.
 */
import { type Channel, takeChannel } from "./channels.ts";
import type { Clock } from "./clock.ts";
import { isPossibleCode, isSame, randomCode } from "./codes.ts";
import type { AuthenticationEvent } from "./history.ts";
import type { Message } from "./inbox.ts";
import type { Settings } from "../options.ts";
import {
  type CheckOutcome,
  type FeedbackOutcome,
  isNumberRefusal,
  isSendRefusal,
  type NumberRefusal,
  type RetryOutcome,
  type SendOutcome,
} from "./outcomes.ts";
import { uuid, type Words } from "./random.ts";
import { Recent } from "./recent.ts";
import { scriptFor } from "../faults/scenarios.ts";
import type { WindowState } from "./window_state.ts";

/** What the caller of a send says about the authentication, if this call is the one that makes it. */
export interface SendDetails {
  readonly correlationId?: string | undefined;
  readonly templateId?: string | undefined;
  readonly senderId?: string | undefined;
  readonly signals: Readonly<Record<string, unknown>>;
  /** Where the events are to be told, and how they are written there. */
  readonly callback?: Callback | undefined;
}

/** How the message of one call is to go out. */
export interface Delivery {
  /** `"sms"` by default. */
  readonly channel?: Channel | undefined;
  /** The code, where the caller has one: 4 to 8 digits. */
  readonly code?: string | undefined;
  /** Digits of the code, in place of the sandbox's own setting. */
  readonly codeLength?: number | undefined;
}

/** A webhook's address, and the form that the dialect of the send has for its events. */
export interface Callback {
  readonly url: string;
  readonly form: WebhookForm;
}

/** How a dialect writes its webhooks. */
export interface WebhookForm {
  /** Whether they are signed. */
  readonly isSigned: boolean;
  /** The id of an event, from a UUID of its own. */
  readonly formatId: (uuid: string) => string;
  /** The body of a webhook but for its `id`; `undefined` for an event that is not told. */
  readonly encode: (
    authentication: Authentication,
    event: AuthenticationEvent,
  ) => Readonly<Record<string, unknown>> | undefined;
}

/** What came of a send, and the authentication that it belongs to, where there is one. */
export type Sent =
  | { readonly outcome: NumberRefusal; readonly authentication?: undefined }
  | {
    readonly outcome: Exclude<SendOutcome, NumberRefusal>;
    readonly authentication: Authentication;
    /** What came of the further attempt, where a window was open. */
    readonly retried?: RetryOutcome;
  };

/** A window: one number, one or more messages, one right code. {@linkcode Windows} alone writes it. */
export interface Authentication {
  readonly id: string;
  /** The phone number, E.164, or email address. */
  readonly to: string;
  readonly details: SendDetails;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly events: AuthenticationEvent[];
  /** The code that is right. */
  code: string;
  /** Messages that went out; none when the authentication was refused. */
  attempts: number;
  attemptedAt: number;
  /** How the last message went out, or would have gone. */
  channel: Channel;
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
  /** Takes everything that happens. */
  readonly tell: (authentication: Authentication, event: AuthenticationEvent) => void;
  /** Takes each window whenever a message or a check has changed it. */
  readonly changed: (window: Authentication) => void;
}

/** All windows that are remembered, by id and by number. */
export class Windows {
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #words: Words;
  readonly #deliver: WindowsContext["deliver"];
  readonly #tell: WindowsContext["tell"];
  readonly #changed: WindowsContext["changed"];
  readonly #byId = new Map<string, Authentication>();
  /** The newest window of each number, open or closed. */
  readonly #byNumber = new Map<string, Authentication>();
  readonly #remembered: Recent<Authentication>;

  constructor({ settings, clock, words, deliver, tell, changed }: WindowsContext) {
    this.#settings = settings;
    this.#clock = clock;
    this.#words = words;
    this.#deliver = deliver;
    this.#tell = tell;
    this.#changed = changed;
    this.#remembered = new Recent(settings.memory.authentications);
  }

  get(id: string): Authentication | undefined {
    return this.#byId.get(id);
  }

  /** The newest window of a number or email address, open or closed. */
  newest(to: string): Authentication | undefined {
    return this.#byNumber.get(to);
  }

  /** Opens a window, or makes a further attempt in the one that is open. */
  send(to: string, details: SendDetails, delivery: Delivery = {}): Sent {
    const scripted = scriptFor(to).send ?? "pending";
    if (isNumberRefusal(scripted)) return { outcome: scripted };
    const newest = this.#byNumber.get(to);
    const open = newest !== undefined && !this.#closed(newest) ? newest : undefined;
    if (isSendRefusal(scripted)) {
      return { outcome: scripted, authentication: open ?? this.#remember(to, details) };
    }
    if (open !== undefined) {
      const retried = this.retry(open, delivery);
      return {
        outcome: isSent(retried) ? scripted : "rate_limited",
        authentication: open,
        retried,
      };
    }
    const code = this.#newCode(to, 1, delivery);
    const authentication = this.#remember(to, details);
    this.#attempt(authentication, code, delivery);
    return { outcome: scripted, authentication };
  }

  /** Sends a further code, if it may be had. */
  retry(window: Authentication, delivery: Delivery = {}): RetryOutcome {
    const outcome = scriptFor(window.to).retry ?? this.#retryOutcome(window);
    if (isSent(outcome)) {
      const keepsCode = this.#settings.codeOnRetry === "same" && window.attempts > 0 &&
        delivery.code === undefined;
      const code = keepsCode
        ? window.code
        : this.#newCode(window.to, window.attempts + 1, delivery);
      this.#attempt(window, code, delivery);
    }
    return outcome;
  }

  check(window: Authentication, code: string): CheckOutcome {
    const status = scriptFor(window.to).check ?? this.#checkOutcome(window, code);
    if (status === "impossible_code") return status;
    if (status === "valid") window.validated = true;
    const at = this.#clock.now();
    this.#record(window, { type: "check", id: uuid(this.#words), code, status, at });
    this.#changed(window);
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
    if (window.attempts === 0 || this.#closed(window)) return 0;
    return Math.max(0, this.#settings.retries + 1 - window.attempts);
  }

  /** When the next code may be had; `undefined` when none will be. */
  nextRetryAt(window: Authentication): number | undefined {
    const next = this.#gapEnd(window);
    return this.remainingRetries(window) > 0 && next < window.expiresAt ? next : undefined;
  }

  /** How far a window has come. */
  describe(window: Authentication): WindowState {
    const closed = this.#closed(window);
    const nextRetryAt = this.nextRetryAt(window);
    return {
      authenticationUuid: window.id,
      to: window.to,
      state: closed === "already_validated" ? "validated" : closed ?? "open",
      openedAt: new Date(window.createdAt),
      expiresAt: new Date(window.expiresAt),
      nextRetryAt: nextRetryAt === undefined ? undefined : new Date(nextRetryAt),
      remainingRetries: this.remainingRetries(window),
      remainingChecks: closed === undefined ? this.#settings.checks - window.checks : 0,
      checked: window.events.filter((event) => event.type === "check")
        .map(({ id, code, status, at }) => ({ id, code, status, at: new Date(at) })),
    };
  }

  #closed(window: Authentication): "already_validated" | "expired" | undefined {
    if (window.validated) return "already_validated";
    return this.#clock.now() >= window.expiresAt ? "expired" : undefined;
  }

  #gapEnd({ attempts, attemptedAt }: Authentication): number {
    const { retryGaps } = this.#settings;
    return attemptedAt + retryGaps[Math.min(attempts, retryGaps.length) - 1]!;
  }

  #retryOutcome(window: Authentication): RetryOutcome {
    if (window.attempts === 0) return "no_attempt";
    const closed = this.#closed(window);
    if (closed !== undefined) return closed;
    if (window.attempts > this.#settings.retries) return "denied";
    return this.#clock.now() < this.#gapEnd(window) ? "rate_limited" : "approved";
  }

  #checkOutcome(window: Authentication, code: string): CheckOutcome {
    if (window.attempts === 0) return "without_attempt";
    const closed = this.#closed(window);
    if (closed !== undefined) return closed;
    if (window.checks === this.#settings.checks) return "rate_limited";
    window.checks++;
    return isSame(window.code, code) ? "valid" : "invalid";
  }

  #remember(to: string, details: SendDetails): Authentication {
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
      channel: "sms",
      checks: 0,
      validated: false,
      feedback: undefined,
    };
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

  #attempt(window: Authentication, code: string, delivery: Delivery): void {
    const { to } = window;
    const script = scriptFor(to);
    const channel = takeChannel(delivery.channel ?? "sms", script.send);
    const at = this.#clock.now();
    const id = uuid(this.#words);
    const number = window.attempts + 1;
    const text = `${code} is your verification code`;
    const outcome = script.delivery ?? "delivered";
    const reason = number === 1 ? "authentication" : "attempt";
    window.code = code;
    window.attempts = number;
    window.attemptedAt = at;
    window.channel = channel;
    this.#record(window, { type: "balance_update", amount: -0.05, reason, at });
    this.#record(window, { type: "attempt", id, number, text, channel, delivery: outcome, at });
    this.#record(window, { type: "delivery_status", attemptId: id, number, delivery: outcome, at });
    this.#deliver({
      id,
      to,
      code,
      text,
      channel,
      authenticationUuid: window.id,
      attempt: number,
      sentAt: new Date(at),
      delivery: outcome,
    });
    this.#changed(window);
  }

  #record(window: Authentication, event: AuthenticationEvent): void {
    if (window.events.length < MOST_EVENTS) window.events.push(event);
    this.#tell(window, event);
  }

  /** A code of the caller's own making may throw: so it is made before anything changes. */
  #newCode(to: string, attempt: number, delivery: Delivery): string {
    if (delivery.code !== undefined) return delivery.code;
    const { code, codeLength } = this.#settings;
    const length = delivery.codeLength ?? codeLength;
    if (code === undefined) return randomCode(this.#words, length);
    const made = code({ to, attempt, length });
    if (typeof made === "string" && isPossibleCode(made)) return made;
    throw new TypeError('Cannot send a code: "code" returned something else than 4 to 8 digits');
  }
}

function isSent(outcome: RetryOutcome): boolean {
  return outcome === "approved" || outcome === "unrecognized";
}
