import type { Channel } from "../message.ts";
import type { CheckEntry, HistoryEntry } from "./history.ts";
import type { RejectedOutcome, RetryOutcome, SendOutcome } from "./outcomes.ts";
import type { Feedback, Payment } from "./window.ts";

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

/** How one message should go out. */
export interface MessageOptions {
  /** `"sms"` by default. */
  readonly channel?: Channel | undefined;
  /** The caller's own code: 4 to 8 digits. */
  readonly code?: string | undefined;
  /** Digits of the code, instead of the sandbox's setting. */
  readonly codeLength?: number | undefined;
}

/** What a version of the API adds to the check of a code. */
export interface CheckDetails {
  /** The version's own word for each outcome. */
  readonly answers: Readonly<Record<CheckEntry["status"], string>>;
  /** The payment that the person confirms with the code. */
  readonly payment?: Payment | undefined;
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
