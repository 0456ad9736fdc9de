/** A message to a person: what the inbox keeps, and options speak of. */

/**
 * How a code reaches a person. With `silent`, the phone's network confirms the number and there is no
 * message to a person.
 */
export type Channel =
  | "sms"
  | "rcs"
  | "whatsapp"
  | "viber"
  | "zalo"
  | "telegram"
  | "voice"
  | "email"
  | "silent";

/** The channels that carry messages to a phone, which a request can choose from. */
export const MESSAGE_CHANNELS: readonly Channel[] = [
  "sms",
  "rcs",
  "whatsapp",
  "viber",
  "zalo",
  "telegram",
];

/** The carrier's final report on a message. */
export type DeliveryOutcome = "delivered" | "undeliverable";

/** A message that went out. */
export interface Message {
  /** The attempt's id. */
  readonly id: string;
  /** The recipient: an E.164 phone number or an email address. */
  readonly to: string;
  /** The code, as in the text. */
  readonly code: string;
  /** The whole text, including the code. */
  readonly text: string;
  /** The channel that it took. */
  readonly channel: Channel;
  /**
   * The id of its authentication: a UUID, which Prelude Verify v2 encodes as a `vrf_` id in
   * base 32.
   */
  readonly authenticationUuid: string;
  /** Its number in the window: 1 for the first message, 2 for the first retry. */
  readonly attempt: number;
  /** The time by the sandbox's clock. */
  readonly sentAt: Date;
  /** Whether it arrived. */
  readonly delivery: DeliveryOutcome;
}
