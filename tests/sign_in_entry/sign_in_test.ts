/** The steps, on both APIs: who is signed in, who is not, and what a stranger learns. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import {
  type CodeSent,
  guard,
  type OtpClient,
  SignIn,
  type SignInOptions,
  Tickets,
} from "@ding-otp/client/sign-in";
import {
  CLIENTS,
  clock,
  DAY,
  FakeClient,
  HOUR,
  IP,
  MINUTE,
  NUMBER,
  rejection,
  SECRET,
  SlowStore,
  test,
  UUID,
} from "./support.ts";

const LIMITS = {
  perNumber: { limit: 5, period: HOUR, wrongChecks: 10 },
  perNetwork: { limit: 20, period: HOUR },
  unconfirmed: { limit: 20, period: HOUR },
  total: { limit: 1_000, period: DAY },
};

/** The steps on a sandbox and its clock. */
function open(make: (sandbox: Sandbox) => OtpClient, options: Partial<SignInOptions> = {}) {
  const sandbox = new Sandbox();
  const now = () => sandbox.now().getTime();
  const tickets = new Tickets({ secrets: [SECRET], purpose: "sign-in", now });
  const client = guard(make(sandbox), LIMITS);
  const signIn = new SignIn({ client, tickets, now, answerTime: 1, ...options });
  const code = () => sandbox.messages.at(-1)!.code;
  return { sandbox, now, tickets, signIn, code };
}

/** The result of a step that must have gone well. */
function sent(result: CodeSent | { readonly ok: false; readonly reason: string }): CodeSent {
  assert(result.ok, result.ok ? "" : result.reason);
  return result;
}

const wrong = (code: string) => code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));

