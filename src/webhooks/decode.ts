/** From the bytes of a body to an event. */

import { WebhookError } from "./error.ts";
import type { UnverifiedEvent, VerifiedEvent } from "./events.ts";
import { type Fields, readFields, type Shape } from "./fields.ts";

const TEXT = "string";
const PRICE = { amount: "number", currency: TEXT } as const;

const VERIFIED = {
  id: TEXT,
  type: TEXT,
  created_at: "time",
  payload: {
    id: TEXT,
    verification_id: TEXT,
    attempt_id: TEXT,
    target: { type: TEXT, value: TEXT },
    channel: TEXT,
    carrier_information: { mcc: TEXT, mnc: TEXT },
    delivery_status: TEXT,
    status: TEXT,
    price: PRICE,
    time: "time",
    metadata: { correlation_id: TEXT },
  },
} as const;

const UNVERIFIED = {
  id: TEXT,
  type: TEXT,
  auth_uuid: TEXT,
  recipient_phone_number: TEXT,
  price: PRICE,
  time: "time",
  correlation_id: TEXT,
} as const;

const KNOWN_TYPES: readonly string[] = [
  "verify.authentication",
  "verify.attempt",
  "verify.delivery_status",
] satisfies VerifiedEvent["type"][];

/** Reads an event of v2. Only for a body whose signature was checked. */
export function decodeVerified(bytes: ArrayBuffer): VerifiedEvent {
  const event = decode(bytes, VERIFIED);
  return Object.assign(event, {
    verified: true,
    known: KNOWN_TYPES.includes(event.type),
    payload: event.payload ?? {},
  }) as VerifiedEvent;
}

/** Reads an event of v1. */
export function decodeUnverified(bytes: ArrayBuffer): UnverifiedEvent {
  return Object.assign(decode(bytes, UNVERIFIED), { verified: false } as const);
}

type Envelope = Pick<typeof VERIFIED, "id" | "type">;

type Decoded<S extends Shape> = Fields<S> & {
  readonly id: string;
  readonly type: string;
  readonly body: Record<string, unknown>;
};

function decode<S extends Shape & Envelope>(bytes: ArrayBuffer, shape: S): Decoded<S> {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // Without its cause: an engine's words on bad JSON quote the body.
    throw new WebhookError("not_json");
  }
  const event = readFields(Object(body), shape);
  const { id, type } = event as Fields<Envelope>;
  // An id is remembered, so it has to be bounded.
  const maxLength = 256;
  if (!id || !type || id.length > maxLength) throw new WebhookError("not_an_event");
  // Not enumerable: logging, JSON and equality stay clean.
  return Object.defineProperty(event, "body", { value: body }) as Decoded<S>;
}
