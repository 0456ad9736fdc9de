import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertStrictEquals,
} from "@std/assert";
import { ApiError, NetworkError, OtpError, ResponseError } from "@ding-otp/client";
import { CASES, KEY, makeDing, NUMBER, rejection, UUID } from "../support/clients.ts";
import { facts, failures } from "../support/failures.ts";
import { type Answer, failing, fakeFetch, json, text } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

/** Bodies of a 200 that are none of this API's. */
const FLAWED: [body: string | null, code: string][] = [
  [null, "not_json"],
  ["", "not_json"],
  [" \n", "not_json"],
  ["{", "not_json"],
  [`{"authentication_uuid":"${UUID}","status":"pend`, "not_json"],
  ["<!doctype html><title>Log in to the Wi-Fi</title>", "not_json"],
  ["status=pending", "not_json"],
  ["{'status':'pending'}", "not_json"],
  ['{"status":"pending"} trailing', "not_json"],
  ["undefined", "not_json"],
  ["NaN", "not_json"],
  ["null", "not_json"],
  ["[]", "not_json"],
  [`[{"authentication_uuid":"${UUID}","status":"pending"}]`, "not_json"],
  ['"pending"', "not_json"],
  ["42", "not_json"],
  ["true", "not_json"],
  ["{}", "missing_field"],
  ['{"__proto__":{"uuid":"x","status":"valid","phone_number":"+1"}}', "missing_field"],
  ['{"data":{"status":"valid"}}', "missing_field"],
];

test("ResponseError: a 2xx that is no answer of this API's", async () => {
  for (const [body, code] of FLAWED) {
    for (const status of body === null ? [200, 204, 205] : [200, 201]) {
      for await (const [operation, error] of failures(text(body, { status }))) {
        assertInstanceOf(error, ResponseError, `${operation} ${body}`);
        assertEquals(facts(error), { code, operation, attempts: 1, outcome: "applied", status });
        assertEquals([error.http.status, error.http.attempts], [status, 1]);
        assertMatch(error.message, new RegExp(`^Cannot complete "${operation}": .*[^.]$`));
      }
    }
  }
});

test("ResponseError: a promised field that is missing, empty or of the wrong type", async () => {
  for (const { make, call, answer, promised } of CASES) {
    for (const field of promised) {
      for (const wrong of [undefined, null, "", 7, true, [], {}, [answer[field]]]) {
        const body = { ...answer, [field]: wrong };
        const error = await rejection(call(make({ fetch: fakeFetch(json(body)) })));
        assertInstanceOf(error, ResponseError, `${field} = ${JSON.stringify(wrong)}`);
        assertEquals([error.code, error.outcome], ["missing_field", "applied"]);
        assertEquals(error.http.body, JSON.parse(JSON.stringify(body)));
      }
    }
  }
});

test("ResponseError: what the body was is kept, up to a length", async () => {
  const body = "<html>".repeat(10_000);
  for await (const [, error] of failures(text(body))) {
    assertInstanceOf(error, ResponseError);
    const kept = error.http.body;
    assert(typeof kept === "string" && kept !== "" && body.startsWith(kept));
    assert(kept.length < 5_000);
  }
});

test("ResponseError: a body up to maxResponseBytes is read, one byte more is not", async () => {
  for (const { make, call, answer, result } of CASES) {
    const body = JSON.stringify({ ...answer, padding: "é".repeat(100) });
    const maxResponseBytes = new TextEncoder().encode(body).length;
    const client = make({ fetch: fakeFetch(text(body)), maxResponseBytes });
    assertEquals<object>(await call(client), result);

    const strict = make({
      fetch: fakeFetch(text(body)),
      maxResponseBytes: maxResponseBytes - 1,
    });
    const error = await rejection(call(strict));
    assertInstanceOf(error, ResponseError);
    assertEquals([error.code, error.outcome], ["too_large", "applied"]);
  }
});

