/** What a `fetch` of the caller's own, or of another realm, returns and rejects with. */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import { type Fetch, NetworkError, OtpError, ResponseError } from "@ding-otp/client";
import { CASES, CODE, KEY, makePrelude, NUMBER, rejection } from "../support/clients.ts";
import { failures } from "../support/failures.ts";
import { failing } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

/** What a `fetch` gives that the types forbid. */
function giving(value: unknown): Fetch {
  return () => Promise.resolve(value as Response);
}

/** Each row: what is no response, and the word for it. */
const NO_RESPONSES: [value: unknown, word: string][] = [
  [undefined, "undefined"],
  [null, "null"],
  ["", "string"],
  ['{"status":"valid"}', "string"],
  [7, "number"],
  [true, "boolean"],
  [{}, "object"],
  [[], "array"],
  [{ status: "valid", ok: true }, "object"],
  [{ ok: true, status: 200 }, "object"],
  [{ ok: true, status: 200, headers: {}, text: () => "{}" }, "object"],
  [{ ok: true, status: 200, headers: new Headers() }, "object"],
  [{ ok: true, status: 200, text: () => "{}" }, "object"],
  [{ ok: true, status: "200", headers: new Headers(), text: () => "{}" }, "object"],
  [{ ok: true, status: 200, headers: { get: "x" }, text: () => "{}" }, "object"],
  [{ ok: true, status: 200, headers: new Headers(), text: "{}" }, "object"],
  [{ ok: true, status: 200, headers: null, text: () => "{}" }, "object"],
  [new Map(), "map"],
  [() => {}, "function"],
  [{ [Symbol.toStringTag]: "+33612345678" }, "object"],
];

test("a response whose getters throw is a NetworkError, and may have been sent", async () => {
  for (const { make, call } of CASES) {
    const response = {
      get status(): number {
        throw new TypeError("illegal invocation");
      },
    };
    const error = await rejection(call(make({ fetch: giving(response), maxAttempts: 1 })));
    assertInstanceOf(error, NetworkError);
    assertEquals([error.code, error.outcome, error.attempts], ["network", "unknown", 1]);
  }
});

test("what is no Response is an error that names fetch, and may have been sent", async () => {
  for (const { make, call, name } of CASES) {
    for (const [value, word] of NO_RESPONSES) {
      let requests = 0;
      const fetch: Fetch = () => {
        requests++;
        return giving(value)("", {} as never);
      };
      const error = await rejection(call(make({ fetch, maxAttempts: 3 })));
      assertInstanceOf(error, NetworkError, word);
      assertEquals<object>({ ...error }, {
        code: "not_a_response",
        operation: name,
        attempts: 1,
        outcome: "unknown",
      });
      assertEquals(
        error.message,
        `Cannot complete "${name}": "fetch" must return a Response, not ${word}`,
      );
      assertEquals([error.http, error.cause, requests], [undefined, undefined, 1]);
    }
  }
});

/** The parts of a response that libraries without web streams have. */
function likeResponse(text: string, rest: object = {}): object {
  return {
    ok: true,
    status: 200,
    headers: new Headers(),
    text: () => Promise.resolve(text),
    ...rest,
  };
}

/** Bodies of other kinds than the web's. */
const BODIES: Record<string, object> = {
  "a stream of Node's, as node-fetch has it": { body: { pipe() {}, on() {}, destroy() {} } },
  "none, as the polyfill of fetch has it": {},
  "null": { body: null },
  "a text": { body: "{}" },
};

for (const [kind, body] of Object.entries(BODIES)) {
  test(`a response whose body is ${kind} is read as text, and measured`, async () => {
    for (const { make, call, answer, result } of CASES) {
      const text = JSON.stringify({ ...answer, padding: "é".repeat(100) });
      const maxResponseBytes = new TextEncoder().encode(text).length;
      const fetch = giving(likeResponse(text, body));
      assertEquals<object>(await call(make({ fetch, maxResponseBytes })), result);
      const strict = make({ fetch, maxResponseBytes: maxResponseBytes - 1 });
      const error = await rejection(call(strict));
      assertInstanceOf(error, ResponseError);
      assertEquals([error.code, error.outcome], ["too_large", "applied"]);
    }
  });

  test(`a redirect whose body is ${kind} is a redirect`, async () => {
    for (const rest of [{ ok: false, status: 302 }, { redirected: true }]) {
      for (const { make, call, answer } of CASES) {
        const fetch = giving(likeResponse(JSON.stringify(answer), { ...body, ...rest }));
        const error = await rejection(call(make({ fetch })));
        assertInstanceOf(error, ResponseError);
        assertEquals([error.code, error.outcome], ["redirect", "unknown"]);
      }
    }
  });
}

test("a text that cannot be read is a body that broke off", async () => {
  const reset = new TypeError("connection reset");
  const texts = [
    () => Promise.reject(reset),
    () => {
      throw reset;
    },
  ];
  for (const text of texts) {
    for (const { make, call } of CASES) {
      const error = await rejection(call(make({ fetch: giving(likeResponse("", { text })) })));
      assertInstanceOf(error, ResponseError);
      assertEquals([error.code, error.outcome], ["cut_off", "applied"]);
      assertStrictEquals(error.cause, reset);
    }
  }
});

