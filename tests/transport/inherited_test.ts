/** What somebody put on `Object.prototype` is no option, no input, no answer and no verdict. */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  type ApiError,
  Ding,
  type DingOptions,
  type FetchInit,
  type NetworkError,
  OtpError,
  Prelude,
  type PreludeOptions,
} from "@ding-otp/client";
import {
  ACCOUNT,
  CASES,
  CODE,
  KEY,
  makeDing,
  makePrelude,
  NUMBER,
  rejection,
  UUID,
} from "../support/clients.ts";
import { ManualClock } from "../support/clock.ts";
import { test } from "../support/harness.ts";

/** Names with a meaning to the clients: options, inputs, what is read of responses, what is made of them. */
const NAMES = [
  ...["ok", "status", "reason", "http", "code", "outcome", "attempts", "operation", "retryAfter"],
  ...["phoneNumber", "phone_number", "emailAddress", "authenticationUuid", "authentication_uuid"],
  ...["id", "uuid", "checkCode", "check_code", "blockReason", "events", "signals", "metadata"],
  ...["correlation_id", "resumed", "channels", "flags", "doc_url", "apiKey", "apiToken"],
  ...["customerUuid", "accountOption", "baseUrl", "fetch", "timeout", "maxAttempts", "allowHttp"],
  ...["maxResponseBytes", "allowBrowser", "clock", "path", "json", "known", "secrets", "key"],
  ...["account", "flaw", "cause", "text", "customCode", "method", "deviceType", "locale"],
  ...["codeSize", "variables", "dispatchId", "isTrustedUser", "refusals", "fields"],
  ...["valid", "success", "pending", "invalid_phone_number", "bad_request", "unrecognized"],
  ...["keepalive", "cache", "redirect", "redirected", "body", "headers"],
];

/** What each is set to in turn. */
const VALUES: unknown[] = [
  true,
  7,
  "valid",
  "invalid_phone_number",
  { "x-evil": "1", status: "valid", ok: true },
  false,
  NUMBER,
  UUID,
  ["valid"],
  () => "polluted",
];

/** Runs something while every object inherits a property. */
async function polluted<T>(name: string, value: unknown, run: () => Promise<T>): Promise<T> {
  const prototype = Object.prototype as unknown as Record<string, unknown>;
  assert(!(name in prototype), name);
  // Enumerable, writable and configurable, as an assignment makes it.
  prototype[name] = value;
  try {
    return await run();
  } finally {
    delete prototype[name];
  }
}

/** One request, by what was its own. */
type Sent = Record<string, unknown>;

/** A `fetch` that has its answers made already: runtimes read what a `ResponseInit` inherits. */
function prepared(body: object, status = 200): { sent: Sent[]; fetch: typeof keep } {
  const sent: Sent[] = [];
  const answers = Array.from({ length: 3 }, () => Response.json(body, { status }));
  function keep(url: string, init: FetchInit): Promise<Response> {
    sent.push(Object.assign(Object.create(null), { url }, init));
    return Promise.resolve(answers.shift()!);
  }
  return { sent, fetch: keep };
}

/** What was sent, comparable: the body as text, and the headers as what a runtime would make of them. */
async function comparable(sent: readonly Sent[]): Promise<unknown[]> {
  return await Promise.all(
    sent.map(async ({ url, method, headers, body }) => {
      const text = body === undefined ? undefined : await new Response(body as Blob).text();
      return { url, method, headers: { ...headers as object }, text };
    }),
  );
}

const allowBrowser = "document" in globalThis;

/** Everything that a test would otherwise leave out. */
const OPTIONS = { apiKey: KEY, customerUuid: ACCOUNT, clock: undefined };

for (const { name: operation, make, call, answer, result, safe } of CASES) {
  const api = make === makePrelude ? "Prelude" : "Ding";

  test(`${operation} of ${api}: what every object inherits changes nothing`, async () => {
    const usual = prepared(answer);
    await call(make({ ...OPTIONS, fetch: usual.fetch }));
    const expected = await comparable(usual.sent);
    for (const name of NAMES) {
      for (const value of VALUES) {
        const { sent, fetch } = prepared(answer);
        const told = await polluted(name, value, () => call(make({ ...OPTIONS, fetch })));
        assertEquals<object>({ ...told }, result, `${name} = ${value}`);
        assertEquals(await comparable(sent), expected, `${name} = ${value}`);
      }
    }
  });

  test(`${operation} of ${api}: what every object inherits is no verdict`, async () => {
    const refusals: [body: object, status: number][] = [
      [{}, 200],
      [{ status: "invented" }, 200],
      [{}, 400],
      [{ code: "bad_request" }, 400],
      [{}, 429],
      [{}, 501],
    ];
    for (const [body, status] of refusals) {
      const usual = await settled(prepared(body, status));
      for (const name of NAMES) {
        for (const value of VALUES.slice(0, 5)) {
          const made = prepared(body, status);
          const told = await polluted(name, value, () => settled(made));
          assertStrictEquals(made.sent.length, safe && status === 429 ? 3 : 1);
          assertEquals(told, usual, `${name} = ${value}, ${status} ${JSON.stringify(body)}`);
        }
      }
    }

    async function settled({ fetch }: ReturnType<typeof prepared>): Promise<object> {
      const clock = new ManualClock();
      const client = make({ ...OPTIONS, fetch, clock });
      try {
        return { ...await clock.through(call(client)) };
      } catch (error) {
        assert(error instanceof OtpError, String(error));
        const { message } = error;
        return { ...error, message };
      }
    }
  });
}

