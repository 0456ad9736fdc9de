/** The Auth.js recipe, used as a page uses it: with its cookies and its CSRF token. */
import assert from "node:assert/strict";
import process from "node:process";
import { after, before, beforeEach, mock, test } from "node:test";
import { neverFails, startSandbox, strangersWith, wrong } from "./support.ts";

const { sandbox, close } = await startSandbox();
process.env.AUTH_SECRET = "a secret for the sessions of a test";
process.env.TICKET_SECRET = "a secret for the tickets of a test, 32 bytes";
const { handleAuth, sendCode } = await import("./auth.ts");

before(() => void mock.method(console, "error", () => {})); // where Auth.js logs each refusal
beforeEach(() => sandbox.reset());
after(close);

const inbox = () => sandbox.messages.at(-1)!.code;

async function send(phoneNumber: unknown) {
  const body = JSON.stringify({ phoneNumber });
  const response = await sendCode(new Request("http://localhost/send", { method: "POST", body }));
  return await response.json() as { ticket?: string; reason?: string };
}

function visit(path: string, init?: RequestInit): Promise<Response> {
  return handleAuth(new Request(`http://localhost/auth/${path}`, init));
}

/** The cookies that a response sets, for the next request. */
function cookiesOf(response: Response): Record<string, string> {
  const pairs = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return { cookie: pairs.join("; ") };
}

/** Submits the form of the sign-in page; returns where that leads, and the session. */
async function submit(fields: Record<string, string>) {
  const page = await visit("csrf");
  const { csrfToken } = await page.json() as { csrfToken: string };
  const body = new URLSearchParams({ ...fields, csrfToken });
  const done = await visit("callback/credentials", {
    method: "POST",
    headers: cookiesOf(page),
    body,
  });
  const target = new URL(done.headers.get("location")!);
  const session = await visit("session", { headers: cookiesOf(done) });
  const { user } = await session.json() as { user: { id: string } } | Record<string, never> ?? {};
  return { code: target.searchParams.get("code"), error: target.searchParams.get("error"), user };
}

test("the code of a message signs in once, and a wrong one never", async () => {
  const { ticket } = await send("+1 (555) 555-0100");
  assert.ok(ticket);
  const refused = await submit({ ticket, code: wrong(inbox()) });
  assert.deepEqual(refused, { code: "invalid", error: "CredentialsSignin", user: undefined });
  const done = await submit({ ticket, code: inbox() });
  assert.deepEqual(done, { code: null, error: null, user: { id: "+15555550100" } });
  const used = await submit({ ticket, code: inbox() });
  assert.deepEqual(used, { code: "expired", error: "CredentialsSignin", user: undefined });
});

test("nobody becomes the number that the form names", async () => {
  const { ticket } = await send("+15555550100");
  assert.ok(ticket);
  const phoneNumber = "+15555550199";
  const { user } = await submit({ ticket, code: inbox(), phoneNumber, id: phoneNumber });
  assert.deepEqual(user, { id: "+15555550100" });
});

test("refusals and outages have a status and a reason, and a lost response is one message", async () => {
  const answer = async (phoneNumber: unknown) => {
    const body = JSON.stringify({ phoneNumber });
    const response = await sendCode(new Request("http://localhost/", { method: "POST", body }));
    return [response.status, (await response.json()).reason];
  };
  assert.deepEqual(await answer("555-0100"), [422, "invalid_phone_number"]);
  sandbox.arm({ type: "lost" });
  assert.deepEqual(await answer("+15555550100"), [503, "try_again"]);
  assert.deepEqual(await answer("+15555550100"), [429, "rate_limited"]);
  assert.equal(sandbox.sends("+15555550100"), 1);

  const { ticket } = await send("+15555550101");
  assert.ok(ticket);
  sandbox.arm({ type: "lost" });
  const outage = await submit({ ticket, code: inbox() });
  assert.deepEqual(outage, { code: "try_again", error: "CredentialsSignin", user: undefined });
});

test("limits what one number gets in a day", async () => {
  const reasons = new Set<string | undefined>();
  for (let sends = 0; sends < 12; sends++) {
    sandbox.advance(11 * 60_000); // no limit of the API's own applies
    reasons.add((await send("+15555550110")).reason);
  }
  assert.deepEqual([...reasons], [undefined, "rate_limited"]);
  assert.equal(sandbox.sends("+15555550110"), 10);
});

test("a stranger's requests are refused, and never fail", async () => {
  await neverFails((init) => sendCode(new Request("http://localhost/send", init)));
  const page = await visit("csrf");
  const { csrfToken } = await page.json() as { csrfToken: string };
  await neverFails(async (init) => {
    const headers = { ...cookiesOf(page), ...init.headers as Record<string, string> };
    const response = await visit("callback/credentials", { ...init, headers });
    assert.doesNotMatch(response.headers.getSetCookie().join(), /session-token=[^;]/);
    return response;
  }, strangersWith({ csrfToken }));
  assert.equal(sandbox.messages.length, 0);
});
