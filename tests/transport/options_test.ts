import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { Ding, type DingCallOptions, type DingOptions, type Fetch } from "@ding-otp/client";
import {
  ACCOUNT,
  CASES,
  KEY,
  makeDing,
  makePrelude,
  NUMBER,
  OPERATIONS,
  rejection,
  UUID,
} from "../support/clients.ts";
import { fakeFetch, hanging, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";
import { ManualClock } from "../support/clock.ts";

const ANSWER = json({
  uuid: UUID,
  authentication_uuid: UUID,
  phone_number: NUMBER,
  status: "pending",
});

/** Values that are no key and no id of an account; none may be repeated in a message. */
const UNSPEAKABLE: unknown[] = [
  undefined,
  null,
  "",
  " ",
  "hunter2 with spaces",
  "hunter2\n",
  "hunter2\r\nx-evil: 1",
  " hunter2",
  "hunter2ключ",
  "hunter2\u0000",
  "hunter2\u00a0",
  42,
  true,
  {},
  ["hunter2"],
  Symbol("hunter2"),
];

const OUT_OF_RANGE: unknown[] = [
  null,
  0,
  -0,
  -1,
  NaN,
  Infinity,
  -Infinity,
  2 ** 31,
  2 ** 31 - 0.5,
  "5",
  {},
  [],
  [5],
  true,
  5n,
];

const NOT_PLAIN_HTTPS: unknown[] = [
  "",
  " ",
  42,
  {},
  "api.ding.live",
  "/v1",
  "//api.ding.live/v1",
  "http://api.ding.live/v1",
  "http://example.com",
  "http://example.com/localhost/",
  "http://example.com/http://localhost/",
  "http://example.com?localhost/",
  "http://localhost.example.com/",
  "http://localhosts/",
  "http://notlocalhost/",
  "http://127.0.0.1.example.com/",
  "http://128.0.0.1/",
  "http://0.0.0.0/",
  "http://10.0.0.1/",
  "http://[::2]/",
  "http://[::ffff:10.0.0.1]/",
  "http://localhost@example.com/",
  "http://localhost:80@example.com/",
  "http://example.com\\@localhost/",
  "http://example.com#@localhost/",
  "ftp://localhost/",
  "ws://localhost/",
  "file:///etc/passwd",
  "data:application/json,{}",
  "javascript:alert(1)",
  "blob:https://example.com/hunter2",
  "https://",
  "https://user:hunter2@example.com/v1",
  "https://hunter2@example.com/v1",
  "https://:hunter2@example.com/v1",
  "http://hunter2@localhost/",
  "http://hunter2:x@app.localhost/",
  "https://example.com/v1?key=hunter2",
  "https://example.com/v1?",
  "https://example.com?hunter2",
  "https://example.com/v1#hunter2",
  "https://example.com/v1#",
  new URL("http://example.com"),
  new URL("https://user:hunter2@example.com/v1"),
];

const BAD_OPTIONS: [name: keyof DingOptions, values: unknown[]][] = [
  ["apiKey", UNSPEAKABLE],
  ["customerUuid", [...UNSPEAKABLE, () => ACCOUNT]],
  ["baseUrl", NOT_PLAIN_HTTPS],
  ["fetch", [null, "fetch", {}, 42, true, Promise.resolve()]],
  ["timeout", OUT_OF_RANGE],
  ["maxAttempts", [...OUT_OF_RANGE, 0.5, 1.5]],
  ["maxResponseBytes", [...OUT_OF_RANGE, 0.5, 1.5]],
];

/** Whether an error is what a program gets that calls wrongly. */
function assertMistake(thrown: unknown, option: string): void {
  assert(
    thrown instanceof TypeError || thrown instanceof RangeError,
    `${option}: ${Object.prototype.toString.call(thrown)}`,
  );
  assertStringIncludes(thrown.message, `"${option}"`);
  for (const secret of ["hunter2", KEY, ACCOUNT]) {
    assert(!`${thrown.message}${thrown.stack}${JSON.stringify(thrown)}`.includes(secret));
  }
  assert(!thrown.message.endsWith("."));
  assertStrictEquals(thrown.cause, undefined);
}

for (const [option, values] of BAD_OPTIONS) {
  const ofDing = option === "apiKey" || option === "customerUuid";
  test(`${ofDing ? "Ding" : "Ding, Prelude"}: a bad ${option} is refused by name, and not shown`, () => {
    for (const make of ofDing ? [makeDing] : [makeDing, makePrelude]) {
      for (const value of values) {
        assertMistake(assertThrows(() => make({ [option]: value })), option);
      }
    }
  });
}

test("Ding: options that are undefined are options that are not there", async () => {
  const { fetch, ...absent } = {
    fetch: fakeFetch(ANSWER),
    baseUrl: undefined,
    timeout: undefined,
    maxAttempts: undefined,
    maxResponseBytes: undefined,
  };
  const ding = makeDing({ ...absent, fetch } as unknown as DingOptions);
  await ding.send({ phoneNumber: NUMBER });
  assertEquals(fetch.sent[0]!.url, "https://api.ding.live/v1/authentication");
});

test("Ding: made without options is a TypeError", () => {
  assertThrows(() => new (Ding as unknown as new () => Ding)(), TypeError);
});

const BASE_URLS: [baseUrl: string | URL, requested: string][] = [
  ["https://api.ding.live/v1", "https://api.ding.live/v1"],
  ["https://api.ding.live/v1/", "https://api.ding.live/v1"],
  ["https://api.ding.live/v1//", "https://api.ding.live/v1"],
  ["https://example.com", "https://example.com"],
  ["https://example.com/", "https://example.com"],
  ["HTTPS://EXAMPLE.com:443/A/b/", "https://example.com/A/b"],
  ["https://example.com:8443/ding/v1", "https://example.com:8443/ding/v1"],
  ["https://example.com/a%20b/c d", "https://example.com/a%20b/c%20d"],
  ["https://bücher.example/v1", "https://xn--bcher-kva.example/v1"],
  ["https://localhost:1/v1", "https://localhost:1/v1"],
  [new URL("https://example.com/v1/"), "https://example.com/v1"],
  ["http://localhost", "http://localhost"],
  ["http://LOCALHOST:8787/v1", "http://localhost:8787/v1"],
  ["http://127.0.0.1:8787/v1", "http://127.0.0.1:8787/v1"],
  ["http://127.1.2.3/v1", "http://127.1.2.3/v1"],
  ["http://127.1/v1", "http://127.0.0.1/v1"],
  ["http://[::1]/v1", "http://[::1]/v1"],
  ["http://[0:0:0:0:0:0:0:1]:8787/v1", "http://[::1]:8787/v1"],
];

test("Ding: https anywhere and http on a loopback host, with the path prefix kept", async () => {
  for (const [baseUrl, requested] of BASE_URLS) {
    const fetch = fakeFetch(ANSWER);
    const ding = makeDing({ baseUrl, fetch });
    await ding.send({ phoneNumber: NUMBER });
    await ding.lookup({ phoneNumber: NUMBER, type: ["cnam"] });
    assertEquals(fetch.sent.map(({ url }) => url), [
      `${requested}/authentication`,
      `${requested}/lookup/%2B33612345678?type=cnam`,
    ]);
  }
});

test("Ding: options are read once, at construction", async () => {
  const baseUrl = new URL("https://example.com/v1");
  const first = fakeFetch(ANSWER);
  const second = fakeFetch(ANSWER);
  const options: Record<string, unknown> = {
    apiKey: KEY,
    customerUuid: ACCOUNT,
    baseUrl,
    fetch: first,
    maxAttempts: 1,
    allowBrowser: true,
  };
  const ding = new Ding(options as unknown as DingOptions);
  Object.assign(options, { apiKey: "x", customerUuid: "y", fetch: second, maxAttempts: 9 });
  baseUrl.hostname = "elsewhere.example";
  await ding.send({ phoneNumber: NUMBER });
  assertEquals(second.sent, []);
  const { url, init } = first.sent[0]!;
  assertEquals(url, "https://example.com/v1/authentication");
  assertEquals(init.headers["x-api-key"], KEY);
  assertEquals(JSON.parse(init.body!).customer_uuid, ACCOUNT);
});

test("Ding: fetch is called without a this, and the global one by its name", async () => {
  const these: unknown[] = [];
  const fetch = function (this: unknown) {
    these.push(this);
    return Promise.resolve(ANSWER({} as never));
  } as Fetch;
  await makeDing({ fetch }).send({ phoneNumber: NUMBER });
  assertEquals(these, [undefined]);

  const ding = makeDing();
  const original = globalThis.fetch;
  const instrumented = fakeFetch(ANSWER);
  globalThis.fetch = instrumented as unknown as typeof globalThis.fetch;
  try {
    await ding.send({ phoneNumber: NUMBER });
  } finally {
    globalThis.fetch = original;
  }
  assertEquals(instrumented.sent.length, 1);
});

/** What describes the body or the connection, which the client or the runtime does. */
const RESERVED = [
  ...["content-type", "content-length", "content-encoding", "content-language", "content-range"],
  ...["content-location", "content-disposition", "content-x", "content-"],
  ...["host", "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade"],
  "expect",
];

const BAD_CALL_OPTIONS: [name: keyof DingCallOptions, values: unknown[]][] = [
  ["customerUuid", UNSPEAKABLE.filter((value) => value !== undefined)],
  ["timeout", OUT_OF_RANGE],
  ["maxAttempts", [...OUT_OF_RANGE, 0.5, 1.5]],
  ["headers", [
    { "x-api-key": "hunter2" },
    { "X-API-KEY": "hunter2" },
    { "content-type": "text/hunter2" },
    { "Content-Type": "application/json" },
    { "content-length": "2" },
    { "Content-Encoding": "hunter2" },
    { "customer-uuid": "hunter2" },
    { "Customer-UUID": "hunter2" },
    { "x-one": "1", "x-Api-key": KEY },
    { "x api key": "hunter2" },
    { "x-api-key ": "hunter2" },
    { "x-api-key\n": "hunter2" },
    { "x-one": "hunter2\r\nx-api-key: 2" },
    { "x-one": "hunter2\u0000" },
    { "": "hunter2" },
    { "x-one": 2 },
    { "x-one": undefined },
    [["x-one", "hunter2"]],
    new Map([["x-one", "hunter2"]]),
    new Set(["hunter2"]),
    new URLSearchParams({ "x-one": "hunter2" }),
    () => {},
    null,
    { "x-one:": "hunter2" },
    { ":x-one": "hunter2" },
    { "x-one: hunter2": "" },
    { "x\u00e9": "hunter2" },
    { "x\u212a": "hunter2" }, // Its lower case is an ASCII letter.
    { "x-one/": "hunter2" },
    { '"x-one"': "hunter2" },
    { "x-one": "hunter2\u007f" },
    { "x-one": "hunter2\t" },
    { "x-one": "hunter2\u001f" },
    { "x-one": null },
    { "x-one": ["hunter2"] },
    ...RESERVED.flatMap((name) => [
      { [name]: "hunter2" },
      { [name.toUpperCase()]: "hunter2" },
      { [name.replace(/\b[a-z]/g, (first) => first.toUpperCase())]: "hunter2" },
    ]),
    new Headers({ "X-Api-Key": "hunter2" }),
    new Headers({ "content-language": "hunter2" }),
  ]],
];

for (const [option, values] of BAD_CALL_OPTIONS) {
  const ofDing = option === "customerUuid" || option === "headers";
  test(`a bad ${option} of a call is refused by name, and nothing is sent`, async () => {
    const fetch = fakeFetch(ANSWER);
    let asked = 0;
    for (const { make, call } of ofDing ? OPERATIONS : CASES) {
      const client = make({ fetch, apiKey: () => `${KEY}${asked++}` });
      for (const value of values) {
        assertMistake(await rejection(call(client, { [option]: value })), option);
      }
    }
    assertEquals([fetch.sent.length, asked], [0, 0]);
  });
}

/** Headers as another library has them: the same by name, but not of the class here. */
class Foreign {
  readonly #pairs: readonly (readonly [string, string])[];
  constructor(pairs: Readonly<Record<string, string>>) {
    this.#pairs = Object.entries(pairs);
  }
  get [Symbol.toStringTag](): string {
    return "Headers";
  }
  [Symbol.iterator](): Iterator<readonly [string, string]> {
    return this.#pairs[Symbol.iterator]();
  }
}

test("headers of a call: what looks like a refused one is none, and Headers are read", async () => {
  const pairs = {
    ...{ "x-host": "1", "hostname": "2", "x-te": "3", "tea": "4", "accept-te": "5" },
    ...{ "x-content-type": "6", "contents": "7", "upgrade-insecure-requests": "8" },
    ...{ "expect-ct": "9", "x-connection": "10", "trailers": "11", "x!#$%&'*+.^_`|~-": " ~" },
  };
  const upper = Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => [name.toUpperCase(), value]),
  );
  const told = new Headers(pairs);
  for (const headers of [pairs, upper, Object.assign(Object.create(null), pairs)]) {
    for (const { make, call, answer } of CASES) {
      const fetch = fakeFetch(json(answer));
      await call(make({ fetch }), { headers });
      const sent = fetch.sent[0]!.init.headers;
      for (const [name, value] of Object.entries(pairs)) assertStrictEquals(sent[name], value);
    }
  }
  for (const headers of [told, new Foreign(upper) as unknown as Headers]) {
    for (const { make, call, answer } of CASES) {
      const fetch = fakeFetch(json(answer));
      await call(make({ fetch }), { headers });
      const sent = fetch.sent[0]!.init.headers;
      for (const name of Object.keys(pairs)) assertStrictEquals(sent[name]?.trim(), told.get(name));
    }
  }
});

