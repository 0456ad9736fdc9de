/** The body of the webhooks of Prelude Verify v2. */
import type { Authentication, WebhookFormat } from "../state/authentication.ts";
import type { HistoryEntry } from "../state/history.ts";
import { CARRIER } from "../state/numbers.ts";
import { typeId } from "./type_id.ts";

export const webhookFormat: WebhookFormat = {
  isSigned: true,
  formatId: (uuid) => typeId("evt", uuid),
  encode,
};

const PRICE = { amount: 0.05, currency: "EUR" };

/** The body without its `id`; `undefined` for an entry that has no webhook in v2. */
function encode(
  authentication: Authentication,
  entry: HistoryEntry,
): Readonly<Record<string, unknown>> | undefined {
  // With nanoseconds, like the vendor's.
  const time = new Date(entry.at).toISOString().replace("Z", "000000Z");
  const details = encodeDetails(entry);
  if (details === undefined) return undefined;
  const { id, to, details: { correlationId } } = authentication;
  const { type, ...payload } = details;
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
        : { carrier_information: { mcc: CARRIER.mcc, mnc: CARRIER.mnc } }),
      ...payload,
    },
    created_at: time,
  };
}

function encodeDetails(
  entry: HistoryEntry,
): ({ readonly type: string } & Readonly<Record<string, unknown>>) | undefined {
  switch (entry.type) {
    case "balance_update":
      return entry.reason === "authentication" ? { type: "verify.authentication" } : undefined;
    case "attempt":
      return {
        type: "verify.attempt",
        id: typeId("att", entry.id),
        channel: entry.channel,
        delivery_status: entry.delivery,
      };
    case "delivery_status":
      return {
        type: "verify.delivery_status",
        // There is one report for each attempt, so both can use the same UUID.
        id: typeId("dls", entry.attemptId),
        attempt_id: typeId("att", entry.attemptId),
        status: entry.delivery,
      };
    case "check":
      return undefined;
  }
}
