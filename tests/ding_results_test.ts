import { assertEquals, assertStrictEquals } from "@std/assert";
import {
  ACCOUNT,
  type AnyResult,
  type Case,
  CODE,
  makeDing,
  NUMBER,
  OPERATIONS,
  UUID,
} from "./clients.ts";
import { type Answer, fakeFetch, json } from "./fake_fetch.ts";
import { test } from "./harness.ts";

const OTHER_UUID = "00000000-0000-4000-8000-00000000000f";
const TIME = "2025-06-15T12:00:00.250Z";
const DATE = new Date(TIME);

const [SEND, CHECK, RETRY, FEEDBACK, STATUS, LOOKUP] = OPERATIONS as
  & readonly Case[]
  & { 0: Case; 1: Case; 2: Case; 3: Case; 4: Case; 5: Case };

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

  test(`${operation.name}: any 2xx is an answer`, async () => {
    for (const status of [201, 202, 206, 299]) {
      const result = await resultOf(operation, json(operation.answer, status));
      assertEquals<object>(result, operation.result);
      assertEquals(result.http?.status, status);
    }
  });

  test(`${operation.name}: http holds the exchange, and stays out of the way`, async () => {
    const result = await resultOf(
      operation,
      json(operation.answer, 200, { "x-request-id": "req_7" }),
    );
    const { status, headers, body, attempts } = result.http!;
    assertEquals({ status, body, attempts, id: headers.get("x-request-id") }, {
      status: 200,
      body: operation.answer,
      attempts: 1,
      id: "req_7",
    });
    assertStrictEquals(Object.keys(result).includes("http"), false);
    assertEquals(JSON.parse(JSON.stringify(result)), operation.result);
    assertEquals<object>({ ...result }, operation.result);
  });
}

const EVENTS: [raw: unknown, event: object][] = [
  [{
    type: "attempt",
    id: "att_1",
    attempt_number: 1,
    capability: "whatsapp",
    content: `Your code is ${CODE}`,
    sender_id: "Ding",
    status: "delivered",
    created_at: TIME,
  }, {
    type: "attempt",
    id: "att_1",
    attemptNumber: 1,
    capability: "whatsapp",
    content: `Your code is ${CODE}`,
    senderId: "Ding",
    status: "delivered",
    createdAt: DATE,
  }],
  [{ type: "check", id: "chk_1", code: "0123", status: "valid", created_at: TIME }, {
    type: "check",
    id: "chk_1",
    code: "0123",
    status: "valid",
    createdAt: DATE,
  }],
  [{
    type: "delivery_status",
    attempt_id: "att_1",
    attempt_number: 2,
    status: "undeliverable",
    originated_at: TIME,
    created_at: TIME,
  }, {
    type: "delivery_status",
    attemptId: "att_1",
    attemptNumber: 2,
    status: "undeliverable",
    originatedAt: DATE,
    createdAt: DATE,
  }],
  [{
    type: "balance_update",
    amount: -0.045,
    balance_update_type: "attempt_success",
    created_at: TIME,
  }, {
    type: "balance_update",
    amount: -0.045,
    balanceUpdateType: "attempt_success",
    createdAt: DATE,
  }],
  ...["attempt", "check", "delivery_status", "balance_update"].flatMap(
    (type): [unknown, object][] => [
      [{ type }, { type }],
      [{ type, id: 7, attempt_number: "1", status: null, amount: "1", created_at: 7 }, { type }],
    ],
  ),
  ...[
    { type: "refund", id: "x" },
    { type: "unrecognized" },
    { type: "constructor" },
    { type: "__proto__" },
    { type: ["attempt"] },
    { type: null },
    {},
    [],
    null,
    "attempt",
    7,
    true,
  ].map((raw): [unknown, object] => [raw, { type: "unrecognized", raw }]),
];

test("status: each event by its type, in order, and nothing lost", async () => {
  const events = EVENTS.map(([raw]) => raw);
  const result = await makeDing({ fetch: fakeFetch(json({ uuid: UUID, events })) })
    .status({ authenticationUuid: UUID });
  assertEquals<object[]>([...result.events], EVENTS.map(([, event]) => event));
  assertEquals((result.http?.body as { events: unknown }).events, events);
});

/** What each field of an answer has to be; the wire's name, ours, an example. */
const FIELDS: [operation: Case, wire: string, ours: string, example: unknown][] = [
  [SEND, "created_at", "createdAt", TIME],
  [SEND, "expires_at", "expiresAt", TIME],
  [CHECK, "authentication_uuid", "authenticationUuid", UUID],
  [RETRY, "authentication_uuid", "authenticationUuid", UUID],
  [RETRY, "created_at", "createdAt", TIME],
  [RETRY, "next_retry_at", "nextRetryAt", TIME],
  [RETRY, "remaining_retry", "remainingRetries", 3],
  [STATUS, "phone_number", "phoneNumber", NUMBER],
  [STATUS, "correlation_id", "correlationId", "x"],
  [STATUS, "template_id", "templateId", "x"],
  [STATUS, "created_at", "createdAt", TIME],
  [LOOKUP, "country_code", "countryCode", "FR"],
  [LOOKUP, "carrier", "carrier", "x"],
  [LOOKUP, "mcc", "mcc", "208"],
  [LOOKUP, "mnc", "mnc", "01"],
  [LOOKUP, "number_ported", "numberPorted", true],
  [LOOKUP, "temporary_phone_number", "temporaryPhoneNumber", true],
  [LOOKUP, "caller_name", "callerName", "x"],
  [LOOKUP, "line_type", "lineType", "Mobile"],
];