test("a call rejects, and does not throw, whatever its options are", async () => {
  const reason = new Error("a getter's own");
  const throwing = {
    get customerUuid() {
      throw reason;
    },
    get timeout() {
      throw reason;
    },
  };
  const fetch = fakeFetch(ANSWER);
  for (const { make, call } of CASES) {
    const client = make({ fetch });
    assertInstanceOf(await rejection(call(client, null as never)), TypeError);
    assertStrictEquals(await rejection(call(client, throwing as never)), reason);
  }
  assertEquals(fetch.sent, []);
});

test("what a program adds to every object is no option", async () => {
  const fetch = fakeFetch(ANSWER);
  Object.defineProperty(Object.prototype, "legacy", {
    value: () => {},
    enumerable: true,
    configurable: true,
  });
  try {
    await makeDing({ fetch, maxAttempts: 2 }).send({ phoneNumber: NUMBER }, { timeout: 5_000 });
    await makePrelude({ fetch }).check({ phoneNumber: NUMBER, checkCode: "1" }).catch(() => {});
  } finally {
    Reflect.deleteProperty(Object.prototype, "legacy");
  }
  assertEquals(fetch.sent.length, 2);
});

test("Ding: a signal that is none is a TypeError, and nothing is sent", async () => {
  const fetch = fakeFetch(ANSWER);
  const ding = makeDing({ fetch });
  for (const signal of [{}, new AbortController(), "abort", 7] as never[]) {
    await assertRejects(() => ding.send({ phoneNumber: NUMBER }, { signal }), TypeError);
  }
  assertEquals(fetch.sent, []);
});

