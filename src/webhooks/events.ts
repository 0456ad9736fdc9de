/** The events, as they are handed to a program. */

/** What something cost. */
export interface Price {
  /** The amount, in units of the currency. */
  readonly amount?: number;
  /** ISO 4217 code of the currency. */
  readonly currency?: string;
}

/** Whom a verification is about. */
export interface Target {
  /** What `value` is: `phone_number`, `email_address`, or a word that came later. */
  readonly type?: string;
  /** A phone number in E.164 form, or an email address. */
  readonly value?: string;
}

/** Whose network it was (ITU-T E.212). */
export interface CarrierInformation {
  /** Mobile country code, three digits. */
  readonly mcc?: string;
  /** Mobile network code, two or three digits. */
  readonly mnc?: string;
}

/** What the program passed along when it asked for the verification. */
export interface EventMetadata {
  /** The program's own id. */
  readonly correlationId?: string;
}

/** How far the carrier got with a message; an open list. */
export type DeliveryStatus =
  | "submitted"
  | "in_transit"
  | "delivered"
  | "undeliverable"
  | "unknown"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** What the payloads of all events have in common. What is absent or unreadable is left out. */
export interface EventPayload {
  /** The id of the verification, `vrf_…`. */
  readonly verificationId?: string;
  /** Whom it is about. */
  readonly target?: Target;
  /** When it happened. */
  readonly time?: Date;
  /** What it cost. */
  readonly price?: Price;
  /** What the program passed along. */
  readonly metadata?: EventMetadata;
}

/** The payload of an {@linkcode AttemptEvent}. */
export interface AttemptPayload extends EventPayload {
  /** The id of the attempt, `att_…`. */
  readonly id?: string;
  /** Whose network it was. */
  readonly carrierInformation?: CarrierInformation;
  /** How the message went: `sms`, `whatsapp`, …; an open list. */
  readonly channel?: string;
  /** How far the carrier got with it. */
  readonly deliveryStatus?: DeliveryStatus;
}

/** The payload of a {@linkcode DeliveryStatusEvent}. */
export interface DeliveryStatusPayload extends EventPayload {
  /** The id of this report, `dls_…`. */
  readonly id?: string;
  /** The id of the attempt, `att_…`. */
  readonly attemptId?: string;
  /** Whose network it was. */
  readonly carrierInformation?: CarrierInformation;
  /** How far the carrier got with the message. */
  readonly status?: DeliveryStatus;
}

/** What all verified events have in common. */
export interface VerifiedEnvelope {
  /** The signature was checked. An {@linkcode UnverifiedEvent} has `false` here. */
  readonly verified: true;
  /** The id of the event, `evt_…`; the same at each delivery. */
  readonly id: string;
  /** When the event was made. */
  readonly createdAt?: Date;
  /** The body as parsed from JSON, with its own names. Not enumerable. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A verification was created and billed. */
export interface AuthenticationEvent extends VerifiedEnvelope {
  /** This version knows the type of this event. */
  readonly known: true;
  /** The API's own word. */
  readonly type: "verify.authentication";
  /** What it says. */
  readonly payload: EventPayload;
}

/** A message was sent. */
export interface AttemptEvent extends VerifiedEnvelope {
  /** This version knows the type of this event. */
  readonly known: true;
  /** The API's own word. */
  readonly type: "verify.attempt";
  /** What it says. */
  readonly payload: AttemptPayload;
}

/** The carrier said what became of a message. */
export interface DeliveryStatusEvent extends VerifiedEnvelope {
  /** This version knows the type of this event. */
  readonly known: true;
  /** The API's own word. */
  readonly type: "verify.delivery_status";
  /** What it says. */
  readonly payload: DeliveryStatusPayload;
}

/** An event of a type that came after this version. */
export interface UnknownEvent extends VerifiedEnvelope {
  /** This version does not know the type of this event. */
  readonly known: false;
  /** The API's own word. */
  readonly type: string;
  /** What of it this version can read; `body` has all of it. */
  readonly payload: AttemptPayload & DeliveryStatusPayload;
}

/**
 * An event whose signature was checked, told apart by `type`.
 *
 * `type` is an open list, so `event.type === "verify.attempt"` alone gives the payload of an attempt,
 * and together with `event.known` it gives exactly an {@linkcode AttemptEvent}.
 *
 * @example By type
 * ```ts
 * import type { VerifiedEvent } from "@ding-otp/client/webhooks";
 *
 * export function describe(event: VerifiedEvent): string {
 *   if (!event.known) return `something new: ${event.type}`;
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
 * An event of the v1 API, which signs nothing: **anybody who knows the address may have made it up.**
 * It is a claim about an authentication; what is true of it is what the API says when asked. It cannot
 * be passed where a {@linkcode VerifiedEvent} is wanted.
 */
export interface UnverifiedEvent {
  /** Nobody vouches for this event. */
  readonly verified: false;
  /** The id of the event, a UUID; the same at each delivery. */
  readonly id: string;
  /**
   * `authentication` (created and billed), `attempt` (a message was sent), `delivery_status` (the
   * carrier's word), or something newer. The fields of the last two are not documented: see `body`.
   */
  readonly type:
    | "authentication"
    | "attempt"
    | "delivery_status"
    // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
    | (string & {});
  /** The id of the authentication: the `authenticationUuid` that `send` gave and `status` takes. */
  readonly authUuid?: string;
  /** The phone number in E.164 form. */
  readonly recipientPhoneNumber?: string;
  /** What it cost. */
  readonly price?: Price;
  /** When it happened. */
  readonly time?: Date;
  /** The program's own id, as it was passed to `send`. */
  readonly correlationId?: string;
  /** The body as parsed from JSON, with its own names. Not enumerable. */
  readonly body: Readonly<Record<string, unknown>>;
}
