import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { Sandbox } from "@ding-otp/client/sandbox";
import { BASE_URL, get, MINUTE, NUMBER, post, sendCode } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const OTHER = "+15555550101";

test("waitForMessage returns at once what is there, and each message once", async () => {
  const sandbox = new Sandbox();
  const first = await sendCode(sandbox);
  assertEquals((await sandbox.waitForMessage({ to: NUMBER })).authenticationUuid, first.id);

  const next = sandbox.waitForMessage({ to: NUMBER });
  sandbox.advance(MINUTE);
  await sendCode(sandbox);
  assertEquals((await next).attempt, 2);
});

test("waitForMessage returns the newest of several", async () => {
  const sandbox = new Sandbox();
  await sendCode(sandbox);
  sandbox.advance(MINUTE);
  await sendCode(sandbox);
  assertEquals((await sandbox.waitForMessage({ to: NUMBER })).attempt, 2);

  const controller = new AbortController();
  const older = sandbox.waitForMessage({ to: NUMBER, signal: controller.signal });
  controller.abort(new RangeError("none"));
  await assertRejects(() => older, RangeError, "none");
});

test("waitForMessage waits for its own number, and whoever waits longest is served first", async () => {
  const sandbox = new Sandbox();
  const order: string[] = [];
  const wait = async (name: string, to: string) => {
    const { attempt } = await sandbox.waitForMessage({ to, timeout: MINUTE });
    order.push(`${name} ${attempt}`);
  };
  const waits = [wait("first", NUMBER), wait("second", NUMBER), wait("other", OTHER)];
  await sendCode(sandbox);
  sandbox.advance(MINUTE);
  await sendCode(sandbox);
  await sendCode(sandbox, OTHER);
  await Promise.all(waits);
  assertEquals(order, ["first 1", "second 2", "other 1"]);
});

test("waitForMessage gives up in time, with the signal's reason, or at once", async () => {
  const sandbox = new Sandbox();
  const late = await assertRejects(
    () => sandbox.waitForMessage({ to: NUMBER, timeout: 1 }),
    DOMException,
    "Cannot wait for a message: none came",
  );
  assertEquals(late.name, "TimeoutError");

  const reason = { why: "no longer needed" };
  const signal = AbortSignal.abort(reason);
  const aborted = await sandbox.waitForMessage({ to: NUMBER, signal }).catch((thrown) => thrown);
  assertStrictEquals(aborted, reason);

  // Nobody who gave up may swallow a message.
  await sendCode(sandbox);
  assertEquals((await sandbox.waitForMessage({ to: NUMBER })).attempt, 1);
});

const WAITS: [string, { to: string; timeout?: number }][] = [
  ["to", { to: "5555550100" }],
  ["to", { to: "+1 555 555 0100" }],
  ["timeout", { to: NUMBER, timeout: 0 }],
  ["timeout", { to: NUMBER, timeout: NaN }],
  ["timeout", { to: NUMBER, timeout: 2 ** 31 }],
];

for (const [option, options] of WAITS) {
  test(`waitForMessage refuses ${JSON.stringify(options)}`, async () => {
    await assertRejects(() => new Sandbox().waitForMessage(options), RangeError, `"${option}"`);
  });
}

test("sends counts the messages to one number", async () => {
  const sandbox = new Sandbox();
  await sendCode(sandbox);
  await sendCode(sandbox);
  await sendCode(sandbox, OTHER);
  sandbox.advance(MINUTE);
  await sendCode(sandbox);
  assertEquals([sandbox.sends(NUMBER), sandbox.sends(OTHER), sandbox.sends("+33")], [2, 1, 0]);
  assertThrows(() => sandbox.sends("0612345678"), RangeError, '"to"');
});

test("the journal tells every request and its answer, and no key", async () => {
  const sandbox = new Sandbox({ start: new Date(0) });
  const { apiKey, customerUuid } = sandbox.credentials;
  sandbox.advance(5);
  const { body } = await post(sandbox, "/authentication", { phone_number: NUMBER });
  await get(sandbox, "/lookup/+33?type=cnam");
  const text = await sandbox.fetch(`${BASE_URL}/check`, {
    method: "POST",
    headers: {
      authorization: "Bearer secret",
      "proxy-authorization": "Basic secret",
      cookie: "session=secret",
      "x-api-key": "secret",
      "X-Other": "seen",
    },
    body: "not JSON",
  });

  assertEquals(sandbox.requests.length, 3);
  assertEquals(sandbox.requests[0], {
    at: new Date(5),
    method: "POST",
    path: "/v1/authentication",
    headers: { "content-type": "application/json", "x-api-key": "[redacted]" },
    body: { customer_uuid: customerUuid, phone_number: NUMBER },
    response: { status: 200, headers: { "content-type": "application/json" }, body },
    fault: undefined,
  });
  assertEquals(sandbox.requests[1]!.path, "/v1/lookup/+33?type=cnam");
  assertEquals(sandbox.requests[2]!.body, "not JSON");
  assertEquals(sandbox.requests[2]!.response!.body, await text.json());
  assertEquals(sandbox.requests[2]!.headers["x-other"], "seen");
  const journal = JSON.stringify(sandbox.requests);
  assert(!journal.includes("secret") && !journal.includes(apiKey));
});

