/** Prelude Verify v2, spoken over the state machine. */
import type { Channel } from "../state/channels.ts";
import { isSame } from "../state/codes.ts";
import { isFields } from "../formats.ts";
import { type Call, type Dialect, type DialectContext, Refusal } from "../http/call.ts";
import type { CheckOutcome, SendOutcome } from "../state/outcomes.ts";
import { countryOf } from "../phone.ts";
import { uuid } from "../state/random.ts";
import { typeId } from "./type_id.ts";
import { readFields, readOptions, readTarget, readText, requirePhoneNumber } from "./fields.ts";
import type { Authentication, Sent } from "../state/windows.ts";

/** A word that v2 has not, for clients to stumble over. */
const UNHEARD_OF = "under_review";

/** A status, and why. */
interface Verdict {
  readonly status: string;
  readonly reason?: string;
  readonly risk_factors?: readonly string[];
}

const SUSPICIOUS = { reason: "suspicious", risk_factors: ["behavioral_pattern"] } as const;

const VERDICTS: Readonly<Record<Exclude<SendOutcome, "unsupported_region">, Verdict>> = {
  pending: { status: "success" },
  silent: { status: "success" },
  challenged: { status: "challenged" },
  shadow_blocked: { status: "shadow_blocked", ...SUSPICIOUS },
  unrecognized: { status: UNHEARD_OF },
  rate_limited: { status: "blocked", reason: "repeated_attempts" },
  spam_detected: { status: "blocked", ...SUSPICIOUS },
  expired_signature: { status: "blocked", reason: "expired_signature" },
  invalid_signature: { status: "blocked", reason: "invalid_signature" },
  invalid_phone_number: { status: "blocked", reason: "invalid_phone_number" },
  invalid_line: { status: "blocked", reason: "invalid_phone_line" },
  blocked_number: { status: "blocked", reason: "in_block_list" },
};

const CHECK_STATUS: Readonly<Record<CheckOutcome, string>> = {
  valid: "success",
  invalid: "failure",
  impossible_code: "failure",
  without_attempt: "expired_or_not_found",
  rate_limited: "expired_or_not_found",
  already_validated: "expired_or_not_found",
  expired: "expired_or_not_found",
  transaction_missing: "transaction_missing",
  transaction_mismatch: "transaction_mismatch",
  unknown: UNHEARD_OF,
  unrecognized: UNHEARD_OF,
};

/** What an error is about, by its HTTP status; these words are not documented. */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: "bad_request",
  401: "unauthorized",
  404: "not_found",
  405: "method_not_allowed",
  413: "payload_too_large",
  429: "too_many_requests",
};

const MOST_FEEDBACKS = 100;

