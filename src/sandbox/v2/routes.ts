/** Prelude Verify v2. */
import type { ApiVersion, Route, Service } from "../api_version.ts";
import type { Call } from "../http/call.ts";
import { ownFields, requireObject } from "../http/fields.ts";
import { Refusal } from "../http/refusal.ts";
import { own } from "../own.ts";
import type { Authentication } from "../state/authentication.ts";
import type { Channel } from "../state/channels.ts";
import { isSame } from "../state/codes.ts";
import { CALLER_NAME, CARRIER, countryOf } from "../state/numbers.ts";
import { uuid } from "../state/random.ts";
import {
  INVALID,
  readFeedbacks,
  readSendOptions,
  readTarget,
  readText,
  requirePhoneNumber,
} from "./fields.ts";
import { CHECK_STATUS, type Verdict, verdictOf } from "./statuses.ts";
import { typeId } from "./type_id.ts";

/** The types of errors by their HTTP status; the vendor does not document these words. */
const ERROR_TYPES: Readonly<Record<number, string>> = own({
  400: "bad_request",
  401: "unauthorized",
  404: "not_found",
  405: "method_not_allowed",
  413: "payload_too_large",
  429: "too_many_requests",
});

const ROUTES: readonly Route[] = [
  {
    operation: "send",
    method: "POST",
    path: /^\/v2\/verification$/,
    handle: send,
    recipient: ({ json }) => ownFields(ownFields(json)?.["target"])?.["value"],
  },
  { operation: "check", method: "POST", path: /^\/v2\/verification\/check$/, handle: check },
  { operation: "lookup", method: "GET", path: /^\/v2\/lookup\/([^/]+)$/, handle: lookup },
  { operation: "feedback", method: "POST", path: /^\/v2\/watch\/feedback$/, handle: feedback },
];

/** The four endpoints below `/v2/` that verify a person. */
export const v2: ApiVersion = {
  prefix: "/v2/",
  routes: ROUTES,
  authorize(headers, { apiToken }) {
    const token = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
    if (token !== undefined && isSame(apiToken, token)) return;
    throw token === undefined
      ? new Refusal("invalid_bearer_token", "there is no bearer token", { status: 401 })
      : new Refusal("invalid_api_key", "the token is not the sandbox's", { status: 401 });
  },
  encodeError: ({ code, message, status, param }, service) => ({
    code,
    message,
    type: ERROR_TYPES[status] ?? (status < 500 ? "bad_request" : "internal"),
    param,
    ...requestId(service),
  }),
  internalError: "internal",
};

function send(service: Service, { json }: Call): unknown {
  const fields = requireObject(json, { code: INVALID });
  const target = readTarget(fields);
  const { details, message } = readSendOptions(fields, target);
  const sent = service.windows.send(target.value, details, message);
  if (sent.outcome === "unsupported_region") {
    throw new Refusal(sent.outcome, "the region of this number is not supported", {
      param: "target.value",
    });
  }
  const { authentication } = sent;
  const verdict = verdictOf(sent);
  const id = typeId("vrf", authentication?.id ?? uuid(service.words));
  const channel = authentication?.channel ?? message.channel ?? "sms";
  return {
    id,
    ...verdict,
    method: methodOf(channel),
    channels: verdict.status === "blocked" ? undefined : channelsOf(channel, verdict),
    silent: channel === "silent" ? { request_url: `https://silent.invalid/${id}` } : undefined,
    ...metadataOf(authentication),
    ...requestId(service),
  };
}

function check(service: Service, { json }: Call): unknown {
  const fields = requireObject(json, { code: INVALID });
  const target = readTarget(fields);
  const code = readText(fields, "code");
  const { windows } = service;
  const window = windows.newest(target.value);
  const status = CHECK_STATUS[window === undefined ? "expired" : windows.check(window, code)];
  return {
    status,
    id: window && typeId("vrf", window.id),
    ...metadataOf(window),
    ...requestId(service),
  };
}

function lookup(_service: Service, { url }: Call, parameter: string): unknown {
  const number = requirePhoneNumber(parameter);
  const types = url.searchParams.getAll("type").flatMap((list) => list.split(","));
  if (types.some((type) => type !== "cnam")) {
    throw new Refusal(INVALID, "type must be cnam", { param: "type" });
  }
  const network = { carrier_name: CARRIER.name, mcc: CARRIER.mcc, mnc: CARRIER.mnc };
  return {
    phone_number: number,
    country_code: countryOf(number),
    line_type: "mobile",
    flags: [],
    network_info: network,
    original_network_info: network,
    caller_name: types.length > 0 ? CALLER_NAME : undefined,
  };
}

function feedback(service: Service, { json }: Call): unknown {
  const feedbacks = readFeedbacks(requireObject(json, { code: INVALID }));
  for (const { to, status } of feedbacks) service.windows.feedback(to, status);
  return { status: "success", ...requestId(service) };
}

function requestId({ words }: Service): { readonly request_id: string } {
  return { request_id: uuid(words) };
}

function methodOf(channel: Channel): string {
  return channel === "email" || channel === "voice" || channel === "silent" ? channel : "message";
}

/** The channels in the order in which they are tried; `undefined` for email, which has only one. */
function channelsOf(channel: Channel, { status }: Verdict): readonly Channel[] | undefined {
  if (channel === "email") return undefined;
  const isLast = channel === "sms" || channel === "voice" || status === "challenged";
  return isLast ? [channel] : [channel, "sms"];
}

function metadataOf(window: Authentication | undefined): { readonly metadata?: unknown } {
  const correlationId = window?.details.correlationId;
  return correlationId === undefined ? {} : { metadata: { correlation_id: correlationId } };
}
