/** Both sides of every bound. */
import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { ApiError, OtpError, ResponseError, toE164 } from "@ding-otp/client";
import { parseRetryAfter } from "../../src/transport/retry.ts";
import {
  CASES,
  CODE,
  makeDing,
  makePrelude,
  NUMBER,
  rejection,
  SEND,
  UUID,
} from "../support/clients.ts";
import { ManualClock } from "../support/clock.ts";
import { failures } from "../support/failures.ts";
import { fakeFetch, json, text } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

const MAX = 2 ** 31 - 1;

test("limits: from 1 to 2,147,483,647, and a timeout need not be whole", async () => {
  const rows: [value: number, whole: boolean, timeout: boolean][] = [
    [1, true, true],
    [2, true, true],
    [1.5, false, true],
    [MAX - 0.5, false, true],
    [MAX, true, true],
    [MAX + 1, false, false],
    [0, false, false],
    [0.999, false, false],
  ];
  for (const [value, whole, timeout] of rows) {
    for (const name of ["maxAttempts", "maxResponseBytes", "timeout"]) {
      const isValid = name === "timeout" ? timeout : whole;
      for (const make of [makeDing, makePrelude]) {
        if (isValid) make({ [name]: value });
        else assertThrows(() => make({ [name]: value }), RangeError, `"${name}"`);
      }
      if (name === "maxResponseBytes") continue;
      const clock = new ManualClock();
      const ding = makeDing({ fetch: fakeFetch(json(SEND.answer)), clock });
      const sent = ding.send({ phoneNumber: NUMBER }, { [name]: value }).then(
        ({ ok }) => ok,
        (error) => error instanceof RangeError ? "RangeError" : error,
      );
      assertStrictEquals(await sent, isValid || "RangeError", `${name} = ${value}`);
    }
  }
});

test("a timeout of 1 and of the maximum is what is waited for", async () => {
  for (const timeout of [1, MAX]) {
    for (const { make, call, answer } of CASES) {
      const clock = new ManualClock();
      await call(make({ fetch: fakeFetch(json(answer)), clock, timeout }));
      assertEquals(clock.asked, [timeout]);
    }
  }
});

test("maxResponseBytes: 262,144 by default, and may be 1", async () => {
  for (const { make, call, answer, result } of CASES) {
    const short = JSON.stringify(answer);
    const padded = short + " ".repeat(262_144 - short.length);
    assertEquals<object>(await call(make({ fetch: fakeFetch(text(padded)) })), result);
    const rows: [body: string, maxResponseBytes: number | undefined, code: string][] = [
      [`${padded} `, undefined, "too_large"],
      ["", 1, "not_json"],
      ["7", 1, "not_json"],
      ["77", 1, "too_large"],
    ];
    for (const [body, maxResponseBytes, code] of rows) {
      const error = await rejection(call(make({ fetch: fakeFetch(text(body)), maxResponseBytes })));
      assertInstanceOf(error, ResponseError);
      assertStrictEquals(error.code, code);
    }
  }
});

test("what is kept of a body that is no JSON: 2,048 characters", async () => {
  for (const length of [2_047, 2_048, 2_049, 9_999]) {
    for await (const [, error] of failures(text("<".repeat(length)))) {
      assertInstanceOf(error, ResponseError);
      assertStrictEquals(error.http.body, "<".repeat(Math.min(length, 2_048)));
    }
  }
});

/** Each row: an error code of the API, and whether it is told. */
const ERROR_CODES: [code: string, told: boolean][] = [
  ["x", true],
  ["X", true],
  ["x".repeat(64), true],
  ["x".repeat(65), false],
  ["code_123", true],
  ["code_1234", false],
  ["x1234x", false],
  ["a12b345c678", true],
  ["1code", false],
  ["_code", false],
  ["code-1", false],
  ["code.1", false],
  [" code", false],
  ["code ", false],
  ["code\n", false],
  ["\ncode", false],
  ["code\ncode", false],
  ["cödé", false],
  ["CODE_x", true],
];

test("ApiError: a code is a word of up to 64 characters, without four digits in a row", async () => {
  for (const [code, told] of ERROR_CODES) {
    for await (const [, error] of failures(json({ code }, 400))) {
      assertInstanceOf(error, ApiError);
      assertStrictEquals(error.code, told ? code : "http_error");
    }
  }
});

