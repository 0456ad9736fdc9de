/** The failover recipe: whatever happens to the first client, at most one message goes out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Ding, type OtpClient, OtpError, Prelude } from "@ding-otp/client";
import { type Fault, magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import { guard, SignIn, Tickets } from "@ding-otp/client/sign-in";
import { wrong } from "./support.ts";

const { failover } = await import("./failover.ts");
const phoneNumber = "+15555550100";
const SHORT = 100; // for the faults that never end

/** Two vendors, with what their clients have in common. */
function createClients() {
  const [first, second] = [new Sandbox(), new Sandbox()];
  const prelude = new Prelude({ ...first.credentials, fetch: first.fetch, timeout: SHORT });
  const ding = new Ding({ ...second.credentials, fetch: second.fetch });
  const sends = () => [first.sends(phoneNumber), second.sends(phoneNumber)];
  return { first, second, prelude, ding, client: failover(prelude, ding), sends };
}

async function outcomeOf(client: OtpClient): Promise<string> {
  const [result] = await Promise.allSettled([client.send({ phoneNumber })]);
  if (result.status === "fulfilled") return "sent";
  assert.ok(result.reason instanceof OtpError);
  return result.reason.outcome;
}

const statuses = [400, 401, 402, 403, 404, 408, 409, 422, 429, 499, 500, 501, 502, 503, 504];

/** Every fault of the sandbox: one that is missing does not compile. */
const faults: { readonly [Type in Fault["type"]]: readonly (Fault & { readonly type: Type })[] } = {
  lost: [{ type: "lost" }, { type: "lost", accepted: false }],
  silent: [{ type: "silent" }, { type: "silent", accepted: false }],
  error: statuses.map((status) => ({ type: "error", status })),
  busy: [{ type: "busy", status: 429 }, { type: "busy", status: 503 }],
  bad_gateway: [{ type: "bad_gateway" }, { type: "bad_gateway", accepted: true }],
  redirect: [{ type: "redirect" }, { type: "redirect", accepted: true }],
  truncated: [{ type: "truncated" }, { type: "truncated", length: 0 }],
  cut_off: [{ type: "cut_off" }],
  stalled: [{ type: "stalled" }],
  endless: [{ type: "endless" }],
  mistyped: [{ type: "mistyped" }],
  latency: [{ type: "latency", ms: 60_000 }],
};

for (const fault of Object.values(faults).flat()) {
  test(`${JSON.stringify(fault)} of the first client sends at most once`, async () => {
    const alone = createClients();
    alone.first.arm(fault);
    const expected = await outcomeOf(alone.prelude);

    const { first, client, sends } = createClients();
    first.arm(fault);
    const outcome = await outcomeOf(client);
    if (expected === "not_applied") {
      assert.deepEqual([outcome, sends()], ["sent", [0, 1]]);
    } else {
      assert.equal(outcome, expected);
      assert.deepEqual(sends(), alone.sends());
    }
    assert.ok(sends()[0]! + sends()[1]! <= 1);
  });
}

test("a fault of the second client is reported as it is, and nothing more is sent", async () => {
  for (const fault of Object.values(faults).flat()) {
    const { first, second, client, sends } = createClients();
    first.arm({ type: "busy", status: 429 });
    second.arm(fault);
    const timeout = AbortSignal.timeout(SHORT);
    await client.send({ phoneNumber }, { signal: timeout }).catch(() => {});
    assert.equal(sends()[0], 0);
    assert.ok(sends()[1]! <= 1);
  }
});

for (const isDown of [false, true]) {
  test(`the ${isDown ? "second" : "first"} client signs in what it sent`, async () => {
    const { first, second, client } = createClients();
    if (isDown) first.arm({ type: "error", status: 401 }, { times: Infinity });
    const sandbox = isDown ? second : first;
    const sent = await client.send({ phoneNumber });
    assert.ok(sent.ok);

    sandbox.advance(60_000);
    const again = await client.retry(sent);
    assert.ok(again.ok);
    assert.equal(again.authenticationUuid, sent.authenticationUuid);

    const { code } = sandbox.messages.at(-1)!;
    assert.equal((await client.check({ ...sent, checkCode: wrong(code) })).ok, false);
    assert.ok((await client.check({ ...sent, checkCode: code })).ok);
    assert.equal((await client.check({ ...sent, checkCode: code })).ok, false);
    assert.equal((isDown ? first : second).messages.length, 0);
  });
}

test("refusals are not passed on", async () => {
  const { second, client } = createClients();
  for (const reason of ["rate_limited", "blocked_number", "invalid_line"] as const) {
    const sent = await client.send({ phoneNumber: magicNumbers.send[reason].numbers[0]! });
    assert.equal(sent.ok || sent.reason, reason);
  }
  assert.equal(second.requests.length, 0);
});

test("an abort is not passed on", async () => {
  const { client, sends } = createClients();
  const reason = Object.assign(new Error("the user left"), { outcome: "not_applied" });
  await assert.rejects(client.send({ phoneNumber }, { signal: AbortSignal.abort(reason) }), reason);
  assert.deepEqual(sends(), [0, 0]);
});

test("a guard around both counts what went out, and a SignIn works with it", async () => {
  const { first, second, client } = createClients();
  first.arm({ type: "busy", status: 429 }, { times: Infinity });
  const limited = guard(client, { perNumber: { limit: 2, period: 60_000 } });
  const tickets = new Tickets({
    secrets: ["a secret of 32 bytes or more, for a test"],
    purpose: "x",
  });
  const signIn = new SignIn({ client: limited, tickets });
  const started = await signIn.start({ phoneNumber });
  assert.ok(started.ok);
  const { code } = second.messages.at(-1)!;
  const done = await signIn.finish({ ticket: started.ticket, code });
  assert.deepEqual(done, { ok: true, phoneNumber });

  assert.ok((await limited.send({ phoneNumber })).ok);
  const third = await limited.send({ phoneNumber });
  assert.equal(third.ok || third.reason, "rate_limited");
  assert.equal(second.sends(phoneNumber), 2);
});
