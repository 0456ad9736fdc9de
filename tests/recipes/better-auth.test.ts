/** The better-auth recipe: one account for one phone, a code for one purpose, and refusals that are seen. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import process from "node:process";
import { after, test } from "node:test";
import { Ding } from "@ding-otp/client";
import { magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import { listen, neverFails, startSandbox, strangersWith, wrong } from "./support.ts";

const { betterAuth } = await import("better-auth");
const { sandbox, url, close } = await startSandbox();
after(close);
process.env.BETTER_AUTH_URL = "http://localhost:3000";
process.env.BETTER_AUTH_SECRET = "32 characters or more, for tests only";
const { auth } = await import("./auth.ts");

interface App {
  readonly handler: (request: Request) => Promise<Response>;
}

function request(path: string, init: RequestInit): Request {
  return new Request(`http://localhost:3000/api/auth/phone-number/${path}`, init);
}

async function post(path: string, body: unknown, { handler }: App = auth) {
  const headers = { "content-type": "application/json" };
  const response = await handler(
    request(path, { method: "POST", headers, body: JSON.stringify(body) }),
  );
  const { code, message, user } = await response.json();
  return { status: response.status, code, message, user, cookies: response.headers.getSetCookie() };
}

const inbox = () => sandbox.messages.at(-1)!.code;
let numbers = 0;
const newNumber = () => `+1555555${String(1000 + numbers++)}`;

/** Signs in, and then with what must not sign anyone in. */
async function signIn(app: App, phoneNumber: string) {
  assert.equal((await post("send-otp", { phoneNumber }, app)).message, "code sent");
  const code = inbox();
  const refused = await post("verify", { phoneNumber, code: wrong(code) }, app);
  assert.deepEqual([refused.status, refused.code, refused.cookies], [400, "invalid", []]);

  const done = await post("verify", { phoneNumber, code }, app);
  assert.deepEqual([done.status, done.user.phoneNumber], [200, phoneNumber]);
  assert.match(done.cookies.join(), /session_token=/);

  const used = await post("verify", { phoneNumber, code }, app);
  assert.deepEqual([used.status, used.cookies], [400, []]);
  return done.user.id;
}

test("signs a person in, again as the same user, and refuses a wrong and a used code", async () => {
  const phoneNumber = newNumber();
  const id = await signIn(auth, phoneNumber);
  assert.equal(await signIn(auth, phoneNumber), id);
});

test("has one account for one phone, however its number is spelled", async () => {
  const phoneNumber = newNumber();
  const spelling = phoneNumber.replace("+1555", "+1 (555) ");
  const { adapter } = await auth.$context;
  const users = await adapter.count({ model: "user" });
  assert.equal((await post("send-otp", { phoneNumber: spelling })).code, "INVALID_PHONE_NUMBER");

  await post("send-otp", { phoneNumber });
  const other = await post("verify", { phoneNumber: spelling, code: inbox() });
  assert.deepEqual([other.status, other.cookies], [400, []]);
  assert.equal(await adapter.count({ model: "user" }), users);
  assert.equal((await post("verify", { phoneNumber, code: inbox() })).status, 200);
});

test("a code for one purpose is refused for the other", async () => {
  const phoneNumber = newNumber();
  await signIn(auth, phoneNumber);
  const newPassword = "correct horse battery";

  await post("send-otp", { phoneNumber });
  const otp = inbox();
  assert.equal((await post("reset-password", { phoneNumber, otp, newPassword })).status, 400);
  assert.equal((await post("verify", { phoneNumber, code: otp })).status, 200);

  await post("request-password-reset", { phoneNumber });
  assert.equal((await post("verify", { phoneNumber, code: inbox() })).status, 400);
  const reset = { phoneNumber, otp: inbox(), newPassword };
  assert.equal((await post("reset-password", reset)).status, 200);
  assert.equal((await post("reset-password", reset)).status, 400);
});

