import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  magicNumbers,
  Sandbox,
  type SandboxOptions,
  type SandboxWebhookOptions,
} from "@ding-otp/client/sandbox";
import { check, MINUTE, NUMBER, post } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const HOOK = "http://127.0.0.1:9/hook";

interface Hook {
  readonly sandbox: Sandbox;
  /** What was posted, in order. */
  // deno-lint-ignore no-explicit-any -- webhooks are open
  readonly posted: { url: string; init: RequestInit; body: any }[];
}

/** A sandbox whose webhooks are answered with these statuses in turn, and with 200 after them. */
function hooked(statuses: (number | "none")[] = [], options: SandboxWebhookOptions = {}): Hook {
  const posted: Hook["posted"] = [];
  const fetch = (url: string, init: RequestInit) => {
    posted.push({ url, init, body: JSON.parse(init.body as string) });
    const status = statuses.shift() ?? 200;
    if (status === "none") return Promise.reject(new TypeError("connection refused"));
    return Promise.resolve(new Response(status === 204 ? null : "answer", { status }));
  };
  const sandbox = new Sandbox({ start: new Date("2026-01-01"), webhooks: { fetch, ...options } });
  return { sandbox, posted };
}

async function send(
  sandbox: Sandbox,
  { callback_url = HOOK, phone_number = NUMBER, ...rest }: Record<string, string> = {},
): Promise<string> {
  const fields = { phone_number, callback_url, ...rest };
  const { body } = await post(sandbox, "/authentication", fields);
  return body.authentication_uuid;
}

test("a send posts its authentication, its attempt and the carrier's word", async () => {
  const { sandbox, posted } = hooked();
  const auth_uuid = await send(sandbox, { correlation_id: "order-7" });
  await sandbox.settled();

  const envelope = {
    auth_uuid,
    recipient_phone_number: NUMBER,
    time: "2026-01-01T00:00:00+0000",
    correlation_id: "order-7",
  };
  const attempt = { attempt_id: sandbox.messages[0]!.id, attempt_number: 1 };
  assertEquals(posted.map(({ body: { id: _, ...rest } }) => rest), [
    { ...envelope, type: "authentication", price: { amount: 0.05, currency: "EUR" } },
    { ...envelope, type: "attempt", ...attempt, capability: "text", status: "delivered" },
    { ...envelope, type: "delivery_status", ...attempt, status: "delivered" },
  ]);
  const ids = posted.map(({ body }) => body.id);
  for (const id of ids) assertMatch(id, /^[0-9a-f-]{36}$/);
  assertEquals(new Set(ids).size, 3);
  for (const { url, init } of posted) {
    const { method, redirect, headers } = init;
    assertEquals([url, method, redirect, headers], [
      HOOK,
      "POST",
      "manual",
      { "content-type": "application/json" },
    ]);
  }
});

test("a retry posts its attempt and the carrier's word, a check posts nothing", async () => {
  const { sandbox, posted } = hooked();
  const id = await send(sandbox);
  sandbox.advance(MINUTE);
  await post(sandbox, "/retry", { authentication_uuid: id });
  await check(sandbox, id, "000000");
  await sandbox.settled();
  assertEquals(posted.slice(3).map(({ body }) => [body.type, body.attempt_number]), [
    ["attempt", 2],
    ["delivery_status", 2],
  ]);
});

test("an undeliverable message is told", async () => {
  const { sandbox, posted } = hooked();
  const [phone_number] = magicNumbers.delivery.undeliverable.numbers;
  await send(sandbox, { phone_number: phone_number! });
  await sandbox.settled();
  assertEquals(posted.map(({ body }) => body.status), [undefined, "failed", "undeliverable"]);
});

test("without a callback_url nothing is posted", async () => {
  const { sandbox, posted } = hooked();
  await post(sandbox, "/authentication", { phone_number: NUMBER });
  await sandbox.settled();
  assertEquals([posted, sandbox.webhooks], [[], []]);
});

test("an event is posted again after 1, 2, 4 … minutes until a 200", async () => {
  const { sandbox, posted } = hooked(["none", 200, 200, 500, 201, 204, 302, 404]);
  await send(sandbox);
  await sandbox.settled();
  const [first] = posted;
  const times = () => sandbox.webhooks[0]!.attempts.map(({ at }) => at.getTime());
  const start = sandbox.now().getTime();
  assertEquals(times(), [start]);

  for (const minutes of [1, 2, 4, 8, 16, 32]) {
    const before = posted.length;
    sandbox.advance(minutes * MINUTE - 1);
    await sandbox.settled();
    assertEquals(posted.length, before);
    assertEquals(sandbox.webhooks[0]!.nextAt, new Date(sandbox.now().getTime() + 1));
    sandbox.advance(1);
    await sandbox.settled();
    assertEquals(posted.length, before + 1);
    assertEquals(posted.at(-1)!.body, first!.body, "the same event, by its id");
  }
  const [webhook] = sandbox.webhooks;
  assertEquals(webhook!.attempts.map(({ status }) => status), [
    undefined,
    500,
    201,
    204,
    302,
    404,
    200,
  ]);
  assertEquals([webhook!.state, webhook!.nextAt], ["delivered", undefined]);
  sandbox.advance(60 * 24 * MINUTE);
  await sandbox.settled();
  assertEquals(posted.length, 9);
});

