/** The state of a window as the sandbox shows it. */
import type { Channel } from "../message.ts";
import type { CheckOutcome } from "./outcomes.ts";

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

/** A code that was checked, and the outcome. */
export interface CheckedCode {
  /** The event's id. */
  readonly id: string;
  /** The code exactly as in the request, which can be any string. */
  readonly code: string;
  /** The outcome, independent of the version of the API. */
  readonly status: CheckOutcome;
  /** The status or error code that the API responded with, e.g. `expired_or_not_found` in v2. */
  readonly answer: string;
  /** The time by the sandbox's clock. */
  readonly at: Date;
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
