/** From the bytes of a body to an event. */

import { isObject, readFields, type ShapeOf } from "../fields.ts";
import { WebhookError } from "./error.ts";
import type {
  AttemptPayload,
  DeliveryStatusPayload,
  Price,
  UnverifiedEvent,
  VerifiedEvent,
} from "./events.ts";

const PRICE: ShapeOf<Price> = { amount: "number", currency: "string" };

// Of all types of events: what one of them does not have is absent.
const PAYLOAD: ShapeOf<AttemptPayload | DeliveryStatusPayload> = {
  id: "string",
  verificationId: "string",
  attemptId: "string",
  target: { type: "string", value: "string" },
  channel: "string",
  carrierInformation: { mcc: "string", mnc: "string" },
  deliveryStatus: "string",
  status: "string",
  price: PRICE,
  time: "time",
  metadata: { correlationId: "string" },
};

const VERIFIED: ShapeOf<VerifiedEvent> = {
  id: "string",
  type: "string",
  createdAt: "time",
  payload: PAYLOAD,
};

const UNVERIFIED: ShapeOf<UnverifiedEvent> = {
  id: "string",
  type: "string",
  authUuid: "string",
  recipientPhoneNumber: "string",
  price: PRICE,
  time: "time",
  correlationId: "string",
};

const KNOWN_TYPES: readonly string[] = [
  "verify.authentication",
  "verify.attempt",
  "verify.delivery_status",
] satisfies VerifiedEvent["type"][];

/** Decodes an event of v2. Only for a body whose signature was verified. */
export function decodeVerified(bytes: ArrayBuffer): VerifiedEvent {
  const event = decode(bytes, VERIFIED);
  return Object.assign(event, {
    verified: true,
    known: KNOWN_TYPES.includes(event.type),
    payload: event.payload ?? {},
  }) as VerifiedEvent;
}

/** Decodes an event of v1. */
export function decodeUnverified(bytes: ArrayBuffer): UnverifiedEvent {
  return Object.assign(decode(bytes, UNVERIFIED), { verified: false } as const);
}

type Decoded<Event> = Partial<Event> & Pick<UnverifiedEvent, "id" | "type" | "body">;

function decode<Event>(bytes: ArrayBuffer, shape: ShapeOf<Event>): Decoded<Event> {
  const body = parse(bytes);
  const event = readFields<Event>(isObject(body) ? body : {}, shape) as Decoded<Event>;
  const { id, type } = event;
  // An id is remembered, so its length is limited.
  const maxLength = 256;
  if (!id || !type || id.length > maxLength) throw new WebhookError("not_an_event");
  // Not enumerable, so it is neither logged nor serialized nor compared.
  return Object.defineProperty(event, "body", { value: body });
}

function parse(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // Without its cause: the parser's message repeats a part of the body.
    throw new WebhookError("not_json");
  }
}
