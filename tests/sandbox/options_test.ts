import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { type Fault, Sandbox, type SandboxOptions } from "@ding-otp/client/sandbox";
import { check, MINUTE, NUMBER, post, sendCode, wrong } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

/** A hundred years of 365 days, the longest duration. */
const CENTURY = 3_153_600_000_000;

/** The last instant of the clock. */
const LATEST = Date.parse("9899-12-31T23:59:59.999Z");

/** Options as JavaScript may pass them, and the name of the one that is refused. */
const REFUSED: [unknown, string][] = [
  [{ window: 0 }, "window"],
  [{ window: -1 }, "window"],
  [{ window: NaN }, "window"],
  [{ window: Infinity }, "window"],
  [{ window: "10" }, "window"],
  [{ retries: -1 }, "retries"],
  [{ retries: 1.5 }, "retries"],
  [{ retries: 101 }, "retries"],
  [{ retryGaps: [] }, "retryGaps"],
  [{ retryGaps: 30_000 }, "retryGaps"],
  [{ retryGaps: [30_000, -1] }, "retryGaps"],
  [{ checks: 0 }, "checks"],
  [{ checks: 101 }, "checks"],
  [{ codeLength: 3 }, "codeLength"],
  [{ codeLength: 9 }, "codeLength"],
  [{ code: "123" }, "code"],
  [{ code: "12345a" }, "code"],
  [{ code: 123456 }, "code"],
  [{ codeOnRetry: "other" }, "codeOnRetry"],
  [{ onMessage: "log" }, "onMessage"],
  [{ channels: [] }, "channels"],
  [{ channels: ["fax"] }, "channels"],
  [{ channels: "sms" }, "channels"],
  [{ clock: "wall" }, "clock"],
  [{ start: new Date(NaN) }, "start"],
  [{ start: 0 }, "start"],
  [{ start: new Date("-000001-12-31T23:59:59.999Z") }, "start"],
  [{ start: new Date("9900-01-01T00:00:00.000Z") }, "start"],
  [{ start: new Date(8.64e15) }, "start"],
  [{ window: CENTURY + 1 }, "window"],
  [{ retryGaps: [CENTURY + 1] }, "retryGaps"],
  [{ seed: 0.5 }, "seed"],
  [{ seed: 2 ** 32 }, "seed"],
  [{ credentials: { apiKey: "" } }, "credentials.apiKey"],
  [{ credentials: { customerUuid: 7 } }, "credentials.customerUuid"],
  [{ credentials: { apiToken: "" } }, "credentials.apiToken"],
  [{ memory: { authentications: 0 } }, "memory.authentications"],
  [{ memory: { messages: -1 } }, "memory.messages"],
  [{ memory: { requests: Infinity } }, "memory.requests"],
  [{ memory: { webhooks: 2 ** 24 + 1 } }, "memory.webhooks"],
  [{ memory: 7 }, "memory"],
  [{ credentials: "key" }, "credentials"],
  [{ webhooks: true }, "webhooks"],
  [{ seed: -(2 ** 31) - 1 }, "seed"],
  [{ code: "123456789" }, "code"],
  ["123456", "options"],
];

for (const [options, name] of REFUSED) {
  test(`Sandbox refuses ${JSON.stringify(options)}`, () => {
    const error = assertThrows(
      () => new Sandbox(options as SandboxOptions),
      Error,
      `Cannot create the sandbox: "${name}" must be `,
    );
    assert(error instanceof RangeError || error instanceof TypeError);
  });
}

/** The ends of what each option may be. */
const ACCEPTED: SandboxOptions[] = [
  { window: 1 },
  { window: CENTURY },
  { retries: 0 },
  { retries: 100 },
  { retryGaps: [0, CENTURY] },
  { checks: 1 },
  { checks: 100 },
  { codeLength: 4 },
  { codeLength: 8 },
  { code: "1234" },
  { code: "12345678" },
  { codeOnRetry: "new" },
  { codeOnRetry: "same" },
  { clock: "virtual" },
  { clock: "system" },
  { seed: -(2 ** 31) },
  { seed: 2 ** 32 - 1 },
  { memory: { authentications: 1, messages: 1, requests: 1, webhooks: 1 } },
  { memory: { authentications: 2 ** 24, messages: 2 ** 24, requests: 2 ** 24, webhooks: 2 ** 24 } },
  { webhooks: { timeout: 1, copies: 1, order: "sent" } },
  { webhooks: { timeout: 2 ** 31 - 1, copies: 10, order: "reversed" } },
];

