/** Wrong options: an error at construction that names the option, and never repeats the value. */
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import {
  guard,
  type GuardOptions,
  MemoryStore,
  SignIn,
  type SignInOptions,
  Tickets,
  type TicketsOptions,
} from "@ding-otp/client/sign-in";
import { FakeClient, HOUR, NUMBER, rejection, SECRET, test } from "./support.ts";

const LIMIT = { limit: 5, period: HOUR };
const count = "a whole number from 1 to 100,000,000";
const codes = 'an array of calling codes such as "+33"';
const secret = "a string or a Uint8Array; is its environment variable set?";
/** In every wrong value that can hold it, so that a message that repeats one is found. */
const MARK = "7391";

const GUARD: readonly (readonly [string, unknown, string, string, ErrorConstructor])[] = [
  ...["perNumber", "perNetwork", "unconfirmed", "total"].flatMap((name) => [
    ...[0, -7391, 0.7391, NaN, Infinity, 100_000_001, MARK, null, undefined].map((limit) =>
      [name, { ...LIMIT, limit }, `${name}.limit`, count, RangeError] as const
    ),
    ...[0, 60, 999, -7391, 0.7391, NaN, Infinity, 31_622_400_001, MARK, null].map((period) =>
      [
        name,
        { ...LIMIT, period },
        `${name}.period`,
        "a whole number from 1,000 to 31,622,400,000",
        RangeError,
      ] as const
    ),
    [name, [LIMIT, {}], `${name}.limit`, count, RangeError] as const,
    [name, 7391, name, "an object, not number", TypeError] as const,
    [name, [null], name, "an object, not null", TypeError] as const,
    [name, null, name, "an object, not null", TypeError] as const,
  ]),
  [
    "perNumber",
    { ...LIMIT, wrongChecks: 0 },
    "perNumber.wrongChecks",
    "a whole number from 1 to 200,000,000",
    RangeError,
  ],
  [
    "perNetwork",
    { ...LIMIT, wrongChecks: MARK },
    "perNetwork.wrongChecks",
    "a whole number from 1 to 200,000,000",
    RangeError,
  ],
  [
    "unconfirmed",
    { ...LIMIT, digits: 0 },
    "unconfirmed.digits",
    "a whole number from 1 to 15",
    RangeError,
  ],
  [
    "unconfirmed",
    { ...LIMIT, digits: 16 },
    "unconfirmed.digits",
    "a whole number from 1 to 15",
    RangeError,
  ],
  ...[
    "+33",
    [],
    ["33"],
    ["+"],
    ["+0"],
    ["+3"],
    ["+21"],
    ["FR"],
    ["+33 "],
    ["+33", "+7391x"],
    [null],
    {},
    null,
  ]
    .map((value) => ["callingCodes", value, "callingCodes", codes, TypeError] as const),
  ["store", {}, "store", "an object with a method add", TypeError],
  ["store", null, "store", "an object with a method add", TypeError],
  ["secret", "7391".repeat(7), "secret", "at least 32 bytes long", RangeError],
  ["secret", new Uint8Array(31), "secret", "at least 32 bytes long", RangeError],
  ["secret", 7391, "secret", secret, TypeError],
  ["secret", null, "secret", secret, TypeError],
  ["onStoreError", MARK, "onStoreError", '"reject" or "allow"', TypeError],
  ...[0, -1, NaN, Infinity, 2 ** 31, "10"].map((value) =>
    ["timeout", value, "timeout", "a whole number from 1 to 2,147,483,647", RangeError] as const
  ),
];

test("guard: each wrong option is refused by its name", () => {
  for (const [option, value, named, wanted, Class] of GUARD) {
    const make = () => guard(new FakeClient(), { total: LIMIT, [option]: value } as GuardOptions);
    assertRefused(make, `Cannot use "options.${named}": it must be ${wanted}`, Class);
  }
});

/** Options with a name that is none, and what it is called. */
const MISNAMED: [options: Record<string, unknown>, name: string, hint: string][] = [
  [{ perNumer: LIMIT }, "perNumer", '; did you mean "perNumber"?'],
  [{ total: LIMIT, perNetWorks: LIMIT }, "perNetWorks", '; did you mean "perNetwork"?'],
  [{ total: LIMIT, on_store_error: "allow" }, "on_store_error", '; did you mean "onStoreError"?'],
  [{ total: LIMIT, maxMessages: 5 }, "maxMessages", ""],
  [{ total: LIMIT, "+33": 5 }, "options", ""],
  [{ total: { ...LIMIT, wrongChecks: 5 } }, "wrongChecks", ""],
  [{ total: { ...LIMIT, digits: 5 } }, "digits", ""],
  [{ perNumber: { ...LIMIT, wrongCheck: 5 } }, "wrongCheck", '; did you mean "wrongChecks"?'],
  [{ unconfirmed: [{ ...LIMIT, digit: 5 }] }, "digit", '; did you mean "digits"?'],
];