test("a body that somebody has read already is one that broke off", async () => {
  for (const { make, call, answer } of CASES) {
    const response = Response.json(answer);
    await response.text();
    const error = await rejection(call(make({ fetch: giving(response) })));
    assertInstanceOf(error, ResponseError);
    assertEquals([error.code, error.outcome], ["cut_off", "applied"]);
  }
});

test("a Response of another realm is one", async () => {
  for (const { make, call, answer, result } of CASES) {
    const { body, headers } = Response.json(answer);
    const response = { ok: true, status: 200, headers, body, redirected: false, text: failing({}) };
    assertEquals<object>(await call(make({ fetch: giving(response) })), result);
  }
});

test("a redirect that fetch has followed is one, and its body is not read", async () => {
  for (const { make, call, answer, name } of CASES) {
    let cancelled = 0;
    const body = new ReadableStream({
      pull: (stream) => stream.enqueue(new TextEncoder().encode(JSON.stringify(answer))),
      cancel: () => {
        cancelled++;
        throw new Error("nobody sees this");
      },
    }, { highWaterMark: 0 });
    const response = Object.defineProperty(new Response(body), "redirected", { value: true });
    const error = await rejection(call(make({ fetch: giving(response) })));
    assertInstanceOf(error, ResponseError);
    assertEquals<object>({ ...error }, {
      code: "redirect",
      operation: name,
      attempts: 1,
      outcome: "unknown",
      status: 200,
    });
    assertEquals([error.http.body, cancelled], ["", 1]);
  }
});

/** An error as another realm has it: the same to look at, but of none of the classes here. */
function foreign(tag: string, facts: object): object {
  const prototype = { toString: () => "[native]" };
  Object.defineProperty(prototype, Symbol.toStringTag, { value: tag });
  const error = Object.create(prototype, { stack: { value: "TypeError: x", writable: true } });
  return Object.assign(error, facts);
}

test("NetworkError: a cause of another realm is kept, and looked through as any", async () => {
  for (const tag of ["Error", "DOMException"]) {
    const inner = foreign("Error", { name: "Error", message: "ECONNRESET", code: "ECONNRESET" });
    const reason = foreign(tag, { name: "TypeError", message: "fetch failed", cause: inner });
    assert(!(reason instanceof Error));
    for await (const [, error] of failures(failing(reason))) {
      assertInstanceOf(error, NetworkError);
      assertStrictEquals(error.cause, reason);
    }
    const telling = foreign(tag, { name: "TypeError", message: `x ${KEY}`, cause: inner, url: {} });
    for await (const [, error] of failures(failing(telling))) {
      assertInstanceOf(error, NetworkError);
      const { cause } = error;
      assertInstanceOf(cause, Error);
      assertEquals([cause.name, cause.message], ["TypeError", "x [redacted]"]);
      assertStrictEquals((cause as unknown as { url: unknown }).url, undefined);
      assertInstanceOf(cause.cause, Error);
      assertStrictEquals(cause.cause.message, "ECONNRESET");
    }
  }
  for (const tag of ["ErrorEvent", "XError", "Errors", "Map"]) {
    const reason = foreign(tag, { message: "fetch failed" });
    for await (const [, error] of failures(failing(reason))) {
      assertInstanceOf(error, NetworkError);
      assertStrictEquals(error.cause, undefined);
    }
  }
});

/** Each row: a status that nobody knows, and what of it is in the result. */
const STATUSES: [told: string, shown: string][] = [
  ["later_invention", "later_invention"],
  ["x".repeat(64), "x".repeat(64)],
  ["x".repeat(65), "x".repeat(64)],
  ["x".repeat(100_000), "x".repeat(64)],
  [`code ${CODE} is wrong`, "code [redacted] is wrong"],
  [`for ${NUMBER}`, "for [redacted]"],
  [`for ${NUMBER.slice(1)}`, "for [redacted]"],
  [KEY, "[redacted]"],
  // Struck out before it is cut, or the start of it would stay.
  [`${"x".repeat(60)}${KEY}`, `${"x".repeat(60)}[red`],
];

test("an unknown status is told up to 64 characters, and without what was sent", async () => {
  for (const [told, shown] of STATUSES) {
    const fetch: Fetch = () => Promise.resolve(Response.json({ status: told }));
    const prelude = makePrelude({ fetch, apiKey: () => KEY });
    const input = { phoneNumber: NUMBER, checkCode: CODE };
    const result = await prelude.check(input);
    assertEquals<object>(result, {
      ok: false,
      reason: "unrecognized",
      phoneNumber: NUMBER,
      status: shown,
    });
    assertEquals(result.http?.body, { status: told });
  }
  for (const { make, call, right } of CASES) {
    if (right === undefined) continue;
    const fetch: Fetch = () =>
      Promise.resolve(Response.json({ status: `${KEY}${"y".repeat(99)}` }));
    const { status } = await call(make({ fetch })) as { status: string };
    assertStrictEquals(status, `[redacted]${"y".repeat(54)}`);
  }
});

test("what fetch gives is said in a word, however it is built", async () => {
  const error = await rejection(
    makePrelude({ fetch: giving(new URL("https://example.com")) })
      .send({ phoneNumber: NUMBER }),
  );
  assertInstanceOf(error, OtpError);
  assertStringIncludes(error.message, "not url");
});
