/** The body of a webhook: its bytes, and the event in them. */

import { readFields, type ShapeOf } from "../fields.ts";
import { isObject, ownValue } from "../objects.ts";
import { parseTimestamp } from "../timestamp.ts";
import { WebhookError } from "./error.ts";
import type {
  AttemptPayload,
  DeliveryStatusPayload,
  Price,
  UnverifiedEvent,
  VerifiedEvent,
} from "./events.ts";

/**
 * Checks that a request is a web-standard one. Express passes its own, whose body may have been parsed already, and
 * then nothing could be verified.
 *
 * @throws {TypeError} If it is not
 */
export function checkRequest(request: Partial<Request> | undefined): void {
  if (typeof request?.headers?.get !== "function") {
    throw new TypeError('Cannot accept webhook: "request" must be a Request, with the raw body');
  }
}

/** Reads the raw bytes of a body. If there are too many, cancels the stream. */
export async function readBody(request: Request): Promise<ArrayBuffer> {
  if (request.bodyUsed) {
    throw new TypeError("Cannot accept webhook: the body of the request was already read");
  }
  const maxBytes = 65_536;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      // Leaving the loop cancels the stream. A chunk that is not bytes makes the size NaN.
      if (!(size <= maxBytes)) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new WebhookError("unreadable_body", { cause });
  }
  if (!(size <= maxBytes)) throw new WebhookError("body_too_large");
  return await new Blob(chunks).arrayBuffer();
}

const PRICE: ShapeOf<Price> = { amount: "number", currency: "string" };

// The fields of all types of events. A type that lacks one leaves it absent.
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
  time: parseTimestamp,
  metadata: { correlationId: "string" },
};

const VERIFIED: ShapeOf<VerifiedEvent> = {
  id: "string",
  type: "string",
  createdAt: parseTimestamp,
  payload: PAYLOAD,
};

const UNVERIFIED: ShapeOf<UnverifiedEvent> = {
  id: "string",
  type: "string",
  authUuid: "string",
  recipientPhoneNumber: "string",
  price: PRICE,
  time: parseTimestamp,
  correlationId: "string",
};

const KNOWN_TYPES: readonly string[] = [
  "verify.authentication",
  "verify.attempt",
  "verify.delivery_status",
] satisfies VerifiedEvent["type"][];

/** Decodes a v2 event. Call it only after the signature of these bytes was verified. */
export function decodeVerified(bytes: ArrayBuffer): VerifiedEvent {
  const body = parse(bytes);
  const event = readEvent(body, VERIFIED);
  return withBody({
    ...event,
    verified: true,
    known: KNOWN_TYPES.includes(event.type),
    payload: ownValue(event, "payload") ?? {},
  }, body) as VerifiedEvent;
}

/** Decodes a v1 event. */
export function decodeUnverified(bytes: ArrayBuffer): UnverifiedEvent {
  const body = parse(bytes);
  return withBody({ ...readEvent(body, UNVERIFIED), verified: false }, body) as UnverifiedEvent;
}

type Identified<Event> = Partial<Event> & Pick<UnverifiedEvent, "id" | "type">;

function readEvent<Event>(body: unknown, shape: ShapeOf<Event>): Identified<Event> {
  const event = readFields<Event>(isObject(body) ? body : {}, shape);
  const id = ownValue(event, "id") as string | undefined;
  // Stores keep ids, so their length is limited.
  const maxLength = 256;
  if (!id || !ownValue(event, "type") || id.length > maxLength) {
    throw new WebhookError("not_an_event");
  }
  return event as Identified<Event>;
}

/** Attaches the body as a property that is neither logged nor serialized nor compared. */
function withBody(event: object, body: unknown): object {
  // Without a prototype, because a descriptor may inherit; a getter, because Bun logs other
  // properties even if they are not enumerable.
  const descriptor = { __proto__: null, get: () => body };
  return Object.defineProperty(event, "body", descriptor);
}

function parse(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // Without its cause: the parser's message quotes the body.
    throw new WebhookError("not_json");
  }
}
