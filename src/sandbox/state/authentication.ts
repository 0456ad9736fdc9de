import type { Channel } from "../message.ts";
import type { HistoryEntry } from "./history.ts";
import type { CheckOutcome, RejectedOutcome, RetryOutcome, SendOutcome } from "./outcomes.ts";

/**
 * One number, one or more messages, one right code, within a limited time: the window. Only
 * {@linkcode Windows} changes it.
 */
export interface Authentication {
  readonly id: string;
  /** An E.164 phone number or an email address. */
  readonly to: string;
  readonly details: SendDetails;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly history: HistoryEntry[];
  /** The code that is right. */
  code: string;
  /** How many messages went out; 0 if none was allowed to. */
  attempts: number;
  attemptedAt: number;
  /** The channel of the last message. */
  channel: Channel;
  checks: number;
  isValidated: boolean;
  feedback: Feedback | undefined;
}

/** What a send says about its authentication; only the send that opens a window counts. */
export interface SendDetails {
  readonly correlationId?: string | undefined;
  readonly templateId?: string | undefined;
  readonly senderId?: string | undefined;
  readonly signals: Readonly<Record<string, unknown>>;
  /** The payment that the code is for. */
  readonly payment: Payment | undefined;
  /** The only channels to use, in this order. */
  readonly onlyChannels: readonly Channel[] | undefined;
  /** How many other channels to try by itself. */
  readonly maxAutoFallbacks: number | undefined;
  /** Whether the request is to be treated as suspicious. */
  readonly forceChallenge: boolean;
  /** Where to post webhooks, and in which format. */
  readonly callback?: Callback | undefined;
}

/** A payment that a code is for (PSD2); all values are exactly as in the request. */
export interface Payment {
  /** The amount, e.g. `"12.50"`. */
  readonly amount: string;
  /** The currency, e.g. `"EUR"`. */
  readonly currency: string;
  /** Who is paid. */
  readonly recipient: string;
}

/** Feedback on whether the person signed in. */
export interface Feedback {
  /** What was reported. */
  readonly status: "onboarded" | "not_onboarded";
  /** The id that the caller's own records have for it, if the feedback has one (v2). */
  readonly correlationId: string | undefined;
  /** The id from the vendor's browser or mobile SDK, if the feedback has one (v2). */
  readonly dispatchId: string | undefined;
}

/** What the send that opened a window asked for; only what it named. */
export interface WindowOptions {
  /** The caller's own id. */
  readonly correlationId?: string;
  /** The template of the message. */
  readonly templateId?: string;
  /** The payment that the code is for. */
  readonly payment?: Payment;
  /** The only channels to use, in this order. */
  readonly onlyChannels?: readonly Channel[];
  /** How many other channels the API may try by itself. */
  readonly maxAutoFallbacks?: number;
  /** Present if the verification has to be a challenge. */
  readonly forceChallenge?: true;
}

/** How one message should go out. */
export interface MessageOptions {
  /** `"sms"` by default. */
  readonly channel?: Channel | undefined;
  /** The caller's own code: 4 to 8 digits. */
  readonly code?: string | undefined;
  /** Digits of the code, instead of the sandbox's setting. */
  readonly codeLength?: number | undefined;
}

/** A webhook address, and the format of the version of the API that the send used. */
export interface Callback {
  readonly url: string;
  readonly format: WebhookFormat;
}

/** How a version of the API writes its webhooks. */
export interface WebhookFormat {
  readonly isSigned: boolean;
  /** The id of an event, made from a UUID. */
  readonly formatId: (uuid: string) => string;
  /** The body without its `id`; `undefined` for an entry that has no webhook. */
  readonly encode: (
    authentication: Authentication,
    entry: HistoryEntry,
  ) => Readonly<Record<string, unknown>> | undefined;
}

/** The outcome of a send, and its authentication, if there is one. */
export type Sent =
  | {
    readonly outcome: RejectedOutcome;
    readonly authentication: undefined;
    readonly retried: undefined;
  }
  | {
    readonly outcome: Exclude<SendOutcome, RejectedOutcome>;
    readonly authentication: Authentication;
    /** The outcome of the retry that the send became because a window was open. */
    readonly retried: RetryOutcome | undefined;
  };

/** A code that was checked, and the outcome. */
export interface CheckedCode {
  /** The event's id. */
  readonly id: string;
  /** The code exactly as in the request, which can be any string. */
  readonly code: string;
  /** The outcome, independent of the version of the API. */
  readonly status: CheckOutcome;
  /** The time by the sandbox's clock. */
  readonly at: Date;
}

/** The state of a window; times are by the sandbox's clock. */
export interface WindowState {
  /** The id of the authentication. */
  readonly authenticationUuid: string;
  /** An E.164 phone number or an email address. */
  readonly to: string;
  /** Whether the window is open, was closed by a right code, or has expired. */
  readonly state: "open" | "validated" | "expired";
  /** When the window opened. */
  readonly openedAt: Date;
  /** When the window closes, unless a right code closes it first. */
  readonly expiresAt: Date;
  /** When the next code is allowed; `undefined` if no more are. */
  readonly nextRetryAt: Date | undefined;
  /** How many more codes are allowed. */
  readonly remainingRetries: number;
  /** How many more codes can be checked. */
  readonly remainingChecks: number;
  /** The codes that were checked, oldest first. */
  readonly checked: readonly CheckedCode[];
  /** What the send that opened the window asked for; later sends do not change it. */
  readonly options: WindowOptions;
  /** The last feedback on it; `undefined` if there was none. */
  readonly feedback: Feedback | undefined;
}