for (const options of ACCEPTED) {
  test(`Sandbox takes ${JSON.stringify(options)}`, async () => {
    const sandbox = new Sandbox(options);
    await sendCode(sandbox);
    assertEquals(sandbox.sends(NUMBER), 1);
  });
}

/** Options that do not exist, and what the message suggests. */
const UNKNOWN: [unknown, string][] = [
  [{ codes: "123456" }, '"codes" is not known; did you mean "code"?'],
  [{ retry_gaps: [0] }, '"retry_gaps" is not known; did you mean "retryGaps"?'],
  [{ colck: "system" }, '"colck" is not known; did you mean "clock"?'],
  [{ seed: 1, check: 7 }, '"check" is not known; did you mean "checks"?'],
  [{ codeLen: 4 }, '"codeLen" is not known; did you mean "codeLength"?'],
  [{ apiToken: "t" }, '"apiToken" is not known; the known names: window, retries, '],
  [
    { webhooks: { timeuot: 1 } },
    '"webhooks.timeuot" is not known; did you mean "webhooks.timeout"?',
  ],
  [{ webhooks: { url: "" } }, '"webhooks.url" is not known; the known names: webhooks.allow, '],
  [{ memory: { message: 1 } }, '"memory.message" is not known; did you mean "memory.messages"?'],
  [
    { credentials: { apiTokn: "t" } },
    '"credentials.apiTokn" is not known; did you mean "credentials.apiToken"?',
  ],
];

for (const [options, message] of UNKNOWN) {
  test(`Sandbox does not know ${JSON.stringify(options)}`, () => {
    assertThrows(
      () => new Sandbox(options as SandboxOptions),
      TypeError,
      `Cannot create the sandbox: ${message}`,
    );
  });
}

test("waitForMessage and subscribe do not know other options, either", async () => {
  const sandbox = new Sandbox();
  const wait = { to: NUMBER, timeuot: 1 };
  await assertRejects(
    () => sandbox.waitForMessage(wait),
    TypeError,
    'Cannot wait for a message: "timeuot" is not known; did you mean "timeout"?',
  );
  const subscribe = { singal: new AbortController().signal };
  assertThrows(
    () => sandbox.subscribe(subscribe as Parameters<Sandbox["subscribe"]>[0]),
    TypeError,
    'Cannot subscribe: "singal" is not known; did you mean "signal"?',
  );
});

test("window, retries, retryGaps and checks set the limits", async () => {
  const sandbox = new Sandbox({ window: 1_000, retries: 3, retryGaps: [10, 20], checks: 2 });
  const { id, code } = await sendCode(sandbox);
  const retry = async () =>
    (await post(sandbox, "/retry", { authentication_uuid: id })).body.status;

  const gaps: number[] = [];
  for (let wait = 0; gaps.length < 3; wait++) {
    if (await retry() === "approved") {
      gaps.push(wait);
      wait = 0;
    }
    sandbox.advance(1);
  }
  assertEquals(gaps, [10, 20, 20], "the last gap holds for all that follow");
  assertEquals(await retry(), "denied");
  assertEquals(await check(sandbox, id, wrong(sandbox.messages.at(-1)!.code)), "invalid");
  assertEquals(await check(sandbox, id, wrong(sandbox.messages.at(-1)!.code)), "invalid");
  assertEquals(await check(sandbox, id, code), "rate_limited");
  sandbox.advance(950);
  assertEquals(await retry(), "expired_auth");
});

test("without retries the first message is the last", async () => {
  const sandbox = new Sandbox({ retries: 0 });
  const { id } = await sendCode(sandbox);
  sandbox.advance(MINUTE);
  const { body } = await post(sandbox, "/retry", { authentication_uuid: id });
  assertEquals([body.status, body.remaining_retry], ["denied", 0]);
});

test("without gaps a retry may come at once", async () => {
  const sandbox = new Sandbox({ retryGaps: [0] });
  for (let i = 0; i < 4; i++) await sendCode(sandbox);
  assertEquals(sandbox.sends(NUMBER), 4);
});

for (const codeLength of [4, 5, 6, 7, 8]) {
  test(`codeLength ${codeLength} sets the digits of a code`, async () => {
    const sandbox = new Sandbox({ codeLength, seed: 7, retries: 100, retryGaps: [0] });
    for (let i = 0; i < 100; i++) await sendCode(sandbox);
    const codes = sandbox.messages.map(({ code }) => code);
    assert(codes.every((code) => /^\d+$/.test(code) && code.length === codeLength));
    assert(codes.some((code) => code.startsWith("0")), "leading zeros occur");
  });
}

