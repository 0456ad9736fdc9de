/** Limits: what goes out, what is counted, and what is given back. */
import { assert, assertEquals } from "@std/assert";
import { guard, type GuardOptions, type OtpClient } from "@ding-otp/client/sign-in";
import {
  CLIENTS,
  clock,
  countOk,
  DAY,
  FakeClient,
  HOUR,
  IP,
  MINUTE,
  NUMBER,
  patientSandbox,
  test,
  UUID,
} from "./support.ts";

const perNumber = { limit: 3, period: HOUR };

for (const [name, make] of Object.entries(CLIENTS)) {
  test(`guard: ${name} sends, checks and retries as without one`, async () => {
    const sandbox = patientSandbox();
    const otp: OtpClient = guard(make(sandbox), {
      callingCodes: ["+33"],
      perNumber,
      perNetwork: perNumber,
      unconfirmed: perNumber,
      total: perNumber,
    });
    const sent = await otp.send({ phoneNumber: "+33 6 12 34 56 78", ip: IP });
    assert(sent.ok);
    assertEquals(sent.phoneNumber, NUMBER);
    const { authenticationUuid, phoneNumber } = sent;
    const again = await otp.retry({ authenticationUuid, phoneNumber });
    assert(again.ok);
    assert(again.http !== undefined, "the exchange comes through");
    const { code } = sandbox.messages.at(-1)!;
    assert((await otp.check({ authenticationUuid, phoneNumber, checkCode: code })).ok);
    assertEquals(sandbox.sends(NUMBER), 2);
  });

  test(`guard: ${name} makes no request beyond the limit`, async () => {
    const sandbox = patientSandbox();
    const otp = guard(make(sandbox), { perNumber });
    assertEquals(await countOk(10, () => otp.send({ phoneNumber: NUMBER })), 3);
    assertEquals(sandbox.sends(NUMBER), 3);
    assertEquals(sandbox.requests.length, 3);
  });
}

test("guard: of 1,000 parallel sends to one number, exactly the limit goes out", async () => {
  const client = new FakeClient();
  const otp = guard(client, { perNumber: { limit: 7, period: HOUR } });
  assertEquals(await countOk(1_000, () => otp.send({ phoneNumber: NUMBER })), 7);
  assertEquals(client.calls.length, 7);
});

test("guard: of 1,000 parallel sends to one range, exactly the limit goes out", async () => {
  const client = new FakeClient();
  const otp = guard(client, { unconfirmed: { limit: 20, period: HOUR, digits: 7 } });
  const send = (index: number) => otp.send({ phoneNumber: `+3361234${1000 + index}` });
  assertEquals(await countOk(1_000, send), 20);
  assertEquals(client.calls.length, 20);
});

test("guard: of 1,000 parallel checks, exactly as many wrong ones as allowed are made", async () => {
  const client = new FakeClient();
  client.answer = { ok: false, reason: "invalid" };
  const otp = guard(client, { perNumber: { limit: 5, period: HOUR, wrongChecks: 12 } });
  const input = { phoneNumber: NUMBER, authenticationUuid: UUID, checkCode: "000000" };
  await countOk(1_000, () => otp.check(input));
  assertEquals(client.calls.length, 12);
});

/** Each limit, and two calls that it counts together. */
const LIMITS: readonly [string, GuardOptions, object, object][] = [
  ["perNumber", { perNumber: { limit: 1, period: HOUR } }, {}, { ip: IP }],
  ["perNetwork", { perNetwork: { limit: 1, period: HOUR } }, { ip: IP }, {
    ip: IP,
    phoneNumber: "+4915112345678",
  }],
  ["unconfirmed", { unconfirmed: { limit: 1, period: HOUR } }, {}, {
    phoneNumber: NUMBER.slice(0, -1) + "0",
  }],
  ["total", { total: { limit: 1, period: HOUR } }, {}, { phoneNumber: "+4915112345678" }],
];

