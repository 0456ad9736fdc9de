import { assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import { ApiError, type PreludeRiskFactor } from "@ding-otp/client";
import {
  type AnyResult,
  CODE,
  ID,
  makePrelude,
  NUMBER,
  PRELUDE_OPERATIONS,
  rejection,
  type TestOptions,
  UUID,
} from "../support/clients.ts";
import { type Answer, fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

const EMAIL = "user@example.com";

/** The operations as functions of an answer, each about the same phone. */
const CALLS: Record<string, (options: TestOptions) => Promise<AnyResult>> = {
  send: (options) => makePrelude(options).send({ phoneNumber: NUMBER }),
  check: (options) => makePrelude(options).check({ phoneNumber: NUMBER, checkCode: CODE }),
  retry: (options) => makePrelude(options).retry({ phoneNumber: NUMBER }),
  feedback: (options) =>
    makePrelude(options).feedback({ phoneNumber: NUMBER, status: "onboarded" }),
  lookup: (options) => makePrelude(options).lookup({ phoneNumber: NUMBER }),
};

function resultOf(name: string, answer: Answer): Promise<AnyResult> {
  return CALLS[name]!({ fetch: fakeFetch(answer) });
}

/** Words that no API has, or that JavaScript has. */
const ODD = ["SUCCESS", "success ", "ok", "valid", "approved", "constructor", "__proto__"];

/** Each row: the status of a 200, and what comes of it; the id is told in each. */
const STATUSES: Record<string, Record<string, { ok: boolean; reason?: string; resumed?: true }>> = {
  send: {
    success: { ok: true },
    retry: { ok: true, resumed: true },
    challenged: { ok: true },
    shadow_blocked: { ok: true },
    blocked: { ok: false, reason: "unrecognized" },
    pending: { ok: false, reason: "unrecognized" },
    failure: { ok: false, reason: "unrecognized" },
  },
  retry: {
    success: { ok: true },
    retry: { ok: true, resumed: true },
    challenged: { ok: true },
    shadow_blocked: { ok: true },
    blocked: { ok: false, reason: "denied" },
    approved: { ok: false, reason: "unrecognized" },
  },
  check: {
    success: { ok: true },
    failure: { ok: false, reason: "invalid" },
    expired_or_not_found: { ok: false, reason: "expired" },
    transaction_missing: { ok: false, reason: "transaction_missing" },
    transaction_mismatch: { ok: false, reason: "transaction_mismatch" },
    retry: { ok: false, reason: "unrecognized" },
    challenged: { ok: false, reason: "unrecognized" },
    shadow_blocked: { ok: false, reason: "unrecognized" },
    invalid: { ok: false, reason: "unrecognized" },
    expired: { ok: false, reason: "unrecognized" },
  },
  feedback: {
    success: { ok: true },
    retry: { ok: false, reason: "unrecognized" },
    failure: { ok: false, reason: "unrecognized" },
  },
};

for (const [name, statuses] of Object.entries(STATUSES)) {
  test(`${name} of Prelude: each status, and no other is ok`, async () => {
    const odd = ODD.map((status) => [status, { ok: false, reason: "unrecognized" }]);
    for (const [status, verdict] of [...Object.entries(statuses), ...odd] as [string, object][]) {
      const result = await resultOf(name, json({ id: ID, status }));
      assertEquals<object>(result, {
        ...verdict,
        status,
        ...(name !== "feedback" && { authenticationUuid: ID }),
        phoneNumber: NUMBER,
      }, status);
    }
  });
}

/** Each row: why the API blocked, and the reason that a send and a retry give for it. */
const BLOCK_REASONS: [word: string, send: string, retry: string][] = [
  ["repeated_attempts", "rate_limited", "rate_limited"],
  ["suspicious", "spam_detected", "denied"],
  ["in_block_list", "blocked_number", "denied"],
  ["invalid_phone_line", "invalid_line", "denied"],
  ["invalid_phone_number", "invalid_phone_number", "denied"],
  ["expired_signature", "unrecognized", "denied"],
  ["invalid_signature", "unrecognized", "denied"],
  ["later_invention", "unrecognized", "denied"],
  ["success", "unrecognized", "denied"],
  ["__proto__", "unrecognized", "denied"],
];

test("send and retry of Prelude: each reason for a block, in our words and in the API's", async () => {
  for (const [word, ofSend, ofRetry] of BLOCK_REASONS) {
    for (const [name, reason] of [["send", ofSend], ["retry", ofRetry]] as const) {
      const body = { id: ID, status: "blocked", reason: word, risk_factors: ["new", "word"] };
      assertEquals<object>(await resultOf(name, json(body)), {
        ok: false,
        reason,
        status: "blocked",
        blockReason: word,
        riskFactors: ["new", "word"],
        authenticationUuid: ID,
        phoneNumber: NUMBER,
      });
    }
  }
});

const RISK_FACTORS: readonly PreludeRiskFactor[] = [
  "behavioral_pattern",
  "device_attribute",
  "fraud_database",
  "location_discrepancy",
  "network_fingerprint",
  "poor_conversion_history",
  "prefix_concentration",
  "suspected_request_tampering",
  "suspicious_ip_address",
  "temporary_phone_number",
  "later_invention",
];

test("send and retry of Prelude: a reason beside an ok status does not make it less ok", async () => {
  for (const name of ["send", "retry"]) {
    for (const status of ["success", "challenged", "shadow_blocked"]) {
      const risks = { risk_factors: RISK_FACTORS };
      const result = await resultOf(name, json({ id: ID, status, reason: "suspicious", ...risks }));
      assertEquals<object>(result, {
        ok: true,
        status,
        blockReason: "suspicious",
        riskFactors: RISK_FACTORS,
        authenticationUuid: ID,
        phoneNumber: NUMBER,
      });
    }
  }
});

const FACTS = {
  method: "silent",
  channels: ["silent", "sms", "later_invention"],
  silent: { request_url: "https://silent.example/start", more: 1 },
  metadata: { correlation_id: "order 7", status: "blocked", id: "x" },
  risk_factors: [],
  request_id: "3d19215e-2991-4a05-a41a-527314e6ff6a",
};

test("send of Prelude: everything that an answer may tell", async () => {
  const body = { id: ID, status: "success", ...FACTS, later: { invention: [1] } };
  const result = await resultOf("send", json(body, 200, { "x-request-id": "7" }));
  assertEquals<object>(result, {
    ok: true,
    status: "success",
    authenticationUuid: ID,
    phoneNumber: NUMBER,
    method: "silent",
    channels: ["silent", "sms", "later_invention"],
    silentRequestUrl: "https://silent.example/start",
    correlationId: "order 7",
    riskFactors: [],
    requestId: "3d19215e-2991-4a05-a41a-527314e6ff6a",
  });
  assertEquals([result.http?.body, result.http?.attempts], [body, 1]);
  assertStrictEquals(result.http?.headers.get("x-request-id"), "7");
  assertEquals(Object.keys(result).includes("http"), false);
});

test("send of Prelude to a mailbox: the result is about the mailbox", async () => {
  const fetch = fakeFetch(json({ id: ID, status: "success", method: "email" }));
  const result = await makePrelude({ fetch }).send({ emailAddress: ` ${EMAIL}\n` });
  assertEquals<object>(result, {
    ok: true,
    status: "success",
    authenticationUuid: ID,
    emailAddress: EMAIL,
    method: "email",
  });
});

test("check of Prelude: what it tells beside its verdict", async () => {
  const body = { id: ID, status: "failure", metadata: { correlation_id: "7" }, request_id: UUID };
  assertEquals<object>(await resultOf("check", json(body)), {
    ok: false,
    reason: "invalid",
    status: "failure",
    authenticationUuid: ID,
    phoneNumber: NUMBER,
    correlationId: "7",
    requestId: UUID,
  });
});

test("check of Prelude: a refusal needs no id", async () => {
  assertEquals<object>(await resultOf("check", json({ status: "expired_or_not_found" })), {
    ok: false,
    reason: "expired",
    status: "expired_or_not_found",
    phoneNumber: NUMBER,
  });
});

test("feedback and lookup of Prelude: the ids that they tell", async () => {
  const ids = { request_id: UUID, metadata: { correlation_id: "7" } };
  const told = { requestId: UUID, correlationId: "7", phoneNumber: NUMBER };
  const facts = { status: "success", phone_number: NUMBER, ...ids };
  assertEquals<object>(await resultOf("feedback", json(facts)), {
    ok: true,
    status: "success",
    ...told,
  });
  assertEquals<object>(await resultOf("lookup", json(facts)), { ok: true, ...told });
  assertEquals<object>(await resultOf("feedback", json({ ...facts, status: "x" })), {
    ok: false,
    reason: "unrecognized",
    status: "x",
    ...told,
  });
});

test("lookup of Prelude: everything that an answer may tell", async () => {
  const body = {
    phone_number: NUMBER,
    country_code: "FR",
    line_type: "mobile",
    caller_name: "ADA L",
    flags: ["ported"],
    network_info: { carrier_name: "Orange", mcc: "208", mnc: "01", status: "x", id: "x" },
    original_network_info: { carrier_name: "SFR", mcc: "208", mnc: "10" },
    request_id: UUID,
  };
  assertEquals<object>(await resultOf("lookup", json(body)), {
    ok: true,
    phoneNumber: NUMBER,
    countryCode: "FR",
    lineType: "mobile",
    callerName: "ADA L",
    numberPorted: true,
    temporaryPhoneNumber: false,
    carrier: "Orange",
    mcc: "208",
    mnc: "01",
    originalCarrier: "SFR",
    originalMcc: "208",
    originalMnc: "10",
    requestId: UUID,
  });
});

/** What each fact of an answer has to be: an answer that is ok, and ones of the wrong type. */
const WRONG: Record<string, Record<string, unknown[]>> = {
  send: {
    method: [7, null, "", ["sms"], {}],
    channels: [7, null, "sms", {}, { length: 1 }],
    risk_factors: [7, null, "suspicious", {}],
    request_id: [7, null, "", [UUID]],
    metadata: [7, null, "order 7", [], ["order 7"], { correlation_id: 7 }, { correlation_id: "" }],
    silent: [7, null, "https://x.example", [], { request_url: null }],
    reason: [7, null, "", ["suspicious"]],
  },
  lookup: {
    country_code: [33, null, "", ["FR"]],
    line_type: [7, null, "", ["mobile"]],
    flags: [7, null, "ported", {}, { includes: "ported" }],
    original_network_info: [7, null, "Orange", ["Orange"], { carrier_name: 7, mcc: 208, mnc: "" }],
    network_info: [7, null, "Orange", ["Orange"], { carrier_name: 7, mcc: 208 }],
  },
};

test("a fact of Prelude of the wrong type is left out, and the answer still counts", async () => {
  for (const [name, facts] of Object.entries(WRONG)) {
    const { answer, result } = PRELUDE_OPERATIONS.find((operation) => operation.name === name)!;
    for (const [wire, values] of Object.entries(facts)) {
      for (const wrong of values) {
        const told = await resultOf(name, json({ ...answer, [wire]: wrong }));
        assertEquals<object>(told, result, `${name}: ${wire} = ${JSON.stringify(wrong)}`);
      }
    }
  }
});

/** Each row: an error code about the person, and the reason that each operation gives for it. */
const PERSONAL: [code: string, target: string, retry: string, check: string][] = [
  ["invalid_phone_number", "invalid_phone_number", "unrecognized", "unrecognized"],
  ["invalid_line", "invalid_line", "unrecognized", "unrecognized"],
  ["unsupported_line_type", "invalid_line", "unrecognized", "unrecognized"],
  ["unsupported_region", "unsupported_region", "unrecognized", "unrecognized"],
  ["invalid_line_type", "invalid_line", "unrecognized", "unrecognized"],
  ["unsupported_country", "unsupported_region", "unrecognized", "unrecognized"],
  ["repeated_attempts", "rate_limited", "rate_limited", "unrecognized"],
  ["too_many_attempts", "rate_limited", "rate_limited", "rate_limited"],
  ["too_many_checks", "rate_limited", "rate_limited", "rate_limited"],
];

test("an error of Prelude about the person is a result", async () => {
  for (const [code, target, retry, check] of PERSONAL) {
    const rows = { send: target, feedback: target, lookup: target, retry, check };
    for (const [name, reason] of Object.entries(rows)) {
      for (const status of [400, 403, 422]) {
        const body = { code, message: `About ${NUMBER}`, type: "bad_request", request_id: UUID };
        const result = await resultOf(name, json(body, status));
        assertEquals<object>(result, {
          ok: false,
          reason,
          status: code,
          phoneNumber: NUMBER,
          requestId: UUID,
        }, `${name} ${code}`);
        assertEquals([result.http?.status, result.http?.body], [status, body]);
      }
    }
  }
});

const PROGRAM = [
  ...["spending_limit_exceeded", "suspended_account", "invalid_correlation_id"],
  ...["insufficient_balance", "invalid_api_key", "invalid_bearer_token", "invalid_callback_url"],
  ...["invalid_code_size", "invalid_app_realm", "custom_code_not_allowed", "custom_size_conflict"],
  ...["channel_not_enabled_in_region", "email_verification_not_allowed", "internal", "blocked"],
  ...["success", "retry", "later_invention"],
];

test("any other error of Prelude is an ApiError with its code", async () => {
  for (const name of Object.keys(CALLS)) {
    for (const code of PROGRAM) {
      const body = { code, message: "…", type: "bad_request", param: "x", request_id: UUID };
      const error = await rejection(resultOf(name, json(body, 400)));
      assertInstanceOf(error, ApiError);
      assertEquals([error.code, error.operation, error.outcome], [code, name, "not_applied"]);
      assertEquals([error.body, error.docUrl], [body, undefined]);
    }
  }
});
