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
  // Neither what was sent nor what is no code.
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
    [404, "http_error", '; check the path of "baseUrl"'],
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

test("a program's own errors keep their stacks", async () => {
  const own = new TypeError("from the program");
  const { stack } = own;
  const fetch = fakeFetch(json({}));
  const thrown = [
    await send(makePrelude({ fetch, apiKey: () => Promise.reject(own) })),
    await send(makePrelude({ fetch }), { signal: AbortSignal.abort(own) }),
  ];
  for (const error of thrown) {
    assertStrictEquals(error, own);
    assertStrictEquals((error as Error).stack, stack);
  }
});

test("a short key is struck out of the message of a cause, and not out of its stack", async () => {
  const cause = new TypeError("test: 403 at test.example");
  cause.stack = "TypeError: test: 403 at test.example\n    at main (file:///latest/keytest.ts:7:3)";
  const fetch: Fetch = () => Promise.reject(cause);
  const error = await send(makePrelude({ fetch, apiKey: "test" })) as NetworkError;
  const { message, stack } = error.cause as Error;
  assertStrictEquals(message, "[redacted]: 403 at [redacted].example");
  assertEquals(stack!.split("\n"), [
    "TypeError: [redacted]: 403 at [redacted].example",
    "    at main (file:///latest/keytest.ts:7:3)",
  ]);
  cause.stack = `x\n    at main (file:///${KEY}.ts:7:3)`;
  cause.message = "x";
  const { cause: copy } = await send(makePrelude({ fetch })) as NetworkError;
  assertStrictEquals((copy as Error).stack, "x\n    at main (file:///[redacted].ts:7:3)");
});
