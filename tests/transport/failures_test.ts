import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertStrictEquals,
} from "@std/assert";
import { ApiError, type Outcome } from "@ding-otp/client";
import { CASES, CODE, KEY, makeDing, NUMBER, rejection, UUID } from "../support/clients.ts";
import { facts, failures } from "../support/failures.ts";
import { fakeFetch, json, text } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

/** The codes that are documented and about the program or the account. */
const CODES = [
  "account_invalid",
  "app_realm_require_device_type",
  "bad_request",
  "duplicated_feedback_status",
  "internal_server_error",
  "invalid_app_realm",
  "invalid_app_version",
  "invalid_device_id",
  "invalid_device_model",
  "invalid_feedback_status",
  "invalid_os_version",
  "invalid_sender_id",
  "invalid_template_id",
  "negative_balance",
  "no_associated_auth_found",
  "spending_limit_exceeded",
  "suspended_account",
  "unauthorized_sender_id",
  "unsupported_app_realm_device_type",
];

test("ApiError: every documented code, and any other, as the API sent it", async () => {
  for (const code of [...CODES, "code_of_tomorrow", "constructor", "pending"]) {
    const body = { code, message: "In the API's words", doc_url: "https://docs.ding.live/e" };
    for await (const [operation, error] of failures(json(body, 400, { "x-request-id": "7" }))) {
      assertInstanceOf(error, ApiError);
      assertEquals(facts(error), {
        code,
        operation,
        attempts: 1,
        outcome: "not_applied",
        status: 400,
      });
      assertMatch(error.message, new RegExp(`^Cannot complete "${operation}": .*400.* ${code}$`));
      assertEquals(error.docUrl, "https://docs.ding.live/e");
      assertEquals(error.body, body);
      assertStrictEquals(error.headers.get("x-request-id"), "7");
      assertStrictEquals(error.http.headers, error.headers);
      assertEquals([error.http.status, error.http.body, error.http.attempts], [400, body, 1]);
    }
  }
});

test("ApiError: its message is the status and the code, word for word", async () => {
  for await (const [operation, error] of failures(json({ code: "bad_request" }, 403))) {
    assertInstanceOf(error, ApiError);
    assertStrictEquals(
      error.message,
      `Cannot complete "${operation}": the API responded with 403 bad_request`,
    );
  }
});

test("ApiError: every status, and whether the request took effect", async () => {
  const table: [outcome: Outcome, statuses: number[]][] = [
    ["not_applied", [400, 401, 402, 403, 404, 405, 409, 413, 415, 418, 422, 425, 429, 451]],
    ["not_applied", [460, 498]],
    // A proxy gave up on what it had passed on.
    ["unknown", [408, 499]],
    ["unknown", [500, 501, 502, 503, 504, 505, 507, 511, 520, 524, 599]],
  ];
  for (const [outcome, statuses] of table) {
    for (const status of statuses) {
      for await (const [, error] of failures(json({ code: "bad_request" }, status))) {
        assertInstanceOf(error, ApiError);
        assertEquals([error.status, error.outcome], [status, outcome]);
      }
    }
  }
});

test("ApiError: an error about the person with a 5xx is not about the person", async () => {
  for await (const [, error] of failures(json({ code: "invalid_phone_number" }, 500))) {
    assertInstanceOf(error, ApiError);
    assertEquals([error.code, error.outcome], ["invalid_phone_number", "unknown"]);
  }
});

test("status: an error about the person is an ApiError, there is no person in it", async () => {
  for (const code of ["invalid_phone_number", "blocked_number", "impossible_code"]) {
    const fetch = fakeFetch(json({ code }, 400));
    const error = await rejection(makeDing({ fetch }).status({ authenticationUuid: UUID }));
    assertInstanceOf(error, ApiError);
    assertStrictEquals(error.code, code);
  }
});

/** Bodies of errors that have no code that can be told. */
const CODELESS: unknown[] = [
  {},
  { message: "no code" },
  { code: null },
  { code: 42 },
  { code: ["invalid_line"] },
  { code: { toString: 1 } },
  { code: "" },
  { code: " " },
  { code: "two words" },
  { code: "line\nbreak" },
  { code: "x".repeat(65) },
  { code: KEY },
  { code: CODE },
  { code: `no_${KEY}` },
  { code: NUMBER },
  { code: `unknown_${NUMBER.slice(1)}` },
  { error: { code: "bad_request" } },
  [{ code: "bad_request" }],
  [],
  null,
  "bad_request",
  7,
  true,
];

test("ApiError: without a readable code it is http_error, and the body is kept", async () => {
  for (const body of CODELESS) {
    for await (const [operation, error] of failures(json(body, 400))) {
      assertInstanceOf(error, ApiError);
      assertStrictEquals(error.code, "http_error", JSON.stringify(body));
      assertMatch(error.message, new RegExp(`^Cannot complete "${operation}": .*400.*[^.]$`));
      assertEquals(error.body, body);
    }
  }
});

test("ApiError: a doc_url that is no text is left out", async () => {
  for (const wrong of [undefined, null, 7, {}, [], true]) {
    for await (
      const [, error] of failures(json({ code: "x", doc_url: wrong }, 400))
    ) {
      assertInstanceOf(error, ApiError);
      assertStrictEquals(error.docUrl, undefined);
    }
  }
});

test("ApiError: HTML from a proxy, an empty body, half a body", async () => {
  const html = `<html><h1>502 Bad Gateway</h1>${"x".repeat(100_000)}</html>`;
  const type = { "content-type": "text/html" };
  const bodies: [body: string | null, kept: string][] = [
    ["<h1>502</h1>", "<h1>502</h1>"],
    ["", ""],
    [null, ""],
    ['{"code":"bad_re', '{"code":"bad_re'],
  ];
  for (const [body, kept] of bodies) {
    for await (const [, error] of failures(text(body, { status: 502, headers: type }))) {
      assertInstanceOf(error, ApiError);
      assertEquals([error.status, error.code, error.body], [502, "http_error", kept]);
      assertStrictEquals(error.docUrl, undefined);
    }
  }
  for await (const [, error] of failures(text(html, { status: 502, headers: type }))) {
    assertInstanceOf(error, ApiError);
    const { body } = error;
    assert(typeof body === "string" && html.startsWith(body) && body.length < 5_000);
  }
});

test("ApiError: a body that is too long or breaks off is still the API's answer", async () => {
  const endless = json({ code: "bad_request", message: "x".repeat(1_000) }, 400);
  const broken = () =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.error(new TypeError("reset")),
      }),
      { status: 400 },
    );
  for (const answer of [endless, broken]) {
    for (const { make, call } of CASES) {
      const error = await rejection(
        call(make({ fetch: fakeFetch(answer), maxResponseBytes: 500 })),
      );
      assertInstanceOf(error, ApiError);
      assertEquals([error.status, error.outcome], [400, "not_applied"]);
    }
  }
});
