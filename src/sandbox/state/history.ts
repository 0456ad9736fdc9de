import type { Channel } from "./channels.ts";
import type { CheckOutcome, DeliveryOutcome } from "./outcomes.ts";

/** A message that went out. */
export interface AttemptEvent {
  readonly type: "attempt";
  readonly id: string;
  /** 1 for the first message of a window. */
  readonly number: number;
  readonly text: string;
  readonly channel: Channel;
  readonly delivery: DeliveryOutcome;
  /** Milliseconds since the epoch, as in all events. */
  readonly at: number;
}

/** A code that was checked. */
export interface CheckEvent {
  readonly type: "check";
  readonly id: string;
  readonly code: string;
  readonly status: Exclude<CheckOutcome, "impossible_code">;
  readonly at: number;
}

/** The carrier's word on a message. */
export interface DeliveryEvent {
  readonly type: "delivery_status";
  readonly attemptId: string;
  readonly number: number;
  readonly delivery: DeliveryOutcome;
  readonly at: number;
}

/** What a message cost. */
export interface BalanceEvent {
  readonly type: "balance_update";
  readonly amount: number;
  readonly reason: "authentication" | "attempt";
  readonly at: number;
}

/** What happened to an authentication, in the order in which it did. */
export type AuthenticationEvent = AttemptEvent | CheckEvent | DeliveryEvent | BalanceEvent;