test("code fixes the code", async () => {
  const sandbox = new Sandbox({ code: "0042" });
  assertEquals((await sendCode(sandbox)).code, "0042");
});

test("code may be a function of the number, the attempt and the length", async () => {
  const seen: object[] = [];
  const sandbox = new Sandbox({
    code: (context) => {
      seen.push(context);
      return `4200${context.attempt}`;
    },
  });
  await sendCode(sandbox);
  sandbox.advance(MINUTE);
  await sendCode(sandbox);
  assertEquals(seen, [1, 2].map((attempt) => ({ to: NUMBER, attempt, length: 6 })));
  assertEquals(sandbox.messages.map(({ code }) => code), ["42001", "42002"]);
});

test("a code function that returns no code is the program's mistake, and nothing is sent", async () => {
  const sandbox = new Sandbox({ code: () => "abc" });
  const error = await assertRejects(() => sendCode(sandbox), TypeError, '"code"');
  assert(!error.message.includes("abc"));
  assertEquals(sandbox.messages, []);
});

test('codeOnRetry "same" sends the same code again', async () => {
  const sandbox = new Sandbox({ codeOnRetry: "same" });
  const { id, code } = await sendCode(sandbox);
  sandbox.advance(MINUTE);
  await post(sandbox, "/retry", { authentication_uuid: id });
  assertEquals(sandbox.messages.map((message) => message.code), [code, code]);
  assertEquals(await check(sandbox, id, code), "valid");
});

test("the virtual clock starts at a fixed instant and moves only when told to", () => {
  const sandbox = new Sandbox();
  assertEquals(sandbox.now(), new Date("2026-01-01T00:00:00Z"));
  sandbox.advance(0);
  sandbox.advance(1_500);
  assertEquals(sandbox.now(), new Date("2026-01-01T00:00:01.500Z"));
});

test("start sets either clock", () => {
  const start = new Date("2001-02-03T04:05:06Z");
  assertEquals(new Sandbox({ start }).now(), start);
  const elapsed = new Sandbox({ start, clock: "system" }).now().getTime() - start.getTime();
  assert(elapsed >= 0 && elapsed < MINUTE);
});

test("the system clock is the system's, and can be moved on", () => {
  const before = Date.now();
  const sandbox = new Sandbox({ clock: "system" });
  sandbox.advance(MINUTE);
  const now = sandbox.now().getTime();
  assert(now >= before + MINUTE && now <= Date.now() + MINUTE);
});

for (const ms of [-1, NaN, Infinity, 8.64e15, LATEST - Date.UTC(2026, 0, 1) + 1]) {
  test(`advance refuses ${ms}`, () => {
    const sandbox = new Sandbox();
    const before = sandbox.now();
    assertThrows(() => sandbox.advance(ms), RangeError, "Cannot advance the clock");
    assertEquals(sandbox.now(), before);
  });
}

/** What happens at the latest time of the clock: the calls, and the fault of the first, if any. */
const AT_THE_END: [string, SandboxOptions, Fault?][] = [
  ["the defaults", {}],
  ["the longest window", { window: CENTURY, retryGaps: [CENTURY] }],
  ["the longest wait", {}, { type: "busy", retryAfter: CENTURY, form: "date" }],
];

for (const [name, options, fault] of AT_THE_END) {
  test(`at the latest time, with ${name}, every response has its dates`, async () => {
    const sandbox = new Sandbox({ ...options, webhooks: { fetch: () => Promise.reject() } });
    sandbox.advance(LATEST - sandbox.now().getTime());
    if (fault !== undefined) {
      sandbox.arm(fault);
      const init = { method: "POST", headers: { "x-api-key": "" } };
      const response = await sandbox.fetch("http://localhost/v1/check", init);
      await response.body?.cancel();
      assertEquals(response.headers.get("retry-after"), "Tue, 07 Dec 9999 23:59:59 GMT");
    }
    const { status, body } = await post(sandbox, "/authentication", {
      phone_number: NUMBER,
      callback_url: "http://localhost/",
    });
    assertEquals([status, body.status, sandbox.sends(NUMBER)], [200, "pending", 1]);
    assertEquals(body.created_at, "9899-12-31T23:59:59.999Z");
    assertMatch(body.expires_at, /^9\d{3}-/);
    const retried = await post(sandbox, "/retry", {
      authentication_uuid: body.authentication_uuid,
    });
    assertEquals(retried.status, 200);
    await sandbox.settled();
    for (const { nextAt } of sandbox.webhooks) assertMatch(nextAt!.toISOString(), /^9900-/);
    JSON.stringify([sandbox.window(body.authentication_uuid), sandbox.requests]);
    assertThrows(() => sandbox.advance(1), RangeError, '"ms" must be a time that ends before');
    sandbox.advance(0);
  });
}

