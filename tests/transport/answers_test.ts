import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { OtpError, ResponseError } from "@ding-otp/client";
import { parseRetryAfter } from "../../src/transport/retry.ts";
import {
  type AnyResult,
  CASES,
  CODE,
  ID,
  KEY,
  makePrelude,
  NUMBER,
  UUID,
} from "../support/clients.ts";
import { fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

/** A word that means something to somebody: a status, an error code, a field of an object's own. */
const WORDS = [
  ...["pending", "valid", "approved", "invalid", "rate_limited", "expired_auth", "unknown", "ok"],
  ...["success", "retry", "challenged", "shadow_blocked", "blocked", "suspicious", "failure"],
  ...["invalid_phone_number", "impossible_code", "bad_request", "__proto__", "constructor", ""],
];

const plausible = fc.oneof(
  fc.constantFrom<unknown>(
    ...WORDS,
    UUID,
    ID,
    NUMBER,
    KEY,
    CODE,
    "2025-06-15T12:00:00Z",
    true,
    null,
    0,
  ),
  fc.jsonValue(),
);

/** Objects with the API's own fields, of any type, and others. */
const nearlyRight = fc.record({
  id: plausible,
  status: plausible,
  reason: plausible,
  code: plausible,
  channels: fc.oneof(plausible, fc.array(plausible)),
  flags: fc.oneof(plausible, fc.array(plausible)),
  metadata: fc.oneof(plausible, fc.record({ correlation_id: plausible, status: plausible })),
  silent: fc.oneof(plausible, fc.record({ request_url: plausible, id: plausible })),
  network_info: fc.oneof(plausible, fc.record({ mcc: plausible, status: plausible })),
  uuid: plausible,
  authentication_uuid: plausible,
  phone_number: plausible,
  created_at: plausible,
  expires_at: plausible,
  next_retry_at: plausible,
  remaining_retry: plausible,
  number_ported: plausible,
  message: plausible,
  doc_url: plausible,
  signals: fc.oneof(plausible, fc.dictionary(fc.constantFrom("ip", "device_type"), plausible)),
  events: fc.oneof(
    plausible,
    fc.array(fc.oneof(plausible, fc.record({ type: plausible, id: plausible, code: plausible }))),
  ),
}, { requiredKeys: [] });

/** Bodies of any kind, among them right ones with more in them. */
function bodies(right: object): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const text = fc.oneof(
    fc.json(),
    fc.string(),
    nearlyRight.map((object) => JSON.stringify(object)),
    nearlyRight.map((object) => JSON.stringify(object).slice(0, -1)),
    nearlyRight.map((object) => JSON.stringify({ ...object, ...right })),
  ).map((text) => new TextEncoder().encode(text));
  return fc.oneof({ weight: 9, arbitrary: text }, fc.uint8Array({ maxLength: 50 }))
    .map((bytes) => new Uint8Array(bytes));
}

const anyStatus = fc.oneof(
  fc.constantFrom(200, 400, 429, 500, 503),
  fc.integer({ min: 200, max: 599 }),
);
const anyRetryAfter = fc.option(fc.constantFrom("0", "1", "x", "Sun, 15 Jun 2025 12:00:00 GMT"));

const NULL_BODY = [204, 205, 304];

/** What was sent, so that a status does not repeat it. */
const SENT = [KEY, NUMBER.slice(1), CODE];

/** Whether a result keeps to its type. */
function assertKept(result: AnyResult, status: number): void {
  const { http, ...facts } = result;
  assertStrictEquals(http?.status, status);
  for (const value of Object.values(facts)) {
    assert(value !== undefined && value !== null && value !== "");
    assert(!(value instanceof Date) || !isNaN(value.getTime()));
  }
}