test("a field of the wrong type is left out, and the answer still counts", async () => {
  for (const [operation, wire, ours, example] of FIELDS) {
    for (const wrong of [null, 7, "", true, [], {}, [example]]) {
      if (typeof wrong === typeof example && wrong !== "") continue;
      const result = await resultOf(operation, json({ ...operation.answer, [wire]: wrong }));
      assertEquals<object>(result, operation.result, `${operation.name}.${ours} = ${wrong}`);
    }
  }
});

const TIMES: [text: string, milliseconds?: number][] = [
  ["2025-06-15T12:00:00Z", Date.UTC(2025, 5, 15, 12)],
  ["2025-06-15T12:00:00.5Z", Date.UTC(2025, 5, 15, 12, 0, 0, 500)],
  ["2025-06-15T12:00:00.123456789Z", Date.UTC(2025, 5, 15, 12, 0, 0, 123)],
  ["2025-06-15T12:00:00+05:30", Date.UTC(2025, 5, 15, 6, 30)],
  ["2025-06-15T12:00:00-0700", Date.UTC(2025, 5, 15, 19)],
  ["2023-05-09T12:09:31+0000", Date.UTC(2023, 4, 9, 12, 9, 31)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["2025-02-29T00:00:00Z"],
  ["2025-02-30T00:00:00Z"],
  ["2025-04-31T00:00:00+02:00"],
  ["2025-13-01T00:00:00Z"],
  ["2025-06-15T25:00:00Z"],
  ["2025-06-15T12:61:00Z"],
  ["2025-06-15T12:00:00"],
  ["2025-06-15"],
  ["2025-06-15 12:00:00Z"],
  ["Sun, 15 Jun 2025 12:00:00 GMT"],
  ["1750000000"],
  ["tomorrow"],
  ["Invalid Date"],
];

test("a time is a Date, and an unreadable one is left out", async () => {
  for (const [text, milliseconds] of TIMES) {
    const result = await resultOf(SEND, json({ ...SEND.answer, expires_at: text }));
    const expiresAt = milliseconds === undefined ? {} : { expiresAt: new Date(milliseconds) };
    assertEquals<object>(result, { ...SEND.result, ...expiresAt }, text);
  }
});

/** The five error codes that are about the person, and what becomes of them. */
const PERSONAL: Record<string, [word: string, reason: string][]> = {
  send: [
    ["invalid_phone_number", "invalid_phone_number"],
    ["invalid_line", "invalid_line"],
    ["blocked_number", "blocked_number"],
    ["unsupported_region", "unsupported_region"],
    ["impossible_code", "unrecognized"],
  ],
  check: [
    ["impossible_code", "invalid"],
    ["invalid_phone_number", "unrecognized"],
    ["blocked_number", "unrecognized"],
  ],
  retry: [
    ["invalid_phone_number", "unrecognized"],
    ["invalid_line", "unrecognized"],
    ["blocked_number", "unrecognized"],
    ["unsupported_region", "unrecognized"],
    ["impossible_code", "unrecognized"],
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

test("a body is read whatever its content type says", async () => {
  for (const operation of OPERATIONS) {
    const bytes = new TextEncoder().encode(JSON.stringify(operation.answer));
    for (
      const type of [
        undefined,
        "",
        "text/html",
        "application/octet-stream",
        "text/plain; charset=x",
      ]
    ) {
      const headers = type === undefined ? undefined : { "content-type": type };
      const answer = () => new Response(bytes.slice(), headers && { headers });
      assertEquals<object>(await resultOf(operation, answer), operation.result);
    }
  }
});

test("a body is UTF-8, in pieces of any size, with or without a byte order mark", async () => {
  const body = { uuid: "ünï-✓-😀-" + ACCOUNT };
  for (const mark of ["", "\ufeff"]) {
    const bytes = new TextEncoder().encode(mark + JSON.stringify(body));
    for (const size of [1, 2, 3, 1000]) {
      const stream = new ReadableStream({
        start(controller) {
          for (let at = 0; at < bytes.length; at += size) {
            controller.enqueue(bytes.slice(at, at + size));
          }
          controller.close();
        },
      });
      const result = await resultOf(STATUS, () => new Response(stream));
      assertEquals<object>(result, { ...body, events: [] });
    }
  }
});