test("a long step of the clock brings every attempt that falls into it, at its own time", async () => {
  const { sandbox, posted } = hooked([500, 200, 200, 500, 500, 500]);
  await send(sandbox);
  await sandbox.settled();
  const start = sandbox.now().getTime();
  sandbox.advance(10 * MINUTE);
  await sandbox.settled();
  assertEquals(posted.length, 3 + 3);
  assertEquals(
    sandbox.webhooks[0]!.attempts.map(({ at }) => (at.getTime() - start) / MINUTE),
    [0, 1, 3, 7],
  );
  assertEquals(sandbox.webhooks[0]!.nextAt, new Date(start + 15 * MINUTE));
});

test("the gaps grow to 12 hours, and after two weeks it is given up", async () => {
  const { sandbox } = hooked(Array(200).fill(500));
  await send(sandbox);
  await sandbox.settled();
  const start = sandbox.now().getTime();
  sandbox.advance(15 * 24 * 60 * MINUTE);
  await sandbox.settled();
  const [webhook] = sandbox.webhooks;
  const times = webhook!.attempts.map(({ at }) => (at.getTime() - start) / MINUTE);
  const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
  assertEquals(gaps.slice(0, 13), [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 720, 720]);
  assert(gaps.slice(11).every((gap) => gap === 720));
  assert(times.at(-1)! <= 14 * 24 * 60 && times.at(-1)! > 13 * 24 * 60);
  assertEquals([webhook!.state, webhook!.nextAt], ["abandoned", undefined]);
});

test("redeliver posts an event once more, delivered or not", async () => {
  const { sandbox, posted } = hooked([200, 500, 200]);
  await send(sandbox);
  await sandbox.settled();
  const [first, second] = sandbox.webhooks;
  for (const { id } of [first!, second!]) {
    await sandbox.redeliver(id);
    assertEquals(posted.at(-1)!.body.id, id);
  }
  assertEquals(posted.length, 5);
  assertEquals(sandbox.webhooks.map(({ state }) => state), ["delivered", "delivered", "delivered"]);
  assertEquals(sandbox.webhooks[0]!.attempts.length, 2);
});

test("an event that is redelivered without end remembers its last 100 attempts", async () => {
  const { sandbox } = hooked();
  await send(sandbox);
  await sandbox.settled();
  for (let i = 0; i < 120; i++) await sandbox.redeliver(sandbox.webhooks[0]!.id);
  assertEquals(sandbox.webhooks[0]!.attempts.length, 100);
});

test("a redelivery that fails is repeated like a first one", async () => {
  const { sandbox, posted } = hooked([200, 200, 200, 500]);
  await send(sandbox);
  await sandbox.settled();
  sandbox.advance(30 * 24 * 60 * MINUTE);
  await sandbox.redeliver(sandbox.webhooks[0]!.id);
  assertEquals(
    sandbox.webhooks[0]!.nextAt,
    new Date(sandbox.now().getTime() + MINUTE),
  );
  sandbox.advance(MINUTE);
  await sandbox.settled();
  assertEquals([posted.length, sandbox.webhooks[0]!.state], [5, "delivered"]);
});

test("copies posts every event more than once", async () => {
  const { sandbox, posted } = hooked([200, 500], { copies: 2 });
  await send(sandbox);
  await sandbox.settled();
  sandbox.advance(MINUTE);
  await sandbox.settled();
  const counts = sandbox.webhooks.map(({ id }) =>
    posted.filter(({ body, init: _ }) => body.id === id).length
  );
  assertEquals(counts, [3, 2, 2], "twice each, and once in vain");
});

test('order "reversed" posts the last event of a request first', async () => {
  const { sandbox, posted } = hooked([], { order: "reversed" });
  await send(sandbox);
  await sandbox.settled();
  sandbox.advance(MINUTE);
  await send(sandbox);
  await sandbox.settled();
  assertEquals(posted.map(({ body }) => `${body.type} ${body.attempt_number ?? ""}`.trim()), [
    "delivery_status 1",
    "attempt 1",
    "authentication",
    "delivery_status 2",
    "attempt 2",
  ]);
});

const ADDRESSES: [string, boolean][] = [
  ["http://127.0.0.1:8080/", true],
  ["http://127.255.0.3/", true],
  ["http://2130706433/", true],
  ["http://[::1]:8080/", true],
  ["https://localhost/hook", true],
  ["http://app.localhost/hook", true],
  ["https://hooks.example.com/any/path?query", true],
  ["https://hooks.example.com:443/", true],
  ["http://hooks.example.com/", false],
  ["https://hooks.example.com:8443/", false],
  ["https://hooks.example.com.evil.example/", false],
  ["https://evil.example/?https://hooks.example.com", false],
  ["https://hooks.example.com@evil.example/", false],
  ["http://127.0.0.1.evil.example/", false],
  ["http://evillocalhost/", false],
  ["http://0.0.0.0/", false],
  ["http://[::ffff:127.0.0.1]/", false],
  ["http://10.0.0.1/", false],
  ["http://169.254.169.254/", false],
];