test("guard: a limit with a typo in its name is refused, not left out", () => {
  for (const [options, name, hint] of MISNAMED) {
    const make = () => guard(new FakeClient(), options as GuardOptions);
    assertRefused(make, `Cannot use "${name}": it is not known${hint}`, TypeError);
  }
});

test("guard: without any limit it is refused, as it would guard nothing", () => {
  const message =
    'Cannot use "options": it must be an object with at least one limit, such as perNumber';
  for (const options of [{}, { timeout: 1_000 }, { total: [] }, { perNumber: undefined }]) {
    assertRefused(() => guard(new FakeClient(), options), message, TypeError);
  }
  for (const options of [undefined, null, 7]) {
    const make = () => guard(new FakeClient(), options as never);
    const type = options === undefined ? "undefined" : options === null ? "null" : "number";
    assertRefused(make, `Cannot use "options": it must be an object, not ${type}`, TypeError);
  }
});

test("guard: right options are right up to their bounds", () => {
  const client = new FakeClient();
  for (const limit of [1, 100_000_000]) guard(client, { total: { limit, period: HOUR } });
  for (const period of [1_000, 31_622_400_000]) guard(client, { total: { limit: 1, period } });
  for (const digits of [1, 15]) guard(client, { unconfirmed: { ...LIMIT, digits } });
  for (const wrongChecks of [1, 200_000_000]) {
    guard(client, { perNumber: { ...LIMIT, wrongChecks } });
  }
  for (const timeout of [1, 2 ** 31 - 1]) guard(client, { timeout, total: LIMIT });
  guard(client, { secret: SECRET, onStoreError: "reject", total: [LIMIT] });
  guard(client, { secret: new Uint8Array(32), callingCodes: ["+1", "+1212", "+7", "+33", "+380"] });
});

test("guard: of two digits, only what is a country code is a calling code", () => {
  // ITU-T E.164.D: assigned country codes of two digits.
  const assigned =
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 " +
    "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";
  const accepted: number[] = [];
  for (let code = 20; code < 100; code++) {
    // Those that begin with 1 or 7 are area codes of +1 and +7.
    if (String(code).startsWith("7")) continue;
    try {
      guard(new FakeClient(), { callingCodes: [`+${code}`] });
      accepted.push(code);
    } catch {
      // Not a calling code.
    }
  }
  assertEquals(accepted.join(" "), assigned);
});

test("guard: what is no client is refused", () => {
  for (const client of [undefined, null, {}, { send: true }]) {
    const make = () => guard(client as never, {});
    assertRefused(
      make,
      'Cannot use "client": it must be a client, such as new Prelude()',
      TypeError,
    );
  }
});

test("guard: a wrong timeout of a call is refused, and nothing is sent", async () => {
  const client = new FakeClient();
  const otp = guard(client, { total: LIMIT });
  for (const timeout of [0, -1, NaN, Infinity, 2 ** 31]) {
    const error = await rejection(otp.send({ phoneNumber: NUMBER }, { timeout }));
    assertInstanceOf(error, RangeError);
    assert(error.message.startsWith('Cannot use "options.timeout": '));
  }
  assertEquals(client.calls.length, 0);
});

test("guard: options are read once", async () => {
  const callingCodes = ["+33"];
  const perNumber = { ...LIMIT };
  const key = new Uint8Array(32);
  const otp = guard(new FakeClient(), { callingCodes, perNumber, secret: key });
  assert((await otp.send({ phoneNumber: NUMBER })).ok);
  callingCodes[0] = "+49";
  perNumber.limit = 1;
  key.fill(1);
  assert((await otp.send({ phoneNumber: NUMBER })).ok);
});

test("MemoryStore: wrong options are refused", () => {
  for (const maxKeys of [0, -1, 0.5, NaN, 10_000_001, "5"]) {
    const make = () => new MemoryStore({ maxKeys: maxKeys as number });
    const wanted = "a whole number from 1 to 10,000,000";
    assertRefused(make, `Cannot use "options.maxKeys": it must be ${wanted}`, RangeError);
  }
});

