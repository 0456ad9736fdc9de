/** The recipe of Hono on Workers, in workerd. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { after, beforeEach, test } from "node:test";
import { startWorker } from "./servers.ts";
import { neverFails, sentTo21, startSandbox, Visitor, wrong } from "./support.ts";

const { sandbox, close } = await startSandbox();
const { PRELUDE_API_TOKEN, PRELUDE_BASE_URL } = process.env;
const TICKET_SECRET = "a secret of 32 bytes or more, for a test";
const page = await readFile("page.md", "utf8");
const config = JSON.parse(/^`(\{ "name".*\})`$/m.exec(page)![1]!);
const bindings = { PRELUDE_API_TOKEN, PRELUDE_BASE_URL, TICKET_SECRET };
const options = { main: config.main, compatibilityDate: config.compatibility_date, bindings };
const isolate = await startWorker(options);
const another = await startWorker(options);
const forTests = await startWorker({
  ...options,
  bindings: { ...bindings, SENDS_PER_NETWORK: "1000" },
});
const { url } = isolate;

beforeEach(() => sandbox.reset());
after(async () => {
  await isolate.close();
  await another.close();
  await forTests.close();
  await close();
});

const OK = { status: 200, body: { ok: true } };
const refused = (reason: string, status = 422) => ({ status, body: { ok: false, reason } });

test("the code signs in once, and a wrong one never", async () => {
  const visitor = new Visitor(url);
  const check = (code: string) => visitor.post("/otp/check", { code });
  assert.deepEqual(await visitor.post("/otp/send", { phoneNumber: "+1 555 555 0100" }), OK);
  assert.deepEqual([...visitor.cookies.keys()], ["__Host-otp"]);
  const { code } = sandbox.messages.at(-1)!;
  assert.deepEqual(await check(wrong(code)), refused("invalid"));
  assert.deepEqual(await check(code), OK);
  assert.deepEqual(await check(code), refused("expired"));
  assert.deepEqual(await new Visitor(url).post("/otp/check", { code }), refused("expired"));
});

test("a ticket of one isolate opens in another", async () => {
  const visitor = new Visitor(url);
  await visitor.post("/otp/send", { phoneNumber: "+15555550101" });
  const same = new Visitor(another.url);
  same.cookies.set("__Host-otp", visitor.cookies.get("__Host-otp")!);
  assert.deepEqual(await same.post("/otp/check", { code: sandbox.messages.at(-1)!.code }), OK);
});

test("a stranger's requests never fail", async () => {
  const visitor = new Visitor(url);
  await neverFails((init) => visitor.fetch("/otp/send", init));
  await neverFails((init) => visitor.fetch("/otp/check", init));
  await visitor.post("/otp/send", { phoneNumber: "+15555550102" });
  await neverFails((init) => visitor.fetch("/otp/check", init));
  assert.equal(sandbox.messages.length, 1);
});

test("a page elsewhere cannot send codes", async () => {
  const response = await fetch(`${url}/otp/send`, {
    method: "POST",
    headers: { "content-type": "text/plain", origin: "https://evil.example" },
    body: JSON.stringify({ phoneNumber: "+15555550103" }),
  });
  assert.equal(response.status, 403);
  assert.equal(sandbox.messages.length, 0);
});

test("an isolate counts over all requests, and another one counts anew", async () => {
  const phoneNumber = "+15555550104";
  const send = async (where: string) => {
    sandbox.advance(3_600_000); // For the API. The guard has a clock of its own.
    return await new Visitor(where).post("/otp/send", { phoneNumber });
  };
  for (let count = 0; count < 5; count++) assert.deepEqual(await send(url), OK);
  assert.deepEqual(await send(url), refused("rate_limited", 429));
  assert.deepEqual(await send(another.url), OK);
  assert.equal(sandbox.sends(phoneNumber), 6);
});

test("a network is limited by the address that Cloudflare tells", async () => {
  const spread = (index: number) => ({
    "cf-connecting-ip": "203.0.113.7",
    "x-forwarded-for": `192.0.2.${index}`,
  });
  assert.equal(await sentTo21(`${url}/otp/send`, spread), 20);
});

test("on a machine all are one network, unless SENDS_PER_NETWORK says otherwise", async () => {
  assert.equal(await sentTo21(`${another.url}/otp/send`, () => ({})), 19); // after the one above
  sandbox.reset();
  assert.equal(await sentTo21(`${forTests.url}/otp/send`, () => ({})), 21);
});

test("a lost response is one message, and 503", async () => {
  sandbox.arm({ type: "lost" }, { operation: "send" });
  const phoneNumber = "+15555550105";
  const lost = await new Visitor(url).post("/otp/send", { phoneNumber });
  assert.deepEqual(lost, refused("try_again", 503));
  assert.equal(sandbox.sends(phoneNumber), 1);
});