test("at the earliest time, too", async () => {
  const sandbox = new Sandbox({ start: new Date("0000-01-01T00:00:00.000Z"), window: CENTURY });
  const { body } = await post(sandbox, "/authentication", { phone_number: NUMBER });
  assertEquals(body.created_at, "0000-01-01T00:00:00.000Z");
});

test("latency past the latest time rejects before anything happens", async () => {
  const sandbox = new Sandbox({ start: new Date(LATEST - 1_000) });
  sandbox.arm({ type: "latency", ms: 1_001 });
  await assertRejects(() => sendCode(sandbox), RangeError, "Cannot advance the clock");
  assertEquals([sandbox.messages, sandbox.requests, sandbox.webhooks], [[], [], []]);
  assertEquals(sandbox.now(), new Date(LATEST - 1_000));
});

test("seed makes codes and ids the same on every run", async () => {
  const run = async (seed: number) => {
    const sandbox = new Sandbox({ seed });
    return [await sendCode(sandbox), await sendCode(sandbox, "+15555550101")];
  };
  assertEquals(await run(1), await run(1));
  assert(JSON.stringify(await run(1)) !== JSON.stringify(await run(2)));
});

test("a seed makes the same codes in every version", async () => {
  const sandbox = new Sandbox({ seed: 1, retries: 3, retryGaps: [0] });
  for (let i = 0; i < 4; i++) await sendCode(sandbox);
  assertEquals(sandbox.messages.map(({ code }) => code), ["013426", "271936", "265703", "605704"]);
});

test("without a seed codes and ids differ", async () => {
  const run = async () => (await sendCode(new Sandbox())).id;
  assert(await run() !== await run());
});

test("by default the newest 1,000 messages, requests and webhooks are kept, 10,000 windows", async () => {
  const sandbox = new Sandbox();
  const number = (index: number) => `+999${10_000 + index}`;
  const ids: string[] = [];
  for (let i = 0; i < 10_001; i++) {
    const callback_url = "https://not-allowed.example/";
    const fields = { phone_number: number(i), ...i < 334 && { callback_url } };
    ids.push((await post(sandbox, "/authentication", fields)).body.authentication_uuid);
    if (i === 332) assertEquals(sandbox.webhooks.length, 999);
    if (i === 999) {
      assertEquals([sandbox.messages[0]!.to, sandbox.requests.length], [number(0), 1_000]);
    }
  }
  assertEquals([sandbox.messages.length, sandbox.requests.length], [1_000, 1_000]);
  assertEquals([sandbox.messages[0]!.to, sandbox.webhooks.length], [number(9_001), 1_000]);
  assertEquals([0, 1].map((index) => sandbox.window(ids[index]!)?.to), [undefined, number(1)]);
});

test("by default a webhook waits 5 seconds for its response", async () => {
  const { setTimeout } = globalThis;
  const delays: unknown[] = [];
  const sandbox = new Sandbox({ webhooks: { fetch: () => Promise.resolve(new Response()) } });
  const spy = (run: () => void, ms?: number) => {
    delays.push(ms);
    return setTimeout(run, ms);
  };
  globalThis.setTimeout = spy as unknown as typeof setTimeout;
  try {
    const callback_url = "http://localhost/";
    await post(sandbox, "/authentication", { phone_number: NUMBER, callback_url });
    await sandbox.settled();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  // A test runner may have timers of its own meanwhile.
  assertEquals(delays.filter((ms) => ms === 5_000).length, 3);
});

test("the default credentials never change: programs and CI files name them", () => {
  assertEquals(new Sandbox().credentials, {
    apiKey: "sandbox-key-good-for-nothing-elsewhere",
    customerUuid: "5a4db0c5-0000-4000-8000-000000000001",
    apiToken: "sandbox-token-good-for-nothing-elsewhere",
  });
});

test("credentials replaces what is accepted, each by itself", async () => {
  const made = new Sandbox().credentials;
  const sandbox = new Sandbox({ credentials: { apiKey: "my own" } });
  assertEquals(sandbox.credentials, { ...made, apiKey: "my own" });
  assertEquals((await post(sandbox, "/authentication", { phone_number: NUMBER })).status, 200);
  const other = new Sandbox();
  const { fetch } = other;
  const refused = await post(
    { credentials: sandbox.credentials, fetch } as Sandbox,
    "/authentication",
    { phone_number: NUMBER },
  );
  assertEquals(refused.status, 401);
});
