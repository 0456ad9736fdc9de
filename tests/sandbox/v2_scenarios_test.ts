/** What Prelude Verify v2 says of each magic number. */
import { assert, assertEquals } from "@std/assert";
import { type MagicNumbers, magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import {
  ACCOUNT_ERRORS,
  checkV2,
  createV2,
  get,
  postV2,
  read,
  targetOf,
  wrong,
} from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

/** The sends that are errors under their own name. */
const ERRORS = [
  "invalid_line_type",
  "unsupported_country",
  "too_many_attempts",
  ...ACCOUNT_ERRORS,
] as const;

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
  ...Object.fromEntries(ERRORS.map((code) => [code, [code, undefined]])) as Record<
    typeof ERRORS[number],
    [string, undefined]
  >,
};

for (const [name, [expected, channel]] of Object.entries(SENDS)) {
  test(`v2: each number of send.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    for (const number of magicNumbers.send[name as keyof MagicNumbers["send"]].numbers) {
      const { status, body } = await createV2(sandbox, number);
      assertEquals([body.status ?? body.code, body.reason].join(" ").trim(), expected);
      assertEquals(status, body.status === undefined ? 400 : 200);
      assertEquals(body.code === undefined, body.status !== undefined);
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
  too_many_checks: "too_many_checks",
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
        const { body } = await postV2(sandbox, "/verification/check", {
          target: targetOf(number),
          code: tried,
        });
        assertEquals(body.status ?? body.code, expected);
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

for (
  const [name, status] of [["spam_detected", "blocked"], [
    "shadow_blocked",
    "shadow_blocked",
  ]] as const
) {
  test(`v2: each number of send.${name} tells another of the ten risk factors`, async () => {
    const sandbox = new Sandbox();
    const told: string[] = [];
    for (const number of magicNumbers.send[name].numbers) {
      const { body } = await createV2(sandbox, number);
      assertEquals([body.status, body.reason], [status, "suspicious"]);
      told.push(...body.risk_factors);
    }
    assertEquals(told, [
      "behavioral_pattern",
      "device_attribute",
      "fraud_database",
      "location_discrepancy",
      "network_fingerprint",
      "poor_conversion_history",
      "prefix_concentration",
      "suspected_request_tampering",
      "suspicious_ip_address",
      "temporary_phone_number",
    ]);
  });
}

/** What a lookup says: line type and flags of v2, the network before, and line type and flags of v1. */
const LOOKUPS: Readonly<Record<keyof MagicNumbers["lookup"], unknown[]>> = {
  mobile: ["mobile", [], "01", "Mobile", false, false],
  ported: ["mobile", ["ported"], "02", "Mobile", true, false],
  temporary: ["mobile", ["temporary"], "01", "Mobile", false, true],
  fixed_line: ["fixed_line", [], "01", "FixedLine", false, false],
  voip: ["voip", [], "01", "Voip", false, false],
};

for (const [name, expected] of Object.entries(LOOKUPS)) {
  test(`each number of lookup.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    const headers = { authorization: `Bearer ${sandbox.credentials.apiToken}` };
    for (const number of magicNumbers.lookup[name as keyof MagicNumbers["lookup"]].numbers) {
      const url = `https://api.prelude.dev/v2/lookup/${number}`;
      const { body } = await read(await sandbox.fetch(url, { headers }));
      const { body: old } = await get(sandbox, `/lookup/${number}`);
      assertEquals(body.network_info, { carrier_name: "Sandbox Mobile", mcc: "001", mnc: "01" });
      assertEquals([
        body.line_type,
        body.flags,
        body.original_network_info.mnc,
        old.line_type,
        old.number_ported,
        old.temporary_phone_number,
      ], expected);
    }
  });
}