for (const [callback_url, isAllowed] of ADDRESSES) {
  test(`webhooks to ${callback_url} are ${isAllowed ? "posted" : "forbidden"}`, async () => {
    const { sandbox, posted } = hooked([], { allow: ["https://hooks.example.com"] });
    await send(sandbox, { callback_url });
    await sandbox.settled();
    const state = isAllowed ? "delivered" : "forbidden";
    assertEquals(sandbox.webhooks.map(({ state }) => state), [state, state, state]);
    assertEquals(posted.length, isAllowed ? 3 : 0);
    if (isAllowed) return;
    await assertRejects(() => sandbox.redeliver(sandbox.webhooks[0]!.id), RangeError);
    assertEquals(sandbox.webhooks[0]!.nextAt, undefined);
  });
}

test("redeliver refuses an id that no event has", async () => {
  const { sandbox } = hooked();
  await assertRejects(() => sandbox.redeliver("none"), RangeError, "Cannot redeliver the webhook");
});

test("an answer that takes too long counts for none", async () => {
  let aborted = 0;
  const fetch = (_: string, { signal }: RequestInit) =>
    new Promise<Response>((_, reject) => {
      signal!.addEventListener("abort", () => {
        aborted++;
        reject(signal!.reason);
      });
    });
  const sandbox = new Sandbox({ webhooks: { fetch, timeout: 1 } });
  await send(sandbox);
  await sandbox.settled();
  assertEquals(aborted, 3);
  assertEquals(
    sandbox.webhooks.map(({ attempts }) => attempts.map(({ status }) => status)),
    [[undefined], [undefined], [undefined]],
  );
});

test("reset forgets the webhooks, and gives up the one under way", async () => {
  const signals: AbortSignal[] = [];
  const fetch = (_: string, { signal }: RequestInit) => {
    signals.push(signal!);
    return new Promise<Response>((_, reject) => {
      signal!.addEventListener("abort", () => reject(signal!.reason));
    });
  };
  const sandbox = new Sandbox({ webhooks: { fetch } });
  await send(sandbox);
  while (signals.length === 0) await Promise.resolve();
  const settled = sandbox.settled();
  sandbox.reset();
  await settled;
  assertEquals(signals.map(({ aborted }) => aborted), [true]);
  assertEquals(sandbox.webhooks, []);
});

test("what is remembered of webhooks is bounded, and what is forgotten is not posted", async () => {
  const posted: string[] = [];
  const fetch = (_: string, { body }: RequestInit) => {
    posted.push(JSON.parse(body as string).type);
    return Promise.resolve(new Response(null, { status: 500 }));
  };
  const sandbox = new Sandbox({ memory: { webhooks: 2 }, webhooks: { fetch } });
  await send(sandbox);
  await sandbox.settled();
  sandbox.advance(MINUTE);
  await sandbox.settled();
  assertEquals(posted, ["attempt", "delivery_status", "attempt", "delivery_status"]);
  assertEquals(sandbox.webhooks.map(({ body }) => body["type"]), ["attempt", "delivery_status"]);
});

test("subscribers see a webhook at every step", async () => {
  const { sandbox } = hooked([500]);
  const stop = new AbortController();
  const changes = sandbox.subscribe({ signal: stop.signal });
  await send(sandbox);
  await sandbox.settled();
  const seen: string[] = [];
  while (seen.length < 6) {
    const { value } = await changes.next();
    if (value?.type !== "webhook") continue;
    const { body, state, attempts } = value.webhook;
    seen.push(`${body["type"]} ${state} ${attempts.map(({ status }) => status)}`.trim());
  }
  stop.abort();
  assertEquals(seen, [
    "authentication pending",
    "attempt pending",
    "delivery_status pending",
    "authentication pending 500",
    "attempt delivered 200",
    "delivery_status delivered 200",
  ]);
});

const REFUSED: [unknown, string][] = [
  [{ allow: "https://hooks.example.com" }, "webhooks.allow"],
  [{ allow: ["https://hooks.example.com/"] }, "webhooks.allow"],
  [{ allow: ["hooks.example.com"] }, "webhooks.allow"],
  [{ allow: [7] }, "webhooks.allow"],
  [{ fetch: "https://hooks.example.com" }, "webhooks.fetch"],
  [{ timeout: 0 }, "webhooks.timeout"],
  [{ timeout: Infinity }, "webhooks.timeout"],
  [{ copies: 0 }, "webhooks.copies"],
  [{ copies: 11 }, "webhooks.copies"],
  [{ order: "random" }, "webhooks.order"],
];

for (const [webhooks, name] of REFUSED) {
  test(`Sandbox refuses webhooks ${JSON.stringify(webhooks)}`, async () => {
    await assertRejects(
      // deno-lint-ignore require-await -- so that a throw becomes a rejection
      async () => new Sandbox({ webhooks } as SandboxOptions),
      Error,
      `Cannot create the sandbox: "${name}" must be `,
    );
  });
}