for (const [limitedBy, options, first, second] of LIMITS) {
  for (const operation of ["send", "retry"] as const) {
    test(`guard: "${limitedBy}" refuses a ${operation}, and says when the next may be`, async () => {
      const { now, advance, store } = clock();
      const client = new FakeClient();
      const otp = guard(client, { ...options, store });
      const base = { phoneNumber: NUMBER, authenticationUuid: UUID };
      assert((await otp.send({ ...base, ...first })).ok);
      advance(MINUTE);
      const input = { ...base, ...second };
      const ask = () => operation === "send" ? otp.send(input) : otp.retry(input);
      const refused = await ask();
      assertEquals(refused, {
        ok: false,
        reason: "rate_limited",
        phoneNumber: input.phoneNumber,
        limitedBy: limitedBy as "total",
        nextRetryAt: new Date(now() + HOUR - MINUTE),
      });
      assertEquals(client.calls.length, 1);
      advance(HOUR - MINUTE - 1);
      assert(!(await ask()).ok);
      advance(1);
      assert((await ask()).ok);
    });
  }
}

test("guard: several limits of one kind all hold", async () => {
  const { advance, store } = clock();
  const client = new FakeClient();
  const otp = guard(client, {
    perNumber: [{ limit: 2, period: HOUR }, { limit: 5, period: DAY }],
    store,
  });
  const sent: number[] = [];
  for (let hour = 0; hour < 25; hour++) {
    sent.push(await countOk(4, () => otp.send({ phoneNumber: NUMBER })));
    advance(HOUR);
  }
  assertEquals(sent.filter(Boolean), [2, 2, 1, 2]);
});

test("guard: one number however it is written", async () => {
  const client = new FakeClient();
  const otp = guard(client, { perNumber: { limit: 1, period: HOUR } });
  const written = [
    NUMBER,
    "+33 6 12 34 56 78",
    "+33-6.12/34 (56) 78",
    "+٣٣٦١٢٣٤٥٦٧٨",
    "\u200e+33612345678",
  ];
  const results = await Promise.all(written.map((phoneNumber) => otp.send({ phoneNumber })));
  assertEquals(results.map(({ ok }) => ok), [true, false, false, false, false]);
  assertEquals(client.calls[0]!.input.phoneNumber, NUMBER);
});

test("guard: what is no number makes no request and counts nowhere", async () => {
  const client = new FakeClient();
  const otp = guard(client, { total: { limit: 1, period: HOUR } });
  for (const phoneNumber of ["", "+", "0612345678", "call me", 33612345678, {}]) {
    const input = { phoneNumber, authenticationUuid: UUID, checkCode: "123456" } as never;
    assertEquals(await otp.send(input), { ok: false, reason: "invalid_phone_number" });
    assertEquals(await otp.retry(input), { ok: false, reason: "denied" });
    assertEquals(await otp.check(input), { ok: false, reason: "invalid" });
  }
  // As for a person without a session.
  for (const phoneNumber of [null, undefined]) {
    const input = { phoneNumber, authenticationUuid: UUID, checkCode: "123456" } as never;
    assertEquals(await otp.send(input), { ok: false, reason: "invalid_phone_number" });
    assertEquals(await otp.retry(input), { ok: false, reason: "expired" });
    assertEquals(await otp.check(input), { ok: false, reason: "expired" });
  }
  assertEquals(client.calls.length, 0);
  assert((await otp.send({ phoneNumber: NUMBER })).ok);
});

test("guard: sends go to the calling codes and nowhere else", async () => {
  const client = new FakeClient();
  const otp = guard(client, { callingCodes: ["+33", "+1212"], total: { limit: 2, period: HOUR } });
  const limitedBy = "callingCodes";
  for (const phoneNumber of ["+4915112345678", "+12135550100", "+3" + "21234567"]) {
    const input = { phoneNumber, authenticationUuid: UUID };
    const refused = { ok: false, phoneNumber, limitedBy } as const;
    assertEquals(await otp.send(input), { ...refused, reason: "unsupported_region" });
    assertEquals(await otp.retry(input), { ...refused, reason: "denied" });
  }
  assertEquals(client.calls.length, 0);
  assert((await otp.send({ phoneNumber: NUMBER })).ok);
  assert((await otp.send({ phoneNumber: "+12125550100" })).ok);
});

test("guard: hands all other fields and options to the client", async () => {
  const client = new FakeClient();
  const otp = guard(client, { perNumber });
  const { signal } = new AbortController();
  const input = { phoneNumber: NUMBER, ip: IP, locale: "fr-FR", dispatchId: "id" };
  await otp.send(input, { signal, timeout: 5_000, headers: { "x-trace": "1" } });
  const [call] = client.calls;
  assertEquals(call!.input as object, input);
  const { timeout, ...options } = call!.options;
  assertEquals(options, { signal, headers: { "x-trace": "1" } });
  assert(timeout! > 1 && timeout! <= 5_000);
  await otp.send(input);
  assert(client.calls[1]!.options.timeout! <= 10_000);
});

