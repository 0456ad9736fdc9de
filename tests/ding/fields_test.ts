import { assertEquals } from "@std/assert";
import {
  ACCOUNT,
  type AnyResult,
  type Case,
  CHECK,
  CODE,
  LOOKUP,
  makeDing,
  NUMBER,
  RETRY,
  SEND,
  STATUS,
  UUID,
} from "../support/clients.ts";
import { type Answer, fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

const TIME = "2025-06-15T12:00:00.250Z";
const DATE = new Date(TIME);

function resultOf({ call }: Case, answer: Answer): Promise<AnyResult> {
  return call(makeDing({ fetch: fakeFetch(answer) }));
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
