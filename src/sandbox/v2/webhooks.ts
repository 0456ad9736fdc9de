/** The body of the webhooks of Prelude Verify v2. */
import type { AuthenticationEvent } from "../state/history.ts";
import { typeId } from "./type_id.ts";
import type { Authentication, WebhookForm } from "../state/windows.ts";

export const v2Webhooks: WebhookForm = {
  isSigned: true,
  formatId: (uuid) => typeId("evt", uuid),
  encode,
};

const PRICE = { amount: 0.05, currency: "EUR" };

/** 001-01 is the test network of ITU-T E.212. */
const CARRIER = { mcc: "001", mnc: "01" };

/** The body without its `id`; `undefined` for an event that v2 does not tell. */
function encode(
  authentication: Authentication,
  event: AuthenticationEvent,
): Readonly<Record<string, unknown>> | undefined {
  // With nanoseconds, as the vendor's have.
  const time = new Date(event.at).toISOString().replace("Z", "000000Z");
  const details = encodeDetails(event);
  if (details === undefined) return undefined;
  const { id, to, details: { correlationId } } = authentication;
  const { type, ...more } = details;
  return {
    type,
    payload: {
      verification_id: typeId("vrf", id),
      target: { type: to.includes("@") ? "email_address" : "phone_number", value: to },
      time,
      price: PRICE,
      metadata: correlationId === undefined ? undefined : { correlation_id: correlationId },
      ...(type === "verify.authentication" || to.includes("@")
        ? undefined
        : { carrier_information: CARRIER }),
      ...more,
    },
    created_at: time,
  };
}

function encodeDetails(
  event: AuthenticationEvent,
): ({ readonly type: string } & Readonly<Record<string, unknown>>) | undefined {
  switch (event.type) {
    case "balance_update":
      return event.reason === "authentication" ? { type: "verify.authentication" } : undefined;
    case "attempt":
      return {
        type: "verify.attempt",
        id: typeId("att", event.id),
        channel: event.channel,
        delivery_status: event.delivery,
      };
    case "delivery_status":
      return {
        type: "verify.delivery_status",
        // There is one report for each attempt, so that one UUID serves both.
        id: typeId("dls", event.attemptId),
        attempt_id: typeId("att", event.attemptId),
        status: event.delivery,
      };
    case "check":
      return undefined;
  }
}
