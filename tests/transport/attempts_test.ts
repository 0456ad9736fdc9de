import { assert, assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import { ApiError, NetworkError, OtpError } from "@ding-otp/client";
import { type Case, CASES, CHANGING, makeDing, rejection, SAFE } from "../support/clients.ts";
import {
  announced,
  type Answer,
  failing,
  fakeFetch,
  hanging,
  json,
  stalling,
  text,
} from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";
import { ManualClock } from "../support/clock.ts";

const DROPPED = failing(new TypeError("connection refused"));

function answers(status: number, retryAfter?: string): Answer {
  return json({ code: "slow_down" }, status, retryAfter ? { "retry-after": retryAfter } : {});
}

/** An HTTP date so many milliseconds after the manual clock's start. */
function dateIn(milliseconds: number): string {
  return new Date(new ManualClock().Date.now() + milliseconds).toUTCString();
}

/** Each row: an answer that never changes, and how many requests three attempts make of it. */
const FAILURES: [what: string, answer: Answer, ofChanging: number, ofSafe: number][] = [
  ["a 429", answers(429), 3, 3],
  ["a 429 with seconds", answers(429, "1"), 3, 3],
  ["a 429 with a date", answers(429, dateIn(1_000)), 3, 3],
  ["a 429 with junk", answers(429, "soon"), 1, 1],
  ["a 503", answers(503), 1, 3],
  ["a 503 with seconds", answers(503, "1"), 3, 3],
  ["a 503 with no seconds", answers(503, "0"), 3, 3],
  ["a 503 with a date", answers(503, dateIn(1_000)), 3, 3],
  ["a 503 with a date that is over", answers(503, dateIn(-60_000)), 3, 3],
  ["a 503 with junk", answers(503, "-1"), 1, 1],
  ["a 429 with decimals", answers(429, "0.5"), 3, 3],
  ["a 429 with two of them", answers(429, "0, 1"), 3, 3],
  ["a 500", answers(500), 1, 3],
  ["a 500 with seconds", answers(500, "1"), 1, 3],
  ["a 502", answers(502), 1, 3],
  ["a 502 with seconds", answers(502, "1"), 1, 3],
  ["a 504", answers(504), 1, 3],
  ["a 504 with seconds", answers(504, "1"), 1, 3],
  ["a network error", DROPPED, 1, 3],
  ["HTML with a 502", text("<h1>Bad Gateway</h1>", { status: 502 }), 1, 3],
  ["a 501", answers(501), 1, 1],
  ["a 505", answers(505, "1"), 1, 1],
  ["a 520", answers(520), 1, 1],
  ["a 400", answers(400, "1"), 1, 1],
  ["a 401", answers(401), 1, 1],
  ["a 404", answers(404), 1, 1],
  ["a 408", answers(408, "1"), 1, 1],
  ["a 425", answers(425), 1, 1],
  ["a 499", answers(499, "1"), 1, 1],
  ["a redirect", answers(307, "1"), 1, 1],
  ["no JSON", text("<html>"), 1, 1],
  ["an empty object", json({}), 1, 1],
];

for (const [operations, column] of [[CHANGING, 2], [SAFE, 3]] as const) {
  const kind = operations === CHANGING ? "what changes something" : "what changes nothing";

  for (const row of FAILURES) {
    const [what, answer] = row;
    const requests = row[column];
    test(`maxAttempts 3: ${kind}, after ${what}, makes ${requests}`, async () => {
      for (const { make, call } of operations) {
        const clock = new ManualClock();
        const fetch = fakeFetch(answer);
        const client = make({ fetch, clock, maxAttempts: 3 });
        const error = await clock.through(rejection(call(client)));
        assertInstanceOf(error, OtpError);
        assertEquals([fetch.sent.length, error.attempts], [requests, requests]);
        assertStrictEquals(clock.pending, 0);
      }
    });
  }
}

test("maxAttempts: by default 1 for what changes something, 3 for what does not", async () => {
  for (const answer of [answers(429), answers(429, "1"), answers(503, "1")]) {
    for (const { make, call, safe } of CASES) {
      const clock = new ManualClock();
      const fetch = fakeFetch(answer);
      await clock.through(rejection(call(make({ fetch, clock }))));
      assertStrictEquals(fetch.sent.length, safe ? 3 : 1);
    }
  }
});

test("maxAttempts 1: nothing is repeated", async () => {
  for (const [, answer] of FAILURES) {
    for (const { make, call } of CASES) {
      const fetch = fakeFetch(answer);
      await rejection(call(make({ fetch, maxAttempts: 1 })));
      assertStrictEquals(fetch.sent.length, 1);
    }
  }
});

test("a call is repeated until it succeeds, the same each time, and tells how often", async () => {
  for (const { make, call, answer, result } of CASES) {
    const clock = new ManualClock();
    const fetch = fakeFetch(answers(429), answers(503, "1"), json(answer));
    const client = make({ fetch, clock, maxAttempts: 5 });
    const told = await clock.through(call(client));
    assertEquals<object>(told, result);
    assertStrictEquals(told.http?.attempts, 3);
    const [first, ...repeated] = fetch.sent.map(({ url, init: { method, headers, body } }) => {
      return { url, method, headers, body };
    });
    for (const request of repeated) assertEquals(request, first!);
  }
});

test("a refusal is a result, not a reason to repeat", async () => {
  for (const { make, call, name } of CASES) {
    if (name === "status") continue;
    const fetch = fakeFetch(json({ code: "invalid_phone_number" }, 429, { "retry-after": "1" }));
    const result = await call(make({ fetch, maxAttempts: 3 }));
    assertEquals([(result as { ok: boolean }).ok, fetch.sent.length], [false, 1]);
  }
});

test("the last failure is thrown, not the first", async () => {
  for (const { make, call } of SAFE) {
    const clock = new ManualClock();
    const fetch = fakeFetch(answers(500), DROPPED, json({ code: "bad_request" }, 400));
    const error = await clock.through(rejection(call(make({ fetch, clock }))));
    assertInstanceOf(error, ApiError);
    assertEquals([error.code, error.outcome, error.attempts], ["bad_request", "not_applied", 3]);
    assertEquals([error.http.status, error.http.attempts], [400, 3]);
  }
  for (const { make, call } of SAFE) {
    const clock = new ManualClock();
    const fetch = fakeFetch(json({ code: "bad_request" }, 429), DROPPED);
    const error = await clock.through(rejection(call(make({ fetch, clock }))));
    assertInstanceOf(error, NetworkError);
    assertEquals([error.outcome, error.attempts, error.http], ["unknown", 3, undefined]);
  }
});

/** The waits between so many attempts of one call. */
async function waits(
  { make, call }: Case<unknown>,
  answer: Answer,
  { maxAttempts = 8, random = () => 0.5 }: { maxAttempts?: number; random?: () => number } = {},
): Promise<number[]> {
  const clock = new ManualClock(random);
  const client = make({ fetch: fakeFetch(answer), clock, maxAttempts, timeout: 600_000 });
  await clock.through(rejection(call(client)));
  const [deadline, ...between] = clock.asked;
  assertStrictEquals(deadline, 600_000);
  return between;
}

test("back-off: exponential, and under full jitter", async () => {
  for (const operation of SAFE) {
    for (const answer of [answers(500), answers(503), answers(429), DROPPED]) {
      const half = await waits(operation, answer, { maxAttempts: 8 });
      assertStrictEquals(half.length, 7);
      assert(half[0]! > 0 && half[1] === 2 * half[0]! && half[2] === 4 * half[0]!);
      assert(half.every((wait, index) => index === 0 || wait >= half[index - 1]!));

      const none = await waits(operation, answer, { maxAttempts: 8, random: () => 0 });
      assertEquals(none, half.map(() => 0));
      const most = await waits(operation, answer, { maxAttempts: 8, random: () => 0.75 });
      assertEquals(most, half.map((wait) => 1.5 * wait));
    }
  }
});

test("back-off: chance is asked anew for each wait", async () => {
  for (const operation of SAFE) {
    const chances = [0.5, 0.25, 0.125];
    const random = () => chances.shift()!;
    const between = await waits(operation, answers(500), { maxAttempts: 4, random });
    assertEquals(between, [between[0]!, between[0]!, between[0]!]);
  }
});

test("retry-after is obeyed to the millisecond, in both forms, and is never at once", async () => {
  const rows: [retryAfter: string, wait: number][] = [
    ["0", 125],
    ["7", 7_000],
    ["007", 7_000],
    ["120", 120_000],
    [dateIn(90_000), 90_000],
    [dateIn(0), 125],
    [dateIn(-3_600_000), 125],
  ];
  for (const operation of CASES) {
    for (const [retryAfter, wait] of rows) {
      for (const status of operation.safe ? [429, 500, 502, 503, 504] : [429, 503]) {
        const between = await waits(operation, answers(status, retryAfter), { maxAttempts: 2 });
        assertEquals(between, [wait]);
      }
    }
  }
});

test("retry-after that does not fit into the deadline ends the call at once", async () => {
  for (const { make, call } of CASES) {
    const rows: [retryAfter: string, milliseconds: number][] = [
      ["10", 10_000],
      ["60", 60_000],
      ["9999999999", 9_999_999_999_000],
      [dateIn(10_000), 10_000],
      [dateIn(86_400_000), 86_400_000],
    ];
    for (const [retryAfter, milliseconds] of rows) {
      for (const status of [429, 503]) {
        const clock = new ManualClock();
        const fetch = fakeFetch(answers(status, retryAfter));
        const client = make({ fetch, clock, maxAttempts: 3, timeout: 10_000 });
        const error = await rejection(call(client));
        assertInstanceOf(error, ApiError);
        assertEquals([error.status, error.retryAfter], [status, milliseconds]);
        assertEquals([fetch.sent.length, clock.asked, clock.pending], [1, [10_000], 0]);
      }
    }
  }
});

test("the deadline counts from the start of the call, over all its waits", async () => {
  for (const { make, call } of CASES) {
    const clock = new ManualClock();
    const fetch = fakeFetch(answers(429, "4"));
    const client = make({ fetch, clock, maxAttempts: 9, timeout: 10_000 });
    const error = await clock.through(rejection(call(client)));
    assertInstanceOf(error, ApiError);
    assertEquals([error.attempts, fetch.sent.length], [3, 3]);
    assertEquals([clock.asked, clock.pending], [[10_000, 4_000, 4_000], 0]);
  }
});

test("retryAfter: told in milliseconds on any ApiError that has one", async () => {
  const rows: [header: string, milliseconds: number | undefined][] = [
    ["5", 5_000],
    [dateIn(5_000), 5_000],
    ["0", 0],
    ["5.5", 6_000],
    ["0.01", 1_000],
    ["Sunday, 15-Jun-25 12:00:05 GMT", 5_000],
    ["Sun Jun 15 12:00:05 2025", 5_000],
    ["5, Sun, 15 Jun 2025 12:00:06 GMT", 6_000],
    ["Sunday, 15-Jun-25 12:00:05 GMT,7", 7_000],
    ["5, soon", undefined],
    ["5,", undefined],
    [".5", undefined],
    ["5.", undefined],
    ["+5", undefined],
    ["5s", undefined],
    ["1e3", undefined],
    ["0x10", undefined],
    ["Infinity", undefined],
    ["5, 6", 6_000],
    ["6,5", 6_000],
    ["tomorrow", undefined],
    ["2025", 2_025_000],
    ["2025-06-15T12:00:05Z", undefined],
    ["Sun, 15 Jun 2025 12:00:05 +0000", undefined],
    ["Sun, 15 Jun 2025 12:00:05", undefined],
    ["Sun, 15 Jun 2025 25:00:05 GMT", undefined],
    ["Sun, 15 Foo 2025 12:00:05 GMT", undefined],
    ["Sun, 15 Jun 2025 GMT", undefined],
    ["Sun, 2030 GMT", undefined],
    ["Mon, GMT", undefined],
  ];
  for (const [header, milliseconds] of rows) {
    for (const status of [400, 429, 500, 503]) {
      const clock = new ManualClock();
      const ding = makeDing({ fetch: fakeFetch(answers(status, header)), clock });
      const error = await rejection(ding.retry({ authenticationUuid: "x" }));
      assertInstanceOf(error, ApiError);
      assertStrictEquals(error.retryAfter, milliseconds, header);
    }
  }
});

test("the deadline is not repeated, whatever hangs", async () => {
  for (const { make, call } of CASES) {
    for (const endless of [hanging, stalling("{")]) {
      const clock = new ManualClock();
      const { answer, asked } = announced(endless);
      const fetch = fakeFetch(answers(429, "0"), answer);
      const client = make({ fetch, clock, maxAttempts: 5 });
      const thrown = rejection(call(client));
      await clock.waiting();
      clock.advance(125);
      await asked;
      clock.advance(10_000);
      const { code, attempts, outcome } = await thrown as OtpError;
      assertEquals({ code, attempts, outcome }, {
        code: "timeout",
        attempts: 2,
        outcome: "unknown",
      });
      assertEquals([fetch.sent.length, clock.pending], [2, 0]);
    }
  }
});