test("what is refused without a request is refused, whatever every object inherits", async () => {
  for (const name of NAMES) {
    for (const value of VALUES) {
      const { sent, fetch } = prepared({});
      const told = await polluted(name, value, async () => {
        const prelude = makePrelude({ ...OPTIONS, fetch });
        return [
          await prelude.check({ phoneNumber: NUMBER, checkCode: "" }),
          await prelude.check({ phoneNumber: "nobody", checkCode: CODE }),
          await prelude.send({ phoneNumber: "nobody" }),
        ];
      });
      assertEquals<object[]>(told, [
        { ok: false, reason: "invalid" },
        { ok: false, reason: "invalid" },
        { ok: false, reason: "invalid_phone_number" },
      ], `${name} = ${value}`);
      assertEquals(sent, []);
    }
  }
});

test("an error inherits no retryAfter, and no docUrl", async () => {
  for (const name of ["retryAfter", "doc_url"]) {
    const api = prepared({ code: "bad_request" }, 400);
    const errors = await polluted(name, "1", async () => [
      await rejection(makePrelude({ ...OPTIONS, fetch: api.fetch }).send({ phoneNumber: NUMBER })),
      await rejection(makePrelude({ ...OPTIONS, fetch: down }).send({ phoneNumber: NUMBER })),
    ]);
    const [refused, lost] = errors as [ApiError, NetworkError];
    assertEquals([refused.code, refused.docUrl], ["bad_request", undefined]);
    assertStrictEquals(lost.code, "network");
    for (const error of [refused, lost]) assert(!Object.keys(error).includes("retryAfter"));
  }

  function down(): Promise<Response> {
    return Promise.reject(new TypeError("fetch failed"));
  }
});

/** Each row: what every object inherits, and a call that needs it of its own. */
const MISSING: [name: string, value: unknown, call: (fetch: typeof globalThis.fetch) => unknown][] =
  [
    ["apiKey", KEY, () => new Ding({ customerUuid: ACCOUNT, allowBrowser } as DingOptions)],
    ["customerUuid", ACCOUNT, () => new Ding({ apiKey: KEY, allowBrowser } as DingOptions)],
    ["account", ACCOUNT, () => new Ding({ apiKey: KEY, allowBrowser } as DingOptions)],
    ["apiToken", KEY, () => new Prelude({ allowBrowser } as PreludeOptions)],
    ["allowHttp", true, () => makeDing({ ...OPTIONS, baseUrl: "http://example.com/" })],
    ["phoneNumber", NUMBER, (fetch) => makeDing({ ...OPTIONS, fetch }).send({} as never)],
    ["phoneNumber", NUMBER, (fetch) => makePrelude({ ...OPTIONS, fetch }).lookup({} as never)],
    ["emailAddress", "a@b.c", (fetch) => makePrelude({ ...OPTIONS, fetch }).send({} as never)],
    ["authenticationUuid", UUID, (fetch) => makeDing({ ...OPTIONS, fetch }).retry({} as never)],
    ["checkCode", CODE, (fetch) => {
      return makeDing({ ...OPTIONS, fetch }).check({ authenticationUuid: UUID } as never);
    }],
    ["checkCode", CODE, (fetch) => {
      return makePrelude({ ...OPTIONS, fetch }).check({ phoneNumber: NUMBER } as never);
    }],
    ["status", "onboarded", (fetch) => {
      return makeDing({ ...OPTIONS, fetch }).feedback({ phoneNumber: NUMBER } as never);
    }],
  ];

test("what is missing is missing, though every object inherits it", async () => {
  for (const [name, value, call] of MISSING) {
    const { sent, fetch } = prepared({});
    const error = await polluted(name, value, async () => {
      return await rejection((async () => await call(fetch as never))());
    });
    assert(error instanceof TypeError, `${name}: ${error}`);
    assertEquals(sent, []);
  }
});

test("the global fetch is used, though every object inherits another", async () => {
  const { sent, fetch } = prepared({ id: UUID, status: "success" });
  const stranger = prepared({ id: UUID, status: "success" });
  const original = globalThis.fetch;
  globalThis.fetch = fetch as typeof globalThis.fetch;
  try {
    await polluted("fetch", stranger.fetch, async () => {
      await makePrelude({ ...OPTIONS }).check({ phoneNumber: NUMBER, checkCode: CODE });
    });
  } finally {
    globalThis.fetch = original;
  }
  assertEquals([sent.length, stranger.sent.length], [1, 0]);
});
