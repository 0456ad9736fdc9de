/** `status`: `GET /authentication/{auth_uuid}`. */

import { parseTimestamp } from "../timestamp.ts";
import { readFields, type ShapeOf, type Wire } from "../fields.ts";
import { isObject, ownValue } from "../objects.ts";
import type { HttpExchange } from "../results.ts";
import type { Answer, Operation } from "../transport/operation.ts";
import { fail, ownToken } from "../validate.ts";
import { ID_HINT } from "./phone_number.ts";
import { type DingSignals, SIGNALS } from "./send.ts";

/** The input of {@linkcode Ding.status}. */
export interface DingStatusInput {
  /** The id that `send` returned. */
  readonly authenticationUuid: string;
}

/** A message was sent. */
export interface DingAttemptEvent {
  /** The type of event. */
  readonly type: "attempt";
  /** The id of the attempt. */
  readonly id?: string;
  /** The number of the attempt, from 1. */
  readonly attemptNumber?: number;
  /** `rcs`, `text`, `whatsapp`, `viber`. The list is open. */
  readonly capability?: string;
  /** The text of the message. */
  readonly content?: string;
  /** The sender shown in the message. */
  readonly senderId?: string;
  /** `pending`, `delivered`, `failed`, `rate_limited`, `expired`. The list is open. */
  readonly status?: string;
  /** When the message was sent. */
  readonly createdAt?: Date;
}

/** A code was checked. */
export interface DingCheckEvent {
  /** The type of event. */
  readonly type: "check";
  /** The id of the check. */
  readonly id?: string;
  /** The code that was checked. */
  readonly code?: string;
  /** The API's status, as from `check`. The list is open. */
  readonly status?: string;
  /** When the code was checked. */
  readonly createdAt?: Date;
}

/** The carrier reported on the delivery of a message. */
export interface DingDeliveryStatusEvent {
  /** The type of event. */
  readonly type: "delivery_status";
  /** The id of the attempt. */
  readonly attemptId?: string;
  /** The number of the attempt, from 1. */
  readonly attemptNumber?: number;
  /** `unknown`, `submitted`, `in_transit`, `delivered`, `undeliverable`. The list is open. */
  readonly status?: string;
  /** When it happened, according to the carrier. */
  readonly originatedAt?: Date;
  /** When the API received the report. */
  readonly createdAt?: Date;
}

/** The account was billed. */
export interface DingBalanceUpdateEvent {
  /** The type of event. */
  readonly type: "balance_update";
  /** The amount, in the account's currency. */
  readonly amount?: number;
  /** The reason for the charge: `authentication`, `attempt`, `attempt_pending`, … The list is open. */
  readonly balanceUpdateType?: string;
  /** When the account was billed. */
  readonly createdAt?: Date;
}

/** An event of a type that this version does not know. */
export interface DingUnrecognizedEvent {
  /** This package's own type, not one of the API's. */
  readonly type: "unrecognized";
  /** The event as the API sent it. */
  readonly raw: unknown;
}

/** An event of an authentication: a discriminated union on `type`. */
export type DingEvent =
  | DingAttemptEvent
  | DingCheckEvent
  | DingDeliveryStatusEvent
  | DingBalanceUpdateEvent
  | DingUnrecognizedEvent;

/** The result of {@linkcode Ding.status}: an authentication and its events. */
export interface DingStatusResult {
  /** The id of the authentication. */
  readonly uuid: string;
  /** The phone number in E.164 form. */
  readonly phoneNumber?: string;
  /** The id that was passed to `send`. */
  readonly correlationId?: string;
  /** The id of the message template. */
  readonly templateId?: string;
  /** When the authentication was created. */
  readonly createdAt?: Date;
  /** The facts about the device that were passed to `send`. */
  readonly signals?: DingSignals;
  /** The events, in the order in which the API returned them. */
  readonly events: readonly DingEvent[];
  /** The response. Not enumerable, so it is neither logged nor serialized. */
  readonly http?: HttpExchange;
}

const FIELDS: ShapeOf<DingStatusResult> = {
  uuid: "string",
  phoneNumber: "string",
  correlationId: "string",
  templateId: "string",
  createdAt: parseTimestamp,
  signals: SIGNALS,
};

type KnownEvent = Exclude<DingEvent, DingUnrecognizedEvent>;

const EVENT_FIELDS: {
  readonly [Type in KnownEvent["type"]]: ShapeOf<KnownEvent & { type: Type }>;
} = {
  attempt: {
    id: "string",
    attemptNumber: "number",
    capability: "string",
    content: "string",
    senderId: "string",
    status: "string",
    createdAt: parseTimestamp,
  },
  check: { id: "string", code: "string", status: "string", createdAt: parseTimestamp },
  delivery_status: {
    attemptId: "string",
    attemptNumber: "number",
    status: "string",
    originatedAt: parseTimestamp,
    createdAt: parseTimestamp,
  },
  balance_update: { amount: "number", balanceUpdateType: "string", createdAt: parseTimestamp },
};

/** Reads an authentication. */
export const STATUS: Operation<DingStatusInput, DingStatusResult> = {
  name: "status",
  encode(input) {
    const uuid = ownToken(input, "authenticationUuid", ID_HINT);
    // Steps of a path, even if percent-encoded.
    if (uuid === "." || uuid === "..") fail("authenticationUuid", 'must not be "." or ".."');
    return { path: `/authentication/${encodeURIComponent(uuid)}`, known: {}, secrets: [] };
  },
  decode({ object, code }: Answer) {
    const facts = readFields(object, FIELDS);
    // `status` has no refused variant.
    if (ownValue(facts, "uuid") === undefined || code !== undefined) return undefined;
    const events = ownValue(object, "events");
    return {
      ...facts as DingStatusResult,
      events: Array.isArray(events) ? events.map(readEvent) : [],
    };
  },
};

function readEvent(raw: unknown): DingEvent {
  const type = isObject(raw) ? ownValue(raw, "type") : undefined;
  const fields = typeof type === "string" ? ownValue(EVENT_FIELDS, type) : undefined;
  if (fields === undefined) return { type: "unrecognized", raw };
  return { type, ...readFields(raw as Wire, fields as ShapeOf<KnownEvent>) } as KnownEvent;
}