const secrets = [SECRET];
const TICKETS: readonly [object, string, string, ErrorConstructor][] = [
  [{ purpose: "p" }, "secrets", "an array of at least one secret", TypeError],
  [{ purpose: "p", secrets: [] }, "secrets", "an array of at least one secret", TypeError],
  [{ purpose: "p", secrets: SECRET }, "secrets", "an array of at least one secret", TypeError],
  [{ purpose: "p", secrets: [undefined] }, "secrets[0]", secret, TypeError],
  [
    { purpose: "p", secrets: [SECRET, "7391".repeat(7) + "abc"] },
    "secrets[1]",
    "at least 32 bytes long",
    RangeError,
  ],
  [
    { purpose: "p", secrets: [SECRET, new Uint8Array(31)] },
    "secrets[1]",
    "at least 32 bytes long",
    RangeError,
  ],
  [{ secrets }, "purpose", "a string, not empty", TypeError],
  [{ secrets, purpose: "" }, "purpose", "a string, not empty", TypeError],
  [{ secrets, purpose: 7391 }, "purpose", "a string, not empty", TypeError],
];

test("Tickets: each wrong option is refused by its name", () => {
  for (const [options, named, wanted, Class] of TICKETS) {
    const make = () => new Tickets(options as TicketsOptions);
    assertRefused(make, `Cannot use "options.${named}": it must be ${wanted}`, Class);
  }
});

test("Tickets: a secret counts by its bytes", () => {
  new Tickets({ secrets: ["é".repeat(16)], purpose: "p" });
});

test("Tickets: a ticket that could not expire is not sealed", async () => {
  const tickets = new Tickets({ secrets, purpose: "p" });
  for (const expiresIn of [0, -7391, 0.5, NaN, Infinity, 31_622_400_001, MARK, undefined]) {
    const error = await rejection(tickets.seal({}, { expiresIn: expiresIn as number }));
    assertInstanceOf(error, RangeError);
    const wanted = "a whole number from 1 to 31,622,400,000";
    assertEquals(error.message, `Cannot use "options.expiresIn": it must be ${wanted}`);
  }
});

test("Tickets: what JSON cannot hold is not sealed", async () => {
  const tickets = new Tickets({ secrets, purpose: "p" });
  for (const state of [undefined, () => {}, Symbol("s")]) {
    const { message } = await rejection(tickets.seal(state, { expiresIn: 1 }));
    assertEquals(message, 'Cannot use "state": it must be a value that JSON can hold');
  }
  assertInstanceOf(await rejection(tickets.seal(1n, { expiresIn: 1 })), TypeError);
});

test("Tickets: a context that is no string is a mistake of the program", async () => {
  const tickets = new Tickets({ secrets, purpose: "p" });
  const ticket = await tickets.seal({}, { expiresIn: HOUR });
  for (const context of [null, 7391, {}] as unknown as string[]) {
    const calls = [tickets.seal({}, { expiresIn: 1, context }), tickets.open(ticket, { context })];
    for (const { message } of await Promise.all(calls.map(rejection))) {
      assertEquals(message, 'Cannot use "options.context": it must be a string');
    }
  }
});

test("SignIn: each wrong option is refused by its name", () => {
  const tickets = new Tickets({ secrets, purpose: "sign-in" });
  const right = { client: new FakeClient(), tickets };
  const period = "a whole number from 1 to 31,622,400,000";
  for (
    const [wrong, named, wanted, Class] of [
      [{ client: undefined }, "client", "a client, such as new Prelude()", TypeError],
      [{ tickets: undefined }, "tickets", "an instance of Tickets", TypeError],
      [{ conceal: "yes" }, "conceal", "true or false", TypeError],
      [{ answerTime: 0 }, "answerTime", "a whole number from 1 to 60,000", RangeError],
      [{ answerTime: 60_001 }, "answerTime", "a whole number from 1 to 60,000", RangeError],
      [{ resendGaps: 30_000 }, "resendGaps", "an array of milliseconds", TypeError],
      [
        { resendGaps: [1, -1] },
        "resendGaps[1]",
        "a whole number from 0 to 31,622,400,000",
        RangeError,
      ],
      [{ expiresIn: 0 }, "expiresIn", period, RangeError],
      [{ expiresIn: "600000" }, "expiresIn", period, RangeError],
    ] as const
  ) {
    const make = () => new SignIn({ ...right, ...wrong } as unknown as SignInOptions);
    assertRefused(make, `Cannot use "options.${named}": it must be ${wanted}`, Class);
  }
});

