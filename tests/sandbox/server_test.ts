import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import { createHandler, type HandlerOptions } from "@ding-otp/client/sandbox/server";
import { MINUTE, NUMBER, sendCode } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const HOME = "http://localhost:6870";

interface Asked {
  readonly sandbox?: Sandbox;
  readonly hosts?: readonly string[];
  readonly origin?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Asks a handler by method and path, with JSON where there is a body. */
async function ask(
  what: string,
  { sandbox = new Sandbox(), hosts = [], origin = HOME, body, headers = {} }: Asked = {},
): Promise<Response> {
  const [method, path] = what.split(" ");
  const handle = createHandler(sandbox, { hosts });
  return await handle(
    new Request(origin + path, {
      method: method!,
      headers: { ...body !== undefined && { "content-type": "application/json" }, ...headers },
      ...body !== undefined && { body: JSON.stringify(body) },
    }),
  );
}

async function statusOf(response: Response): Promise<number> {
  await response.body?.cancel();
  return response.status;
}

test("the page comes under a policy that lets nothing else run", async () => {
  const response = await ask("GET /");
  assertEquals(response.headers.get("content-type"), "text/html; charset=utf-8");
  const policy = response.headers.get("content-security-policy")!;
  assertMatch(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
  assert(!policy.includes("unsafe"));
  const html = await response.text();
  assertEquals(
    [...html.matchAll(/<script(?! type="module" src="\/)|<style|\son\w+=|\sstyle=/g)],
    [],
  );
});

test("everything that the page asks for is there, and nothing comes from elsewhere", async () => {
  const seen = new Set<string>();
  const queue = ["/"];
  for (const path of queue) {
    if (seen.has(path)) continue;
    seen.add(path);
    const response = await ask(`GET ${path}`);
    assertEquals(response.status, 200, path);
    assertEquals(response.headers.get("x-content-type-options"), "nosniff");
    const text = await response.text();
    queue.push(...[...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!));
    assertEquals(text.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/), null, path);
  }
  assertEquals([...seen].sort(), [
    "/",
    "/sandbox/page/icon.svg",
    "/sandbox/page/main.css",
    "/sandbox/page/main.js",
  ]);
});

test("HEAD is answered as GET, without a body", async () => {
  for (const path of ["/", "/sandbox/messages", "/sandbox/events", "/sandbox/page/none"]) {
    const [head, get] = [await ask(`HEAD ${path}`), await ask(`GET ${path}`)];
    assertEquals(head.status, await statusOf(get), path);
    assertEquals(head.headers.get("content-type"), get.headers.get("content-type"));
    assertEquals(head.body, null);
  }
});

for (
  const [what, status, allow] of [
    ["GET /sandbox/page/none.css", 404, null],
    ["GET /sandbox/page/constructor", 404, null],
    ["GET /sandbox/page/../base.css", 404, null],
    ["GET /sandbox/none", 404, null],
    ["POST /", 405, "GET, HEAD"],
    ["GET /sandbox/clock", 405, "POST"],
    ["PUT /sandbox/faults", 405, "POST, DELETE"],
    ["DELETE /sandbox/faults/7", 404, null],
    ["DELETE /sandbox/faults/", 404, null],
    ["POST /sandbox/faults/", 404, null],
    ["DELETE /sandbox/faults/1x", 404, null],
    ["DELETE /sandbox/faults/1/", 404, null],
    ["GET /sandbox/messages/", 404, null],
    ["GET /x/sandbox/messages", 404, null],
    ["POST /sandbox/clock/", 404, null],
    ["POST /sandbox/clocks", 404, null],
    ["POST /sandbox/reset/", 404, null],
    ["GET /sandbox/events/", 404, null],
    ["GET /sandbox/page/", 404, null],
    ["GET /sandbox/faults", 405, "POST, DELETE"],
    ["PUT /sandbox/faults/7", 405, "DELETE"],
    ["POST /sandbox/events", 405, "GET, HEAD"],
    ["GET /v1/none", 404, null],
    ["PUT /v1/check", 405, "POST"],
    ["GET /favicon.ico", 404, null],
  ] as const
) {
  test(`${what} is ${status} with JSON`, async () => {
    const response = await ask(what);
    assertEquals(response.status, status);
    assertEquals(response.headers.get("allow"), allow);
    assertEquals(typeof (await response.json()).code, "string");
  });
}

for (
  const [host, isOwn] of [
    ["localhost", true],
    ["localhost:6870", true],
    ["otp.localhost", true],
    ["127.0.0.1:6870", true],
    ["192.168.0.7:6870", true],
    ["[::1]:6870", true],
    ["dev.example.com", true],
    ["dev.example.com:6870", true],
    ["DEV.example.COM", true],
    ["sandbox:6870", true],
    ["[2001:db8::7]", true],
    ["localhost.", false],
    ["notlocalhost", false],
    ["otpxlocalhost", false],
    ["dev.example.com.evil.example", false],
    ["evil.example", false],
    ["localhost.evil.example", false],
    ["127.0.0.1.evil.example", false],
    ["sub.dev.example.com", false],
  ] as const
) {
  test(`a page of http://${host} ${isOwn ? "may" : "may not"} look in`, async () => {
    for (const what of ["GET /", "GET /sandbox/messages", "GET /sandbox/events"]) {
      const asked = { origin: `http://${host}`, hosts: ["dev.example.com", "Sandbox"] };
      assertEquals(await statusOf(await ask(what, asked)), isOwn ? 200 : 403, what);
    }
  });

  test(`a page of http://${host} ${isOwn ? "may" : "may not"} use the API`, async () => {
    const sandbox = new Sandbox();
    const { apiKey, apiToken, customerUuid } = sandbox.credentials;
    const asked = {
      sandbox,
      origin: `http://${host}`,
      hosts: ["dev.example.com", "Sandbox"],
      headers: { "x-api-key": apiKey, authorization: `Bearer ${apiToken}` },
    };
    const calls: [string, object?][] = [
      ["POST /v1/authentication", { customer_uuid: customerUuid, phone_number: NUMBER }],
      ["POST /v2/verification", { target: { type: "phone_number", value: "+15555550101" } }],
      ["GET /v2/lookup/%2B15555550100"],
    ];
    for (const [what, body] of calls) {
      const response = await ask(what, { ...asked, body });
      assertEquals(response.status, isOwn ? 200 : 403, what);
      if (!isOwn) {
        assertEquals(await response.json(), {
          code: "forbidden",
          message: "this host name is not allowed; --allow-host or the option hosts allows it",
        });
      } else await response.body?.cancel();
    }
    for (const what of ["GET /nowhere", "HEAD /v1/authentication", "OPTIONS /v2/verification"]) {
      const status = await statusOf(await ask(what, asked));
      assertEquals(status === 403, !isOwn, what);
    }
    // A refused request leaves no trace: no message, no webhook, not even a line in the journal.
    assertEquals([sandbox.messages.length, sandbox.requests.length], isOwn ? [2, 6] : [0, 0]);
  });
}

test("in process, the sandbox's own fetch responds under any host name", async () => {
  const sandbox = new Sandbox();
  const headers = { authorization: `Bearer ${sandbox.credentials.apiToken}` };
  for (const host of ["api.prelude.dev", "evil.example"]) {
    const response = await sandbox.fetch(`https://${host}/v2/lookup/${NUMBER}`, { headers });
    assertEquals(await statusOf(response), 200);
  }
});

for (
  const hosts of [
    "sandbox",
    [""],
    ["sandbox:6870"],
    ["http://sandbox"],
    ["sandbox/"],
    ["user@sandbox"],
    ["sandbox?"],
    ["sand box"],
    ["*.example.com:80 "],
    [7],
    ["sandbox", undefined],
  ]
) {
  test(`createHandler refuses hosts ${JSON.stringify(hosts)}`, () => {
    assertThrows(
      () => createHandler(new Sandbox(), { hosts: hosts as string[] }),
      RangeError,
      'Cannot create the handler: "hosts" must be a list of host names without ports',
    );
  });
}

for (
  const [origin, status] of [
    [HOME, 200],
    [undefined, 200],
    ["http://localhost:3000", 403],
    ["http://evil.example", 403],
    ["http://localhost:6870.evil.example", 403],
    ["null", 403],
    ["nonsense", 403],
  ] as const
) {
  test(`a control asked for by a page of ${origin} is ${status}`, async () => {
    const headers = origin === undefined ? {} : { origin };
    for (const what of ["POST /sandbox/reset", "DELETE /sandbox/faults"]) {
      assertEquals(await statusOf(await ask(what, { body: {}, headers })), status, what);
    }
  }, { needs: ["sockets"] });
}

for (
  const [contentType, status] of [
    ["application/json", 200],
    ["Application/JSON; charset=utf-8", 200],
    ["text/plain", 415],
    ["application/jsonx", 415],
    ["application/x-www-form-urlencoded", 415],
    ["multipart/form-data; boundary=application/json", 415],
  ] as const
) {
  test(`a control asked for with ${contentType} is ${status}`, async () => {
    const asked = { body: {}, headers: { "content-type": contentType } };
    assertEquals(await statusOf(await ask("POST /sandbox/reset", asked)), status);
  });
}

for (
  const [path, body] of [
    ["clock", null],
    ["clock", []],
    ["clock", {}],
    ["clock", { advance: "60000" }],
    ["clock", { advance: -1 }],
    ["clock", { advance: 1e300 }],
    ["reset", "everything"],
    ["faults", {}],
    ["faults", { fault: "lost" }],
    ["faults", { fault: {} }],
    ["faults", { fault: { type: "none" } }],
    ["faults", { fault: { type: "lost", accepted: "yes" } }],
    ["faults", { fault: { type: "lost", toString: 1 } }],
    ["faults", { fault: { type: "error", status: 200 } }],
    ["faults", { fault: { type: "redirect", location: "\r\n" } }],
    ["faults", { fault: { type: "mistyped", contentType: "é" } }],
    ["faults", { fault: { type: "latency", ms: null } }],
    ["faults", { fault: { type: "lost" }, operation: "none" }],
    ["faults", { fault: { type: "lost" }, times: 0 }],
    ["faults", { fault: { type: "lost" }, often: true }],
    ["faults", { fault: { type: "lost" }, op: "send" }],
    ["faults", { fault: { type: "lost" }, to: "0612345678" }],
    ["faults", { fault: { type: "lost" }, to: null }],
    ["faults", { fault: { type: "busy", form: "minutes" } }],
    ["faults", { fault: { type: "error", status: "500" } }],
    ["clock", { advance: 1, unit: "s" }],
    ["reset", { clock: true }],
  ] as const
) {
  test(`POST /sandbox/${path} refuses ${JSON.stringify(body)}`, async () => {
    const sandbox = new Sandbox();
    const response = await ask(`POST /sandbox/${path}`, { sandbox, body });
    assertEquals(response.status, 400);
    assertEquals((await response.json()).code, "bad_request");
    assertEquals(sandbox.faults, []);
    assertEquals(sandbox.now(), new Sandbox().now());
  });
}

/** Every kind of fault with every field that it has. */
const FAULTS = [
  { type: "lost" },
  { type: "lost", accepted: false },
  { type: "silent", accepted: true },
  { type: "error", status: 400, code: "suspended_account", accepted: true },
  { type: "error", status: 599 },
  { type: "error", code: "c".repeat(2_048) },
  { type: "busy", status: 429, retryAfter: 0, form: "seconds", accepted: false },
  { type: "busy", status: 503, retryAfter: 1_500, form: "date" },
  { type: "bad_gateway", accepted: true },
  { type: "redirect", location: "https://example.com/", accepted: true },
  { type: "redirect", location: "l".repeat(2_048) },
  { type: "truncated", length: 0 },
  { type: "cut_off" },
  { type: "stalled" },
  { type: "endless", length: 40_000 },
  { type: "mistyped", contentType: "text/plain" },
  { type: "mistyped", contentType: " ~" },
  { type: "latency", ms: 0 },
  { type: "latency", ms: 3_153_600_000_000 },
];

for (const fault of FAULTS) {
  test(`POST /sandbox/faults arms ${JSON.stringify(fault).slice(0, 90)}`, async () => {
    const sandbox = new Sandbox();
    const response = await ask("POST /sandbox/faults", { sandbox, body: { fault } });
    const { id, ...armed } = await response.json();
    assertMatch(id, /^\d+$/);
    assertEquals([response.status, armed], [
      200,
      { fault, call: 1, times: 1, probability: 1 },
    ]);
    assertEquals(sandbox.faults, [{ ...armed, operation: undefined, to: undefined }]);
  });
}

for (
  const options of [
    ...["send", "check", "retry", "feedback", "status", "lookup"].map((operation) => ({
      operation,
    })),
    { to: NUMBER },
    { to: "somebody@example.com" },
    { call: 7 },
    { times: 7 },
    { probability: 0 },
    { probability: 0.5 },
  ]
) {
  test(`POST /sandbox/faults takes ${JSON.stringify(options)}`, async () => {
    const sandbox = new Sandbox();
    const body = { fault: { type: "lost" }, ...options };
    const { id: _, ...armed } = await (await ask("POST /sandbox/faults", { sandbox, body })).json();
    const defaults = { fault: { type: "lost" }, call: 1, times: 1, probability: 1 };
    assertEquals(armed, { ...defaults, ...options });
  });
}

test("more than 1,000 faults are refused over HTTP, too", async () => {
  const sandbox = new Sandbox();
  for (let i = 0; i < 1_000; i++) sandbox.arm({ type: "lost" });
  const body = { fault: { type: "lost" } };
  const response = await ask("POST /sandbox/faults", { sandbox, body });
  assertEquals([response.status, await response.json()], [400, {
    code: "bad_request",
    message: "Cannot arm a fault: at most 1000 can be armed at a time",
  }]);
});

/** Refusals as a whole, beside the headers that every response has. */
const REFUSALS: [string, Asked, number, string, string][] = [
  ["GET /sandbox/none", {}, 404, "not_found", "no such path"],
  ["GET /sandbox/page/none", {}, 404, "not_found", "no such path"],
  ["DELETE /sandbox/faults/0", {}, 404, "not_found", "no fault with this id is armed"],
  ["PUT /", {}, 405, "method_not_allowed", "this path does not allow this method"],
  [
    "POST /sandbox/reset",
    { body: {}, headers: { origin: "null" } },
    403,
    "forbidden",
    "requests from another site are not allowed",
  ],
  [
    "POST /sandbox/reset",
    { body: {}, headers: { "content-type": "text/plain" } },
    415,
    "unsupported_media_type",
    "the content type must be application/json",
  ],
  ["POST /sandbox/reset", { body: [] }, 400, "bad_request", "the body must be a JSON object"],
  ["POST /sandbox/clock", { body: {} }, 400, "bad_request", '"advance" must be a number'],
  [
    "POST /sandbox/clock",
    { body: { advance: -1 } },
    400,
    "bad_request",
    'Cannot advance the clock: "ms" must be a number of milliseconds, 0 or more',
  ],
  ["POST /sandbox/faults", { body: {} }, 400, "bad_request", "fault must be a JSON object"],
  [
    "POST /sandbox/faults",
    { body: { fault: { type: "lost", ms: "" } } },
    400,
    "bad_request",
    'Cannot arm a fault: "ms" is not known; the known names: accepted',
  ],
];

for (const [what, asked, status, code, message] of REFUSALS) {
  test(`${what} with ${JSON.stringify(asked)} is refused as a whole`, async () => {
    const response = await ask(what, asked);
    assertEquals([response.status, await response.json()], [status, { code, message }]);
    assertEquals(response.headers.get("content-type"), "application/json");
    assertEquals(response.headers.get("cache-control"), "no-store");
    assertEquals(response.headers.get("x-content-type-options"), "nosniff");
    // A page cannot say where a request comes from, any more than it can set a cookie.
  }, { needs: JSON.stringify(asked).includes('"origin"') ? ["cookies"] : [] });
}

test("a control's body over 64 KiB is 413", async () => {
  const body = { advance: 1, filler: "x".repeat(65_536) };
  assertEquals(await statusOf(await ask("POST /sandbox/clock", { body })), 413);
});

test("clock moves the clock on, and reset begins again", async () => {
  const sandbox = new Sandbox();
  await sendCode(sandbox);
  const moved = await ask("POST /sandbox/clock", { sandbox, body: { advance: MINUTE } });
  assertEquals(await moved.json(), { now: "2026-01-01T00:01:00.000Z" });
  const reset = await ask("POST /sandbox/reset", { sandbox, body: {} });
  assertEquals(await reset.json(), { now: "2026-01-01T00:00:00.000Z" });
  assertEquals(sandbox.messages, []);
});

test("faults are armed with their options, listed with ids, and disarmed by them", async () => {
  const sandbox = new Sandbox();
  const arm = async (body: unknown) =>
    await (await ask("POST /sandbox/faults", { sandbox, body })).json();
  const lost = await arm({ fault: { type: "lost" }, operation: "send", call: 2 });
  const busy = await arm({ fault: { type: "busy", status: 429 }, times: null });
  assertEquals(sandbox.faults, [
    {
      fault: { type: "lost" },
      operation: "send",
      to: undefined,
      call: 2,
      times: 1,
      probability: 1,
    },
    {
      fault: { type: "busy", status: 429 },
      operation: undefined,
      to: undefined,
      call: 1,
      times: Infinity,
      probability: 1,
    },
  ]);
  const left = await (await ask(`DELETE /sandbox/faults/${lost.id}`, { sandbox })).json();
  assertEquals(left, [busy]);
  assertEquals(busy.times, null);
  assertEquals(await (await ask("DELETE /sandbox/faults", { sandbox })).json(), []);
  assertEquals(sandbox.faults, []);
});

for (const to of [NUMBER, "somebody+tag@example.com"]) {
  test(`messages are those to ${to}, with its + escaped or not, or all`, async () => {
    const sandbox = new Sandbox();
    for (const value of [to, "+15555550101"]) {
      await ask("POST /v2/verification", {
        sandbox,
        headers: { authorization: `Bearer ${sandbox.credentials.apiToken}` },
        body: {
          target: { type: value.includes("@") ? "email_address" : "phone_number", value },
        },
      });
    }
    for (const text of [encodeURIComponent(to), to]) {
      const messages = await (await ask(`GET /sandbox/messages?to=${text}`, { sandbox })).json();
      assertEquals(messages.map((message: { to: string }) => message.to), [to]);
    }
    assertEquals((await (await ask("GET /sandbox/messages", { sandbox })).json()).length, 2);
  });
}

for (
  const [query, message] of [
    ["too=%2B15555550100", 'Cannot read the query: "too" is not known; did you mean "to"?'],
    ["phone=x", 'Cannot read the query: "phone" is not known; the known names: to, after, wait'],
    [`to=${NUMBER}&to=${NUMBER}`, 'Cannot read the query: "to" must be there only once'],
    ...["", "15555550100", "0612345678", "somebody", "+1%20555%20555%200100"].map((to) => [
      `to=${to}`,
      'Cannot list the messages: "to" must be an E.164 phone number such as +15555550100, or an ' +
      "email address",
    ]),
    ...["", "-1", "60001", "1e3", "5s"].map((wait) => [
      `wait=${wait}`,
      'Cannot list the messages: "wait" must be a number of milliseconds from 0 to 60000',
    ]),
    [
      "after=none",
      'Cannot list the messages: "after" must be the id of a message that the sandbox remembers',
    ],
  ] as const
) {
  test(`messages with ${query} are refused, not everybody's`, async () => {
    const sandbox = new Sandbox();
    await sendCode(sandbox);
    const response = await ask(`GET /sandbox/messages?${query}`, { sandbox });
    assertEquals([response.status, await response.json()], [400, { code: "bad_request", message }]);
  });
}

for (const what of ["GET /sandbox/events?to=x", "DELETE /sandbox/faults?id=1"]) {
  test(`${what} is refused, since it has no parameters`, async () => {
    const sandbox = new Sandbox();
    sandbox.arm({ type: "lost" });
    assertEquals(await statusOf(await ask(what, { sandbox })), 400);
    assertEquals(sandbox.faults.length, 1);
  });
}

/** The codes in a response with messages. */
async function codesOf(response: Response): Promise<string[]> {
  return (await response.json()).map(({ code }: { code: string }) => code);
}

/** Resolves once so many requests wait in a sandbox: the next one is refused with 503. */
async function untilWaiting(sandbox: Sandbox): Promise<void> {
  while (await statusOf(await ask("GET /sandbox/messages?wait=1", { sandbox })) !== 503);
}

test("messages with wait come at once if there are any, or else as soon as one is sent", async () => {
  const sandbox = new Sandbox();
  const path = `GET /sandbox/messages?to=${NUMBER}&wait=60000`;
  const waiting = ask(path, { sandbox });
  await sendCode(sandbox, "+15555550101");
  const { code } = await sendCode(sandbox);
  assertEquals(await codesOf(await waiting), [code]);
  assertEquals(await codesOf(await ask(path, { sandbox })), [code]);
  assertEquals(
    (await codesOf(await ask("GET /sandbox/messages?wait=60000", { sandbox }))).length,
    2,
  );
});

test("after lists only what was sent after a message, and waits for it", async () => {
  const sandbox = new Sandbox({ retryGaps: [0] });
  await sendCode(sandbox);
  const [first] = sandbox.messages;
  const path = `GET /sandbox/messages?to=${NUMBER}&after=${first!.id}`;
  assertEquals(await codesOf(await ask(path, { sandbox })), []);
  const waiting = ask(`${path}&wait=60000`, { sandbox });
  const codes = [(await sendCode(sandbox)).code];
  assertEquals(await codesOf(await waiting), codes);
  codes.push((await sendCode(sandbox)).code);
  assertEquals(await codesOf(await ask(path, { sandbox })), codes);
});

test("messages with wait are none when the time is over", async () => {
  assertEquals(await (await ask("GET /sandbox/messages?wait=1")).json(), []);
});

test("at most 256 requests wait at a time, and a client that goes makes room", async () => {
  const sandbox = new Sandbox();
  const handle = createHandler(sandbox);
  const stop = new AbortController();
  const url = `${HOME}/sandbox/messages?wait=60000`;
  const waiting = Array.from(
    { length: 256 },
    () => handle(new Request(url, { signal: stop.signal })),
  );
  await untilWaiting(sandbox);
  const refused = await handle(new Request(url));
  assertEquals([refused.status, refused.headers.get("retry-after"), await refused.json()], [
    503,
    "1",
    { code: "too_many_requests", message: "at most 256 requests can wait for a message at a time" },
  ]);
  stop.abort();
  for (const response of await Promise.all(waiting)) await response.body?.cancel();
  assertEquals(await (await ask("GET /sandbox/messages?wait=1", { sandbox })).json(), []);
});

test("the webhook key is a PEM of the sandbox's own", async () => {
  const sandbox = new Sandbox();
  const response = await ask("GET /sandbox/webhook-key", { sandbox });
  assertEquals(response.headers.get("content-type"), "application/x-pem-file");
  assertEquals(await response.text(), await sandbox.webhookPublicKey());
});

test("a fault that leaves no answer rejects, for the server to close the connection", async () => {
  const sandbox = new Sandbox();
  sandbox.arm({ type: "lost" });
  await assertRejects(() => ask("POST /v1/check", { sandbox, body: {} }), TypeError);
});

// deno-lint-ignore no-explicit-any -- whatever the page is told
async function* readEvents(response: Response): AsyncGenerator<any, void> {
  const decoder = new TextDecoder();
  const reader = response.body!.getReader();
  let text = "";
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value, { stream: true });
      const events = text.split("\n\n");
      text = events.pop()!;
      for (const event of events) yield JSON.parse(/^data: (.*)$/m.exec(event)![1]!);
    }
  } finally {
    await reader.cancel();
  }
}

test("events begin with all there is, and go on with every change", async () => {
  const sandbox = new Sandbox();
  const { id } = await sendCode(sandbox);
  sandbox.arm({ type: "lost" }, { operation: "check", times: Infinity });
  const response = await ask("GET /sandbox/events", { sandbox });
  assertEquals(response.headers.get("content-type"), "text/event-stream");
  const events = readEvents(response);

  const { value: first } = await events.next();
  assertEquals(Object.keys(first.environment), [
    "PRELUDE_BASE_URL",
    "PRELUDE_API_TOKEN",
    "PRELUDE_WEBHOOK_KEY",
    "DING_BASE_URL",
    "DING_API_KEY",
    "DING_CUSTOMER_UUID",
  ]);
  assertEquals(first.environment.DING_BASE_URL, `${HOME}/v1`);
  assertEquals(first.credentials, sandbox.credentials);
  assertEquals(first.scenarios, magicNumbers);
  assertEquals(first.messages, JSON.parse(JSON.stringify(sandbox.messages)));
  assertEquals(first.windows, JSON.parse(JSON.stringify([sandbox.window(id)])));
  assertEquals(first.requests.length, 1);
  assertEquals(first.faults.map(({ times }: { times: unknown }) => times), [null]);

  const types: string[] = [];
  await sendCode(sandbox, "+15555550101");
  sandbox.advance(1);
  sandbox.disarm();
  sandbox.reset();
  for await (const { type } of events) {
    types.push(type);
    if (type === "reset") break;
  }
  assertEquals(types, ["message", "window", "request", "clock", "faults", "reset"]);
});

test("what happens before the first read is in the snapshot alone", async () => {
  const sandbox = new Sandbox();
  const events = readEvents(await ask("GET /sandbox/events", { sandbox }));
  await sendCode(sandbox);
  const { value: first } = await events.next();
  assertEquals([first.messages.length, first.windows.length, first.requests.length], [1, 1, 1]);
  sandbox.advance(1);
  assertEquals((await events.next()).value.type, "clock");
  await events.return();
});

test("a snapshot of a full sandbox is the newest of each, read in chunks", async () => {
  const sandbox = new Sandbox({ memory: { messages: 1_100, requests: 1_100 } });
  const init = { method: "POST", body: "é".repeat(4_096) };
  for (let i = 0; i < 201; i++) {
    await (await sandbox.fetch(`http://localhost/v1/${i}`, init)).body?.cancel();
  }
  for (let i = 0; i < 1_050; i++) await sendCode(sandbox, `+1555555${1_000 + i}`);
  for (let i = 0; i < 100; i++) {
    await (await sandbox.fetch(`http://localhost/v1/${i}`, init)).body?.cancel();
  }
  const response = await ask("GET /sandbox/events", { sandbox });
  const sizes: number[] = [];
  const measured = response.body!.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        sizes.push(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
  const events = readEvents(new Response(measured));
  const { value: first } = await events.next();
  assertEquals(first.messages, JSON.parse(JSON.stringify(sandbox.messages)));
  assertEquals(first.windows.length, 1_050);
  assertEquals(first.requests, JSON.parse(JSON.stringify(sandbox.requests.slice(-200))));
  assert(sizes.length > 10);
  // 65,536 characters of up to 2 bytes here, and at most one item more.
  assert(Math.max(...sizes) < 150_000, `${Math.max(...sizes)} bytes in one chunk`);
  await events.return();
});

test("at most 32 event streams are open at a time, and one that ends makes room", async () => {
  const sandbox = new Sandbox();
  const gone = new AbortController();
  const handle = createHandler(sandbox);
  const open = () => ask("GET /sandbox/events", { sandbox });
  const request = new Request(`${HOME}/sandbox/events`, { signal: gone.signal });
  const streams = [await handle(request)];
  while (streams.length < 32) streams.push(await open());
  assertEquals(streams.map(({ status }) => status), Array(32).fill(200));

  const refused = await open();
  assertEquals([refused.status, refused.headers.get("retry-after")], [503, "1"]);
  assertEquals(await refused.json(), {
    code: "too_many_streams",
    message: "at most 32 pages can be open at a time",
  });
  assertEquals(
    await statusOf(await ask("GET /sandbox/events")),
    200,
    "another sandbox has its own",
  );

  gone.abort();
  streams.push(await open());
  assertEquals([streams[32]!.status, await statusOf(await open())], [200, 503]);
  await streams[1]!.body!.cancel();
  await streams[0]!.body!.cancel().catch(() => {});
  streams.push(await open());
  assertEquals([streams[33]!.status, await statusOf(await open())], [200, 503]);
  for (const { body } of streams) await body!.cancel().catch(() => {});
  for (let i = 0; i < 40; i++) {
    assertEquals((await ask("HEAD /sandbox/events", { sandbox })).status, 200);
    const request = new Request(`${HOME}/sandbox/events`, { signal: AbortSignal.abort() });
    assertEquals(await statusOf(await handle(request)), 200);
  }
});

test("events end when the page goes", async () => {
  const sandbox = new Sandbox();
  const gone = new AbortController();
  const handle = createHandler(sandbox);
  const request = new Request(`${HOME}/sandbox/events`, { signal: gone.signal });
  const events = readEvents(await handle(request));
  assertEquals((await events.next()).value.type, "snapshot");
  gone.abort();
  assertEquals(await events.next(), { done: true, value: undefined });
});

const PASSWORD = "open sesame: é";
const BASIC = `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`me:${PASSWORD}`)))}`;

/** The authorization of a request to a page with a password, and the status. */
const AUTHORIZED: [string | undefined, number][] = [
  [undefined, 401],
  ["", 401],
  ["Basic", 401],
  ["Basic !", 401],
  [`Basic ${btoa("me")}`, 401],
  [`Basic ${btoa("me:open sesame")}`, 401],
  [`Basic ${btoa("me:")}`, 401],
  ["Bearer me", 401],
  [`Digest ${btoa(PASSWORD.replace("é", "e"))}`, 401],
  [BASIC, 200],
  [BASIC.replace("Basic", "basic"), 200],
];

for (const [authorization, expected] of AUTHORIZED) {
  test(`a page with a password is ${expected} with authorization ${authorization}`, async () => {
    const handle = createHandler(new Sandbox(), { password: PASSWORD });
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    for (const path of ["/", "/sandbox/page/main.js", "/sandbox/messages", "/sandbox/events"]) {
      const response = await handle(new Request(HOME + path, { headers }));
      assertEquals(await statusOf(response), expected, path);
      assertEquals(response.headers.has("www-authenticate"), expected === 401, path);
    }
  });
}

test("a password is also taken as a token, and is nothing to the API", async () => {
  const sandbox = new Sandbox();
  const handle = createHandler(sandbox, { password: "s3same" });
  const headers = { authorization: "Bearer s3same", "content-type": "application/json" };
  const init = { method: "POST", headers, body: "{}" };
  assertEquals(await statusOf(await handle(new Request(`${HOME}/sandbox/reset`, init))), 200);
  assertEquals(await statusOf(await handle(new Request(`${HOME}/v2/verification`, init))), 401);
});

test("mounted at a path, the page, its files and the API are below it", async () => {
  const sandbox = new Sandbox();
  const handle = createHandler(sandbox, { path: "/my/otp" });
  const get = async (path: string) => await handle(new Request(HOME + path));
  const redirect = await get("/my/otp");
  assertEquals([redirect.status, redirect.headers.get("location")], [308, "/my/otp/"]);
  const html = await (await get("/my/otp/")).text();
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!);
  assertEquals(new Set(files).size, 3);
  for (const path of files) assertEquals(await statusOf(await get(path)), 200, path);
  for (const path of ["/", "/my", "/my/otpx", "/sandbox/messages", "/v2/verification"]) {
    assertEquals(await statusOf(await get(path)), 404, path);
  }
  const events = await get("/my/otp/sandbox/events");
  const { value } = await events.body!.pipeThrough(new TextDecoderStream()).getReader().read();
  assertMatch(value!, /"PRELUDE_BASE_URL":"http:\/\/localhost:6870\/my\/otp"/);
  const sent = await handle(
    new Request(`${HOME}/my/otp/v2/verification`, {
      method: "POST",
      headers: { authorization: `Bearer ${sandbox.credentials.apiToken}` },
      body: JSON.stringify({ target: { type: "phone_number", value: NUMBER } }),
    }),
  );
  assertEquals([await statusOf(sent), sandbox.sends(NUMBER)], [200, 1]);
});

for (const options of [{ password: "" }, { path: "/" }, { path: "otp" }, { path: "/otp/" }]) {
  test(`createHandler refuses ${JSON.stringify(options)}`, () => {
    assertThrows(() => createHandler(new Sandbox(), options), RangeError, "must be");
  });
}

test("createHandler does not know other options", () => {
  const options = { pasword: "open sesame" };
  assertThrows(
    () => createHandler(new Sandbox(), options as HandlerOptions),
    TypeError,
    'Cannot create the handler: "pasword" is not known; did you mean "password"?',
  );
});

test("a webhook can be posted again over HTTP", async () => {
  let posts = 0;
  const sandbox = new Sandbox({
    webhooks: {
      fetch: () => Promise.resolve(new Response(null, { status: ++posts > 3 ? 200 : 500 })),
    },
  });
  await sandbox.fetch("https://api.prelude.dev/v2/verification", {
    method: "POST",
    headers: { authorization: `Bearer ${sandbox.credentials.apiToken}` },
    body: JSON.stringify({
      target: { type: "phone_number", value: NUMBER },
      options: { callback_url: "http://localhost/hooks" },
    }),
  });
  await sandbox.settled();
  const { id } = sandbox.webhooks[0]!;
  const again = await ask(`POST /sandbox/webhooks/${id}`, { sandbox, body: {} });
  const { state, attempts } = await again.json();
  assertEquals([state, attempts.length], ["delivered", 2]);
  const unknown = await ask("POST /sandbox/webhooks/evt_0", { sandbox, body: {} });
  assertEquals(await statusOf(unknown), 400);
});