for (const [name, make] of Object.entries(CLIENTS)) {
  test(`SignIn: on ${name}, a number and its code sign in`, async () => {
    const { signIn, now, code } = open(make);
    const started = sent(await signIn.start({ phoneNumber: "+33 6 12 34 56 78", ip: IP }));
    const { ticket, ...rest } = started;
    assertEquals(rest, {
      ok: true,
      phoneNumber: NUMBER,
      expiresAt: new Date(now() + 10 * MINUTE),
      nextRetryAt: new Date(now() + MINUTE / 2),
    });
    assertEquals(await signIn.finish({ ticket, code: wrong(code()) }), {
      ok: false,
      reason: "invalid",
    });
    assertEquals(await signIn.finish({ ticket, code: code() }), { ok: true, phoneNumber: NUMBER });
  });

  test(`SignIn: on ${name}, a finished ticket cannot be finished again`, async () => {
    const { signIn, code } = open(make);
    const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
    assert((await signIn.finish({ ticket, code: code() })).ok);
    for (let replay = 0; replay < 3; replay++) {
      assert(!(await signIn.finish({ ticket, code: code() })).ok);
    }
  });

  test(`SignIn: on ${name}, further codes come in their time, and end`, async () => {
    const { signIn, sandbox, now, code } = open(make);
    let { ticket, nextRetryAt } = sent(await signIn.start({ phoneNumber: NUMBER }));
    const waits: number[] = [];
    while (nextRetryAt !== undefined) {
      waits.push(nextRetryAt.getTime() - now());
      const requests = sandbox.requests.length;
      assertEquals(await signIn.resend({ ticket }), {
        ok: false,
        reason: "too_early",
        nextRetryAt,
      });
      sandbox.advance(waits.at(-1)! - 1);
      assertEquals(await signIn.resend({ ticket }), {
        ok: false,
        reason: "too_early",
        nextRetryAt,
      });
      assertEquals(sandbox.requests.length, requests, "before its time, it costs nothing");
      sandbox.advance(1);
      ({ ticket, nextRetryAt } = sent(await signIn.resend({ ticket, ip: IP })));
    }
    assertEquals(waits, [MINUTE / 2, MINUTE, 2 * MINUTE]);
    assertEquals(sandbox.sends(NUMBER), 4);
    sandbox.advance(5 * MINUTE);
    assertEquals(await signIn.resend({ ticket }), { ok: false, reason: "no_more" });
    assertEquals(await signIn.finish({ ticket, code: code() }), { ok: true, phoneNumber: NUMBER });
  });

  test(`SignIn: on ${name}, an old ticket cannot send beyond the guard's limit`, async () => {
    const { signIn, sandbox } = open(make);
    const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
    for (let replay = 0; replay < 20; replay++) {
      sandbox.advance(MINUTE / 2);
      await signIn.resend({ ticket });
    }
    assert(sandbox.sends(NUMBER) <= LIMITS.perNumber.limit);
  });

  test(`SignIn: on ${name}, guesses are limited over windows and tickets`, async () => {
    const { signIn, sandbox, code } = open(make);
    for (let window = 0; window < 5; window++) {
      const started = await signIn.start({ phoneNumber: NUMBER, ip: IP });
      if (!started.ok) break;
      for (let guess = 0; guess < 400; guess++) {
        await signIn.finish({ ticket: started.ticket, code: wrong(code()), ip: IP });
      }
      sandbox.advance(10 * MINUTE);
    }
    const checks = sandbox.requests.filter(({ path }) => path.endsWith("/check"));
    assertEquals(checks.length, LIMITS.perNumber.wrongChecks);
  });

  test(`SignIn: on ${name}, the number and the id are the ticket's, whatever the request says`, async () => {
    const { signIn, sandbox, code } = open(make);
    const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
    const foreign = { phoneNumber: "+15555550100", authenticationUuid: UUID, resends: 0 };
    sandbox.advance(MINUTE);
    const again = sent(await signIn.resend({ ...foreign, ticket }));
    assertEquals([again.phoneNumber, sandbox.sends(NUMBER), sandbox.sends(foreign.phoneNumber)], [
      NUMBER,
      2,
      0,
    ]);
    const done = await signIn.finish({ ...foreign, ticket: again.ticket, code: code() });
    assertEquals(done, { ok: true, phoneNumber: NUMBER });
  });

  test(`SignIn: on ${name}, a refusal says why, without what the API said beside it`, async () => {
    const { signIn } = open(make);
    for (const reason of ["blocked_number", "invalid_line", "spam_detected"] as const) {
      const [phoneNumber] = magicNumbers.send[reason].numbers;
      assertEquals(await signIn.start({ phoneNumber: phoneNumber!, ip: IP }), {
        ok: false,
        reason,
      });
    }
  });

  test(`SignIn: on ${name}, errors of the client come through`, async () => {
    const { signIn, sandbox, code } = open(make);
    sandbox.arm({ type: "bad_gateway" });
    assertEquals((await rejection(signIn.start({ phoneNumber: NUMBER }))).outcome, "unknown");
    sandbox.advance(MINUTE);
    const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
    sandbox.arm({ type: "bad_gateway" });
    assertEquals((await rejection(signIn.finish({ ticket, code: code() }))).operation, "check");
  });

  concealed(name, make);
}

