/** The Supabase recipe, called as Supabase Auth calls a hook: signed, within five seconds, and up to three times. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import process from "node:process";
import { after, afterEach, mock, test } from "node:test";
import { magicNumbers } from "@ding-otp/client/sandbox";
import { neverFails, startSandbox } from "./support.ts";

const { Webhook } = await import("standardwebhooks");
const { sandbox, close } = await startSandbox();
const secret = `whsec_${btoa("a secret for the tests of the recipes")}`;
process.env.SEND_SMS_HOOK_SECRET = `v1,${secret}`;
const { sendSms } = await import("./send_sms.ts");

const log = mock.method(console, "error", () => {});
afterEach(() => log.mock.resetCalls());
after(close);

interface Sms {
  readonly otp: string;
  readonly phone?: string;
}

interface Attempt {
  /** The secret that signs. */
  readonly signedWith?: string;
  /** Whether the hook's response is lost on the way back, so that the hook is called again. */
  readonly isLost?: boolean;
}

/** Calls the hook once for each attempt, and returns what Supabase makes of the last response. */
async function callHook(sms: Sms, attempts: readonly Attempt[] = [{}]): Promise<unknown> {
  const user = { id: "6481a5c1-3d37-4a56-9f6a-bee08c554965", phone: "15555550100" };
  const body = JSON.stringify({ user, sms });
  let outcome: unknown;
  for (const { signedWith = secret, isLost = false } of attempts) {
    const id = randomUUID();
    const response = await sendSms(
      new Request("http://localhost/hook", {
        method: "POST",
        headers: {
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(Date.now() / 1000)),
          "webhook-signature": new Webhook(signedWith).sign(id, new Date(), body),
        },
        body,
      }),
    );
    if (!isLost) outcome = await read(response);
  }
  return outcome;
}

async function read(response: Response): Promise<unknown> {
  if (response.status !== 200) return response.status;
  assert.match(response.headers.get("content-type")!, /^application\/json/);
  return await response.json();
}

let codes = 100_000;
const newCode = () => String(codes++);

test("sends Supabase's own code to the user's number", async () => {
  const otp = newCode();
  assert.deepEqual(await callHook({ otp }), {});
  const { to, code } = sandbox.messages.at(-1)!;
  assert.deepEqual([to, code], ["+15555550100", otp]);
});

test("sends to the new number on a change, with or without its plus", async () => {
  for (const phone of ["15555550101", "+15555550102"]) {
    await callHook({ otp: newCode(), phone });
    assert.equal(sandbox.messages.at(-1)!.to, `+${phone.replace("+", "")}`);
  }
});

test("reports refusals with status 200, and what to do", async () => {
  for (const message of ["rate_limited", "blocked_number", "invalid_line"] as const) {
    const phone = magicNumbers.send[message].numbers[0]!;
    const http_code = message === "rate_limited" ? 429 : 422;
    assert.deepEqual(await callHook({ otp: newCode(), phone }), { error: { http_code, message } });
  }
  const tooEarly = await callHook({ otp: newCode() });
  assert.deepEqual(tooEarly, { error: { http_code: 429, message: "rate_limited" } });
});

test("sends one message when Supabase calls again, also at the same time", async () => {
  const lost = { otp: newCode(), phone: "15555550110" };
  assert.deepEqual(await callHook(lost, [{ isLost: true }, { isLost: true }, {}]), {});
  const parallel = { otp: newCode(), phone: "15555550111" };
  assert.deepEqual(await Promise.all([callHook(parallel), callHook(parallel)]), [{}, {}]);
  for (const { phone } of [lost, parallel]) assert.equal(sandbox.sends(`+${phone}`), 1);
});

test("sends another code when the user asks for one", async () => {
  const phone = "15555550112";
  await callHook({ otp: newCode(), phone });
  sandbox.advance(60_000);
  const otp = newCode();
  assert.deepEqual(await callHook({ otp, phone }), {});
  assert.equal(sandbox.messages.at(-1)!.code, otp);
});

test("answers in time, and once, when the API fails", async () => {
  for (const fault of [{ type: "lost" }, { type: "bad_gateway" }, { type: "busy" }] as const) {
    sandbox.arm(fault);
    const before = sandbox.requests.length;
    const error = { http_code: 503, message: "try_again" };
    const sms = { otp: newCode(), phone: "15555550120" };
    assert.deepEqual(await callHook(sms, [{}, {}]), { error }, fault.type);
    assert.equal(sandbox.requests.length, before + 1);
    const logged = log.mock.calls.map(({ arguments: [error] }) => String(error.stack)).join();
    assert.doesNotMatch(logged, new RegExp(`${sms.otp}|${sms.phone}`));
  }
  assert.equal(log.mock.callCount(), 3);
});

test("answers within Supabase's five seconds when the API does not", async () => {
  mock.timers.enable({ apis: ["setTimeout"] } as never); // Deno's types are of an older Node
  try {
    const before = sandbox.requests.length;
    sandbox.arm({ type: "silent" });
    const answer = callHook({ otp: newCode(), phone: "15555550125" });
    while (sandbox.requests.length === before) await new Promise(setImmediate);
    mock.timers.tick(4_000);
    assert.deepEqual(await answer, { error: { http_code: 503, message: "try_again" } });
    assert.equal(log.mock.calls[0]!.arguments[0].code, "timeout");
  } finally {
    mock.timers.reset();
  }
});

test("sends nothing for strangers", async () => {
  const before = sandbox.messages.length;
  const signedWith = `whsec_${btoa("a secret of somebody else")}`;
  assert.equal(await callHook({ otp: newCode(), phone: "15555550130" }, [{ signedWith }]), 401);
  await neverFails((init) => sendSms(new Request("http://localhost/hook", init)));
  assert.equal(sandbox.messages.length, before);
});
