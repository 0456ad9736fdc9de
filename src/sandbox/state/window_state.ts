import type { CheckOutcome } from "./outcomes.ts";

/** A code that somebody typed, and what came of it. */
export interface CheckedCode {
  /** The event's id. */
  readonly id: string;
  /** As it was checked: anything at all. */
  readonly code: string;
  /** What came of it, in words of no version of the API. */
  readonly status: CheckOutcome;
  /** By the sandbox's clock. */
  readonly at: Date;
}

/** How far the window of a phone number has come. */
export interface WindowState {
  /** The id of the authentication. */
  readonly authenticationUuid: string;
  /** The phone number, E.164, or email address. */
  readonly to: string;
  /** Whether a right code closed it, or its end did. */
  readonly state: "open" | "validated" | "expired";
  /** By the sandbox's clock, as all times here. */
  readonly openedAt: Date;
  /** Its end, unless a right code comes before. */
  readonly expiresAt: Date;
  /** When the next code may be had; `undefined` when none will be. */
  readonly nextRetryAt: Date | undefined;
  /** How many further codes may be had. */
  readonly remainingRetries: number;
  /** How many codes may still be checked. */
  readonly remainingChecks: number;
  /** The codes that were checked, oldest first. */
  readonly checked: readonly CheckedCode[];
}
