/** Every magic number and every fault as a program sees it: through the client. */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { ApiError, Ding, type OtpClient, OtpError } from "@ding-otp/client";
import { Prelude } from "@ding-otp/client";
import { type FaultScenario, magicNumbers, Sandbox, type Scenario } from "@ding-otp/client/sandbox";
import { MINUTE, NUMBER } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

interface Story {
  readonly sandbox: Sandbox;
  readonly ding: Ding;
}

/** A sandbox and a client. */
function begin(): Story {
  const sandbox = new Sandbox();
  const { credentials, fetch } = sandbox;
  // Nothing is public in a page of tests.
  return { sandbox, ding: new Ding({ ...credentials, fetch, allowBrowser: true }) };
}

async function sendTo({ ding }: Story, phoneNumber: string): Promise<string> {
  const sent = await ding.send({ phoneNumber });
  assert(sent.ok);
  return sent.authenticationUuid;
}

/** What v1 makes of a word that v2 alone has. */
const NEAREST: Readonly<Record<string, string>> = {
  challenged: "pending",
  shadow_blocked: "pending",
  silent: "pending",
  expired_signature: "spam_detected",
  invalid_signature: "spam_detected",
  transaction_missing: "invalid",
  transaction_mismatch: "invalid",
  too_many_checks: "rate_limited",
  too_many_attempts: "rate_limited",
  invalid_line_type: "invalid_line",
  unsupported_country: "unsupported_region",
  channel_not_enabled_in_region: "unsupported_region",
  // About the account, so not a refusal:
  spending_limit_exceeded: "spending_limit_exceeded",
  insufficient_balance: "negative_balance",
  suspended_account: "suspended_account",
  template_not_found: "invalid_template_id",
  template_not_registered_in_country: "invalid_template_id",
  // A code that cannot be one is, for the person who typed it, a wrong one.
  impossible_code: "invalid",
};

for (const [name, { numbers }] of Object.entries(magicNumbers.send)) {
  test(`through the client, send.${name} does what it says`, async () => {
    const story = begin();
    for (const phoneNumber of numbers) {
      const sent = await story.ding.send({ phoneNumber }).catch((error) => error);
      const expected = NEAREST[name] ?? name;
      assertEquals(
        sent instanceof ApiError ? sent.code : sent.ok ? "pending" : sent.reason,
        expected,
      );
      const reaches = expected === "pending" || expected === "unrecognized";
      assertEquals(story.sandbox.sends(phoneNumber), reaches ? 1 : 0);
      if (name === "unrecognized") assert(sent.authenticationUuid !== undefined);
    }
  });
}

for (const [name, { numbers }] of Object.entries(magicNumbers.check)) {
  test(`through the client, check.${name} does what it says`, async () => {
    const story = begin();
    for (const phoneNumber of numbers) {
      const authenticationUuid = await sendTo(story, phoneNumber);
      const { code } = story.sandbox.messages.at(-1)!;
      const checked = await story.ding.check({ authenticationUuid, checkCode: code });
      assertEquals(checked.ok ? "valid" : checked.reason, NEAREST[name] ?? name);
    }
  });
}

/** What Prelude makes of sends and checks that v2 alone has: ok, reason or error code. */
const PRELUDE: [scenario: Scenario, send: string, check?: string][] = [
  [magicNumbers.send.challenged, "ok", "ok"],
  [magicNumbers.send.shadow_blocked, "ok", "ok"],
  [magicNumbers.send.invalid_line_type, "invalid_line"],
  [magicNumbers.send.unsupported_country, "unsupported_region"],
  [magicNumbers.send.too_many_attempts, "rate_limited"],
  [magicNumbers.send.spending_limit_exceeded, "spending_limit_exceeded"],
  [magicNumbers.send.insufficient_balance, "insufficient_balance"],
  [magicNumbers.send.suspended_account, "suspended_account"],
  [magicNumbers.send.channel_not_enabled_in_region, "channel_not_enabled_in_region"],
  [magicNumbers.send.template_not_found, "template_not_found"],
  [magicNumbers.send.template_not_registered_in_country, "template_not_registered_in_country"],
  [magicNumbers.check.transaction_missing, "ok", "transaction_missing"],
  [magicNumbers.check.transaction_mismatch, "ok", "transaction_mismatch"],
  [magicNumbers.check.too_many_checks, "ok", "rate_limited"],
];

for (const [{ numbers }, expected, checked] of PRELUDE) {
  test(`through Prelude, ${numbers[0]} is ${expected}, then ${checked ?? "done"}`, async () => {
    const sandbox = new Sandbox();
    const { credentials, fetch } = sandbox;
    const prelude = new Prelude({ ...credentials, fetch, allowBrowser: true });
    const said = (result: { readonly ok: boolean; readonly reason?: string }) =>
      result.ok ? "ok" : result.reason;
    const failed = (error: unknown) => {
      assert(error instanceof ApiError);
      return error.code;
    };
    const phoneNumber = numbers[0]!;
    assertEquals(await prelude.send({ phoneNumber }).then(said, failed), expected);
    if (checked === undefined) return;
    const { code: checkCode } = sandbox.messages.at(-1)!;
    assertEquals(await prelude.check({ phoneNumber, checkCode }).then(said, failed), checked);
  });
}

