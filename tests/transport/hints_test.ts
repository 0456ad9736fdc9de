/** What the message and the stack of a failed call tell the person on call: the place and the cause. */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertStrictEquals,
} from "@std/assert";
import {
  ApiError,
  type CallOptions,
  type Fetch,
  NetworkError,
  OtpError,
  type Prelude,
  TimeoutError,
} from "@ding-otp/client";
import { CASES, KEY, makeDing, makePrelude, NUMBER, rejection } from "../support/clients.ts";
import { ManualClock } from "../support/clock.ts";
import { fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";
import { withServer } from "../support/loopback.ts";

const PREFIX = 'Cannot complete "send": ';
const NO_RESPONSE = `${PREFIX}no response from api.prelude.dev`;

function send(prelude: Prelude, options?: CallOptions): Promise<unknown> {
  return rejection(prelude.send({ phoneNumber: NUMBER }, options));
}

function nested(depth: number, cause: unknown): unknown {
  return depth === 0 ? cause : nested(depth - 1, new Error("x", { cause }));
}

function deno(message: string): Error {
  return new TypeError("fetch failed", { cause: new Error(message) });
}

/** Each row: what `fetch` rejected with, and what the message adds. */
const CAUSES: [cause: unknown, added: string][] = [
  [new TypeError("fetch failed"), ""],
  [undefined, ""],
  [null, ""],
  ["ENOTFOUND", ""],
  [{ code: "ENOTFOUND" }, " (ENOTFOUND)"],
  [Object.assign(new Error("x"), { code: "ConnectionRefused" }), " (ConnectionRefused)"],
  [new TypeError("x", { cause: { code: "UND_ERR_SOCKET" } }), " (UND_ERR_SOCKET)"],
  [
    new TypeError("x", { cause: new Error("y", { cause: { code: "CERT_HAS_EXPIRED" } }) }),
    " (CERT_HAS_EXPIRED)",
  ],
  [
    deno("error sending request for url (https://x/): client error (Connect): dns error: no"),
    " (ENOTFOUND)",
  ],
  [
    deno("client error (Connect): tcp connect error: Connection refused (os error 111)"),
    " (ECONNREFUSED)",
  ],
  [deno("client error (SendRequest): connection closed before message completed"), " (ECONNRESET)"],
  [deno("Connection reset by peer (os error 104)"), " (ECONNRESET)"],
  [deno("invalid peer certificate: UnknownIssuer"), " (CERTIFICATE)"],
  [
    Object.assign(new Error("Requires net access"), { name: "NotCapable" }),
    " (NotCapable); run Deno with --allow-net=api.prelude.dev",
  ],
  [{ code: "ABC" }, " (ABC)"],
  [{ code: "A".repeat(40) }, ` (${"A".repeat(40)})`],
  [nested(3, { code: "ENOTFOUND" }), " (ENOTFOUND)"],
  // Neither what was sent nor what is no code.
  [nested(4, { code: "ENOTFOUND" }), ""],
  [{ code: "AB" }, ""],
  [deno("error sending request for url (https://certificate.example/): operation timed out"), ""],
  [{ code: NUMBER }, ""],
  [{ code: 7 }, ""],
  [{ code: "E1234" }, ""],
  [{ code: "a code of several words" }, ""],
  [{ code: "A".repeat(41) }, ""],
  [{ code: KEY.replace(/\W|\d/g, "") }, " (sk_live_QmxVtLwR)"],
  [{
    get code(): string {
      throw new Error(KEY);
    },
  }, ""],
];

test("NetworkError: the message names the host and the code of the cause", async () => {
  for (const [cause, added] of CAUSES) {
    const fetch: Fetch = () => Promise.reject(cause);
    const error = await send(makePrelude({ fetch }));
    assertInstanceOf(error, NetworkError);
    assertStrictEquals(error.message, NO_RESPONSE + added);
  }
});

test("NetworkError: a code that is the key is not shown", async () => {
  const fetch: Fetch = () => Promise.reject({ code: "LETTERS" });
  const error = await send(makePrelude({ fetch, apiKey: "LETTERS" }));
  assertStrictEquals((error as Error).message, NO_RESPONSE);
});

test("NetworkError: the host of baseUrl, with its port and without its path", async () => {
  const fetch: Fetch = () => Promise.reject(new TypeError("fetch failed"));
  const error = await send(makePrelude({ fetch, baseUrl: "https://otp.example:8443/secret/path" }));
  assertStrictEquals((error as Error).message, `${PREFIX}no response from otp.example:8443`);
});

test("NetworkError: nobody listens, or the connection breaks", async () => {
  const closed = await withServer(() => {}, ({ origin }) => Promise.resolve(origin));
  const refused = await send(makePrelude({ baseUrl: closed }));
  assertInstanceOf(refused, NetworkError);
  assertStrictEquals(
    refused.message,
    `${PREFIX}no response from ${new URL(closed).host} (ECONNREFUSED)`,
  );
  await withServer((socket) => socket.destroy(), async ({ origin }) => {
    const broken = await send(makePrelude({ baseUrl: origin }));
    assertInstanceOf(broken, NetworkError);
    assertMatch(
      broken.message,
      /no response from 127\.0\.0\.1:\d+ \((ECONNRESET|UND_ERR_SOCKET)\)$/,
    );
  });
}, { needs: ["sockets"] });

test("ApiError: a wrong key and a wrong path say what to check", async () => {
  const rows: [status: number, code: string, hint: string][] = [
    [401, "invalid_bearer_token", '; check "apiToken"'],
    [401, "http_error", '; check "apiToken"'],
    [404, "http_error", '; check the path of "baseUrl"'],
    [404, "not_found", '; check the path of "baseUrl"'],
    [404, "template_not_found", ""],
    [405, "http_error", ""],
    [422, "http_error", ""],
    [500, "http_error", ""],
    [400, "bad_request", ""],
    [403, "suspended_account", ""],
    [403, "http_error", '; check "apiToken"'],
  ];
  for (const [status, code, hint] of rows) {
    const error = await send(makePrelude({ fetch: fakeFetch(json({ code }, status)) }));
    assertInstanceOf(error, ApiError);
    assertStrictEquals(error.message, `${PREFIX}the API responded with ${status} ${code}${hint}`);
  }
  const ding = makeDing({ fetch: fakeFetch(json({ code: "unauthorized" }, 401)) });
  const error = await rejection(ding.send({ phoneNumber: NUMBER }));
  assertMatch((error as Error).message, /401 unauthorized; check "apiKey"$/);
});

test("ApiError: the message names the field that v2 says it is about", async () => {
  const rows: [param: unknown, added: string][] = [
    ["options.template_id", " (options.template_id)"],
    ["signals.ip", " (signals.ip)"],
    ["a".repeat(64), ` (${"a".repeat(64)})`],
    ["a".repeat(65), ""],
    ["", ""],
    ["two words", ""],
    [`target.${NUMBER}`, ""],
    [NUMBER.slice(1), ""],
    [7, ""],
    [null, ""],
  ];
  for (const [param, added] of rows) {
    const fetch = fakeFetch(json({ code: "invalid_request", param }, 400));
    const error = await send(makePrelude({ fetch }));
    assertInstanceOf(error, ApiError);
    const message = `${PREFIX}the API responded with 400 invalid_request${added}`;
    assertStrictEquals(error.message, message);
  }
  const lettersOnly = makePrelude({
    fetch: fakeFetch(json({ code: "bad_request", param: "LETTERS" }, 400)),
    apiKey: "LETTERS",
  });
  assertStrictEquals(
    (await send(lettersOnly) as Error).message,
    `${PREFIX}the API responded with 400 bad_request`,
  );
});

test("ApiError: requestId is the API's id of the request, and is not enumerable", async () => {
  const rows: [id: unknown, requestId: string | undefined][] = [
    ["req_01jc0t6fwwfgfsq1md24mhyztj", "req_01jc0t6fwwfgfsq1md24mhyztj"],
    ["a".repeat(128), "a".repeat(128)],
    ["a".repeat(129), undefined],
    ["for +15555550100", undefined],
    [7, undefined],
    [null, undefined],
    [{}, undefined],
  ];
  for (const [id, requestId] of rows) {
    const body = { code: "bad_request", request_id: id };
    for (const { make, call } of CASES) {
      const error = await rejection(call(make({ fetch: fakeFetch(json(body, 400)) })));
      assertInstanceOf(error, ApiError);
      assertStrictEquals(error.requestId, requestId);
      assertEquals(Object.keys(error).includes("requestId"), false);
    }
  }
});

test("TimeoutError: the message names the host, or the function that returned nothing", async () => {
  const clock = new ManualClock();
  const apiKey = () => new Promise<string>(() => {});
  const thrown = send(makePrelude({ apiKey, clock, fetch: fakeFetch(json({})) }), { timeout: 50 });
  await clock.waiting(1);
  clock.advance(50);
  const error = await thrown;
  assertInstanceOf(error, TimeoutError);
  assertStrictEquals(
    error.message,
    `${PREFIX}the function "apiToken" returned nothing within 50 ms`,
  );
});

/** Frames of this package that a stack must not begin with. */
const OURS =
  /\b(Prelude|fromCaller|perform|prepareCall|failure|fail|failType|sendRequest|readResponse|configure|attemptUntilDone)\b/;

test("stacks begin in the code of the caller", async () => {
  async function callSite(input: unknown, fetch: Fetch): Promise<unknown> {
    return await makePrelude({ fetch }).send(input as never);
  }
  const rejecting: Fetch = () => Promise.reject(new TypeError("fetch failed"));
  const answering = fakeFetch(json({ code: "bad_request" }, 400));
  const rows: [input: unknown, fetch: Fetch][] = [
    [{ phoneNumber: NUMBER }, rejecting],
    [{ phoneNumber: NUMBER }, answering],
    [{ phoneNumber: NUMBER }, fakeFetch(json({}))],
    [{ phoneNumber: NUMBER, locale: 7 }, answering],
    [undefined, answering],
  ];
  for (const [input, fetch] of rows) {
    const { stack = "", message } = await rejection(callSite(input, fetch)) as Error;
    assertMatch(stack, /callSite/);
    assert(!OURS.test(stack.replace(message, "")), stack);
  }
  const made = await rejection((async () => await Promise.resolve(makePrelude({ timeout: 0 })))());
  assert(!OURS.test((made as Error).stack!), (made as Error).stack);
});

test("a call that nobody awaits has a stack all the same", async () => {
  const fetch: Fetch = () => Promise.reject(new TypeError("fetch failed"));
  const error = await new Promise<Error>((resolve) => {
    makePrelude({ fetch }).send({ phoneNumber: NUMBER }).then(() => {}, resolve);
  });
  assertInstanceOf(error, OtpError);
  assertMatch(error.stack ?? "", /\n/);
});

test("a program's own errors keep their stacks, and so do those of another call", async () => {
  const fetch = fakeFetch(json({ code: "bad_request" }, 400));
  const ofAnotherCall = await send(makePrelude({ fetch })) as Error;
  for (
    const own of [new TypeError("from the program"), ofAnotherCall, Object.freeze(ofAnotherCall)]
  ) {
    const { stack } = own;
    const thrown = [
      await send(makePrelude({ fetch, apiKey: () => Promise.reject(own) })),
      await send(makePrelude({ fetch }), { signal: AbortSignal.abort(own) }),
    ];
    for (const error of thrown) {
      assertStrictEquals(error, own);
      assertStrictEquals((error as Error).stack, stack);
    }
  }
});

/** What programs and their tools do to stacks. */
const TAMPERED: Record<string, PropertyDescriptorMap> = {
  "stacks that are objects": { prepareStackTrace: { value: () => ({ frames: 1 }) } },
  "a prepareStackTrace that throws": {
    prepareStackTrace: {
      value: () => {
        throw new Error("x");
      },
    },
  },
  "no captureStackTrace": { captureStackTrace: { value: undefined } },
  "a captureStackTrace that throws": {
    captureStackTrace: {
      value: () => {
        throw new Error("x");
      },
    },
  },
  "no frames": { stackTraceLimit: { value: 0 } },
};

for (const [name, properties] of Object.entries(TAMPERED)) {
  test(`errors are what they are with ${name}`, async () => {
    const fetch: Fetch = () => Promise.reject(new TypeError("fetch failed"));
    const descriptors = Object.getOwnPropertyDescriptors(Error) as PropertyDescriptorMap;
    const changed = Object.entries(properties).map(([key, descriptor]) =>
      [key, { ...descriptor, configurable: true, writable: true }] as const
    );
    for (const [key, descriptor] of changed) Object.defineProperty(Error, key, descriptor);
    let thrown: unknown[];
    try {
      const prelude = makePrelude({ fetch });
      thrown = [await send(prelude), await rejection(prelude.send(undefined as never))];
    } finally {
      for (const [key] of changed) {
        const before = descriptors[key];
        if (before) Object.defineProperty(Error, key, before);
        else delete (Error as unknown as Record<string, unknown>)[key];
      }
    }
    const [failed, misused] = thrown;
    assertInstanceOf(failed, NetworkError);
    assertStrictEquals(failed.outcome, "unknown");
    assertInstanceOf(misused, TypeError);
    assertStrictEquals(misused.message, 'Cannot use "input": it must be an object, not undefined');
  });
}

test("a short key is struck out of a cause's message, and not out of its frames", async () => {
  const rows: [key: string, frame: string, copied: string][] = [
    ["test", "file:///latest/keytest.ts:7:3", "file:///latest/keytest.ts:7:3"],
    ["keytest", "file:///latest/keytest.ts:7:3", "file:///latest/keytest.ts:7:3"],
    ["keytest1", "file:///latest/keytest1.ts:7:3", "file:///latest/[redacted].ts:7:3"],
  ];
  for (const [key, frame, copied] of rows) {
    const cause = new TypeError(`${key}: 403 at ${key}.example`);
    cause.stack = `TypeError: ${cause.message}\n    at main (${frame})`;
    const error = await send(
      makePrelude({ fetch: () => Promise.reject(cause), apiKey: key }),
    ) as NetworkError;
    const { message, stack } = error.cause as Error;
    assertStrictEquals(message, "[redacted]: 403 at [redacted].example");
    assertStrictEquals(stack, `TypeError: ${message}\n    at main (${copied})`);
  }
});

test("a code is struck out of a cause's stack, also of what looks like a frame", async () => {
  for (const stale of [false, true]) {
    const cause = new Error("upstream says:\n    at check 123456");
    cause.stack = `Error: ${cause.message}\n    at main (file:///main.ts:1:2)`;
    if (stale) cause.message = "another 123456";
    const prelude = makePrelude({ fetch: () => Promise.reject(cause) });
    const error = await rejection(prelude.check({ phoneNumber: NUMBER, checkCode: "123456" }));
    const { message, stack } = (error as NetworkError).cause as Error;
    assert(!`${message}${stack}`.includes("123456"), stack);
  }
});