/** With `conceal`, a refused number and an accepted one, step by step. */
function concealed(name: string, make: (sandbox: Sandbox) => OtpClient): void {
  const refused = ([
    "blocked_number",
    "invalid_line",
    "spam_detected",
    "rate_limited",
    "invalid_phone_number",
    "unrecognized",
  ] as const)
    .map((reason) => [reason, magicNumbers.send[reason].numbers[0]!] as const);

  /** What a stranger sees of a visit, without what is random in it. */
  async function visit(phoneNumber: string, used = 0) {
    const { signIn, sandbox, now } = open(make, { conceal: true });
    for (let count = 0; count < used; count++) {
      await signIn.start({ phoneNumber, ip: `192.0.2.${count}` });
      sandbox.advance(MINUTE);
    }
    const seen: unknown[] = [];
    const look = (result: object) => {
      const { ticket = "", phoneNumber: shown, ...rest } = result as Partial<CodeSent>;
      const times = [rest.expiresAt, rest.nextRetryAt].map((time) =>
        time && time.getTime() - now()
      );
      seen.push({
        ...rest,
        times,
        keys: Object.keys(result),
        length: ticket.length,
        isIts: shown === phoneNumber,
      });
      Object.assign(rest, { expiresAt: 0, nextRetryAt: 0 });
      return ticket;
    };
    let ticket = look(await signIn.start({ phoneNumber, ip: IP }));
    for (let round = 0; round < 4; round++) {
      look(await signIn.finish({ ticket, code: "0", ip: IP }));
      look(await signIn.resend({ ticket, ip: IP }));
      sandbox.advance(2 * MINUTE);
      ticket = look(await signIn.resend({ ticket, ip: IP })) || ticket;
    }
    return JSON.parse(JSON.stringify(seen, (key, value) => /At$/.test(key) ? undefined : value));
  }

  test(`SignIn: on ${name}, conceal shows the same of a number that is refused`, async () => {
    const accepted = await visit("+17015550100");
    for (const [reason, phoneNumber] of refused) {
      assertEquals(await visit(phoneNumber), accepted, reason);
    }
  });

  test(`SignIn: on ${name}, conceal shows the same of a number whose limit is used up`, async () => {
    assertEquals(await visit(NUMBER, 5), await visit(NUMBER));
  });

  test(`SignIn: on ${name}, conceal costs a network as much for a number that is refused`, async () => {
    const left: number[] = [];
    for (const phoneNumber of ["+17015550100", ...refused.map(([, number]) => number)]) {
      const { signIn, sandbox } = open(make, { conceal: true });
      const { ticket } = sent(await signIn.start({ phoneNumber, ip: IP }));
      for (let guess = 0; guess < 5; guess++) await signIn.finish({ ticket, code: "0", ip: IP });
      sandbox.advance(MINUTE);
      await signIn.resend({ ticket, ip: IP });
      let sends = 0;
      while ((await signIn.start({ phoneNumber: `+1555555${1000 + sends}`, ip: IP })).ok) sends++;
      left.push(sends);
    }
    assertEquals(left, left.map(() => 18));
  });

  test(`SignIn: on ${name}, conceal shows what does not depend on whose number it is`, async () => {
    const { signIn, sandbox } = open(make, { conceal: true });
    assertEquals(await signIn.start({ phoneNumber: "0612345678" }), {
      ok: false,
      reason: "invalid_phone_number",
    });
    for (let count = 0; count < 20; count++) {
      assert((await signIn.start({ phoneNumber: `+1555555${1000 + count}`, ip: IP })).ok);
    }
    for (const phoneNumber of [NUMBER, magicNumbers.send.blocked_number.numbers[0]!]) {
      const { ok, ...rest } = await signIn.start({ phoneNumber, ip: IP });
      assertEquals([ok, "limitedBy" in rest && rest.limitedBy], [false, "perNetwork"]);
    }
    assertEquals(sandbox.sends(NUMBER), 0);
  });

  test(`SignIn: on ${name}, conceal lets the person in with the code that was sent before`, async () => {
    const { signIn, sandbox, code } = open(make, { conceal: true });
    await signIn.start({ phoneNumber: NUMBER, ip: IP });
    for (let count = 0; count < 5; count++) {
      await signIn.start({ phoneNumber: NUMBER, ip: `192.0.2.${count}` });
    }
    const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER, ip: IP }));
    const done = await signIn.finish({ ticket, code: code(), ip: IP });
    // Prelude checks by the number; on Ding, it takes a ticket that has the id.
    assertEquals(done.ok, name === "Prelude");
    assert(sandbox.sends(NUMBER) <= 5);
  });
}

/** The steps over a client that is watched. */
function watched(answer: FakeClient["answer"], options: Partial<SignInOptions> = {}) {
  const client = new FakeClient();
  client.answer = answer;
  const time = clock();
  const tickets = new Tickets<unknown>({ secrets: [SECRET], purpose: "sign-in", now: time.now });
  const signIn = new SignIn({ client, tickets, now: time.now, answerTime: 1, ...options });
  return { ...time, client, tickets, signIn };
}