test("the options of a call go before those of the client", async () => {
  const clock = new ManualClock();
  const fetch = fakeFetch(json({}, 429));
  for (const { make, call } of CASES) {
    const client = make({ fetch, clock, timeout: 5_000, maxAttempts: 2 });
    const before = fetch.sent.length;
    await clock.through(rejection(call(client, { timeout: 7_000, maxAttempts: 4 })));
    assertEquals(fetch.sent.length - before, 4);
    await clock.through(rejection(call(client)));
    assertEquals(fetch.sent.length - before, 6);
  }
  const deadlines = clock.asked.filter((asked) => asked >= 5_000);
  assertEquals(deadlines, CASES.flatMap(() => [7_000, 5_000]));
});

test("apiKey: a function is asked at each call, and may give a promise", async () => {
  const keys = ["first_key", "second_key", "third_key"];
  const givers: ((key: string) => string | PromiseLike<string>)[] = [
    (key) => key,
    (key) => Promise.resolve(key),
    (key) => ({ then: (resolve) => Promise.resolve(key).then(resolve) }),
  ];
  for (const give of givers) {
    let asked = 0;
    const fetch = fakeFetch(ANSWER);
    const ding = makeDing({ fetch, apiKey: () => give(keys[asked++]!) });
    assertStrictEquals(asked, 0);
    for (const _ of keys) await ding.send({ phoneNumber: NUMBER });
    assertEquals(fetch.sent.map(({ init }) => init.headers["x-api-key"]), keys);
  }
});

