/** The Ding API v1, spoken over the state machine. */
import { isPossibleCode, isSame } from "../state/codes.ts";
import type { AuthenticationEvent, CheckEvent } from "../state/history.ts";
import type { Fields } from "../formats.ts";
import { type Call, type Dialect, type DialectContext, Refusal } from "../http/call.ts";
import type { NumberRefusal, RetryOutcome, SendOutcome } from "../state/outcomes.ts";
import { countryOf } from "../phone.ts";
import { uuid } from "../state/random.ts";
import { readDetails, readFields, readText, requirePhoneNumber } from "./fields.ts";
import { v1Capability } from "./webhooks.ts";
import type { Authentication } from "../state/windows.ts";

const ERRORS = "https://docs.ding.live/api/error-handling";

/** A word that v1 has not, for clients to stumble over. */
const UNHEARD_OF = "under_review";

const SEND_STATUS: Readonly<Record<Exclude<SendOutcome, NumberRefusal>, string>> = {
  pending: "pending",
  challenged: "pending",
  shadow_blocked: "pending",
  silent: "pending",
  rate_limited: "rate_limited",
  spam_detected: "spam_detected",
  expired_signature: "spam_detected",
  invalid_signature: "spam_detected",
  unrecognized: UNHEARD_OF,
};

const CHECK_STATUS: Readonly<Record<CheckEvent["status"], string>> = {
  valid: "valid",
  invalid: "invalid",
  without_attempt: "without_attempt",
  rate_limited: "rate_limited",
  already_validated: "already_validated",
  expired: "expired_auth",
  transaction_missing: "invalid",
  transaction_mismatch: "invalid",
  unknown: "unknown",
  unrecognized: UNHEARD_OF,
};

const RETRY_STATUS: Readonly<Record<RetryOutcome, string>> = {
  approved: "approved",
  denied: "denied",
  no_attempt: "no_attempt",
  rate_limited: "rate_limited",
  already_validated: "already_validated",
  expired: "expired_auth",
  unrecognized: UNHEARD_OF,
};

