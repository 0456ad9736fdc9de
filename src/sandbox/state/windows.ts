/**
 * The state machine of the service, independent of HTTP and of the versions of the API, so that all
 * versions share the same state.
 */
import { isPossibleCode } from "../formats.ts";
import type { Channel, Message } from "../message.ts";
import { own } from "../own.ts";
import type { Settings } from "../settings.ts";
import type {
  Authentication,
  CheckDetails,
  MessageOptions,
  SendDetails,
  Sent,
} from "./authentication.ts";
import { selectChannel } from "./channels.ts";
import type { Clock } from "./clock.ts";
import { isSame, randomCode } from "./codes.ts";
import type { HistoryEntry } from "./history.ts";
import {
  type CheckOutcome,
  type FeedbackOutcome,
  isApproved,
  isRejected,
  isWithheld,
  type RetryOutcome,
  type Script,
  type SendOutcome,
} from "./outcomes.ts";
import { uuid, type Words } from "./random.ts";
import { Recent } from "./recent.ts";
import type { Feedback, Payment, WindowOptions, WindowState } from "./window.ts";

/** The most entries of one authentication's history, which bounds its memory. */
const LONGEST_HISTORY = 100;

const NO_OPTIONS: MessageOptions = own({});

/** What {@linkcode Windows} depends on. */
export interface WindowsContext {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly words: Words;
  /** The outcomes that a recipient always has. */
  readonly scriptFor: (to: string) => Script;
  /** The code of a test number, which gets no message; `undefined` for all others. */
  readonly testCodeOf: (to: string) => string | undefined;
  /** Called with each message that goes out. */
  readonly deliver: (message: Message) => void;
  /** Called with everything that happens to an authentication. */
  readonly report: (authentication: Authentication, entry: HistoryEntry) => void;
  /** Called with each window that a message or a check has changed. */
  readonly changed: (window: Authentication) => void;
}

/** All remembered windows, by id and by recipient. */
export class Windows {
  readonly #context: WindowsContext;
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #words: Words;
  readonly #byId = new Map<string, Authentication>();
  /** The newest window of each recipient, open or closed. */
  readonly #byRecipient = new Map<string, Authentication>();
  readonly #remembered: Recent<Authentication>;

  constructor(context: WindowsContext) {
    this.#context = context;
    this.#settings = context.settings;
    this.#clock = context.clock;
    this.#words = context.words;
    this.#remembered = new Recent(context.settings.memory.authentications);
  }

  get(id: string): Authentication | undefined {
    return this.#byId.get(id);
  }

  /** The newest window of a recipient, open or closed. */
  newest(to: string): Authentication | undefined {
    return this.#byRecipient.get(to);
  }

  /** Opens a window, or retries in the one that is open. */
  send(to: string, details: SendDetails, options: MessageOptions = NO_OPTIONS): Sent {
    const newest = this.#byRecipient.get(to);
    const open = newest !== undefined && !this.#closedBy(newest) ? newest : undefined;
    const first = open?.details ?? details;
    const scripted = this.#outcomeFor(to, first);
    if (isRejected(scripted)) {
      return { outcome: scripted, authentication: undefined, retried: undefined };
    }
    const hasChannel = this.#channelOf(to, first, options) !== undefined;
    if (isWithheld(scripted) || !hasChannel) {
      const authentication = open ?? this.#remember(to, details);
      const outcome = hasChannel ? scripted : "spam_detected";
      return { outcome, authentication, retried: undefined };
    }
    if (open !== undefined) {
      const retried = this.retry(open, options);
      return {
        outcome: isApproved(retried) ? scripted : "rate_limited",
        authentication: open,
        retried,
      };
    }
    const code = this.#newCode(to, 1, options);
    const authentication = this.#remember(to, details);
    this.#sendMessage(authentication, code, options);
    return { outcome: scripted, authentication, retried: undefined };
  }

