import { assertEquals } from "@std/assert";
import {
  type AnyResult,
  type Case,
  CHECK,
  FEEDBACK,
  LOOKUP,
  makeDing,
  NUMBER,
  OPERATIONS,
  RETRY,
  SEND,
  STATUS,
  UUID,
} from "../support/clients.ts";
import { type Answer, fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

const OTHER_UUID = "00000000-0000-4000-8000-00000000000f";
const TIME = "2025-06-15T12:00:00.250Z";
const DATE = new Date(TIME);

function resultOf({ call }: Case, answer: Answer): Promise<AnyResult> {
  return call(makeDing({ fetch: fakeFetch(answer) }));
}

/** Each row: the body of a 200, and the whole result. */
const RESULTS: [operation: Case, body: object, result: object][] = [
  ...OPERATIONS.map((op): [Case, object, object] => [op, op.answer, op.result]),

  [SEND, {
    authentication_uuid: UUID,
    status: "pending",
    created_at: TIME,
    expires_at: "2025-06-15T14:10:00+02:00",
  }, {
    ...SEND.result,
    createdAt: DATE,
    expiresAt: new Date("2025-06-15T12:10:00Z"),
  }],
  ...["rate_limited", "spam_detected"].flatMap((status): [Case, object, object][] => [
    [SEND, { status }, { ok: false, reason: status, phoneNumber: NUMBER, status }],
    [SEND, { status, authentication_uuid: UUID, created_at: TIME, expires_at: TIME }, {
      ok: false,
      reason: status,
      phoneNumber: NUMBER,
      status,
      authenticationUuid: UUID,
      createdAt: DATE,
      expiresAt: DATE,
    }],
  ]),
  ...["shadow_blocked", "PENDING", "pending ", "ok", "constructor", "__proto__"].map(
    (status): [Case, object, object] => [SEND, { status, authentication_uuid: UUID }, {
      ok: false,
      reason: "unrecognized",
      phoneNumber: NUMBER,
      status,
      authenticationUuid: UUID,
    }],
  ),

  [CHECK, { status: "valid", authentication_uuid: UUID }, CHECK.result],
  ...[
    ["invalid", "invalid"],
    ["expired_auth", "expired"],
    ["already_validated", "already_validated"],
    ["rate_limited", "rate_limited"],
    ["without_attempt", "without_attempt"],
    ["unknown", "unknown"],
    ["expired", "unrecognized"],
    ["VALID", "unrecognized"],
    ["valid ", "unrecognized"],
    ["approved", "unrecognized"],
    ["toString", "unrecognized"],
    ["unrecognized", "unrecognized"],
  ].map(([status, reason]): [Case, object, object] => [
    CHECK,
    { status, authentication_uuid: UUID },
    { ok: false, reason, status, authenticationUuid: UUID },
  ]),
  [CHECK, { status: "valid", authentication_uuid: UUID.toUpperCase() }, {
    ...CHECK.result,
    authenticationUuid: UUID.toUpperCase(),
  }],
  // Signs nobody in: it is the verdict on somebody else.
  [CHECK, { status: "valid", authentication_uuid: OTHER_UUID }, {
    ok: false,
    reason: "unrecognized",
    status: "valid",
    authenticationUuid: OTHER_UUID,
  }],

  [RETRY, {
    authentication_uuid: UUID,
    status: "approved",
    created_at: TIME,
    next_retry_at: TIME,
    remaining_retry: 0,
  }, { ...RETRY.result, createdAt: DATE, nextRetryAt: DATE, remainingRetries: 0 }],
  ...[
    ["denied", "denied"],
    ["no_attempt", "no_attempt"],
    ["rate_limited", "rate_limited"],
    ["expired_auth", "expired"],
    ["already_validated", "already_validated"],
    ["valid", "unrecognized"],
    ["Approved", "unrecognized"],
    ["hasOwnProperty", "unrecognized"],
  ].flatMap(([status, reason]): [Case, object, object][] => [
    [RETRY, { status }, { ok: false, reason, status, authenticationUuid: UUID }],
    [RETRY, { status, created_at: TIME, next_retry_at: TIME, remaining_retry: 2 }, {
      ok: false,
      reason,
      status,
      authenticationUuid: UUID,
      createdAt: DATE,
      nextRetryAt: DATE,
      remainingRetries: 2,
    }],
  ]),

  [RETRY, { status: "approved", authentication_uuid: UUID.toUpperCase() }, {
    ...RETRY.result,
    authenticationUuid: UUID.toUpperCase(),
  }],
  [RETRY, { status: "approved", authentication_uuid: OTHER_UUID }, {
    ok: false,
    reason: "unrecognized",
    status: "approved",
    authenticationUuid: OTHER_UUID,
  }],

  [LOOKUP, {
    phone_number: "+33612345679",
    country_code: "FR",
    carrier: "Orange",
    mcc: "208",
    mnc: "01",
    number_ported: false,
    temporary_phone_number: true,
    caller_name: "ADA L",
    line_type: "Mobile",
  }, {
    ok: true,
    phoneNumber: "+33612345679",
    countryCode: "FR",
    carrier: "Orange",
    mcc: "208",
    mnc: "01",
    numberPorted: false,
    temporaryPhoneNumber: true,
    callerName: "ADA L",
    lineType: "Mobile",
  }],
  [LOOKUP, { phone_number: NUMBER, line_type: "Hologram" }, {
    ok: true,
    phoneNumber: NUMBER,
    lineType: "Hologram",
  }],

  [STATUS, {
    uuid: UUID,
    phone_number: NUMBER,
    correlation_id: "order 7",
    template_id: "tpl_1",
    created_at: TIME,
    signals: {
      device_id: "8f0a",
      device_type: "TVOS",
      device_model: "Pixel 9",
      os_version: "16",
      app_version: "1.2.3",
      ip: "2001:db8::1",
      is_returning_user: false,
      app_realm: "FA+9qCX9VSu",
    },
    events: [],
  }, {
    uuid: UUID,
    phoneNumber: NUMBER,
    correlationId: "order 7",
    templateId: "tpl_1",
    createdAt: DATE,
    signals: {
      deviceId: "8f0a",
      deviceType: "TVOS",
      deviceModel: "Pixel 9",
      osVersion: "16",
      appVersion: "1.2.3",
      ip: "2001:db8::1",
      isReturningUser: false,
      appRealm: "FA+9qCX9VSu",
    },
    events: [],
  }],
  [STATUS, { uuid: UUID, signals: {} }, { uuid: UUID, signals: {}, events: [] }],
  [STATUS, { uuid: UUID, signals: { ip: 7, device_id: null, is_returning_user: "true" } }, {
    uuid: UUID,
    signals: {},
    events: [],
  }],
  ...[null, [], "x", 7, true].map((signals): [Case, object, object] => [
    STATUS,
    { uuid: UUID, signals },
    { uuid: UUID, events: [] },
  ]),
  ...[null, {}, "x", 7, true].map((events): [Case, object, object] => [
    STATUS,
    { uuid: UUID, events },
    { uuid: UUID, events: [] },
  ]),
];

for (const operation of OPERATIONS) {
  test(`${operation.name}: each answer of 200, and its result`, async () => {
    for (const [of, body, result] of RESULTS) {
      if (of !== operation) continue;
      assertEquals<object>(await resultOf(operation, json(body)), result, JSON.stringify(body));
    }
  });

  test(`${operation.name}: what is unknown in an answer changes nothing, and is kept`, async () => {
    const more = {
      ...operation.answer,
      ok: false,
      reason: "x",
      http: "x",
      new_field: { deep: [1] },
    };
    const result = await resultOf(operation, json(more));
    assertEquals<object>(result, operation.result);
    assertEquals(result.http?.body, more);
  });
}

/** The error codes that are about the person, and what becomes of them. */
const PERSONAL: Record<string, [word: string, reason: string][]> = {
  send: [
    ["invalid_phone_number", "invalid_phone_number"],
    ["invalid_line", "invalid_line"],
    ["blocked_number", "blocked_number"],
    ["unsupported_region", "unsupported_region"],
    ["impossible_code", "unrecognized"],
    ["invalid_auth_uuid", "unrecognized"],
  ],
  check: [
    ["impossible_code", "invalid"],
    ["invalid_auth_uuid", "expired"],
    ["invalid_phone_number", "unrecognized"],
    ["blocked_number", "unrecognized"],
  ],
  retry: [
    ["invalid_phone_number", "unrecognized"],
    ["invalid_line", "unrecognized"],
    ["blocked_number", "unrecognized"],
    ["unsupported_region", "unrecognized"],
    ["impossible_code", "unrecognized"],
    ["invalid_auth_uuid", "expired"],
  ],
};
PERSONAL.feedback = PERSONAL.lookup = PERSONAL.send!;

for (const operation of [SEND, CHECK, RETRY, FEEDBACK, LOOKUP]) {
  const { name } = operation;
  const known = name === "check" || name === "retry"
    ? { authenticationUuid: UUID }
    : { phoneNumber: NUMBER };

  test(`${name}: an error about the person is a result`, async () => {
    for (const [code, reason] of PERSONAL[name]!) {
      for (const status of [400, 403, 422]) {
        const body = { code, message: `About ${NUMBER}`, doc_url: "https://docs.ding.live" };
        const result = await resultOf(operation, json(body, status));
        assertEquals<object>(result, { ok: false, reason, ...known, status: code });
        const { http } = result;
        assertEquals([http?.status, http?.body, http?.attempts], [status, body, 1]);
      }
    }
  });
}

test("send: a refusal with an error code keeps what else the API told", async () => {
  const body = { code: "blocked_number", authentication_uuid: UUID, expires_at: TIME };
  assertEquals<object>(await resultOf(SEND, json(body, 400)), {
    ok: false,
    reason: "blocked_number",
    status: "blocked_number",
    phoneNumber: NUMBER,
    authenticationUuid: UUID,
    expiresAt: DATE,
  });
});