for (const { name, make, call, answer, promised, right } of CASES) {
  const api = make === makePrelude ? "Prelude" : "Ding";
  test(`${name} of ${api}: any answer at all is a result or one of our errors, and ok is never a guess`, async () => {
    await fc.assert(
      fc.asyncProperty(
        bodies(answer),
        anyStatus,
        anyRetryAfter,
        async (bytes, status, retryAfter) => {
          const fetch = fakeFetch(() =>
            new Response(NULL_BODY.includes(status) ? null : bytes, {
              status,
              headers: retryAfter === null ? {} : { "retry-after": retryAfter },
            })
          );
          let result;
          try {
            result = await call(make({ fetch, maxAttempts: 1 }));
          } catch (error) {
            assert(error instanceof OtpError);
            assertStrictEquals(error instanceof ResponseError, status < 400);
            return;
          }
          assertKept(result, status);
          const told = JSON.parse(new TextDecoder().decode(bytes));
          if (!("ok" in result)) {
            assertStrictEquals(result.uuid, told.uuid);
            assert(Array.isArray(result.events));
          } else if (result.ok) {
            assert(status < 300);
            for (const field of promised) assert(typeof told[field] === "string" && told[field]);
            assert(right?.includes(told.status) ?? true);
          } else {
            assert(typeof result.reason === "string" && typeof result.status === "string");
            const word: string = status < 300 ? told.status : told.code;
            const isPlain = word.length <= 64 && !SENT.some((secret) => word.includes(secret));
            if (isPlain) assertStrictEquals(result.status, word);
            else assert(result.status.length <= 64 && !result.status.includes(KEY));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
}

test("any 2xx is an answer", async () => {
  for (const { make, call, answer, result } of CASES) {
    for (const status of [201, 202, 206, 299]) {
      const told = await call(make({ fetch: fakeFetch(json(answer, status)) }));
      assertEquals<object>(told, result);
      assertEquals(told.http?.status, status);
    }
  }
});

test("http holds the exchange, and stays out of the way", async () => {
  for (const { make, call, answer, result } of CASES) {
    const fetch = fakeFetch(json(answer, 200, { "x-request-id": "req_7" }));
    const told = await call(make({ fetch }));
    const { status, headers, body, attempts } = told.http!;
    assertEquals({ status, body, attempts, id: headers.get("x-request-id") }, {
      status: 200,
      body: answer,
      attempts: 1,
      id: "req_7",
    });
    assertStrictEquals(Object.keys(told).includes("http"), false);
    assertEquals(JSON.parse(JSON.stringify(told)), result);
    assertEquals<object>({ ...told }, result);
  }
});

const TYPES = [undefined, "", "text/html", "application/octet-stream", "text/plain; charset=x"];

test("a body is read whatever another fetch says of where it came from", async () => {
  for (const url of ["https://api.example/v1", "data:,", ""]) {
    for (const { make, call, answer, result } of CASES) {
      const body = new Blob([JSON.stringify(answer)]).stream().pipeThrough(new TransformStream());
      const response = Object.defineProperty(new Response(body), "url", { value: url });
      assertEquals<object>(await call(make({ fetch: () => Promise.resolve(response) })), result);
    }
  }
});

test("a body is read whatever its content type says", async () => {
  for (const { make, call, answer, result } of CASES) {
    const bytes = new TextEncoder().encode(JSON.stringify(answer));
    for (const type of TYPES) {
      const headers = type === undefined ? undefined : { "content-type": type };
      const fetch = fakeFetch(() => new Response(bytes.slice(), headers && { headers }));
      assertEquals<object>(await call(make({ fetch })), result);
    }
  }
});

const NOW = Date.UTC(2025, 5, 15, 12);

test("Retry-After: any number of seconds", () => {
  fc.assert(fc.property(fc.nat(), (seconds) => {
    assertStrictEquals(parseRetryAfter(String(seconds), NOW), seconds * 1_000);
  }));
});

test("Retry-After: any date as HTTP writes it, and never less than nothing", () => {
  const date = fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true });
  fc.assert(fc.property(date, (date) => {
    const seconds = Math.floor(date.getTime() / 1_000) * 1_000;
    assertStrictEquals(parseRetryAfter(date.toUTCString(), NOW), Math.max(0, seconds - NOW));
  }));
});

test("Retry-After: what cannot be read is not a number, and never throws", () => {
  const pieces = fc.constantFrom(
    ...["Sun", ", ", "15", " ", "Jun", "2025", "12:00:00", "GMT", "-", "+", ".", "0", "9", "e"],
    ...["Sunday", "UTC", "T", "Z", "99", "Feb", "31"],
  );
  const text = fc.oneof(fc.string(), fc.array(pieces, { maxLength: 9 }).map((all) => all.join("")));
  assertStrictEquals(parseRetryAfter(null, NOW), undefined);
  fc.assert(
    fc.property(text, (text) => {
      const wait = parseRetryAfter(text, NOW);
      assert(wait !== undefined && (Number.isNaN(wait) || (Number.isFinite(wait) && wait >= 0)));
      const parts = text.split(",").map((part) => part.trim());
      const isSeconds = parts.every((part) => /^\d+(\.\d+)?$/.test(part));
      if (!isSeconds && !/\d\d:\d\d:\d\d/.test(text)) assert(Number.isNaN(wait), text);
    }),
    { numRuns: 2_000 },
  );
});