test("SignIn: conceal awaits as many steps for a refused number as for an accepted one", async () => {
  const steps: unknown[] = [];
  for (const reason of [undefined, "blocked_number", "rate_limited", "unrecognized"]) {
    const noted: string[] = [];
    const { client, tickets, advance, now } = watched({
      ok: reason === undefined,
      reason: reason!,
    });
    const note = <T extends object>(object: T, name: keyof T & string) => {
      const method = (object[name] as (...args: unknown[]) => unknown).bind(object);
      Object.assign(object, {
        [name]: (...args: unknown[]) => (noted.push(name), method(...args)),
      });
    };
    for (const name of ["send", "check", "retry"] as const) note(client, name);
    for (const name of ["seal", "open"] as const) note(tickets, name);
    const signIn = new SignIn({ client, tickets, now, conceal: true, answerTime: 1 });
    const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
    await signIn.finish({ ticket, code: "0000" });
    advance(MINUTE);
    await signIn.resend({ ticket });
    steps.push(noted);
  }
  assertEquals(steps[0], ["send", "seal", "open", "check", "open", "retry", "seal"]);
  for (const noted of steps) assertEquals(noted, steps[0]);
});

test("SignIn: conceal shows which limit it was, unless that depends on whose number it is", async () => {
  for (
    const [limitedBy, isShown] of [
      ["callingCodes", true],
      ["perNetwork", true],
      ["total", true],
      ["perNumber", false],
      ["unconfirmed", false],
      [undefined, false],
    ] as const
  ) {
    const refused = { ok: false, reason: "rate_limited", limitedBy };
    const { client, signIn, advance } = watched({ ok: true }, { conceal: true });
    const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
    client.answer = refused;
    advance(MINUTE);
    for (
      const result of [await signIn.start({ phoneNumber: NUMBER }), await signIn.resend({ ticket })]
    ) {
      assertEquals(result.ok, !isShown);
      if (isShown) assertEquals(result as object, refused);
    }
  }
});

test("SignIn: conceal shows in no date how long the call took", async () => {
  const events: string[] = [];
  const note = <Result>(event: string, result: Result) => (events.push(event), result);
  const original = globalThis.setTimeout;
  const { client, tickets, now, advance } = watched({ ok: true });
  const seal = tickets.seal.bind(tickets);
  tickets.seal = (...args) => note("seal", seal(...args));
  client.answer = () => note("call", { ok: false, reason: "blocked_number" });
  const timed = new SignIn({ client, tickets, now, conceal: true, answerTime: 1 });
  globalThis.setTimeout =
    ((...args: Parameters<typeof original>) => note("wait", original(...args))) as typeof original;
  try {
    const { ticket } = sent(await timed.start({ phoneNumber: NUMBER }));
    advance(MINUTE);
    sent(await timed.resend({ ticket }));
  } finally {
    globalThis.setTimeout = original;
  }
  // A timer may fire a little early, and is then set again.
  const order = events.filter((event, index) => event !== events[index - 1]);
  assertEquals(order, ["call", "wait", "seal", "call", "wait", "seal"]);
});

test("SignIn: conceal answers at a tick, with the signal of the call", async () => {
  const { signIn } = watched({ ok: false, reason: "blocked_number" }, {
    conceal: true,
    answerTime: 60_000,
  });
  const reason = new Error("the visitor has gone");
  for (const isLate of [false, true]) {
    const controller = new AbortController();
    const call = rejection(signIn.start({ phoneNumber: NUMBER }, { signal: controller.signal }));
    // Late is when all is done but the waiting: a turn of the event loop is enough for that.
    if (isLate) await new Promise((resolve) => setTimeout(resolve));
    controller.abort(reason);
    assertEquals(await call, reason);
  }
});

test("SignIn: conceal leaves nothing on the caller's signal", async () => {
  const { signIn } = watched({ ok: true }, { conceal: true });
  const { signal } = new AbortController();
  const listeners: string[] = [];
  for (const name of ["addEventListener", "removeEventListener"] as const) {
    const original = signal[name].bind(signal) as (type: string, listener: () => void) => void;
    const value = (type: string, listener: () => void) => {
      listeners.push(`${name} ${type}`);
      original(type, listener);
    };
    Object.defineProperty(signal, name, { value });
  }
  sent(await signIn.start({ phoneNumber: NUMBER }, { signal }));
  assertEquals(listeners, ["addEventListener abort", "removeEventListener abort"]);
});

test("SignIn: without conceal, a refused number is told apart", async () => {
  const { signIn } = watched({ ok: false, reason: "blocked_number" });
  assertEquals(await signIn.start({ phoneNumber: NUMBER }), {
    ok: false,
    reason: "blocked_number",
  });
});

