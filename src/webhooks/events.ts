/** The types of events. */

/** The cost of something. */
export interface Price {
  /** The amount, in units of the currency. */
  readonly amount?: number;
  /** The currency: an ISO 4217 code. */
  readonly currency?: string;
}

/** The mobile network that carried a message (ITU-T E.212). */
export interface CarrierInformation {
  /** The mobile country code: three digits. */
  readonly mcc?: string;
  /** The mobile network code: two or three digits. */
  readonly mnc?: string;
}

/** What the carrier reported about a message. The list is open. */
export type DeliveryStatus =
  | "submitted"
  | "in_transit"
  | "delivered"
  | "undeliverable"
  | "unknown"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** The fields that the payloads of all events share. Missing or unreadable fields are left out. */
export interface EventPayload {
  /** The id of the verification, `vrf_…`. */
  readonly verificationId?: string;
  /**
   * The person being verified: in `value`, a phone number in E.164 form or an email address; in
   * `type`, which one it is (`phone_number`, `email_address`; the list is open).
   */
  readonly target?: { readonly type?: string; readonly value?: string };
  /** When it happened. */
  readonly time?: Date;
  /** What it cost. */
  readonly price?: Price;
  /** What your program passed when it created the verification. */
  readonly metadata?: { readonly correlationId?: string };
}

/** The payload of an {@linkcode AttemptEvent}. */
export interface AttemptPayload extends EventPayload {
  /** The id of the attempt, `att_…`. */
  readonly id?: string;
  /** The network that carried the message. */
  readonly carrierInformation?: CarrierInformation;
  /** How the message was sent: `sms`, `whatsapp`, …. The list is open. */
  readonly channel?: string;
  /** What the carrier reported about the message. */
  readonly deliveryStatus?: DeliveryStatus;
}

/** The payload of a {@linkcode DeliveryStatusEvent}. */
export interface DeliveryStatusPayload extends EventPayload {
  /** The id of this report, `dls_…`. */
  readonly id?: string;
  /** The id of the attempt, `att_…`. */
  readonly attemptId?: string;
  /** The network that carried the message. */
  readonly carrierInformation?: CarrierInformation;
  /** What the carrier reported about the message. */
  readonly status?: DeliveryStatus;
}

/** The fields that all verified events share. */
export interface VerifiedEnvelope {
  /** The signature was verified. This is `false` on an {@linkcode UnverifiedEvent}. */
  readonly verified: true;
  /** The id of the event, `evt_…`. It is the same on each delivery. */
  readonly id: string;
  /** When the event was created. */
  readonly createdAt?: Date;
  /** The parsed JSON body, with the field names of the API. Not enumerable. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A verification was created and billed. */
export interface AuthenticationEvent extends VerifiedEnvelope {
  /** This version of the package knows the type. */
  readonly known: true;
  /** The type of the event. */
  readonly type: "verify.authentication";
  /** The content of the event. */
  readonly payload: EventPayload;
}

/** A message was sent. */
export interface AttemptEvent extends VerifiedEnvelope {
  /** This version of the package knows the type. */
  readonly known: true;
  /** The type of the event. */
  readonly type: "verify.attempt";
  /** The content of the event. */
  readonly payload: AttemptPayload;
}

/** The carrier reported on a message. */
export interface DeliveryStatusEvent extends VerifiedEnvelope {
  /** This version of the package knows the type. */
  readonly known: true;
  /** The type of the event. */
  readonly type: "verify.delivery_status";
  /** The content of the event. */
  readonly payload: DeliveryStatusPayload;
}

/** An event of a type that is newer than this version of the package. */
export interface UnknownEvent extends VerifiedEnvelope {
  /** This version of the package does not know the type. */
  readonly known: false;
  /** The type of the event. */
  readonly type: string;
  /** The fields that this version can read. `body` has all of them. */
  readonly payload: AttemptPayload & DeliveryStatusPayload;
}

/**
 * An event whose signature was verified.
 *
 * New types may appear at any time. `event.type === "verify.attempt"` narrows the payload to that
 * of an attempt; together with `event.known`, it narrows the event to an {@linkcode AttemptEvent}.
 *
 * @example Switch on the type
 * ```ts
 * import type { VerifiedEvent } from "@ding-otp/client/webhooks";
 *
 * export function describe(event: VerifiedEvent): string {
 *   if (!event.known) return `unknown event: ${event.type}`;
 *   switch (event.type) {
 *     case "verify.authentication":
 *       return `billed ${event.payload.price?.amount} ${event.payload.price?.currency}`;
 *     case "verify.attempt":
 *       return `sent by ${event.payload.channel}`;
 *     case "verify.delivery_status":
 *       return `carrier says ${event.payload.status}`;
 *   }
 * }
 * ```
 */
export type VerifiedEvent =
  | AuthenticationEvent
  | AttemptEvent
  | DeliveryStatusEvent
  | UnknownEvent;

/**
 * An event of the v1 API, which does not sign its webhooks: **anybody who knows the URL can forge
 * one.** Take nothing from it but the id of the authentication, and ask the API about that. The
 * compiler rejects it where a {@linkcode VerifiedEvent} is expected.
 */
export interface UnverifiedEvent {
  /** Nothing proves where this event came from. */
  readonly verified: false;
  /** The id of the event, a UUID. It is the same on each delivery. */
  readonly id: string;
  /**
   * `authentication` (created and billed), `attempt` (a message was sent), `delivery_status` (the
   * carrier reported on it), or something newer. The vendor does not document the fields of the
   * last two; find them in `body`.
   */
  readonly type:
    | "authentication"
    | "attempt"
    | "delivery_status"
    // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
    | (string & {});
  /** The id of the authentication: the `authenticationUuid` that `send` returns. */
  readonly authUuid?: string;
  /** The phone number in E.164 form. */
  readonly recipientPhoneNumber?: string;
  /** What it cost. */
  readonly price?: Price;
  /** When it happened. */
  readonly time?: Date;
  /** The correlation id that your program passed to `send`. */
  readonly correlationId?: string;
  /** The parsed JSON body, with the field names of the API. Not enumerable. */
  readonly body: Readonly<Record<string, unknown>>;
}
