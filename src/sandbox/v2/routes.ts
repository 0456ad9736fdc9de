/** Prelude Verify v2. */
import type { ApiVersion, Route, Service } from "../api_version.ts";
import type { Call } from "../http/call.ts";
import { ownFields, requireObject } from "../http/fields.ts";
import { Refusal } from "../http/refusal.ts";
import { own } from "../own.ts";
import type { Authentication, SendDetails } from "../state/authentication.ts";
import type { Channel } from "../message.ts";
import { isPermitted } from "../state/channels.ts";
import { isSame } from "../state/codes.ts";
import { CALLER_NAME, CARRIER, countryOf, FORMER_CARRIER } from "../state/numbers.ts";
import { uuid } from "../state/random.ts";
import {
  INVALID,
  readFeedbacks,
  readPayment,
  readSendOptions,
  readTarget,
  readTestCode,
  readText,
  requirePhoneNumber,
} from "./fields.ts";
import { MOST_TEST_NUMBERS } from "../state/test_numbers.ts";
import { CHECK_STATUS, LINE, SEND_ERRORS, type Verdict, verdictOf } from "./statuses.ts";
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

const TEST_NUMBERS = /^\/v2\/verification\/management\/phone-numbers\/sandbox$/;
const TEST_NUMBER = /^\/v2\/verification\/management\/phone-numbers\/sandbox\/([^/]+)$/;

const ROUTES: readonly Route[] = [
  {
    operation: "send",
    method: "POST",
    path: /^\/v2\/verification$/,
    handle: send,
    recipients: (_service, { json }) => [targetOf(json)],
  },
  {
    operation: "check",
    method: "POST",
    path: /^\/v2\/verification\/check$/,
    handle: check,
    recipients: (_service, { json }) => [targetOf(json)],
  },
  {
    operation: "lookup",
    method: "GET",
    path: /^\/v2\/lookup\/([^/]+)$/,
    handle: lookup,
    recipients: (_service, _call, number) => [number],
  },
  {
    operation: "feedback",
    method: "POST",
    path: /^\/v2\/watch\/feedback$/,
    handle: feedback,
    recipients: (_service, { json }) => {
      const feedbacks = ownFields(json)?.["feedbacks"];
      return Array.isArray(feedbacks) ? feedbacks.map(targetOf) : [];
    },
  },
  { operation: undefined, method: "GET", path: TEST_NUMBERS, handle: listTestNumbers },
  { operation: undefined, method: "PUT", path: TEST_NUMBERS, handle: addTestNumber },
  { operation: undefined, method: "DELETE", path: TEST_NUMBERS, handle: deleteTestNumber },
  { operation: undefined, method: "DELETE", path: TEST_NUMBER, handle: deleteTestNumber },
];