  /** Sends another code if the window allows it. */
  retry(window: Authentication, options: MessageOptions = NO_OPTIONS): RetryOutcome {
    const outcome = this.#context.scriptFor(window.to).retry ?? this.#retryOutcome(window);
    if (!isApproved(outcome)) return outcome;
    if (this.#channelOf(window.to, window.details, options) === undefined) return "no_attempt";
    const isSameCode = this.#settings.codeOnRetry === "same" && window.code !== "" &&
      options.code === undefined;
    const code = isSameCode ? window.code : this.#newCode(window.to, window.attempts + 1, options);
    this.#sendMessage(window, code, options);
    return outcome;
  }

  /**
   * Checks a code, and closes the window if it is right.
   *
   * @param details How the API words each outcome, and the payment that the person confirms.
   */
  check(
    window: Authentication,
    code: string,
    { answers, payment }: CheckDetails,
  ): CheckOutcome {
    const status = this.#context.scriptFor(window.to).check ??
      this.#checkOutcome(window, code, payment);
    if (status === "impossible_code") return status;
    if (status === "valid") window.isValidated = true;
    const at = this.#clock.now();
    const id = uuid(this.#words);
    this.#record(window, { type: "check", id, code, status, answer: answers[status], at });
    this.#context.changed(window);
    return status;
  }

  /** Records feedback on a number's newest authentication. */
  feedback(to: string, feedback: Feedback): FeedbackOutcome {
    const newest = this.#byRecipient.get(to);
    if (newest === undefined) return "no_authentication";
    const isDuplicate = newest.feedback?.status === feedback.status;
    newest.feedback = feedback;
    if (isDuplicate) return "duplicate";
    return "accepted";
  }

  /** How many more codes are allowed; none once the window is closed. */
  remainingRetries(window: Authentication): number {
    if (window.attempts === 0 || this.#closedBy(window)) return 0;
    return Math.max(0, this.#settings.retries + 1 - window.attempts);
  }

  /** When the next code is allowed; `undefined` if no more are. */
  nextRetryAt(window: Authentication): number | undefined {
    const next = this.#gapEnd(window);
    return this.remainingRetries(window) > 0 && next < window.expiresAt ? next : undefined;
  }

  /** The public view of a window. */
  describe(window: Authentication): WindowState {
    const closed = this.#closedBy(window);
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
      checked: window.history.filter((entry) => entry.type === "check")
        .map(({ id, code, status, answer, at }) => ({
          id,
          code,
          status,
          answer,
          at: new Date(at),
        })),
      options: describeOptions(window.details),
      feedback: window.feedback,
    };
  }

  /** The outcome that a number's script or the first send of the verification decides on. */
  #outcomeFor(to: string, { forceChallenge }: SendDetails): SendOutcome {
    const scripted = this.#context.scriptFor(to).send ?? "pending";
    return scripted === "pending" && forceChallenge ? "challenged" : scripted;
  }

  #channelOf(to: string, details: SendDetails, options: MessageOptions): Channel | undefined {
    return selectChannel({
      requested: to.includes("@") ? "email" : options.channel,
      onlyChannels: details.onlyChannels,
      outcome: this.#outcomeFor(to, details),
    });
  }

  #closedBy(window: Authentication): "already_validated" | "expired" | undefined {
    if (window.isValidated) return "already_validated";
    return this.#clock.now() >= window.expiresAt ? "expired" : undefined;
  }