test("ApiError: a status of 500 and above is no refusal, one below is", async () => {
  const rows: [status: number, outcome: string][] = [
    [400, "refused"],
    [499, "refused"],
    [500, "unknown"],
    [599, "unknown"],
  ];
  for (const [status, outcome] of rows) {
    const fetch = fakeFetch(json({ code: "invalid_phone_number" }, status));
    const told = await makeDing({ fetch }).send({ phoneNumber: NUMBER }).then(
      ({ ok }) => ok ? "ok" : "refused",
      (error: OtpError) => error.outcome,
    );
    assertStrictEquals(told, outcome, String(status));
  }
});

test("a status of 399 is a redirect, one of 400 is an error", async () => {
  for (const [status, Class] of [[399, ResponseError], [400, ApiError]] as const) {
    for await (const [, error] of failures(json({}, status))) assertInstanceOf(error, Class);
  }
});

test("typed text: 256 characters are read, 257 are not", async () => {
  for (const [length, isRead] of [[256, true], [257, false]] as const) {
    const number = NUMBER.padEnd(length);
    assertStrictEquals(toE164(number), isRead ? NUMBER : undefined);
    const fetch = fakeFetch(json({ status: "valid" }));
    const checkCode = CODE.padStart(length);
    const { ok } = await makeDing({ fetch }).check({ authenticationUuid: UUID, checkCode });
    assertEquals([ok, fetch.sent.length], [isRead, isRead ? 1 : 0]);
  }
});

test("numbers: from 2 to 15 digits, and the first is no zero", () => {
  const rows: [typed: string, isNumber: boolean][] = [
    ["+1", false],
    ["+12", true],
    [`+${"1".repeat(15)}`, true],
    [`+${"1".repeat(16)}`, false],
    ["+01", false],
    ["12", false],
    ["+12 ", true],
    ["x+12", false],
    ["+12x", false],
    ["+12\n", true],
    ["+12\n+13", false],
  ];
  for (const [typed, isNumber] of rows) {
    assertStrictEquals(toE164(typed), isNumber ? typed.trim() : undefined, typed);
  }
});

/** The country codes of one digit and of two; all others have three. */
const SHORT_COUNTRY_CODES = [
  ...[1, 7, 20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54],
  ...[55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98],
];

test("numbers: (0) is dropped right after a country code, and nowhere else", () => {
  for (let digits = 1; digits <= 9_999; digits++) {
    const isShort = SHORT_COUNTRY_CODES.includes(digits);
    const beginsShort = SHORT_COUNTRY_CODES.some((code) => String(digits).startsWith(String(code)));
    const isCode = isShort || (digits >= 100 && digits <= 999 && !beginsShort);
    const zero = isCode && digits !== 39 && digits !== 378 ? "" : "0";
    assertStrictEquals(toE164(`+${digits} (0)5555555`), `+${digits}${zero}5555555`);
  }
});

const NOW = Date.UTC(2025, 5, 15, 12);

/** Each row: a `Retry-After`, and the milliseconds; NaN if it cannot be read. */
const WAITS: [header: string, milliseconds: number][] = [
  ["9999999999", 9_999_999_999_000],
  ["99999999999", NaN],
  ["0.0", 0],
  ["1.000001", 2_000],
  ["", NaN],
  [" 5 ", 5_000],
  ["x5", NaN],
  ["5x", NaN],
  ["5.5x", NaN],
  ["5.x", NaN],
  ["5 5", NaN],
  ["5\n5", NaN],
  ["Sun, 15 Jun 2025 12:00:05 GMT", 5_000],
  ["Sun, 15 Jun 2025 12:00:05 GMT x", NaN],
  ["x Sun, 15 Jun 2025 12:00:05 GMT", NaN],
  ["Sun, 5 Jun 2025 12:00:05 GMT", NaN],
  ["Sun, 15 June 2025 12:00:05 GMT", NaN],
  ["Sun, 15 Jun 25 12:00:05 GMT", NaN],
  ["Sun, 15 Jun 2025 12:00 GMT", NaN],
  ["Sun, 15 Jun 2025 12:00:05 UTC", NaN],
  ["Sunday, 15-Jun-25 12:00:05 GMT", 5_000],
  ["Sunday, 15-Jun-25 12:00:05 GMT x", NaN],
  ["x Sunday, 15-Jun-25 12:00:05 GMT", NaN],
  ["Sunday, 15-Jun-2025 12:00:05 GMT", NaN],
  ["Sun Jun 15 12:00:05 2025", 5_000],
  ["Sun Jun  1 12:00:05 2025", 0],
  ["Tue Jul  1 12:00:00 2025", 16 * 86_400_000],
  ["Sun Jun 15 12:00:05 2025 x", NaN],
  ["x Sun Jun 15 12:00:05 2025", NaN],
  ["Sunday Jun 15 12:00:05 2025", NaN],
  ["Sun Jun 15 12:00:05 25", NaN],
  ...["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Monday"].map((
    day,
  ): [string, number] => [`${day}, 15 Jun 2025 12:00:07 GMT, 3`, 7_000]),
  ["3,4,5", 5_000],
  ["5,3", 5_000],
  ["5, x", NaN],
  [", 5", NaN],
];

