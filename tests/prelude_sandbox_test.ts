/** Every magic number and every fault as a program sees it: through the client of Prelude. */
import { assert, assertEquals } from "@std/assert";
import { OtpError, Prelude } from "@ding-otp/client/prelude";
import { type FaultScenario, magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import { test } from "./harness.ts";

const MINUTE = 60_000;

/** A sandbox and a client; `timeout` is real time, which only faults without an answer use up. */
function begin(timeout = MINUTE): { sandbox: Sandbox; prelude: Prelude } {
  const sandbox = new Sandbox();
  const { credentials, fetch } = sandbox;
  // Nothing is public in a page of tests.
  return { sandbox, prelude: new Prelude({ ...credentials, fetch, timeout, allowBrowser: true }) };
}

/** What Prelude says of a number, where that is not its name. */
const SENT: Readonly<Record<string, string>> = {
  pending: "success",
  silent: "success",
  expired_signature: "unrecognized",
  invalid_signature: "unrecognized",
};

for (const [name, { numbers }] of Object.entries(magicNumbers.send)) {
  test(`through Prelude, send.${name} does what it says`, async () => {
    const { sandbox, prelude } = begin();
    for (const phoneNumber of numbers) {
      const sent = await prelude.send({ phoneNumber });
      assertEquals(sent.ok ? sent.status : sent.reason, SENT[name] ?? name);
      assertEquals(sandbox.sends(phoneNumber), sent.ok || name === "unrecognized" ? 1 : 0);
      assertEquals(sent.silentRequestUrl !== undefined, name === "silent");
      if (name === "unsupported_region") continue; // An error, which has no id.
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
  transaction_missing: "unrecognized",
  transaction_mismatch: "unrecognized",
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

for (const [name, [expected, messages]] of Object.entries(FAULTS)) {
  test(`through Prelude, fault.${name} does what it says, and one POST is made`, async () => {
    const { numbers } = magicNumbers.fault[name as FaultScenario];
    const { sandbox, prelude } = begin(expected.startsWith("TimeoutError") ? 20 : MINUTE);
    await Promise.all(numbers.map(async (phoneNumber) => {
      const seen = await prelude.send({ phoneNumber }).then(
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