test("SignIn: a ticket that is none of its own is refused, always alike, with no call", async () => {
  const { client, tickets, signIn, advance } = watched({ ok: true });
  const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
  const expiresIn = HOUR;
  const others = new Tickets<unknown>({ secrets: [SECRET], purpose: "change-number" });
  const forged = [
    "",
    "nonsense",
    ticket.slice(0, -1),
    ticket + "A",
    ticket.replace(/^./, (first) => first === "A" ? "B" : "A"),
    await others.seal({ phoneNumber: NUMBER, authenticationUuid: UUID, resends: 0 }, { expiresIn }),
    await tickets.seal({ phoneNumber: NUMBER, authenticationUuid: UUID, resends: 0 }, {
      expiresIn,
      context: "other",
    }),
    await tickets.seal({ userId: 7 }, { expiresIn }),
    await tickets.seal(null, { expiresIn }),
    await tickets.seal("text", { expiresIn }),
    undefined,
    null,
    7,
    {},
  ] as string[];
  const calls = client.calls.length;
  const expired = { ok: false, reason: "expired" } as const;
  for (const one of forged) {
    assertEquals(await signIn.finish({ ticket: one, code: "1234" }), expired);
    assertEquals(await signIn.resend({ ticket: one }), expired);
  }
  advance(10 * MINUTE);
  assertEquals(await signIn.finish({ ticket, code: "1234" }), expired);
  assertEquals(await signIn.resend({ ticket }), expired);
  assertEquals(client.calls.length, calls);
});

test("SignIn: a ticket that is far too long is refused before it is decoded", async () => {
  const { tickets, signIn } = watched({ ok: true });
  let opened = 0;
  tickets.open = () => (opened++, Promise.resolve(undefined));
  for (const [length, isOpened] of [[294, 1], [4_097, 0], [10_000_000, 0]] as const) {
    opened = 0;
    const done = await signIn.finish({ ticket: "A".repeat(length), code: "1234" });
    assertEquals([done, opened], [{ ok: false, reason: "expired" }, isOpened]);
  }
});

test("SignIn: a ticket is good in its context alone", async () => {
  const { signIn, advance } = watched({ ok: true });
  const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER, context: "session-1" }));
  advance(MINUTE);
  for (const context of [undefined, "", "session-2"]) {
    assertEquals(await signIn.finish({ ticket, code: "1234", context }), {
      ok: false,
      reason: "expired",
    });
    assertEquals(await signIn.resend({ ticket, context }), { ok: false, reason: "expired" });
  }
  const again = sent(await signIn.resend({ ticket, context: "session-1" }));
  const done = await signIn.finish({ ticket: again.ticket, code: "1234", context: "session-1" });
  assertEquals(done, { ok: true, phoneNumber: NUMBER });
});

test("SignIn: hands on what anti-fraud and the message need, and nothing of its own", async () => {
  const { client, signIn, advance } = watched({ ok: true });
  const details = { ip: IP, locale: "fr-FR", userAgent: "Example/1.0" };
  const options = { timeout: 5_000 };
  const { ticket } = sent(
    await signIn.start({ ...details, phoneNumber: NUMBER, context: "c" }, options),
  );
  advance(MINUTE);
  await signIn.resend({ ...details, ticket, context: "c" }, options);
  await signIn.finish({ ticket, code: "1234", ip: IP, context: "c" }, options);
  const whose = { phoneNumber: NUMBER, authenticationUuid: UUID };
  assertEquals(client.calls as unknown, [
    { name: "send", input: { ...details, phoneNumber: NUMBER }, options },
    { name: "retry", input: { ...details, ...whose }, options },
    { name: "check", input: { ...whose, checkCode: "1234", ip: IP }, options },
  ]);
});

test("SignIn: what a person can send is a refusal, not an exception", async () => {
  const { client, signIn } = watched({ ok: true });
  const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
  for (const thing of [undefined, null, 7, {}, [], true] as unknown as string[]) {
    assertEquals(await signIn.start({ phoneNumber: thing }), {
      ok: false,
      reason: "invalid_phone_number",
    });
    assertEquals(await signIn.finish({ ticket, code: thing }), { ok: false, reason: "invalid" });
  }
  assertEquals(client.calls.length, 1);
});