test("apiKey: a function is asked once a call, however many attempts it makes", async () => {
  const clock = new ManualClock();
  let asked = 0;
  const fetch = fakeFetch(json({}, 503));
  const ding = makeDing({ fetch, clock, apiKey: () => `${KEY}${asked++}` });
  await clock.through(rejection(ding.status({ authenticationUuid: UUID })));
  assertEquals([fetch.sent.length, asked], [3, 1]);
});

test("apiKey: a function is not asked for what is not sent", async () => {
  let asked = 0;
  const ding = makeDing({ fetch: fakeFetch(ANSWER), apiKey: () => `${KEY}${asked++}` });
  await ding.send({ phoneNumber: "nobody" });
  await ding.check({ authenticationUuid: UUID, checkCode: " " });
  await rejection(ding.send({ phoneNumber: NUMBER }, { signal: AbortSignal.abort() }));
  assertStrictEquals(asked, 0);
});

test("apiKey: what a function throws comes through untouched, and nothing is sent", async () => {
  for (const reason of [new Error("vault sealed"), "text", null, undefined, 7]) {
    const throwing = () => {
      throw reason;
    };
    for (const apiKey of [throwing, () => Promise.reject(reason)]) {
      for (const { make, call } of CASES) {
        const clock = new ManualClock();
        const fetch = fakeFetch(ANSWER);
        const thrown = await rejection(call(make({ fetch, clock, apiKey, maxAttempts: 3 })));
        assertStrictEquals(thrown, reason);
        assertEquals([fetch.sent.length, clock.pending], [0, 0]);
      }
    }
  }
});