test("reports each refusal instead of a code that was sent", async () => {
  const { rate_limited, blocked_number, invalid_line, spam_detected } = magicNumbers.send;
  const refusals = { rate_limited, blocked_number, invalid_line, spam_detected };
  for (const [code, { numbers: [phoneNumber] }] of Object.entries(refusals)) {
    const refused = await post("send-otp", { phoneNumber });
    const status = code === "rate_limited" ? 429 : 400;
    const { status: actual, code: word, message } = refused;
    assert.deepEqual([actual, word, message], [status, code, code.replaceAll("_", " ")]);
  }
  // The trap: with a handler for tasks in the background, the refusal is heard by nobody.
  const advanced = { backgroundTasks: { handler: () => {} } };
  const phoneNumber = blocked_number.numbers[0];
  const trapped = betterAuth({ ...auth.options, logger: { disabled: true }, advanced });
  assert.equal((await post("send-otp", { phoneNumber }, trapped)).message, "code sent");
});

test("a stranger's requests are refused, and never fail", async () => {
  const phoneNumber = newNumber();
  await post("send-otp", { phoneNumber });
  const { length } = sandbox.messages;
  await neverFails((init) => auth.handler(request("send-otp", init)));
  for (const bodies of [strangersWith({}), strangersWith({ phoneNumber })]) {
    await neverFails(async (init) => {
      const response = await auth.handler(request("verify", init));
      assert.deepEqual([response.ok, response.headers.getSetCookie()], [false, []]);
      return response;
    }, bodies);
  }
  assert.equal(sandbox.messages.length, length);
});

test("an outage is a 500 without a body, and one message", async () => {
  const outage = async (path: string, body: unknown) => {
    sandbox.arm({ type: "lost" });
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await auth.handler(request(path, init));
    return [response.status, await response.text()];
  };
  const [phoneNumber, another] = [newNumber(), newNumber()];
  assert.deepEqual(await outage("send-otp", { phoneNumber }), [500, ""]);
  assert.equal(sandbox.sends(phoneNumber), 1);
  await post("send-otp", { phoneNumber: another });
  assert.deepEqual(await outage("verify", { phoneNumber: another, code: inbox() }), [500, ""]);
});

test("it is served by Node as the page says", async () => {
  const page = await readFile(new URL("page.md", import.meta.url), "utf8");
  assert.match(page, /`createServer\(toNodeHandler\(auth\)\)\.listen\(3000\)`/);
  const { toNodeHandler } = await import("better-auth/node");
  const server = await listen(createServer(toNodeHandler(auth)));
  const response = await fetch(`${server.url}/api/auth/phone-number/send-otp`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ phoneNumber: newNumber() }),
  });
  assert.equal((await response.json()).message, "code sent");
  await server.close();
});

test("limits what one number gets in a day", async () => {
  const phoneNumber = newNumber();
  const statuses = new Set<number>();
  for (let sends = 0; sends < 12; sends++) {
    sandbox.advance(11 * 60_000); // no limit of the API's own applies
    statuses.add((await post("send-otp", { phoneNumber })).status);
  }
  assert.deepEqual([...statuses], [200, 429]);
  assert.equal(sandbox.sends(phoneNumber), 10);
});

test("runs on v1 when the client is replaced", async () => {
  const { apiKey, customerUuid } = sandbox.credentials;
  const options = JSON.stringify({ apiKey, customerUuid, baseUrl: `${url}/v1` });
  const source = await readFile(new URL("auth.ts", import.meta.url), "utf8");
  const changed = source.replace("{ Prelude,", "{ Ding,")
    .replace(/new Prelude\(.*\);/, `new Ding(${options});`);
  await writeFile(new URL("auth_v1.ts", import.meta.url), changed);
  const v1: typeof import("./auth.ts") = await import(`./${"auth_v1"}.ts`);
  await signIn(v1.auth, newNumber());
  assert.match(sandbox.requests.at(-1)!.path, /^\/v1\//);
});

test("the sandbox's own clock is in the past for better-auth, the system's is not", async () => {
  for (const [clock, isPast] of [["virtual", true], ["system", false]] as const) {
    const sandbox = new Sandbox({ clock });
    const sent = await new Ding({ ...sandbox.credentials, fetch: sandbox.fetch })
      .send({ phoneNumber: newNumber() });
    assert.ok(sent.ok);
    assert.equal(sent.expiresAt! < new Date(), isPast);
  }
});
