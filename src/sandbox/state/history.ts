import type { Channel, DeliveryOutcome } from "../message.ts";
import type { CheckOutcome } from "./outcomes.ts";

/** A message that went out. */
export interface AttemptEntry {
  readonly type: "attempt";
  readonly id: string;
  /** 1 for the first message of a window. */
  readonly number: number;
  readonly text: string;
  readonly channel: Channel;
  readonly delivery: DeliveryOutcome;
  /** Milliseconds since the epoch, as in all entries. */
  readonly at: number;
}

/** A code that was checked. */
export interface CheckEntry {
  readonly type: "check";
  readonly id: string;
  readonly code: string;
  readonly status: Exclude<CheckOutcome, "impossible_code">;
  /** The same in the words of the API that was asked. */
  readonly answer: string;
  readonly at: number;
}

/** The carrier's report on a message. */
export interface DeliveryEntry {
  readonly type: "delivery_status";
  readonly attemptId: string;
  readonly number: number;
  readonly delivery: DeliveryOutcome;
  readonly at: number;
}

/** The price of a message. */
export interface BalanceEntry {
  readonly type: "balance_update";
  readonly amount: number;
  readonly reason: "authentication" | "attempt";
  readonly at: number;
}

/** Something that happened to an authentication. */
export type HistoryEntry = AttemptEntry | CheckEntry | DeliveryEntry | BalanceEntry;