test("Retry-After: each form of HTTP's, and nothing before or after it", () => {
  for (const [header, milliseconds] of WAITS) {
    assertEquals(parseRetryAfter(header, NOW), milliseconds, header);
  }
});

test("a wait that ends with the deadline does not fit, one millisecond less does", async () => {
  for (const [timeout, attempts] of [[4_000, 1], [4_001, 2]] as const) {
    const clock = new ManualClock();
    const fetch = fakeFetch(json({}, 429, { "retry-after": "4" }));
    const ding = makeDing({ fetch, clock, timeout, maxAttempts: 2 });
    const error = await clock.through(rejection(ding.send({ phoneNumber: NUMBER })));
    assertInstanceOf(error, OtpError);
    assertEquals([error.attempts, fetch.sent.length], [attempts, attempts]);
  }
});

/** Each row: a URL of `http:`, and whether it is on a loopback host. */
const HOSTS: [baseUrl: string, isLoopback: boolean][] = [
  ["http://localhost", true],
  ["http://app.localhost:80/v1", true],
  ["http://a.b-c.localhost/", true],
  ["http://a_b.localhost/", true],
  ["http://localhost.", false],
  ["http://.localhost/", false],
  ["http://app.localhost.example/", false],
  ["http://applocalhost/", false],
  ["http://127.0.0.1/", true],
  ["http://127.255.255.255:1/", true],
  ["http://127.0.0.1.nip.io/", false],
  ["http://x127.0.0.1.nip.io/", false],
  ["http://[::1]/", true],
  ["http://[::1]:65535/", true],
  ["http://[::11]/", false],
  ["http://[1::1]/", false],
  ["http://example.com/http://localhost/", false],
];

test("baseUrl: http on a loopback host alone, or anywhere with allowHttp", () => {
  for (const [baseUrl, isLoopback] of HOSTS) {
    for (const make of [makeDing, makePrelude]) {
      if (isLoopback) make({ baseUrl });
      else assertThrows(() => make({ baseUrl }), TypeError, '"baseUrl"');
      if (baseUrl !== "http://.localhost/") make({ baseUrl, allowHttp: true });
    }
  }
  for (const baseUrl of ["ftp://localhost/", "http://u@localhost/", "http://localhost/?", "x"]) {
    assertThrows(() => makeDing({ baseUrl, allowHttp: true }), TypeError, '"baseUrl"');
  }
});

test("keys and ids: visible ASCII from ! to ~, of any length", async () => {
  const visible = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0x21 + at)).join("");
  for (const id of ["!", "~", visible, "x".repeat(10_000)]) {
    const fetch = fakeFetch(json({ status: "approved" }));
    await makeDing({ fetch, apiKey: id }).retry({ authenticationUuid: id });
    const { headers, body } = fetch.sent[0]!.init;
    assertEquals([headers["x-api-key"], JSON.parse(body!).authentication_uuid], [id, id]);
  }
  for (const id of ["\u0020x", "x\u007f", "x\n", "\nx", "x y", "\u0080"]) {
    assertThrows(() => makeDing({ apiKey: id }), TypeError, '"apiKey"');
  }
});