test("ResponseError: an endless body is cut off at 256 KiB, and its stream cancelled", async () => {
  const chunk = new Uint8Array(16_384).fill(0x20);
  for (const lengths of [{}, { "content-length": "2" }, { "content-length": "99999999999" }]) {
    for (const { make, call } of CASES) {
      let read = 0;
      let cancelled = 0;
      const endless = () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              read += chunk.length;
              controller.enqueue(chunk.slice());
            },
            cancel: () => void cancelled++,
          }, { highWaterMark: 0 }),
          { headers: lengths },
        );
      const error = await rejection(call(make({ fetch: fakeFetch(endless) })));
      assertInstanceOf(error, ResponseError);
      assertEquals([error.code, error.outcome, cancelled], ["too_large", "applied", 1]);
      assert(read <= 262_144 + 2 * chunk.length, `${read} bytes read`);
    }
  }
});

test("ResponseError: a stream that cannot be cancelled is nobody's concern", async () => {
  const cancel = () => Promise.reject(new Error("nobody sees this"));
  const long = () =>
    new Response(
      new ReadableStream({
        pull: (stream) => stream.enqueue(new Uint8Array(9).fill(0x20)),
        cancel,
      }, { highWaterMark: 0 }),
    );
  for (const { make, call } of CASES) {
    const error = await rejection(call(make({ fetch: fakeFetch(long), maxResponseBytes: 8 })));
    assertInstanceOf(error, ResponseError);
    assertStrictEquals(error.code, "too_large");
    // What nobody handles fails the test.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
});

/** What is said of a response, by the error's code. */
const MESSAGES: [answer: Answer, message: string][] = [
  [text(null, { status: 302 }), 'the response (status 302) is a redirect; check "baseUrl"'],
  [text(" ".repeat(262_145)), 'the response (status 200) is longer than "maxResponseBytes"'],
  [broken, "the response (status 200) is cut off"],
  [text("[]", { status: 201 }), 'the response (status 201) is not a JSON object; check "baseUrl"'],
  [json({}), "the response (status 200) lacks a required field"],
  [failing(new Error("x")), "no response from HOST"],
];

function broken(): Response {
  return new Response(new ReadableStream({ start: (stream) => stream.error(new Error("reset")) }));
}

test("ResponseError, NetworkError: the message of each, word for word", async () => {
  for (const [answer, message] of MESSAGES) {
    for await (const [operation, error] of failures(answer)) {
      assertInstanceOf(error, OtpError);
      const told = error.message.replace(/api\.(ding\.live|prelude\.dev)/, "HOST");
      assertStrictEquals(told, `Cannot complete "${operation}": ${message}`);
    }
  }
});

test("ResponseError: a body that breaks off, with its cause and what it told", async () => {
  const reset = new TypeError("connection reset");
  const told = '{"status":"valid"';
  const broken = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(told));
        },
        pull: (controller) => controller.error(reset),
      }),
    );
  for await (const [, error] of failures(broken)) {
    assertInstanceOf(error, ResponseError);
    assertEquals([error.code, error.outcome], ["cut_off", "applied"]);
    assertStrictEquals(error.cause, reset);
    assertStrictEquals(error.http.body, told);
  }
});

test("ResponseError: a redirect, whatever it says, is not followed and its body not read", async () => {
  const headers = { location: "https://elsewhere.example/" };
  for (const status of [300, 301, 302, 303, 304, 305, 307, 308, 399]) {
    for (const { make, call, name, answer } of CASES) {
      let cancelled = 0;
      const body = status === 304 ? null : new ReadableStream({
        pull: (controller) => controller.enqueue(new TextEncoder().encode(JSON.stringify(answer))),
        cancel: () => void cancelled++,
      }, { highWaterMark: 0 });
      const fetch = fakeFetch(() => new Response(body, { status, headers }));
      const error = await rejection(call(make({ fetch })));
      assertInstanceOf(error, ResponseError);
      assertEquals(facts(error), {
        code: "redirect",
        operation: name,
        attempts: 1,
        outcome: "unknown",
        status,
      });
      assertEquals([fetch.sent.length, cancelled], [1, status === 304 ? 0 : 1]);
    }
  }
});