/** The endpoints below `/v2/` that verify a person, and those that manage test numbers. */
export const v2: ApiVersion = {
  prefix: "/v2/",
  routes: ROUTES.map((route) => own(route)),
  authorize(headers, { apiToken }) {
    const given = headers.get("authorization");
    if (given === null || given === "") {
      throw new Refusal("missing_api_token", "there is no authorization header", { status: 401 });
    }
    const token = /^bearer +(\S+)$/i.exec(given)?.[1];
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

/** The recipient in a body, or in an item of it. */
function targetOf(json: unknown): unknown {
  return ownFields(ownFields(json)?.["target"])?.["value"];
}

function send(service: Service, { json }: Call): unknown {
  const fields = requireObject(json, { code: INVALID });
  const target = readTarget(fields);
  const { details, message } = readSendOptions(fields, { target, enabled: service.channels });
  const sent = service.windows.send(target.value, details, message);
  const error = SEND_ERRORS.get(sent.outcome);
  if (error !== undefined) throw new Refusal(sent.outcome, error.message, { param: error.param });
  const { authentication } = sent;
  const verdict = verdictOf(sent, target.value);
  const id = typeId("vrf", authentication?.id ?? uuid(service.words));
  const channel = authentication?.channel ?? message.channel ?? "sms";
  const limits = authentication?.details ?? details;
  return {
    id,
    ...verdict,
    method: methodOf(channel),
    channels: verdict.status === "blocked" ? undefined : channelsOf(channel, limits, verdict),
    silent: channel === "silent" ? { request_url: `https://silent.invalid/${id}` } : undefined,
    ...metadataOf(authentication),
    ...requestId(service),
  };
}

function check(service: Service, { json }: Call): unknown {
  const fields = requireObject(json, { code: INVALID });
  const target = readTarget(fields);
  const code = readText(fields, "code");
  const payment = readPayment(fields);
  const { windows } = service;
  const window = windows.newest(target.value);
  const outcome = window === undefined
    ? "expired"
    : windows.check(window, code, { answers: CHECK_STATUS, payment });
  if (outcome === "too_many_checks") {
    throw new Refusal(outcome, "too many codes were checked for this target");
  }
  return {
    status: CHECK_STATUS[outcome],
    id: window && typeId("vrf", window.id),
    ...metadataOf(window),
    ...requestId(service),
  };
}

function lookup({ lineOf }: Service, { url }: Call, parameter: string): unknown {
  const number = requirePhoneNumber(parameter);
  const types = url.searchParams.getAll("type").flatMap((list) => list.split(","));
  if (types.some((type) => type !== "cnam")) {
    throw new Refusal(INVALID, "type must be cnam", { param: "type" });
  }
  const { flags, lineType, isPorted } = LINE[lineOf(number)];
  return {
    phone_number: number,
    country_code: countryOf(number),
    line_type: lineType,
    flags,
    network_info: encodeNetwork(CARRIER),
    original_network_info: encodeNetwork(isPorted ? FORMER_CARRIER : CARRIER),
    caller_name: types.length > 0 ? CALLER_NAME : undefined,
  };
}

function feedback(service: Service, { json }: Call): unknown {
  const feedbacks = readFeedbacks(requireObject(json, { code: INVALID }));
  for (const { to, feedback } of feedbacks) service.windows.feedback(to, feedback);
  return { status: "success", ...requestId(service) };
}

function listTestNumbers({ testNumbers }: Service): unknown {
  return {
    phone_numbers: testNumbers.all.map(({ phoneNumber, code, addedAt }) => ({
      phone_number: phoneNumber,
      attempt_code: code,
      created_at: addedAt.toISOString(),
    })),
  };
}

function addTestNumber({ testNumbers, now }: Service, { json }: Call): unknown {
  const fields = requireObject(json, { code: INVALID });
  const phone_number = requirePhoneNumber(fields["phone_number"]);
  const attempt_code = readTestCode(fields);
  if (testNumbers.set(phone_number, attempt_code, now())) return { phone_number, attempt_code };
  throw new Refusal(INVALID, `there can be at most ${MOST_TEST_NUMBERS} numbers`, {
    param: "phone_number",
  });
}

/** Deletes the number in the path, as the vendor's SDKs have it, or the one in the body. */
function deleteTestNumber({ testNumbers }: Service, { json }: Call, parameter: string): unknown {
  const phone_number = requirePhoneNumber(
    parameter === "" ? requireObject(json, { code: INVALID })["phone_number"] : parameter,
  );
  testNumbers.delete(phone_number);
  return { phone_number };
}

function encodeNetwork({ name, mcc, mnc }: typeof CARRIER | typeof FORMER_CARRIER): unknown {
  return { carrier_name: name, mcc, mnc };
}

function requestId({ words }: Service): { readonly request_id: string } {
  return { request_id: uuid(words) };
}

function methodOf(channel: Channel): string {
  return channel === "email" || channel === "voice" || channel === "silent" ? channel : "message";
}

/** The channels in the order in which they are tried; `undefined` for email, which has only one. */
function channelsOf(
  channel: Channel,
  { onlyChannels, maxAutoFallbacks }: SendDetails,
  { status }: Verdict,
): readonly Channel[] | undefined {
  if (channel === "email") return undefined;
  const others = channel === "voice" ? [] : onlyChannels ?? ["sms"];
  const outcome = status === "challenged" ? status : undefined;
  const fallbacks = others.filter((other) => other !== channel && isPermitted(other, outcome));
  return [channel, ...fallbacks.slice(0, maxAutoFallbacks)];
}

function metadataOf(window: Authentication | undefined): { readonly metadata?: unknown } {
  const correlationId = window?.details.correlationId;
  return correlationId === undefined ? {} : { metadata: { correlation_id: correlationId } };
}