test("SignIn: an option with a typo in its name is refused, not left out", () => {
  const right = { client: new FakeClient(), tickets: new Tickets({ secrets, purpose: "sign-in" }) };
  for (const [given, hint] of [["concealed", '; did you mean "conceal"?'], ["limits", ""]]) {
    const make = () => new SignIn({ ...right, [given!]: true } as SignInOptions);
    assertRefused(make, `Cannot use "${given}": it is not known${hint}`, TypeError);
  }
});

test("SignIn: a step without its input is a TypeError that says so", async () => {
  const tickets = new Tickets({ secrets, purpose: "sign-in" });
  const signIn = new SignIn({ client: new FakeClient(), tickets });
  for (const step of ["start", "resend", "finish"] as const) {
    for (const input of [undefined, null, "+33612345678"] as never[]) {
      const error = await rejection(signIn[step](input));
      assertInstanceOf(error, TypeError);
      assert(error.message.startsWith('Cannot use "input": it must be an object, not '));
    }
  }
});

test("guard: a call without its input is a TypeError that says so", async () => {
  const otp = guard(new FakeClient(), { total: LIMIT });
  for (const name of ["send", "check", "retry"] as const) {
    const error = await rejection((otp[name] as () => Promise<unknown>)());
    assertInstanceOf(error, TypeError);
    assertEquals(error.message, 'Cannot use "input": it must be an object, not undefined');
  }
});

test("guard: an ip that every object inherits is not sent", async () => {
  const client = new FakeClient();
  const prototype = Object.prototype as { ip?: string };
  prototype.ip = "203.0.113.7";
  try {
    await guard(client, { total: LIMIT }).send({ phoneNumber: "+33612345678" });
  } finally {
    delete prototype.ip;
  }
  assertEquals(Object.hasOwn(client.calls[0]!.input, "ip"), false);
});

/** What needs a clock, made with one. */
const WITH_CLOCK: Record<string, (now: () => number) => unknown> = {
  SignIn: (now) => {
    const tickets = new Tickets({ secrets, purpose: "sign-in" });
    return new SignIn({ client: new FakeClient(), tickets, now });
  },
  Tickets: (now) => new Tickets({ secrets, purpose: "sign-in", now }),
  MemoryStore: (now) => new MemoryStore({ now }),
};

test("a clock that returns no number, such as a Date of the sandbox, is refused", () => {
  const wanted = "a function that returns milliseconds since 1970";
  for (const make of Object.values(WITH_CLOCK)) {
    for (const now of [() => new Date(), () => undefined, () => NaN, 7, null] as never[]) {
      assertRefused(() => make(now), `Cannot use "options.now": it must be ${wanted}`, TypeError);
    }
    make(() => 0);
  }
});

test("the default clock is looked up for each reading, so fake timers work at any time", async () => {
  const tickets = new Tickets({ secrets, purpose: "sign-in" });
  const ticket = await tickets.seal("state", { expiresIn: HOUR });
  const { now } = Date;
  Date.now = () => now() + HOUR;
  try {
    assertEquals(await tickets.open(ticket), undefined);
  } finally {
    Date.now = now;
  }
  assertEquals(await tickets.open(ticket), "state");
});

test("guard: an ip that is no address counts as no address, and is not sent", async () => {
  const rows: [ip: unknown, sent: string | undefined][] = [
    ["203.0.113.7", "203.0.113.7"],
    ["2001:DB8::1", "2001:db8::1"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["unknown", undefined],
    ["203.0.113.7:80", undefined],
    ["", undefined],
    [7, undefined],
    [undefined, undefined],
  ];
  for (const [ip, sent] of rows) {
    const client = new FakeClient();
    const otp = guard(client, { total: LIMIT });
    await otp.send({ phoneNumber: "+33612345678", ip: ip as string });
    assertEquals(client.calls[0]!.input.ip, sent);
  }
});

function assertRefused(make: () => unknown, message: string, Class: ErrorConstructor): void {
  let thrown: unknown;
  try {
    make();
  } catch (error) {
    thrown = error;
  }
  assertInstanceOf(thrown, Class);
  assertEquals(thrown.message, message);
  assert(!thrown.message.includes(MARK));
}