test("through Prelude, the first send's options are read, and a payment is confirmed", async () => {
  const sandbox = new Sandbox();
  const { credentials, fetch } = sandbox;
  const prelude = new Prelude({ ...credentials, fetch, allowBrowser: true });
  const payment = { amount: "12.50", currency: "EUR", recipient: "Example Shop" };
  const sent = await prelude.send({
    phoneNumber: NUMBER,
    templateId: "prelude:psd2",
    variables: payment,
    onlyChannels: ["viber", "rcs"],
    maxAutoFallbacks: 1,
    forceChallenge: true,
  });
  assert(sent.ok);
  assertEquals([sent.status, sent.channels], ["challenged", ["viber", "rcs"]]);
  const { code: checkCode } = sandbox.messages[0]!;
  const checked = await prelude.check({ phoneNumber: NUMBER, checkCode, payment });
  assertEquals(checked.ok, true);
});

for (const [name, { numbers }] of Object.entries(magicNumbers.retry)) {
  test(`through the client, retry.${name} does what it says`, async () => {
    const story = begin();
    for (const phoneNumber of numbers) {
      const authenticationUuid = await sendTo(story, phoneNumber);
      const retried = await story.ding.retry({ authenticationUuid });
      assertEquals(retried.ok ? "approved" : retried.reason, name);
    }
  });
}

for (const [name, { numbers }] of Object.entries(magicNumbers.delivery)) {
  test(`through the client, delivery.${name} does what it says`, async () => {
    const story = begin();
    for (const phoneNumber of numbers) {
      const authenticationUuid = await sendTo(story, phoneNumber);
      const { events } = await story.ding.status({ authenticationUuid });
      const word = events?.find(({ type }) => type === "delivery_status");
      assertEquals(word?.type === "delivery_status" && word.status, name);
    }
  });
}

/** What a send to a number with a fault comes to, and how many messages it leaves. */
const FAULTS: Readonly<Record<FaultScenario, [string, number]>> = {
  lost: ["NetworkError unknown", 1],
  silent: ["TimeoutError unknown", 1],
  server_error: ["ApiError unknown", 1],
  too_many_requests: ["ApiError not_applied", 0],
  too_many_requests_until: ["ApiError not_applied", 0],
  unavailable: ["ApiError unknown", 0],
  unavailable_until: ["ApiError unknown", 0],
  bad_gateway: ["ApiError unknown", 0],
  truncated: ["ResponseError applied", 1],
  cut_off: ["ResponseError applied", 1],
  endless: ["ResponseError applied", 1],
  stalled: ["TimeoutError unknown", 1],
  redirect: ["ResponseError unknown", 0],
  mistyped: ["ok", 1],
  slow: ["ok", 1],
};

/** Either client on a sandbox; `timeout` is real time, which only faults without an answer use up. */
const SENDERS: Record<string, (sandbox: Sandbox, timeout: number) => OtpClient> = {
  "the client": ({ credentials, fetch }, timeout) =>
    new Ding({ ...credentials, fetch, timeout, allowBrowser: true }),
  Prelude: ({ credentials, fetch }, timeout) =>
    new Prelude({ ...credentials, fetch, timeout, allowBrowser: true }),
};

for (const [sender, make] of Object.entries(SENDERS)) {
  for (const [name, [expected, messages]] of Object.entries(FAULTS)) {
    test(`through ${sender}, fault.${name} does what it says, and one POST is made`, async () => {
      const { numbers } = magicNumbers.fault[name as FaultScenario];
      const sandbox = new Sandbox();
      const client = make(sandbox, expected.startsWith("TimeoutError") ? 20 : MINUTE);
      await Promise.all(numbers.map(async (phoneNumber) => {
        const seen = await client.send({ phoneNumber }).then(
          ({ ok }) => ok ? "ok" : "refused",
          (thrown) => {
            assert(thrown instanceof OtpError);
            return `${thrown.name} ${thrown.outcome}`;
          },
        );
        assertEquals(seen, expected);
        assertEquals(sandbox.sends(phoneNumber), messages);
      }));
      assertEquals(sandbox.requests.length, numbers.length);
    });
  }
}

test("through the client, an abort ends a silent request with its reason", async () => {
  const { sandbox, ding } = begin();
  sandbox.arm({ type: "silent" });
  const changes = sandbox.subscribe();
  const controller = new AbortController();
  const sent = ding.send({ phoneNumber: NUMBER }, { signal: controller.signal })
    .catch((thrown) => thrown);
  while ((await changes.next()).value?.type !== "request") continue;
  const reason = new Error("the person went away");
  controller.abort(reason);
  assertStrictEquals(await sent, reason);
  assertEquals(sandbox.sends(NUMBER), 1);
  await changes.return!();
});

test("through the client, a busy API is asked again when that is allowed, and sends once", async () => {
  const { sandbox, ding } = begin();
  sandbox.arm({ type: "busy", retryAfter: 0 }, { operation: "send", times: 2 });
  const sent = await ding.send({ phoneNumber: NUMBER }, { maxAttempts: 3 });
  assert(sent.ok);
  assertEquals([sandbox.requests.length, sandbox.sends(NUMBER)], [3, 1]);
});

test("through the client, a read survives what it may be repeated after", async () => {
  const story = begin();
  const authenticationUuid = await sendTo(story, NUMBER);
  story.sandbox.arm({ type: "lost" }, { operation: "status" });
  story.sandbox.arm({ type: "busy", status: 429, retryAfter: 0 }, { operation: "status" });
  const { uuid } = await story.ding.status({ authenticationUuid });
  assertEquals(uuid, authenticationUuid);
  assertEquals(story.sandbox.requests.map(({ fault }) => fault), [
    undefined,
    "lost",
    "busy",
    undefined,
  ]);
});
