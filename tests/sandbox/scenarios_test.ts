import { assert, assertEquals } from "@std/assert";
import { magicNumbers, Sandbox, type Scenario } from "@ding-otp/client/sandbox";
import { check, get, post, wrong } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const groups = Object.entries(magicNumbers) as [string, Readonly<Record<string, Scenario>>][];
const scenarios = groups.flatMap(([group, named]) =>
  Object.entries(named).map(([name, scenario]) => ({ name: `${group} ${name}`, ...scenario }))
);

test("magicNumbers has ten numbers and a line for each scenario, none of them twice", () => {
  const numbers = scenarios.flatMap(({ numbers }) => numbers);
  assert(scenarios.every(({ numbers }) => numbers.length === 10));
  assert(scenarios.every(({ description }) => /^\S.*[^.]$/.test(description)));
  assertEquals(new Set(numbers).size, numbers.length);
});

test("magicNumbers are all reserved for fiction, and the number of the examples is ordinary", () => {
  for (const { name, numbers } of scenarios) {
    for (const number of numbers) assert(/^\+1[2-9]\d\d55501\d\d$/.test(number), name);
  }
  assert(scenarios.every(({ numbers }) => !numbers.includes("+15555550100")));
});

/** What each send to a number comes to: the status or error, and how many messages went out. */
const SENDS: [keyof typeof magicNumbers.send, string, number][] = [
  ["pending", "pending", 1],
  ["rate_limited", "rate_limited", 0],
  ["spam_detected", "spam_detected", 0],
  ["unrecognized", "under_review", 1],
  ["invalid_phone_number", "invalid_phone_number", 0],
  ["invalid_line", "invalid_line", 0],
  ["blocked_number", "blocked_number", 0],
  ["unsupported_region", "unsupported_region", 0],
  ["invalid_line_type", "invalid_line", 0],
  ["unsupported_country", "unsupported_region", 0],
  ["too_many_attempts", "rate_limited", 0],
  ["spending_limit_exceeded", "spending_limit_exceeded", 0],
  ["insufficient_balance", "negative_balance", 0],
  ["suspended_account", "suspended_account", 0],
  ["channel_not_enabled_in_region", "unsupported_region", 0],
  ["template_not_found", "invalid_template_id", 0],
  ["template_not_registered_in_country", "invalid_template_id", 0],
];

for (const [name, expected, messages] of SENDS) {
  test(`each number of send.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    for (const number of magicNumbers.send[name].numbers) {
      const { status, body } = await post(sandbox, "/authentication", { phone_number: number });
      assertEquals(body.status ?? body.code, expected);
      assertEquals(status, body.authentication_uuid === undefined ? 400 : 200);
      assertEquals(sandbox.sends(number), messages);
    }
  });
}

for (const name of ["rate_limited", "spam_detected"] as const) {
  test(`an authentication that was ${name} has no attempt, before and after its end`, async () => {
    const sandbox = new Sandbox();
    const [number] = magicNumbers.send[name].numbers;
    const { body } = await post(sandbox, "/authentication", { phone_number: number });
    const { authentication_uuid } = body;
    for (const wait of [0, 60_000, 600_000]) {
      sandbox.advance(wait);
      assertEquals(await check(sandbox, authentication_uuid, "123456"), "without_attempt");
      const retried = await post(sandbox, "/retry", { authentication_uuid });
      assertEquals(retried.body, {
        authentication_uuid,
        status: "no_attempt",
        created_at: body.created_at,
        remaining_retry: 0,
      });
    }
    assertEquals(sandbox.messages, []);
  });
}

test("a refused authentication stays the same one until its end", async () => {
  const sandbox = new Sandbox();
  const [phone_number] = magicNumbers.send.spam_detected.numbers;
  const ids: string[] = [];
  for (const wait of [0, 599_999, 1]) {
    sandbox.advance(wait);
    ids.push(
      (await post(sandbox, "/authentication", { phone_number })).body.authentication_uuid,
    );
  }
  assertEquals([ids[0] === ids[1], ids[1] === ids[2]], [true, false]);
});

/** What every check of a code comes to. */
const CHECKS: [keyof typeof magicNumbers.check, string][] = [
  ["valid", "valid"],
  ["invalid", "invalid"],
  ["without_attempt", "without_attempt"],
  ["rate_limited", "rate_limited"],
  ["already_validated", "already_validated"],
  ["expired", "expired_auth"],
  ["unknown", "unknown"],
  ["unrecognized", "under_review"],
  ["impossible_code", "impossible_code"],
  ["transaction_missing", "invalid"],
  ["transaction_mismatch", "invalid"],
  ["too_many_checks", "rate_limited"],
];

for (const [name, expected] of CHECKS) {
  test(`each number of check.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    for (const number of magicNumbers.check[name].numbers) {
      const sent = await post(sandbox, "/authentication", { phone_number: number });
      const { authentication_uuid } = sent.body;
      const { code } = sandbox.messages.at(-1)!;
      for (const check_code of [code, wrong(code), code]) {
        const { status, body } = await post(sandbox, "/check", {
          authentication_uuid,
          check_code,
        });
        assertEquals(body.status ?? body.code, expected);
        assertEquals(status, name === "impossible_code" ? 400 : 200);
      }
    }
  });
}