test("SignIn: only ok is true signs anybody in", async () => {
  for (
    const reason of [
      "invalid",
      "expired",
      "already_validated",
      "rate_limited",
      "without_attempt",
      "unknown",
      "unrecognized",
    ] as const
  ) {
    for (const conceal of [false, true]) {
      const { client, signIn } = watched({ ok: true }, { conceal });
      const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
      client.answer = { ok: false, reason };
      const done = await signIn.finish({ ticket, code: "1234" });
      assertEquals(done, { ok: false, reason: conceal ? "invalid" : reason });
    }
  }
});

test("SignIn: what is true only in a condition signs nobody in", async () => {
  for (const ok of ["false", "true", 1, {}, []] as unknown as boolean[]) {
    const { client, signIn } = watched({ ok: true });
    const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
    client.answer = { ok, reason: "invalid" };
    assertEquals((await signIn.finish({ ticket, code: "1234" })).ok, false);
  }
});

test("SignIn: the API says when the next code is, unless that is concealed", async () => {
  for (const conceal of [false, true]) {
    const { client, signIn, now, advance } = watched({ ok: true }, { conceal });
    const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
    advance(MINUTE);
    const told = new Date(now() + 90_000);
    client.answer = { ok: true, nextRetryAt: told } as { ok: true };
    const again = sent(await signIn.resend({ ticket }));
    assertEquals(again.nextRetryAt, conceal ? new Date(now() + MINUTE) : told);
    client.answer = { ok: true, remainingRetries: 0 } as { ok: true };
    advance(2 * MINUTE);
    const last = sent(await signIn.resend({ ticket: again.ticket }));
    assertEquals(last.nextRetryAt, conceal ? new Date(now() + 2 * MINUTE) : undefined);
  }
});

test("SignIn: an id that the API does not know is expired", async () => {
  const { sandbox, signIn, code } = open(CLIENTS.Ding!);
  const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
  const typed = code();
  // The sandbox forgets the authentication, as the API does after a while.
  sandbox.reset();
  assertEquals(await signIn.finish({ ticket, code: typed }), { ok: false, reason: "expired" });
  sandbox.advance(MINUTE);
  assertEquals(await signIn.resend({ ticket }), { ok: false, reason: "expired" });
});

test("SignIn: without further codes, the first result says so", async () => {
  const { signIn, advance } = watched({ ok: true }, { resendGaps: [] });
  const started = sent(await signIn.start({ phoneNumber: NUMBER }));
  assertEquals(Object.keys(started).sort(), ["expiresAt", "ok", "phoneNumber", "ticket"]);
  advance(MINUTE);
  assertEquals(await signIn.resend({ ticket: started.ticket }), { ok: false, reason: "no_more" });
});

test("SignIn: two starts for one number have two tickets, alike in nothing but their length", async () => {
  const { signIn } = watched({ ok: true });
  const one = sent(await signIn.start({ phoneNumber: NUMBER }));
  const other = sent(await signIn.start({ phoneNumber: NUMBER }));
  assertNotEquals(one.ticket, other.ticket);
  assertEquals(one.ticket.length, other.ticket.length);
  const same = [...one.ticket].filter((character, at) => character === other.ticket[at]).length;
  assert(same < 40, "nothing in it repeats");
});

test("SignIn: the error of a store comes through every step", async () => {
  const down = new Error("connection refused");
  const store = new SlowStore();
  let isDown = false;
  const guarded = guard(new FakeClient(), {
    ...LIMITS,
    store: { add: (...args) => isDown ? Promise.reject(down) : store.add(...args) },
  });
  const { signIn, advance } = watched({ ok: true }, { client: guarded });
  const { ticket } = sent(await signIn.start({ phoneNumber: NUMBER }));
  advance(MINUTE);
  isDown = true;
  const steps = [
    () => signIn.start({ phoneNumber: NUMBER }),
    () => signIn.resend({ ticket }),
    () => signIn.finish({ ticket, code: "1234" }),
  ];
  for (const step of steps) assertEquals(await rejection(step()), down);
});
