/** The Ding API v1. */
import type { ApiVersion, Route, Service } from "../api_version.ts";
import { isPossibleCode } from "../formats.ts";
import type { Call } from "../http/call.ts";
import { type Fields, ownFields, requireObject } from "../http/fields.ts";
import { Refusal } from "../http/refusal.ts";
import { own } from "../own.ts";
import type { SandboxCredentials } from "../options.ts";
import type { Authentication } from "../state/authentication.ts";
import { isSame } from "../state/codes.ts";
import { CALLER_NAME, CARRIER, countryOf } from "../state/numbers.ts";
import { uuid } from "../state/random.ts";
import { encodeAuthentication, timestamp } from "./events.ts";
import { readDetails, readText, requirePhoneNumber } from "./fields.ts";
import { CHECK_STATUS, LINE_TYPE, RETRY_STATUS, SEND_ERROR, SEND_STATUS } from "./statuses.ts";

const ERRORS = "https://docs.ding.live/api/error-handling";

const ROUTES: readonly Route[] = [
  {
    operation: "send",
    method: "POST",
    path: /^\/v1\/authentication$/,
    handle: send,
    recipients: inBody,
  },
  {
    operation: "check",
    method: "POST",
    path: /^\/v1\/check$/,
    handle: check,
    recipients: ofAuthentication,
  },
  {
    operation: "retry",
    method: "POST",
    path: /^\/v1\/retry$/,
    handle: retry,
    recipients: ofAuthentication,
  },
  {
    operation: "feedback",
    method: "POST",
    path: /^\/v1\/authentication\/feedback$/,
    handle: feedback,
    recipients: inBody,
  },
  {
    operation: "status",
    method: "GET",
    path: /^\/v1\/authentication\/(?!feedback$)([^/]+)$/,
    handle: status,
    recipients: ({ windows }, _call, id) => [windows.get(id)?.to],
  },
  {
    operation: "lookup",
    method: "GET",
    path: /^\/v1\/lookup\/([^/]+)$/,
    handle: lookup,
    recipients: (_service, _call, number) => [number],
  },
];

/** The six endpoints below `/v1/`. */
export const v1: ApiVersion = {
  prefix: "/v1/",
  routes: ROUTES.map((route) => own(route)),
  authorize(headers, { apiKey }) {
    if (isSame(apiKey, headers.get("x-api-key") ?? "")) return;
    throw new Refusal("unauthorized", "x-api-key is not the sandbox's API key", { status: 401 });
  },
  encodeError: ({ code, message }) => ({ code, message, doc_url: `${ERRORS}#${code}` }),
  internalError: "internal_server_error",
};

function inBody(_service: Service, { json }: Call): readonly unknown[] {
  return [ownFields(json)?.["phone_number"]];
}

function ofAuthentication({ windows }: Service, { json }: Call): readonly unknown[] {
  const id = ownFields(json)?.["authentication_uuid"];
  return [typeof id === "string" ? windows.get(id)?.to : undefined];
}

function send({ windows, credentials }: Service, call: Call): unknown {
  const fields = readBody(call, credentials);
  const to = requirePhoneNumber(readText(fields, "phone_number"));
  const { outcome, authentication } = windows.send(to, readDetails(fields));
  if (authentication === undefined) {
    throw new Refusal(SEND_ERROR[outcome], "this number cannot receive codes");
  }
  return {
    authentication_uuid: authentication.id,
    status: SEND_STATUS[outcome],
    created_at: timestamp(authentication.createdAt),
    expires_at: timestamp(authentication.expiresAt),
  };
}

function check(service: Service, call: Call): unknown {
  const fields = readBody(call, service.credentials);
  const id = readText(fields, "authentication_uuid");
  const code = readText(fields, "check_code");
  const outcome = isPossibleCode(code)
    ? service.windows.check(requireAuthentication(service, id), code, { answers: CHECK_STATUS })
    : "impossible_code";
  if (outcome === "impossible_code") {
    throw new Refusal(outcome, "check_code must be 4 to 8 digits");
  }
  return { authentication_uuid: id, status: CHECK_STATUS[outcome] };
}

function retry(service: Service, call: Call): unknown {
  const id = readText(readBody(call, service.credentials), "authentication_uuid");
  const { windows } = service;
  const authentication = requireAuthentication(service, id);
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

function feedback({ windows, credentials, words }: Service, call: Call): unknown {
  const fields = readBody(call, credentials);
  const to = requirePhoneNumber(readText(fields, "phone_number"));
  const status = readText(fields, "status");
  if (status !== "onboarded" && status !== "not_onboarded") {
    throw new Refusal("invalid_feedback_status", "status must be onboarded or not_onboarded");
  }
  const outcome = windows.feedback(to, {
    status,
    correlationId: undefined,
    dispatchId: undefined,
  });
  if (outcome === "no_authentication") {
    throw new Refusal("no_associated_auth_found", "this number has no authentication");
  }
  if (outcome === "duplicate") {
    throw new Refusal("duplicated_feedback_status", "this status was already reported");
  }
  return { uuid: uuid(words) };
}

function status(service: Service, _call: Call, id: string): unknown {
  return encodeAuthentication(requireAuthentication(service, id));
}

function lookup(
  { credentials, lineOf }: Service,
  { headers, url }: Call,
  parameter: string,
): unknown {
  requireCustomer(headers.get("customer-uuid"), credentials);
  const types = url.searchParams.getAll("type");
  if (types.some((type) => type !== "cnam")) {
    throw new Refusal("bad_request", "type must be cnam");
  }
  const number = requirePhoneNumber(parameter);
  const line = lineOf(number);
  return {
    phone_number: number,
    country_code: countryOf(number),
    carrier: CARRIER.name,
    mcc: CARRIER.mcc,
    mnc: CARRIER.mnc,
    number_ported: line === "ported",
    temporary_phone_number: line === "temporary",
    line_type: LINE_TYPE[line],
    caller_name: types.length > 0 ? CALLER_NAME : undefined,
  };
}

function readBody({ json }: Call, credentials: SandboxCredentials): Fields {
  const fields = requireObject(json);
  requireCustomer(readText(fields, "customer_uuid"), credentials);
  return fields;
}

function requireCustomer(customer: string | null, { customerUuid }: SandboxCredentials): void {
  if (customer === customerUuid) return;
  throw new Refusal("account_invalid", "the customer UUID is not the sandbox's");
}

function requireAuthentication({ windows }: Service, id: string): Authentication {
  const authentication = windows.get(id);
  if (authentication !== undefined) return authentication;
  throw new Refusal("invalid_auth_uuid", "no authentication has this id");
}