test("guard: its functions work without the object", async () => {
  const client = new FakeClient();
  const { send } = guard(client, { perNumber });
  assert((await send({ phoneNumber: NUMBER })).ok);
});

const error = (outcome?: string) => () =>
  Promise.reject(Object.assign(new Error("failed"), { outcome }));
const refusal = (reason: string) => ({ ok: false, reason });

/** What a send came to, and whether the count is given back: of the number, and of the network. */
const GIVEN_BACK: readonly [string, FakeClient["answer"], boolean, boolean][] = [
  ["ok", { ok: true }, false, false],
  ["invalid_phone_number", refusal("invalid_phone_number"), true, false],
  ["invalid_line", refusal("invalid_line"), true, false],
  ["blocked_number", refusal("blocked_number"), true, false],
  ["unsupported_region", refusal("unsupported_region"), true, false],
  ["rate_limited", refusal("rate_limited"), false, false],
  ["spam_detected", refusal("spam_detected"), false, false],
  ["unrecognized", refusal("unrecognized"), false, false],
  ["an error with outcome not_applied", error("not_applied"), true, true],
  ["an error with outcome unknown", error("unknown"), false, false],
  ["an error with outcome applied", error("applied"), false, false],
  ["an error without an outcome", error(), false, false],
];

for (const [what, answer, ofNumber, ofNetwork] of GIVEN_BACK) {
  test(`guard: after ${what}, ${ofNumber ? "gives" : "does not give"} the count back`, async () => {
    const limits = {
      perNumber: { limit: 1, period: HOUR },
      unconfirmed: { limit: 1, period: HOUR },
      total: { limit: 1, period: HOUR },
      perNetwork: { limit: 1, period: HOUR },
    };
    for (const [name, limit] of Object.entries(limits)) {
      const client = new FakeClient();
      client.answer = answer;
      const otp = guard(client, { [name]: limit });
      const send = () => otp.send({ phoneNumber: NUMBER, ip: IP }).catch(() => {});
      await send();
      await send();
      const isGivenBack = name === "perNetwork" ? ofNetwork : ofNumber;
      assertEquals(client.calls.length, isGivenBack ? 2 : 1, name);
    }
  });
}

for (
  const [reason, isGivenBack] of [
    ["no_attempt", true],
    ["expired", true],
    ["already_validated", true],
    ["denied", false],
    ["rate_limited", false],
    ["unrecognized", false],
  ] as const
) {
  test(`guard: a retry that is ${reason} ${isGivenBack ? "gives" : "does not give"} back`, async () => {
    const client = new FakeClient();
    client.answer = refusal(reason);
    const otp = guard(client, { perNumber: { limit: 1, period: HOUR } });
    const retry = () => otp.retry({ phoneNumber: NUMBER, authenticationUuid: UUID });
    await retry();
    await retry();
    assertEquals(client.calls.length, isGivenBack ? 2 : 1);
  });
}

for (const operation of ["check", "retry"] as const) {
  test(`guard: a ${operation} that was not applied gives back what the number used up alone`, async () => {
    const limit = { limit: 1, period: HOUR, wrongChecks: 1 };
    for (
      const [options, calls] of [[{ perNumber: limit }, 2], [{ perNetwork: limit }, 1]] as const
    ) {
      const client = new FakeClient();
      client.answer = error("not_applied");
      const otp = guard(client, options);
      const input = { phoneNumber: NUMBER, authenticationUuid: UUID, checkCode: "1234", ip: IP };
      const ask = () => operation === "check" ? otp.check(input) : otp.retry(input);
      await ask().catch(() => {});
      await ask().catch(() => {});
      assertEquals(client.calls.length, calls);
    }
  });
}

test("guard: what a limit refuses uses up no other, except that a network has asked", async () => {
  const client = new FakeClient();
  const otp = guard(client, {
    perNumber: { limit: 1, period: HOUR },
    unconfirmed: { limit: 2, period: HOUR },
    total: { limit: 2, period: HOUR },
    perNetwork: { limit: 4, period: HOUR },
  });
  const send = async (phoneNumber: string, ip = IP) => {
    const result = await otp.send({ phoneNumber, ip });
    return result.ok || result.limitedBy;
  };
  assertEquals(await send(NUMBER), true);
  assertEquals(await send(NUMBER), "perNumber");
  assertEquals(await send(NUMBER), "perNumber");
  assertEquals(await send("+33612345679"), true);
  assertEquals(await send("+4915112345678"), "perNetwork");
  assertEquals(await send("+4915112345678", "203.0.113.8"), "total");
});

