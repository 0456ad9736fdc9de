import { assertEquals } from "@std/assert";
import { magicNumbers, Sandbox, type SandboxEvent } from "@ding-otp/client/sandbox";
import {
  check,
  checkV2,
  createV2,
  MINUTE,
  NUMBER,
  post,
  sendCode,
  wrong,
} from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const START = new Date("2026-01-01T00:00:00Z");

function later(ms: number): Date {
  return new Date(START.getTime() + ms);
}

test("window tells how far it has come, from the first code to the right one", async () => {
  const sandbox = new Sandbox();
  const { id, code } = await sendCode(sandbox);
  const opened = {
    authenticationUuid: id,
    to: NUMBER,
    state: "open",
    openedAt: START,
    expiresAt: later(10 * MINUTE),
    nextRetryAt: later(30_000),
    remainingRetries: 3,
    remainingChecks: 5,
    checked: [],
    options: {},
    feedback: undefined,
  } as const;
  assertEquals(sandbox.window(id), opened);

  sandbox.advance(30_000);
  await check(sandbox, id, wrong(code));
  await post(sandbox, "/retry", { authentication_uuid: id });
  const open = sandbox.window(id)!;
  assertEquals(open.checked.map(({ code, status, at }) => ({ code, status, at })), [
    { code: wrong(code), status: "invalid", at: later(30_000) },
  ]);
  assertEquals({ ...open, checked: [] }, {
    ...opened,
    nextRetryAt: later(90_000),
    remainingRetries: 2,
    remainingChecks: 4,
  });

  await check(sandbox, id, sandbox.messages.at(-1)!.code);
  const closed = sandbox.window(id)!;
  assertEquals(closed.checked.map(({ status }) => status), ["invalid", "valid"]);
  assertEquals(closed.checked.map(({ answer }) => answer), ["invalid", "valid"]);
  assertEquals({ ...closed, checked: [] }, {
    ...opened,
    state: "validated",
    nextRetryAt: undefined,
    remainingRetries: 0,
    remainingChecks: 0,
  });
});

test("window knows a verification by the id of either version", async () => {
  const sandbox = new Sandbox();
  for (let messages = 0; messages < 20; messages++) {
    const { body } = await createV2(sandbox, `+155555501${10 + messages}`);
    const { authenticationUuid } = sandbox.messages.at(-1)!;
    assertEquals(sandbox.window(body.id)?.authenticationUuid, authenticationUuid);
    assertEquals(sandbox.window(authenticationUuid), sandbox.window(body.id));
    for (
      const stranger of [
        body.id.replace("vrf_", "att_"),
        body.id.slice(0, -1),
        `${body.id}0`,
        body.id.replace("vrf_", "vrf_8").slice(0, -1),
      ]
    ) assertEquals(sandbox.window(stranger), undefined, stranger);
  }
});

test("a checked code has the word of the API that was asked", async () => {
  const sandbox = new Sandbox({ checks: 1 });
  const { id, code } = await sendCode(sandbox);
  await checkV2(sandbox, wrong(code));
  await checkV2(sandbox, code);
  await check(sandbox, id, code);
  const [payer] = magicNumbers.check.too_many_checks.numbers;
  await createV2(sandbox, payer);
  await checkV2(sandbox, code, payer);
  const checked = sandbox.messages.flatMap(({ authenticationUuid }) =>
    sandbox.window(authenticationUuid)!.checked.map(({ status, answer }) => [status, answer])
  );
  assertEquals(checked, [
    ["invalid", "failure"],
    ["rate_limited", "expired_or_not_found"],
    ["rate_limited", "rate_limited"],
    ["too_many_checks", "too_many_checks"],
  ]);
});

test("window is expired at its end, and unknown after a reset", async () => {
  const sandbox = new Sandbox();
  const { id } = await sendCode(sandbox);
  sandbox.advance(10 * MINUTE);
  assertEquals(sandbox.window(id)?.state, "expired");
  assertEquals(sandbox.window(id)?.remainingChecks, 0);
  sandbox.reset();
  assertEquals(sandbox.window(id), undefined);
});

test("subscribe tells of a window after its message, and after each check", async () => {
  const sandbox = new Sandbox();
  const changes = sandbox.subscribe();
  const { id, code } = await sendCode(sandbox);
  await check(sandbox, id, code);
  const told: SandboxEvent[] = [];
  for (let i = 0; i < 5; i++) told.push((await changes.next()).value!);
  await changes.return!();
  assertEquals(told.map(({ type }) => type), ["message", "window", "request", "window", "request"]);
  assertEquals(
    told.filter((change) => change.type === "window").map(({ window }) => window.state),
    [
      "open",
      "validated",
    ],
  );
});