/** The six endpoints below `/v1/`. */
export function v1({ windows, credentials, words }: DialectContext): Dialect {
  function readBody({ json }: Call): Fields {
    const fields = readFields(json);
    requireCustomer(readText(fields, "customer_uuid"));
    return fields;
  }

  function requireCustomer(customer: string | null): void {
    if (customer === credentials.customerUuid) return;
    throw new Refusal("account_invalid", "the customer is not the sandbox's");
  }

  function requireAuthentication(id: string): Authentication {
    const authentication = windows.get(id);
    if (authentication !== undefined) return authentication;
    throw new Refusal("invalid_auth_uuid", "no authentication has this id");
  }

  function send(call: Call): unknown {
    const fields = readBody(call);
    const to = requirePhoneNumber(readText(fields, "phone_number"));
    const { outcome, authentication } = windows.send(to, readDetails(fields));
    if (authentication === undefined) throw new Refusal(outcome, "the number gets no codes");
    return {
      authentication_uuid: authentication.id,
      status: SEND_STATUS[outcome],
      created_at: timestamp(authentication.createdAt),
      expires_at: timestamp(authentication.expiresAt),
    };
  }

  function check(call: Call): unknown {
    const fields = readBody(call);
    const id = readText(fields, "authentication_uuid");
    const code = readText(fields, "check_code");
    const outcome = isPossibleCode(code)
      ? windows.check(requireAuthentication(id), code)
      : "impossible_code";
    if (outcome === "impossible_code") throw new Refusal(outcome, "no code is like this one");
    return { authentication_uuid: id, status: CHECK_STATUS[outcome] };
  }

  function retry(call: Call): unknown {
    const id = readText(readBody(call), "authentication_uuid");
    const authentication = requireAuthentication(id);
    const outcome = windows.retry(authentication);
    const next = windows.nextRetryAt(authentication);
    return {
      authentication_uuid: id,
      status: RETRY_STATUS[outcome],
      created_at: timestamp(authentication.createdAt),
      next_retry_at: next === undefined ? undefined : timestamp(next),
      remaining_retry: windows.remainingRetries(authentication),
    };
  }

  function feedback(call: Call): unknown {
    const fields = readBody(call);
    const to = requirePhoneNumber(readText(fields, "phone_number"));
    const status = readText(fields, "status");
    if (status !== "onboarded" && status !== "not_onboarded") {
      throw new Refusal("invalid_feedback_status", "status is not onboarded or not_onboarded");
    }
    const outcome = windows.feedback(to, status);
    if (outcome === "no_authentication") {
      throw new Refusal("no_associated_auth_found", "the number has no authentication");
    }
    if (outcome === "duplicate") {
      throw new Refusal("duplicated_feedback_status", "this status has been given before");
    }
    return { uuid: uuid(words) };
  }

  function status(_call: Call, id: string): unknown {
    return encodeAuthentication(requireAuthentication(id));
  }

  function lookup({ headers, url }: Call, parameter: string): unknown {
    requireCustomer(headers.get("customer-uuid"));
    const types = url.searchParams.getAll("type");
    if (types.some((type) => type !== "cnam")) {
      throw new Refusal("bad_request", "type is not cnam");
    }
    const number = requirePhoneNumber(parameter);
    return {
      phone_number: number,
      country_code: countryOf(number),
      carrier: "Sandbox Mobile",
      // 001-01 is the test network of ITU-T E.212.
      mcc: "001",
      mnc: "01",
      number_ported: false,
      temporary_phone_number: false,
      line_type: "Mobile",
      caller_name: types.length > 0 ? "SANDBOX CALLER" : undefined,
    };
  }

  return {
    prefix: "/v1/",
    routes: [
      {
        operation: "send",
        method: "POST",
        path: /^\/v1\/authentication$/,
        handle: send,
        recipient: ({ json }) => (json as Fields | null | undefined)?.["phone_number"],
      },
      { operation: "check", method: "POST", path: /^\/v1\/check$/, handle: check },
      { operation: "retry", method: "POST", path: /^\/v1\/retry$/, handle: retry },
      {
        operation: "feedback",
        method: "POST",
        path: /^\/v1\/authentication\/feedback$/,
        handle: feedback,
      },
      {
        operation: "status",
        method: "GET",
        path: /^\/v1\/authentication\/(?!feedback$)([^/]+)$/,
        handle: status,
      },
      { operation: "lookup", method: "GET", path: /^\/v1\/lookup\/([^/]+)$/, handle: lookup },
    ],
    authorize: (headers) => {
      if (isSame(credentials.apiKey, headers.get("x-api-key") ?? "")) return;
      throw new Refusal("unauthorized", "the API key is not the sandbox's", { status: 401 });
    },
    encodeError: ({ code, message }) => ({ code, message, doc_url: `${ERRORS}#${code}` }),
    internalError: "internal_server_error",
  };
}

function timestamp(at: number): string {
  return new Date(at).toISOString();
}

function encodeAuthentication(authentication: Authentication): unknown {
  const { id, to, details, createdAt, events } = authentication;
  return {
    uuid: id,
    phone_number: to,
    correlation_id: details.correlationId,
    template_id: details.templateId,
    created_at: timestamp(createdAt),
    signals: details.signals,
    events: events.map((event) => encodeEvent(event, details.senderId)),
  };
}

function encodeEvent(event: AuthenticationEvent, senderId: string | undefined): unknown {
  const { type } = event;
  const created_at = timestamp(event.at);
  switch (event.type) {
    case "attempt":
      return {
        type,
        id: event.id,
        attempt_number: event.number,
        capability: v1Capability(event.channel),
        content: event.text,
        sender_id: senderId,
        status: event.delivery === "delivered" ? "delivered" : "failed",
        created_at,
      };
    case "check":
      return {
        type,
        id: event.id,
        code: event.code,
        status: CHECK_STATUS[event.status],
        created_at,
      };
    case "delivery_status":
      return {
        type,
        attempt_id: event.attemptId,
        attempt_number: event.number,
        status: event.delivery,
        originated_at: created_at,
        created_at,
      };
    case "balance_update":
      return { type, amount: event.amount, balance_update_type: event.reason, created_at };
  }
}