test("apiKey: a function that gives no key is a TypeError, and nothing is sent", async () => {
  for (const junk of UNSPEAKABLE as string[]) {
    for (const apiKey of [() => junk, () => Promise.resolve(junk)]) {
      const clock = new ManualClock();
      const fetch = fakeFetch(ANSWER);
      const call = makeDing({ fetch, clock, apiKey }).lookup({ phoneNumber: NUMBER });
      assertMistake(await rejection(call), "apiKey");
      assertEquals([fetch.sent.length, clock.pending], [0, 0]);
    }
  }
});

test("apiKey: a function that hangs ends with the deadline, and nothing is sent", async () => {
  for (const { make, call, name } of CASES) {
    const clock = new ManualClock();
    const fetch = fakeFetch(hanging);
    let give = (_: string) => {};
    const promise = new Promise<string>((resolve) => give = resolve);
    const thrown = rejection(call(make({ fetch, clock, apiKey: () => promise })));
    await clock.waiting(1);
    clock.advance(10_000);
    const { code, operation, outcome, attempts } = await thrown as never;
    assertEquals({ code, operation, outcome, attempts }, {
      code: "timeout",
      operation: name,
      outcome: "not_applied",
      attempts: 0,
    });
    give(KEY);
    await promise;
    assertEquals([fetch.sent.length, clock.pending], [0, 0]);
  }
});
