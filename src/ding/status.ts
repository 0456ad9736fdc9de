/** `status`: `GET /authentication/{auth_uuid}`. */

import { TIMES } from "../time.ts";
import { visible } from "../transport/options.ts";
import type { DingOperation } from "./operation.ts";
import type { Exchanged } from "../types.ts";
import { fields, isObject, read, type Wire } from "../wire.ts";
import { SIGNALS } from "./signals.ts";

/** What `status` needs to know. */
export interface StatusInput {
  /** The id that `send` gave. */
  readonly authenticationUuid: string;
}

/** What `send` told about the device, as far as it did. */
export interface Signals {
  /** Android's `ANDROID_ID` or iOS' `identifierForVendor`. */
  readonly deviceId?: string;
  /** `IOS`, `ANDROID`, `WEB`, here also `IPADOS` and `TVOS`. The list is open. */
  readonly deviceType?: string;
  /** The device's model. */
  readonly deviceModel?: string;
  /** The version of the device's operating system. */
  readonly osVersion?: string;
  /** The version of the app. */
  readonly appVersion?: string;
  /** The end user's IP address. */
  readonly ip?: string;
  /** Whether this user was said to be trusted. */
  readonly isReturningUser?: boolean;
  /** The hash of Android's SMS Retriever API. */
  readonly appRealm?: string;
}

/** A message was sent. */
export interface AttemptEvent {
  /** Tells the kind of event. */
  readonly type: "attempt";
  /** The id of the attempt. */
  readonly id?: string;
  /** Which attempt it was, from 1. */
  readonly attemptNumber?: number;
  /** `rcs`, `text`, `whatsapp`, `viber`. The list is open. */
  readonly capability?: string;
  /** The text of the message. */
  readonly content?: string;
  /** The sender that the message showed. */
  readonly senderId?: string;
  /** `pending`, `delivered`, `failed`, `rate_limited`, `expired`. The list is open. */
  readonly status?: string;
  /** When it was. */
  readonly createdAt?: Date;
}

/** A code was checked. */
export interface CheckEvent {
  /** Tells the kind of event. */
  readonly type: "check";
  /** The id of the check. */
  readonly id?: string;
  /** The code that was checked. */
  readonly code?: string;
  /** The API's word for how it came out, as in `check`. The list is open. */
  readonly status?: string;
  /** When it was. */
  readonly createdAt?: Date;
}

/** The carrier reported on a message. */
export interface DeliveryStatusEvent {
  /** Tells the kind of event. */
  readonly type: "delivery_status";
  /** The id of the attempt. */
  readonly attemptId?: string;
  /** Which attempt it was, from 1. */
  readonly attemptNumber?: number;
  /** `unknown`, `submitted`, `in_transit`, `delivered`, `undeliverable`. The list is open. */
  readonly status?: string;
  /** When the carrier says that it was. */
  readonly originatedAt?: Date;
  /** When the API heard of it. */
  readonly createdAt?: Date;
}

/** The account was billed. */
export interface BalanceUpdateEvent {
  /** Tells the kind of event. */
  readonly type: "balance_update";
  /** By how much, in the account's currency. */
  readonly amount?: number;
  /** What for: `authentication`, `attempt`, `attempt_pending`, … The list is open. */
  readonly balanceUpdateType?: string;
  /** When it was. */
  readonly createdAt?: Date;
}

/** An event of a kind that this version does not know. */
export interface UnrecognizedEvent {
  /** Ours, not the API's. */
  readonly type: "unrecognized";
  /** The event as the API sent it. */
  readonly raw: unknown;
}

/** Something that happened to an authentication: a discriminated union on `type`. */
export type AuthenticationEvent =
  | AttemptEvent
  | CheckEvent
  | DeliveryStatusEvent
  | BalanceUpdateEvent
  | UnrecognizedEvent;

/** The answer to `status`: an authentication and what happened to it. */
export interface StatusResult extends Exchanged {
  /** The id of the authentication. */
  readonly uuid: string;
  /** The phone number in E.164 form. */
  readonly phoneNumber?: string;
  /** The id that was given to `send`. */
  readonly correlationId?: string;
  /** Which text the message had. */
  readonly templateId?: string;
  /** When the authentication was made. */
  readonly createdAt?: Date;
  /** What `send` told about the device. */
  readonly signals?: Signals;
  /** What happened, in the order in which the API tells it. */
  readonly events: readonly AuthenticationEvent[];
}

const ANSWER = fields("uuid phone_number correlation_id template_id created_at:time");

// Of all types: what an event does not tell is absent.
const EVENT = fields(
  "id attempt_id attempt_number:number capability content sender_id code status amount:number " +
    "balance_update_type originated_at:time created_at:time",
);

function readEvent(raw: unknown): AuthenticationEvent {
  const { type } = Object(raw);
  return ["check", "attempt", "delivery_status", "balance_update"].includes(type)
    ? { type, ...read(raw as Wire, EVENT, TIMES) } as AuthenticationEvent
    : { type: "unrecognized", raw };
}

/** The reading of one authentication. */
export const STATUS: DingOperation<StatusInput, StatusResult> = {
  name: "status",
  encode(input) {
    const uuid = visible("authenticationUuid", input.authenticationUuid);
    return { path: `/authentication/${encodeURIComponent(uuid)}` };
  },
  decode(wire, _known, code) {
    const facts = read(wire, ANSWER, TIMES);
    const { signals, events } = wire;
    return facts.uuid && !code
      ? {
        ...facts,
        ...(isObject(signals) && { signals: read(signals, fields(SIGNALS)) }),
        events: Array.isArray(events) ? events.map(readEvent) : [],
      } as unknown as StatusResult
      : undefined;
  },
};
