/** An authentication and its history, as `GET /v1/authentication/{uuid}` returns them. */
import type { Channel } from "../message.ts";
import type { Authentication } from "../state/authentication.ts";
import type { HistoryEntry } from "../state/history.ts";
import { CHECK_STATUS } from "./statuses.ts";

export function timestamp(at: number): string {
  return new Date(at).toISOString();
}

/** v1's name for a channel; channels that v1 does not have are `text`. */
export function capability(channel: Channel): string {
  return ["rcs", "whatsapp", "viber"].includes(channel) ? channel : "text";
}

export function encodeAuthentication(authentication: Authentication): unknown {
  const { id, to, details, createdAt, history } = authentication;
  return {
    uuid: id,
    phone_number: to,
    correlation_id: details.correlationId,
    template_id: details.templateId,
    created_at: timestamp(createdAt),
    signals: details.signals,
    events: history.map((entry) => encodeEntry(entry, details.senderId)),
  };
}

function encodeEntry(entry: HistoryEntry, senderId: string | undefined): unknown {
  const { type } = entry;
  const created_at = timestamp(entry.at);
  switch (entry.type) {
    case "attempt":
      return {
        type,
        id: entry.id,
        attempt_number: entry.number,
        capability: capability(entry.channel),
        content: entry.text,
        sender_id: senderId,
        status: entry.delivery === "delivered" ? "delivered" : "failed",
        created_at,
      };
    case "check":
      return {
        type,
        id: entry.id,
        code: entry.code,
        status: CHECK_STATUS[entry.status],
        created_at,
      };
    case "delivery_status":
      return {
        type,
        attempt_id: entry.attemptId,
        attempt_number: entry.number,
        status: entry.delivery,
        originated_at: created_at,
        created_at,
      };
    case "balance_update":
      return { type, amount: entry.amount, balance_update_type: entry.reason, created_at };
  }
}