  #gapEnd({ attempts, attemptedAt }: Authentication): number {
    const { retryGaps } = this.#settings;
    return attemptedAt + retryGaps[Math.min(attempts, retryGaps.length) - 1]!;
  }

  #retryOutcome(window: Authentication): RetryOutcome {
    if (window.attempts === 0) return "no_attempt";
    const closed = this.#closedBy(window);
    if (closed !== undefined) return closed;
    if (window.attempts > this.#settings.retries) return "denied";
    return this.#clock.now() < this.#gapEnd(window) ? "rate_limited" : "approved";
  }

  #checkOutcome(
    window: Authentication,
    code: string,
    payment: Payment | undefined,
  ): CheckOutcome {
    if (window.attempts === 0) return "without_attempt";
    const closed = this.#closedBy(window);
    if (closed !== undefined) return closed;
    if (window.checks === this.#settings.checks) return "rate_limited";
    window.checks++;
    const expected = window.details.payment;
    if (expected !== undefined) {
      if (payment === undefined) return "transaction_missing";
      if (!isSamePayment(expected, payment)) {
        // A code belongs to one payment: whoever names another one has used it up.
        window.code = "";
        return "transaction_mismatch";
      }
    }
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
      history: [],
      code: "",
      attempts: 0,
      attemptedAt: now,
      channel: "sms",
      checks: 0,
      isValidated: false,
      feedback: undefined,
    };
    this.#byId.set(window.id, window);
    this.#byRecipient.set(to, window);
    const forgotten = this.#remembered.push(window);
    if (forgotten !== undefined) this.#forget(forgotten);
    return window;
  }

  #forget(window: Authentication): void {
    this.#byId.delete(window.id);
    if (this.#byRecipient.get(window.to) === window) this.#byRecipient.delete(window.to);
  }

  #sendMessage(window: Authentication, code: string, options: MessageOptions): void {
    const { to } = window;
    const script = this.#context.scriptFor(to);
    const channel = this.#channelOf(to, window.details, options)!;
    const at = this.#clock.now();
    const number = window.attempts + 1;
    window.code = code;
    window.attempts = number;
    window.attemptedAt = at;
    window.channel = channel;
    if (this.#context.testCodeOf(to) !== undefined) return this.#context.changed(window);
    const id = uuid(this.#words);
    const text = textOf(code, window.details);
    const delivery = script.delivery ?? "delivered";
    const reason = number === 1 ? "authentication" : "attempt";
    this.#record(window, { type: "balance_update", amount: -0.05, reason, at });
    this.#record(window, { type: "attempt", id, number, text, channel, delivery, at });
    this.#record(window, { type: "delivery_status", attemptId: id, number, delivery, at });
    this.#context.deliver({
      id,
      to,
      code,
      text,
      channel,
      authenticationUuid: window.id,
      attempt: number,
      sentAt: new Date(at),
      delivery,
    });
    this.#context.changed(window);
  }

  #record(window: Authentication, entry: HistoryEntry): void {
    if (window.history.length < LONGEST_HISTORY) window.history.push(entry);
    this.#context.report(window, entry);
  }

  /** Called before anything changes, since the caller's function may throw. */
  #newCode(to: string, attempt: number, options: MessageOptions): string {
    const testCode = this.#context.testCodeOf(to);
    if (testCode !== undefined) return testCode;
    if (options.code !== undefined) return options.code;
    const { code, codeLength } = this.#settings;
    const length = options.codeLength ?? codeLength;
    if (code === undefined) return randomCode(this.#words, length);
    const made = code({ to, attempt, length });
    if (typeof made === "string" && isPossibleCode(made)) return made;
    throw new TypeError('Cannot send a code: "code" must return 4 to 8 digits');
  }
}

function textOf(code: string, { payment }: SendDetails): string {
  if (payment === undefined) return `${code} is your verification code`;
  const { amount, currency, recipient } = payment;
  return `${code} is your code to pay ${amount} ${currency} to ${recipient}`;
}

function isSamePayment(left: Payment, right: Payment): boolean {
  return left.amount === right.amount && left.currency === right.currency &&
    left.recipient === right.recipient;
}

function describeOptions(
  { correlationId, templateId, payment, onlyChannels, maxAutoFallbacks, forceChallenge }:
    SendDetails,
): WindowOptions {
  return {
    ...correlationId !== undefined && { correlationId },
    ...templateId !== undefined && { templateId },
    ...payment !== undefined && { payment },
    ...onlyChannels !== undefined && { onlyChannels },
    ...maxAutoFallbacks !== undefined && { maxAutoFallbacks },
    ...forceChallenge && { forceChallenge },
  };
}
