/** The body of v1's webhooks. Only `authentication` has a documented example. */
import type { Channel } from "../state/channels.ts";
import type { AuthenticationEvent } from "../state/history.ts";
import type { Authentication, WebhookForm } from "../state/windows.ts";

export const v1Webhooks: WebhookForm = { isSigned: false, formatId: (uuid) => uuid, encode };

/** What v1 calls a channel; those that it has not are text. */
export function v1Capability(channel: Channel): string {
  return ["rcs", "whatsapp", "viber"].includes(channel) ? channel : "text";
}

/** The body without its `id`; `undefined` for an event that v1 does not tell. */
function encode(
  authentication: Authentication,
  event: AuthenticationEvent,
): Readonly<Record<string, unknown>> | undefined {
  const envelope = {
    auth_uuid: authentication.id,
    recipient_phone_number: authentication.to,
    time: new Date(event.at).toISOString().replace(/\.\d+Z$/, "+0000"),
    correlation_id: authentication.details.correlationId,
  };
  switch (event.type) {
    case "balance_update":
      return event.reason === "authentication"
        ? { ...envelope, type: "authentication", price: { amount: -event.amount, currency: "EUR" } }
        : undefined;
    case "attempt":
      return {
        ...envelope,
        type: event.type,
        attempt_id: event.id,
        attempt_number: event.number,
        capability: v1Capability(event.channel),
        status: event.delivery === "delivered" ? "delivered" : "failed",
      };
    case "delivery_status":
      return {
        ...envelope,
        type: event.type,
        attempt_id: event.attemptId,
        attempt_number: event.number,
        status: event.delivery,
      };
    case "check":
      return undefined;
  }
}
