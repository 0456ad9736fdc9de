/** What Prelude Verify v2 says of each magic number. */
import { assert, assertEquals } from "@std/assert";
import { type MagicNumbers, magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import { checkV2, createV2, wrong } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

/** What a create comes to: status and reason or error code, and how the message went out. */
const SENDS: Readonly<Record<keyof MagicNumbers["send"], [string, string | undefined]>> = {
  pending: ["success", "sms"],
  challenged: ["challenged", "whatsapp"],
  shadow_blocked: ["shadow_blocked suspicious", "sms"],
  silent: ["success", "silent"],
  unrecognized: ["under_review", "sms"],
  rate_limited: ["blocked repeated_attempts", undefined],
  spam_detected: ["blocked suspicious", undefined],
  expired_signature: ["blocked expired_signature", undefined],
  invalid_signature: ["blocked invalid_signature", undefined],
  invalid_phone_number: ["blocked invalid_phone_number", undefined],
  invalid_line: ["blocked invalid_phone_line", undefined],
  blocked_number: ["blocked in_block_list", undefined],
  unsupported_region: ["unsupported_region", undefined],
};

for (const [name, [expected, channel]] of Object.entries(SENDS)) {
  test(`v2: each number of send.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    for (const number of magicNumbers.send[name as keyof MagicNumbers["send"]].numbers) {
      const { status, body } = await createV2(sandbox, number);
      assertEquals([body.status ?? body.code, body.reason].join(" ").trim(), expected);
      assertEquals(status, name === "unsupported_region" ? 400 : 200);
      assertEquals("risk_factors" in body, body.reason === "suspicious");
      assertEquals("channels" in body, channel !== undefined);
      const message = sandbox.messages.find(({ to }) => to === number);
      assertEquals(message?.channel, channel);
      if (message !== undefined) {
        assertEquals(await checkV2(sandbox, message.code, number), "success");
      } else assertEquals(await checkV2(sandbox, "123456", number), "expired_or_not_found");
    }
  });
}

test("v2: a challenged number gets no code by SMS or voice, and by another channel if asked", async () => {
  const sandbox = new Sandbox();
  const [first, second, third] = magicNumbers.send.challenged.numbers;
  await createV2(sandbox, first, { options: { method: "voice" } });
  const { body } = await createV2(sandbox, second, { options: { preferred_channel: "viber" } });
  await createV2(sandbox, third, { options: { preferred_channel: "sms" } });
  assertEquals(body.channels, ["viber"]);
  assertEquals(sandbox.messages.map(({ channel }) => channel), ["whatsapp", "viber", "whatsapp"]);
});

test("v2: a silent verification tells the URL for the phone to open", async () => {
  const [number] = magicNumbers.send.silent.numbers;
  const { body } = await createV2(new Sandbox(), number);
  assertEquals([body.method, body.channels], ["silent", ["silent", "sms"]]);
  assert(URL.canParse(body.silent.request_url) && body.silent.request_url.includes(body.id));
});

const CHECKS: Readonly<Record<keyof MagicNumbers["check"], string>> = {
  valid: "success",
  invalid: "failure",
  without_attempt: "expired_or_not_found",
  rate_limited: "expired_or_not_found",
  already_validated: "expired_or_not_found",
  expired: "expired_or_not_found",
  transaction_missing: "transaction_missing",
  transaction_mismatch: "transaction_mismatch",
  unknown: "under_review",
  unrecognized: "under_review",
  impossible_code: "failure",
};

for (const [name, expected] of Object.entries(CHECKS)) {
  test(`v2: each number of check.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    for (const number of magicNumbers.check[name as keyof MagicNumbers["check"]].numbers) {
      await createV2(sandbox, number);
      const { code } = sandbox.messages.at(-1)!;
      for (const tried of [code, wrong(code), code]) {
        assertEquals(await checkV2(sandbox, tried, number), expected);
      }
    }
  });
}

/** What a create in an open window comes to. */
const RETRIES: Readonly<Record<keyof MagicNumbers["retry"], string>> = {
  approved: "retry",
  denied: "blocked",
  no_attempt: "blocked",
  rate_limited: "blocked",
  expired: "blocked",
  already_validated: "blocked",
  unrecognized: "under_review",
};

for (const [name, expected] of Object.entries(RETRIES)) {
  test(`v2: each number of retry.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    for (const number of magicNumbers.retry[name as keyof MagicNumbers["retry"]].numbers) {
      const statuses = [];
      for (let i = 0; i < 3; i++) statuses.push((await createV2(sandbox, number)).body.status);
      assertEquals(statuses, ["success", expected, expected]);
      assertEquals(sandbox.sends(number), expected === "blocked" ? 1 : 3);
    }
  });
}

test("v2: the numbers of faults befall a create, and leave their message", async () => {
  const sandbox = new Sandbox();
  for (const number of magicNumbers.fault.server_error.numbers) {
    const { status, body } = await createV2(sandbox, number);
    assertEquals([status, body.code, sandbox.sends(number)], [500, "internal", 1]);
  }
});