/** What every retry comes to, and how many messages went out after two of them. */
const RETRIES: [keyof typeof magicNumbers.retry, string, number][] = [
  ["approved", "approved", 3],
  ["denied", "denied", 1],
  ["no_attempt", "no_attempt", 1],
  ["rate_limited", "rate_limited", 1],
  ["expired", "expired_auth", 1],
  ["already_validated", "already_validated", 1],
  ["unrecognized", "under_review", 3],
];

for (const [name, expected, messages] of RETRIES) {
  test(`each number of retry.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    for (const number of magicNumbers.retry[name].numbers) {
      const sent = await post(sandbox, "/authentication", { phone_number: number });
      const { authentication_uuid } = sent.body;
      for (let i = 0; i < 2; i++) {
        const { body } = await post(sandbox, "/retry", { authentication_uuid });
        assertEquals(body.status, expected);
      }
      assertEquals(sandbox.sends(number), messages);
    }
  });
}

test("retry.approved goes on beyond the limit, with no retries remaining", async () => {
  const sandbox = new Sandbox({ retries: 1, codeOnRetry: "same" });
  const [number] = magicNumbers.retry.approved.numbers;
  const sent = await post(sandbox, "/authentication", { phone_number: number });
  const { authentication_uuid } = sent.body;
  for (let i = 0; i < 4; i++) {
    const { body } = await post(sandbox, "/retry", { authentication_uuid });
    assertEquals([body.status, body.remaining_retry], ["approved", 0]);
  }
  assertEquals(new Set(sandbox.messages.map(({ code }) => code)).size, 1);
});

for (const name of ["delivered", "undeliverable"] as const) {
  test(`each number of delivery.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    for (const number of magicNumbers.delivery[name].numbers) {
      const { body } = await post(sandbox, "/authentication", { phone_number: number });
      assertEquals(body.status, "pending");
      const story = await get(sandbox, `/authentication/${body.authentication_uuid}`);
      assertEquals(
        story.body.events.map(({ type, status }: Record<string, string>) => `${type} ${status}`),
        [
          "balance_update undefined",
          `attempt ${name === "delivered" ? "delivered" : "failed"}`,
          `delivery_status ${name}`,
        ],
      );
      assertEquals(sandbox.messages.at(-1)!.delivery, name);
      assertEquals(sandbox.sends(number), 1);
    }
  });
}

test("who waits for a message does not get one that did not arrive", async () => {
  const sandbox = new Sandbox();
  const [to] = magicNumbers.delivery.undeliverable.numbers;
  const controller = new AbortController();
  const before = sandbox.waitForMessage({ to: to!, signal: controller.signal });
  await post(sandbox, "/authentication", { phone_number: to });
  const after = sandbox.waitForMessage({ to: to!, signal: controller.signal });
  controller.abort("gave up");
  const results = await Promise.allSettled([before, after]);
  assertEquals(results.map(({ status }) => status), ["rejected", "rejected"]);
});
