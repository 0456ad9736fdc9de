/** Every magic number as a program sees it: through the client of Prelude. */
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { ApiError, Prelude } from "@ding-otp/client";
import { magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import { rejection } from "../support/clients.ts";
import { test } from "../support/harness.ts";
import { isAccountError } from "../support/sandbox_calls.ts";

/** A sandbox and a client; nothing is public in a page of tests. */
function begin(): { sandbox: Sandbox; prelude: Prelude } {
  const sandbox = new Sandbox();
  const { credentials, fetch } = sandbox;
  return { sandbox, prelude: new Prelude({ ...credentials, fetch, allowBrowser: true }) };
}

/** What Prelude says of a number, where that is not its name. */
const SENT: Readonly<Record<string, string>> = {
  pending: "success",
  silent: "success",
  expired_signature: "unrecognized",
  invalid_signature: "unrecognized",
  invalid_line_type: "invalid_line",
  unsupported_country: "unsupported_region",
  too_many_attempts: "rate_limited",
};

/** Refusals by an error code, which comes without an id. */
const CODES = [
  "unsupported_region",
  "invalid_line_type",
  "unsupported_country",
  "too_many_attempts",
];

for (const [name, { numbers }] of Object.entries(magicNumbers.send)) {
  test(`through Prelude, send.${name} does what it says`, async () => {
    const { sandbox, prelude } = begin();
    for (const phoneNumber of numbers) {
      if (isAccountError(name)) {
        const error = await rejection(prelude.send({ phoneNumber }));
        assertInstanceOf(error, ApiError);
        assertEquals([error.code, error.outcome], [name, "not_applied"]);
        assertEquals(sandbox.sends(phoneNumber), 0);
        continue;
      }
      const sent = await prelude.send({ phoneNumber });
      assertEquals(sent.ok ? sent.status : sent.reason, SENT[name] ?? name);
      assertEquals(sandbox.sends(phoneNumber), sent.ok || name === "unrecognized" ? 1 : 0);
      assertEquals(sent.silentRequestUrl !== undefined, name === "silent");
      if (CODES.includes(name)) continue;
      assert(sent.authenticationUuid?.startsWith("vrf_") && sent.requestId !== undefined);
      const isSuspicious = name === "shadow_blocked" || name === "spam_detected";
      assertEquals([sent.riskFactors !== undefined, sent.blockReason === "suspicious"], [
        isSuspicious,
        isSuspicious,
      ]);
      if (name.endsWith("_signature")) assertEquals(sent.blockReason, name);
    }
  });
}

const CHECKED: Readonly<Record<string, string>> = {
  impossible_code: "invalid",
  without_attempt: "expired",
  rate_limited: "expired",
  already_validated: "expired",
  too_many_checks: "rate_limited",
  unknown: "unrecognized",
};

for (const [name, { numbers }] of Object.entries(magicNumbers.check)) {
  test(`through Prelude, check.${name} does what it says`, async () => {
    const { sandbox, prelude } = begin();
    for (const phoneNumber of numbers) {
      const sent = await prelude.send({ phoneNumber });
      assert(sent.ok);
      const { code } = sandbox.messages.at(-1)!;
      const checked = await prelude.check({ ...sent, checkCode: code });
      assertEquals(checked.ok ? "valid" : checked.reason, CHECKED[name] ?? name);
    }
  });
}

test("through Prelude, a look-up and feedback", async () => {
  const { prelude } = begin();
  const phoneNumber = "+1 555 555 0100";
  const found = await prelude.lookup({ phoneNumber, type: ["cnam"] });
  assert(found.ok);
  assertEquals([found.phoneNumber, found.countryCode, found.lineType, found.callerName], [
    "+15555550100",
    "US",
    "mobile",
    "SANDBOX CALLER",
  ]);
  assertEquals([found.numberPorted, found.temporaryPhoneNumber], [false, false]);
  for (const status of ["onboarded", "not_onboarded"]) {
    assertEquals((await prelude.feedback({ phoneNumber, status })).ok, true);
  }
});