test("the journal keeps the beginning of a long body", async () => {
  const sandbox = new Sandbox();
  await post(sandbox, "/check", { long: "x".repeat(10_000) });
  await post(sandbox, "/check", { long: "x".repeat(100_000) });
  assertEquals(sandbox.requests.map(({ body }) => (body as string | undefined)?.length), [
    4_096,
    undefined,
  ]);
});

test("what is kept is bounded, and the oldest goes first", async () => {
  const sandbox = new Sandbox({ memory: { authentications: 3, messages: 2, requests: 4 } });
  const numbers = ["+15555550100", "+15555550101", "+15555550102", "+15555550103"];
  const ids: string[] = [];
  for (const number of numbers) ids.push((await sendCode(sandbox, number)).id);

  assertEquals(sandbox.messages.map(({ to }) => to), numbers.slice(2));
  const known = await Promise.all(
    ids.map(async (id) => (await get(sandbox, `/authentication/${id}`)).status),
  );
  assertEquals(known, [400, 200, 200, 200]);
  assertEquals(
    sandbox.requests.map(({ path }) => path),
    ids.map((id) => `/v1/authentication/${id}`),
  );
  const again = await sendCode(sandbox, numbers[0]);
  assert(again.id !== ids[0], "a forgotten window is no longer open");
  assertEquals(sandbox.messages.map(({ to }) => to), [numbers[3], numbers[0]]);
});

test("a forgotten window does not take a newer one of its number along", async () => {
  const sandbox = new Sandbox({ memory: { authentications: 2 } });
  await sendCode(sandbox);
  sandbox.advance(10 * MINUTE);
  const { id } = await sendCode(sandbox);
  await sendCode(sandbox, OTHER);
  sandbox.advance(MINUTE);
  assertEquals((await sendCode(sandbox)).id, id);
});

test("messages and requests are copies", async () => {
  const sandbox = new Sandbox();
  await sendCode(sandbox);
  (sandbox.messages as unknown[]).length = 0;
  (sandbox.requests as unknown[]).length = 0;
  assertEquals([sandbox.messages.length, sandbox.requests.length], [1, 1]);
});

test("reset makes everything as it was at the beginning", async () => {
  const sandbox = new Sandbox({ seed: 1 });
  const start = sandbox.now();
  const before = await sendCode(sandbox);
  sandbox.advance(MINUTE);
  sandbox.reset();

  assertEquals([sandbox.messages, sandbox.requests, sandbox.now()], [[], [], start]);
  assertEquals((await get(sandbox, `/authentication/${before.id}`)).status, 400);
  assertEquals(await sendCode(sandbox), before, "the same seed, from its start");
  assertEquals(sandbox.sends(NUMBER), 1);
});

test("who waits for a message goes on waiting through a reset", async () => {
  const sandbox = new Sandbox();
  const message = sandbox.waitForMessage({ to: NUMBER });
  sandbox.reset();
  const { code } = await sendCode(sandbox);
  assertEquals((await message).code, code);
});

test("onMessage is called with each message, and the response waits for it", async () => {
  const seen: unknown[] = [];
  const sandbox: Sandbox = new Sandbox({
    onMessage: async (message) => {
      await Promise.resolve();
      seen.push([message, sandbox.messages.at(-1) === message]);
    },
  });
  await sendCode(sandbox);
  await sendCode(sandbox, "+15555550101");
  assertEquals(seen, sandbox.messages.map((message) => [message, true]));
});

test("a failing onMessage rejects the call after the message went out", async () => {
  const sandbox = new Sandbox({ onMessage: () => Promise.reject(new Error("the chat is down")) });
  await assertRejects(() => sendCode(sandbox), Error, "the chat is down");
  assertEquals([sandbox.messages.length, sandbox.requests.length], [1, 1]);
});