test("guard: a network or a total that is used up is told alike for every number", async () => {
  const client = new FakeClient();
  const otp = guard(client, {
    perNumber: { limit: 1, period: HOUR },
    perNetwork: { limit: 2, period: HOUR },
    total: { limit: 3, period: HOUR },
  });
  await otp.send({ phoneNumber: NUMBER, ip: IP });
  await otp.send({ phoneNumber: "+33612345679", ip: IP });
  const ask = async (phoneNumber: string, ip: string) => {
    const result = await otp.send({ phoneNumber, ip });
    return !result.ok && result.limitedBy;
  };
  assertEquals(await ask(NUMBER, IP), "perNetwork");
  assertEquals(await ask("+33699999999", IP), "perNetwork");
  await otp.send({ phoneNumber: "+33612345670", ip: "192.0.2.1" });
  assertEquals(await ask(NUMBER, "192.0.2.2"), "total");
  assertEquals(await ask("+33699999999", "192.0.2.2"), "total");
});

test("guard: a right code is given back to unconfirmed, once", async () => {
  const client = new FakeClient();
  const otp = guard(client, { unconfirmed: { limit: 2, period: HOUR } });
  const send = (last: number) => otp.send({ phoneNumber: `+3361234567${last}` });
  const check = (ok: boolean) => {
    client.answer = ok ? { ok } : { ok, reason: "already_validated" };
    const input = { phoneNumber: "+33612345670", authenticationUuid: UUID, checkCode: "1234" };
    return otp.check(input).finally(() => client.answer = { ok: true });
  };
  assert((await send(0)).ok);
  assert((await send(1)).ok);
  assert(!(await send(2)).ok);
  await check(true);
  assert((await send(2)).ok);
  await check(false);
  assert(!(await send(3)).ok);
});

test("guard: right codes of a time that has lapsed are no credit for the next", async () => {
  const { advance, store } = clock();
  const client = new FakeClient();
  const otp = guard(client, { unconfirmed: { limit: 2, period: HOUR }, store });
  const number = (index: number) => `+3361234${1000 + index}`;
  await countOk(2, (index) => otp.send({ phoneNumber: number(index) }));
  advance(HOUR);
  for (const index of [0, 1]) {
    await otp.check({ phoneNumber: number(index), authenticationUuid: UUID, checkCode: "1234" });
  }
  assertEquals(await countOk(9, (index) => otp.send({ phoneNumber: number(index) })), 2);
});

test("guard: a right code is no wrong one, by number and by network", async () => {
  const client = new FakeClient();
  const limit = { limit: 9, period: HOUR, wrongChecks: 2 };
  const otp = guard(client, { perNumber: limit, perNetwork: limit });
  const input = { phoneNumber: NUMBER, authenticationUuid: UUID, checkCode: "1234", ip: IP };
  assertEquals(await countOk(10, () => otp.check(input)), 2);
  for (let count = 0; count < 10; count++) assert((await otp.check(input)).ok);
});

test("guard: wrong codes are limited by twice the limit unless set otherwise", async () => {
  const client = new FakeClient();
  client.answer = { ok: false, reason: "invalid" };
  const otp = guard(client, { perNumber: { limit: 4, period: HOUR } });
  const input = { phoneNumber: NUMBER, authenticationUuid: UUID, checkCode: "1234" };
  for (let count = 0; count < 8; count++) {
    const { ok, limitedBy, ...rest } = { limitedBy: undefined, ...await otp.check(input) };
    assertEquals([ok, limitedBy, "reason" in rest && rest.reason], [false, undefined, "invalid"]);
  }
  const refused = await otp.check(input);
  assertEquals(!refused.ok && refused.reason, "rate_limited");
  assertEquals(!refused.ok && refused.limitedBy, "perNumber");
});

test("guard: a check that is ok only in a condition is a wrong code", async () => {
  const client = new FakeClient();
  client.answer = { ok: "false" as unknown as boolean };
  const otp = guard(client, { perNumber: { limit: 1, period: HOUR, wrongChecks: 3 } });
  const guess = () =>
    otp.check({ phoneNumber: NUMBER, authenticationUuid: UUID, checkCode: "1234" });
  for (let count = 0; count < 9; count++) await guess();
  assertEquals(client.calls.length, 3);
});
