/** The messages for invalid arguments: which one, what it must be, how to fix it. Each is tested word for word. */
import { assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import {
  type CallOptions,
  Ding,
  type DingOptions,
  Prelude,
  type PreludeOptions,
} from "@ding-otp/client";
import {
  ACCOUNT,
  ID,
  KEY,
  makeDing,
  makePrelude,
  NUMBER,
  rejection,
  UUID,
} from "../support/clients.ts";
import { fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

const allowBrowser = "document" in globalThis;
const ENVIRONMENT = "is its environment variable set?";
const MAX = 2_147_483_647;
const BASE_URL = 'Cannot use "baseUrl": it must be an absolute https: URL (http: on a loopback ' +
  "host) without credentials, query or fragment";
const HEADERS = 'Cannot use "headers": it must map HTTP field names to strings of printable ASCII';

/** What a test passes in although the types forbid it. */
type Wrong = Readonly<Record<string, unknown>>;

/** Each row: an option of a client, the message, and the class if it is not `TypeError`. */
const DING_OPTIONS: [options: Wrong, message: string, Class?: ErrorConstructor][] = [
  [
    { apiKey: undefined },
    `Cannot use "apiKey": it must be a string, not undefined; ${ENVIRONMENT}`,
  ],
  [
    { apiKey: undefined, apiToken: KEY },
    'Cannot use "apiKey": it must be a string, not undefined; "apiToken" is an option of Prelude',
  ],
  [{ apiKey: null }, `Cannot use "apiKey": it must be a string, not null; ${ENVIRONMENT}`],
  [{ apiKey: 7 }, `Cannot use "apiKey": it must be a string, not number; ${ENVIRONMENT}`],
  [{ apiKey: "" }, `Cannot use "apiKey": it must not be empty; ${ENVIRONMENT}`],
  [
    { apiKey: `${KEY}\n` },
    'Cannot use "apiKey": it must be visible ASCII, without spaces or line breaks',
  ],
  [
    { customerUuid: undefined },
    `Cannot use "customerUuid": it must be a string, not undefined; ${ENVIRONMENT}`,
  ],
  [{ customerUuid: "" }, `Cannot use "customerUuid": it must not be empty; ${ENVIRONMENT}`],
  [
    { customerUuid: ` ${ACCOUNT}` },
    'Cannot use "customerUuid": it must be visible ASCII, without spaces or line breaks',
  ],
  [{ baseUrl: "" }, 'Cannot use "baseUrl": it must not be empty; leave it out for the default'],
  ...[
    "/v1",
    "api.example.com/v1",
    "http://api.example.com/v1",
    "ftp://api.example.com",
    "https://user:password@api.example.com",
    "https://api.example.com/v1?key=value",
    "https://api.example.com/v1?",
    "https://api.example.com/v1#",
    null,
  ].map((baseUrl): [Wrong, string] => [{ baseUrl }, BASE_URL]),
  [{ fetch: {} }, 'Cannot use "fetch": it must be a function, not object'],
  [{ fetch: null }, 'Cannot use "fetch": it must be a function, not null'],
  [
    { timeout: "5000" },
    'Cannot use "timeout": it must be a number of milliseconds, not string',
  ],
  ...[0, -1, 0.5, NaN, Infinity, MAX + 1].map((timeout): [Wrong, string, ErrorConstructor] => [
    { timeout },
    `Cannot use "timeout": it must be a number of milliseconds from 1 to ${MAX}`,
    RangeError,
  ]),
  ...["maxAttempts", "maxResponseBytes"].flatMap((name) =>
    [0, 1.5, NaN, Infinity, MAX + 1].map((value): [Wrong, string, ErrorConstructor] => [
      { [name]: value },
      `Cannot use "${name}": it must be a whole number from 1 to ${MAX}`,
      RangeError,
    ])
  ),
];

test("messages: each option of a client", () => {
  for (const [options, message, Class = TypeError] of DING_OPTIONS) {
    const error = thrownBy(() => makeDing(options as Partial<DingOptions>));
    assertInstanceOf(error, Class);
    assertStrictEquals(error.message, message);
  }
});

test("messages: no options, and the token of Prelude", () => {
  const rows: [make: () => unknown, message: string][] = [
    [() => new Ding(undefined!), 'Cannot use "options": it must be an object, not undefined'],
    [
      () => new Prelude([] as unknown as PreludeOptions),
      'Cannot use "options": it must be an object, not array',
    ],
    [
      () => new Prelude({ allowBrowser } as PreludeOptions),
      `Cannot use "apiToken": it must be a string, not undefined; ${ENVIRONMENT}`,
    ],
    [
      () => new Prelude({ allowBrowser, apiKey: undefined } as unknown as PreludeOptions),
      `Cannot use "apiToken": it must be a string, not undefined; ${ENVIRONMENT}`,
    ],
    [
      () => new Prelude({ allowBrowser, apiKey: KEY } as unknown as PreludeOptions),
      'Cannot use "apiToken": it must be a string, not undefined; "apiKey" is an option of Ding',
    ],
  ];
  for (const [make, message] of rows) {
    const error = thrownBy(make);
    assertInstanceOf(error, TypeError);
    assertStrictEquals(error.message, message);
  }
});

/** Each row: an option of a call, the message, and the class if it is not `TypeError`. */
const CALL_OPTIONS: [options: unknown, message: string, Class?: ErrorConstructor][] = [
  [null, 'Cannot use "options": it must be an object, not null'],
  [
    { timeout: 0 },
    `Cannot use "timeout": it must be a number of milliseconds from 1 to ${MAX}`,
    RangeError,
  ],
  [
    { maxAttempts: 1.5 },
    `Cannot use "maxAttempts": it must be a whole number from 1 to ${MAX}`,
    RangeError,
  ],
  [{ headers: "x-trace: 1" }, 'Cannot use "headers": it must be an object, not string'],
  ...["x-api-key", "customer-uuid", "content-type", "content-length"].map((
    name,
  ): [unknown, string] => [
    { headers: { [name.toUpperCase()]: "x" } },
    `Cannot use "headers": it must not include "${name}"; it is reserved`,
  ]),
  [{ headers: { "x trace": "1" } }, HEADERS],
  [{ headers: { "x-trace: 1": "" } }, HEADERS],
  [{ headers: { "": "1" } }, HEADERS],
  [{ headers: { "x-trace": 1 } }, HEADERS],
  [{ headers: { "x-trace": "1\r\nx-other: 2" } }, HEADERS],
  [{ headers: { "x-trace": "né" } }, HEADERS],
];

test("messages: each option of a call", async () => {
  const ding = makeDing({ fetch: fakeFetch(json({})) });
  for (const [options, message, Class = TypeError] of CALL_OPTIONS) {
    const error = await rejection(ding.send({ phoneNumber: NUMBER }, options as CallOptions));
    assertInstanceOf(error, Class);
    assertStrictEquals(error.message, message);
  }
});

const ID_HINT = "pass what `send` returned, from the person's session";

/** Each row: a call of either client with a wrong input, and the message. */
const INPUTS: [call: (ding: Ding, prelude: Prelude) => Promise<unknown>, message: string][] = [
  [(ding) => ding.send(undefined!), 'Cannot use "input": it must be an object, not undefined'],
  [
    (ding) => ding.send(NUMBER as never),
    'Cannot use "input": it must be an object, not string',
  ],
  [(ding) => ding.send({} as never), 'Cannot use "phoneNumber": it is missing'],
  [(_, prelude) => prelude.send({} as never), 'Cannot use "phoneNumber": it is missing'],
  [(_, prelude) => prelude.lookup({} as never), 'Cannot use "phoneNumber": it is missing'],
  [
    (_, prelude) => prelude.check({ checkCode: "1" } as never),
    'Cannot use "phoneNumber": it is missing',
  ],
  [
    (_, prelude) => prelude.check({ phoneNumber: NUMBER, code: "123456" } as never),
    'Cannot use "checkCode": it is missing',
  ],
  [
    (ding) => ding.check({ authenticationUuid: UUID } as never),
    'Cannot use "checkCode": it is missing',
  ],
  [
    (ding) => ding.send({ phoneNumber: NUMBER, locale: 7 as never }),
    'Cannot use "locale": it must be a string, not number',
  ],
  [
    (ding) => ding.send({ phoneNumber: NUMBER, isReturningUser: "yes" as never }),
    'Cannot use "isReturningUser": it must be a boolean, not string',
  ],
  [
    (ding) => ding.check({ checkCode: "1" } as never),
    `Cannot use "authenticationUuid": it must be a string, not undefined; ${ID_HINT}`,
  ],
  [
    (ding) => ding.retry({ authenticationUuid: "" }),
    `Cannot use "authenticationUuid": it must not be empty; ${ID_HINT}`,
  ],
  [
    (ding) => ding.status({ authenticationUuid: ".." }),
    'Cannot use "authenticationUuid": it must not be "." or ".."',
  ],
  [
    (ding) => ding.lookup({ phoneNumber: NUMBER, type: "cnam" as never }),
    'Cannot use "type": it must be an array of strings, not string',
  ],
  [
    (_, prelude) => prelude.send({ phoneNumber: NUMBER, variables: "x" as never }),
    'Cannot use "variables": it must be an object, not string',
  ],
  [
    (_, prelude) => prelude.send({ phoneNumber: NUMBER, emailAddress: "a@example.com" } as never),
    'Cannot use "emailAddress": it must not be passed with "phoneNumber"',
  ],
];

/** Each row: the name of an option as somebody typed it, and the option. */
const TYPOS: [typed: string, name: string][] = [
  ["timeuot", "timeout"],
  ["timeOut", "timeout"],
  ["timeoutMs", "timeout"],
  ["max_attempts", "maxAttempts"],
  ["maxAttempt", "maxAttempts"],
  ["fech", "fetch"],
  ["baseURL", "baseUrl"],
  ["base-url", "baseUrl"],
  ["baseUri", "baseUrl"],
  ["allowHTTP", "allowHttp"],
  ["api_token", "apiToken"],
  ["apikey", "apiKey"],
  ["customerUUID", "customerUuid"],
  ["customerId", "customerUuid"],
  ["headers2", "headers"],
  ["Signal", "signal"],
];

test("messages: the key's own name with a typo in it", () => {
  const rows: [make: () => unknown, typed: string, name: string][] = [
    [() => new Prelude({ allowBrowser, api_token: KEY } as never), "api_token", "apiToken"],
    [() => new Prelude({ allowBrowser, apiTokn: KEY } as never), "apiTokn", "apiToken"],
    [
      () => new Ding({ allowBrowser, apikey: KEY, customerUuid: ACCOUNT } as never),
      "apikey",
      "apiKey",
    ],
  ];
  for (const [make, typed, name] of rows) {
    const error = thrownBy(make);
    assertInstanceOf(error, TypeError);
    assertStrictEquals(
      error.message,
      `Cannot use "${typed}": it is not known; did you mean "${name}"?`,
    );
  }
});

test("messages: every option is known, and is not without its last letter", () => {
  const all = {
    ...{ apiToken: KEY, apiKey: KEY, customerUuid: ACCOUNT, allowBrowser, allowHttp: false },
    ...{ baseUrl: undefined, fetch: undefined, timeout: 1, maxAttempts: 1, maxResponseBytes: 1 },
  };
  new Prelude(all);
  for (const name of Object.keys(all)) {
    const typed = name.slice(0, -1);
    const error = thrownBy(() => new Prelude({ ...all, [typed]: 1 }));
    assertInstanceOf(error, TypeError);
    assertStrictEquals(
      error.message,
      `Cannot use "${typed}": it is not known; did you mean "${name}"?`,
    );
  }
});

/** Names that are far from ours, such as the options of other SDKs, and what the message calls them. */
const FOREIGN_NAMES: [given: string, named: string][] = [
  ["maxRetries", "maxRetries"],
  ["httpAgent", "httpAgent"],
  ["queryKey", "queryKey"],
  ["x", "x"],
  ["", "options"],
  ["0", "options"],
  ["a b", "options"],
  ["sk_live_7Qm2xV9tLw4R", "options"],
  ["a".repeat(33), "options"],
];

test("messages: the name of an option with a typo in it", async () => {
  const fetch = fakeFetch(json({}));
  for (const [typed, name] of TYPOS) {
    const message = `Cannot use "${typed}": it is not known; did you mean "${name}"?`;
    for (const make of [makeDing, makePrelude]) {
      const isOfCall = ["timeout", "maxAttempts", "headers", "signal", "customerUuid"].includes(
        name,
      );
      const isOfClient = name !== "headers" && name !== "signal";
      const call = () => make({ fetch }).send({ phoneNumber: NUMBER }, { [typed]: 1 } as never);
      const errors = [
        ...isOfClient ? [thrownBy(() => make({ fetch, [typed]: undefined }))] : [],
        ...isOfCall ? [await rejection(call())] : [],
      ];
      for (const error of errors) {
        assertInstanceOf(error, TypeError);
        assertStrictEquals(error.message, message);
      }
    }
  }
  assertEquals(fetch.sent.length, 0);
});

test("messages: the name of an option that is none", async () => {
  const fetch = fakeFetch(json({}));
  for (const [given, named] of FOREIGN_NAMES) {
    for (const make of [makeDing, makePrelude]) {
      const made = thrownBy(() => make({ fetch, [given]: undefined }));
      const call = make({ fetch }).send({ phoneNumber: NUMBER }, { [given]: 1 } as never);
      for (const error of [made, await rejection(call)]) {
        assertInstanceOf(error, TypeError);
        assertStrictEquals(error.message, `Cannot use "${named}": it is not known`);
      }
    }
  }
  assertEquals(fetch.sent.length, 0);
});

test("messages: one object may have the options of both clients", () => {
  const options = { apiKey: KEY, apiToken: KEY, customerUuid: ACCOUNT, allowBrowser };
  assertInstanceOf(new Prelude(options), Prelude);
  assertInstanceOf(new Ding(options), Ding);
});

test("messages: an option of a call is none of a client, and the other way round", async () => {
  const fetch = fakeFetch(json({}));
  for (const make of [makeDing, makePrelude]) {
    for (const name of ["headers", "signal"]) {
      const error = thrownBy(() => make({ fetch, [name]: undefined }));
      assertInstanceOf(error, TypeError);
      assertStrictEquals(error.message, `Cannot use "${name}": it is not known`);
    }
    for (const name of ["fetch", "allowHttp", "apiToken", "apiKey"]) {
      const error = await rejection(make({ fetch }).send({ phoneNumber: NUMBER }, { [name]: 1 }));
      assertInstanceOf(error, TypeError);
      assertStrictEquals(error.message, `Cannot use "${name}": it is not known`);
    }
  }
  assertEquals(fetch.sent.length, 0);
});

test("messages: what the vendor's SDK nests is not ignored", async () => {
  const fetch = fakeFetch(json({ id: ID, status: "success" }));
  for (const name of ["target", "options", "signals", "metadata"]) {
    const input = { phoneNumber: NUMBER, [name]: {} };
    const error = await rejection(makePrelude({ fetch }).send(input));
    assertInstanceOf(error, TypeError);
    const message = `Cannot use "${name}": it is not known; pass its fields by themselves`;
    assertStrictEquals(error.message, message);
  }
  assertEquals(fetch.sent.length, 0);
});

/** Names of fields of `send` with a typo in them, and the fields. */
const FIELD_TYPOS: [typed: string, name: string][] = [
  ["callbackURL", "callbackUrl"],
  ["callback_url", "callbackUrl"],
  ["local", "locale"],
  ["template", "templateId"],
  ["phone_number", "phoneNumber"],
  ["phonenumber", "phoneNumber"],
  ["IP", "ip"],
];

test("messages: the name of a field of send with a typo in it", async () => {
  const fetch = fakeFetch(json({ id: ID, status: "success" }));
  for (const [typed, name] of FIELD_TYPOS) {
    for (const client of [makeDing({ fetch }), makePrelude({ fetch })]) {
      const input = { phoneNumber: NUMBER, [typed]: "x" };
      const error = await rejection(client.send(input as never));
      assertInstanceOf(error, TypeError);
      const message = `Cannot use "${typed}": it is not known; did you mean "${name}"?`;
      assertStrictEquals(error.message, message);
    }
  }
  assertEquals(fetch.sent.length, 0);
  // What is no typo may be there: a form's other fields, for instance.
  const more = { phoneNumber: NUMBER, id: 7, consent: true, name: "x" };
  assertEquals((await makePrelude({ fetch }).send(more as never)).ok, true);
});

test("messages: a method without its client", async () => {
  const fetch = fakeFetch(json({ id: ID, status: "success" }));
  for (const make of [makeDing, makePrelude]) {
    const client = make({ fetch });
    const { send, check, retry, feedback, lookup } = client;
    for (const method of [send, check, retry, feedback, lookup]) {
      const error = await rejection((method as () => Promise<unknown>)());
      assertInstanceOf(error, TypeError);
      assertStrictEquals(
        error.message,
        'Cannot use "this": it must be the client; call the method on its client, or bind it to that',
      );
    }
  }
  const prelude = makePrelude({ fetch });
  const send = prelude.send.bind(prelude);
  assertEquals((await send({ phoneNumber: NUMBER })).ok, true);
});

test("messages: each input", async () => {
  const fetch = fakeFetch(json({}));
  for (const [call, message] of INPUTS) {
    const error = await rejection(call(makeDing({ fetch }), makePrelude({ fetch })));
    assertInstanceOf(error, TypeError);
    assertStrictEquals(error.message, message);
  }
  assertEquals(fetch.sent.length, 0);
});

test("messages: what a key function returns", async () => {
  const apiKey = () => undefined as unknown as string;
  const error = await rejection(makeDing({ apiKey }).send({ phoneNumber: NUMBER }));
  assertInstanceOf(error, TypeError);
  assertStrictEquals(
    error.message,
    'Cannot use "apiKey": it must be a string, not undefined; check what its function returns',
  );
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  throw new Error("expected an error");
}