test("ResponseError: a redirect whose status a browser hides", async () => {
  for await (const [, error] of failures(() => Response.error())) {
    assertInstanceOf(error, ResponseError);
    assertEquals([error.code, error.outcome, error.status], ["redirect", "unknown", 0]);
  }
});

test("ApiError: a code that the person typed is no error code, whatever its letters", async () => {
  const fetch = fakeFetch(json({ code: "abc123" }, 400));
  const input = { authenticationUuid: UUID, checkCode: "«abc123»" };
  const error = await rejection(makeDing({ fetch }).check(input));
  assertInstanceOf(error, OtpError);
  assertStrictEquals(error.code, "http_error");
  assert(!`${error}${JSON.stringify(error)}`.includes("abc123"));
});

test("NetworkError: fetch was rejected, with whatever", async () => {
  const reasons = [
    new TypeError("fetch failed", { cause: Object.assign(new Error("reset"), { errno: -104 }) }),
    new DOMException("The operation timed out", "TimeoutError"),
    new AggregateError([new Error("::1"), new Error("127.0.0.1")], "refused"),
  ];
  for (const reason of reasons) {
    for await (const [operation, error] of failures(failing(reason))) {
      assertInstanceOf(error, NetworkError);
      assertEquals(facts(error), { code: "network", operation, attempts: 1, outcome: "unknown" });
      assertStrictEquals(error.cause, reason);
      assertStrictEquals(error.http, undefined);
    }
  }
  for (const reason of [undefined, null, "text", 7, {}]) {
    for await (const [, error] of failures(failing(reason))) {
      assertInstanceOf(error, NetworkError);
    }
  }
});

test("NetworkError: a cause that cannot be looked through is left out", async () => {
  const circular = new Error("x");
  circular.cause = circular;
  const throwing = Object.defineProperty(new Error("x"), "url", {
    get: () => {
      throw new Error(KEY);
    },
  });
  for (const reason of [circular, throwing]) {
    for await (const [, error] of failures(failing(reason))) {
      assertInstanceOf(error, NetworkError);
      assertStrictEquals(error.cause, undefined);
    }
  }
});

test("NetworkError: fetch threw before it gave a promise", async () => {
  const reason = new TypeError("not a fetch");
  const answer = () => {
    throw reason;
  };
  for await (const [, error] of failures(answer)) {
    assertInstanceOf(error, NetworkError);
    assertStrictEquals(error.cause, reason);
  }
  const fetch = answer as unknown as typeof globalThis.fetch;
  const error = await rejection(
    makeDing({ fetch, maxAttempts: 1 }).lookup({ phoneNumber: NUMBER }),
  );
  assertInstanceOf(error, NetworkError);
});

test("an error without retryAfter has no such property, whoever made it", () => {
  const http = { status: 400, headers: new Headers(), body: {}, attempts: 1 };
  const made = { code: "x", operation: "send", attempts: 1, outcome: "unknown", http } as const;
  const error = new ApiError("Cannot", { ...made, retryAfter: undefined });
  assertEquals(Object.keys(error), ["code", "operation", "attempts", "outcome", "status"]);
  assertStrictEquals(new ApiError("Cannot", { ...made, retryAfter: 0 }).retryAfter, 0);
});

test("http of an error stays out of the way", async () => {
  const answers = [json({ code: "bad_request" }, 400), text("<html>"), stallOnce()];
  for (const answer of answers) {
    for await (const [, error] of failures(answer)) {
      assertInstanceOf(error, OtpError);
      assert(!Object.keys(error).includes("http"));
      assert(!JSON.stringify(error).includes("html"));
    }
  }

  function stallOnce(): Answer {
    return () => new Response(new ReadableStream({ start: (stream) => stream.error("gone") }));
  }
});
