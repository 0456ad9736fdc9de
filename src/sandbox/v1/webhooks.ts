/** The body of v1's webhooks. Only `authentication` has a documented example. */
import type { Authentication, WebhookFormat } from "../state/authentication.ts";
import type { HistoryEntry } from "../state/history.ts";
import { capability } from "./events.ts";

export const webhookFormat: WebhookFormat = { isSigned: false, formatId: (uuid) => uuid, encode };

/** The body without its `id`; `undefined` for an entry that has no webhook in v1. */
function encode(
  authentication: Authentication,
  entry: HistoryEntry,
): Readonly<Record<string, unknown>> | undefined {
  const envelope = {
    auth_uuid: authentication.id,
    recipient_phone_number: authentication.to,
    time: new Date(entry.at).toISOString().replace(/\.\d+Z$/, "+0000"),
    correlation_id: authentication.details.correlationId,
  };
  switch (entry.type) {
    case "balance_update":
      return entry.reason === "authentication"
        ? { ...envelope, type: "authentication", price: { amount: -entry.amount, currency: "EUR" } }
        : undefined;
    case "attempt":
      return {
        ...envelope,
        type: entry.type,
        attempt_id: entry.id,
        attempt_number: entry.number,
        capability: capability(entry.channel),
        status: entry.delivery === "delivered" ? "delivered" : "failed",
      };
    case "delivery_status":
      return {
        ...envelope,
        type: entry.type,
        attempt_id: entry.attemptId,
        attempt_number: entry.number,
        status: entry.delivery,
      };
    case "check":
      return undefined;
  }
}