/** The four endpoints below `/v2/` that verify a person. */
export function v2({ windows, credentials, words }: DialectContext): Dialect {
  const requestId = () => ({ request_id: uuid(words) });

  function create({ json }: Call): unknown {
    const fields = readFields(json);
    const target = readTarget(fields);
    const { details, delivery } = readOptions(fields, target);
    const sent = windows.send(target.value, details, delivery);
    if (sent.outcome === "unsupported_region") {
      throw new Refusal(sent.outcome, "the number's region is not served", {
        param: "target.value",
      });
    }
    const { authentication } = sent;
    const verdict = judge(sent);
    const id = typeId("vrf", authentication?.id ?? uuid(words));
    const channel = authentication?.channel ?? delivery.channel ?? "sms";
    return {
      id,
      ...verdict,
      method: methodOf(channel),
      channels: verdict.status === "blocked" ? undefined : channelsOf(channel, verdict),
      silent: channel === "silent" ? { request_url: `https://silent.invalid/${id}` } : undefined,
      ...metadataOf(authentication),
      ...requestId(),
    };
  }

  function check({ json }: Call): unknown {
    const fields = readFields(json);
    const target = readTarget(fields);
    const code = readText(fields, "code");
    const window = windows.newest(target.value);
    const status = CHECK_STATUS[window === undefined ? "expired" : windows.check(window, code)];
    return {
      status,
      id: window && typeId("vrf", window.id),
      ...metadataOf(window),
      ...requestId(),
    };
  }

  function lookup({ url }: Call, parameter: string): unknown {
    const number = requirePhoneNumber(parameter);
    const types = url.searchParams.getAll("type").flatMap((list) => list.split(","));
    if (types.some((type) => type !== "cnam")) {
      throw new Refusal("invalid_request", "type is not cnam", { param: "type" });
    }
    // 001-01 is the test network of ITU-T E.212.
    const network = { carrier_name: "Sandbox Mobile", mcc: "001", mnc: "01" };
    return {
      phone_number: number,
      country_code: countryOf(number),
      line_type: "mobile",
      flags: [],
      network_info: network,
      original_network_info: network,
      caller_name: types.length > 0 ? "SANDBOX CALLER" : undefined,
    };
  }

  function feedback({ json }: Call): unknown {
    const { feedbacks } = readFields(json);
    if (!Array.isArray(feedbacks) || !feedbacks.length || feedbacks.length > MOST_FEEDBACKS) {
      throw new Refusal("invalid_request", `feedbacks is not a list of 1 to ${MOST_FEEDBACKS}`, {
        param: "feedbacks",
      });
    }
    const given = feedbacks.map((feedback, index) => readFeedback(feedback, `feedbacks.${index}`));
    for (const { to, status } of given) windows.feedback(to, status);
    return { status: "success", ...requestId() };
  }

  return {
    prefix: "/v2/",
    routes: [
      {
        operation: "send",
        method: "POST",
        path: /^\/v2\/verification$/,
        handle: create,
        recipient: ({ json }) => {
          const target = isFields(json) ? json["target"] : undefined;
          return isFields(target) ? target["value"] : undefined;
        },
      },
      {
        operation: "check",
        method: "POST",
        path: /^\/v2\/verification\/check$/,
        handle: check,
      },
      { operation: "lookup", method: "GET", path: /^\/v2\/lookup\/([^/]+)$/, handle: lookup },
      {
        operation: "feedback",
        method: "POST",
        path: /^\/v2\/watch\/feedback$/,
        handle: feedback,
      },
    ],
    authorize: (headers) => {
      const token = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
      if (token !== undefined && isSame(credentials.apiToken, token)) return;
      throw token === undefined
        ? new Refusal("invalid_bearer_token", "there is no bearer token", { status: 401 })
        : new Refusal("invalid_api_key", "the token is not the sandbox's", { status: 401 });
    },
    encodeError: ({ code, message, status, param }) => ({
      code,
      message,
      type: ERROR_TYPES[status] ?? (status < 500 ? "bad_request" : "internal"),
      param,
      ...requestId(),
    }),
    internalError: "internal",
  };
}

function judge(sent: Exclude<Sent, { readonly outcome: "unsupported_region" }>): Verdict {
  const verdict = VERDICTS[sent.outcome as keyof typeof VERDICTS];
  const retried = sent.authentication && sent.retried;
  if (verdict.status !== "success" || retried === undefined) return verdict;
  return { status: retried === "unrecognized" ? UNHEARD_OF : "retry" };
}

function methodOf(channel: Channel): string {
  return channel === "email" || channel === "voice" || channel === "silent" ? channel : "message";
}

/** The channels in the order in which they are tried; an email address has but one. */
function channelsOf(channel: Channel, { status }: Verdict): readonly Channel[] | undefined {
  if (channel === "email") return undefined;
  const isLast = channel === "sms" || channel === "voice" || status === "challenged";
  return isLast ? [channel] : [channel, "sms"];
}

function metadataOf(window: Authentication | undefined): { readonly metadata?: unknown } {
  const correlationId = window?.details.correlationId;
  return correlationId === undefined ? {} : { metadata: { correlation_id: correlationId } };
}

function readFeedback(
  feedback: unknown,
  param: string,
): { readonly to: string; readonly status: string } {
  if (!isFields(feedback)) {
    throw new Refusal("invalid_request", `${param} is not an object`, { param });
  }
  const { value } = readTarget(feedback, `${param}.target`);
  const { type } = feedback;
  if (type === "verification.completed") return { to: value, status: "onboarded" };
  if (type === "verification.started") return { to: value, status: "not_onboarded" };
  throw new Refusal("invalid_request", `${param}.type is not one that there is`, {
    param: `${param}.type`,
  });
}
