/** The recipe of Expo: its module against the server of the Express recipe, and the client's refusal. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import process from "node:process";
import { after, beforeEach, test } from "node:test";
import { Prelude } from "@ding-otp/client";
import { listen, startSandbox, wrong } from "./support.ts";

const { sandbox, close } = await startSandbox();
process.env.TICKET_SECRET = "a secret of 32 bytes or more, for a test";
const { default: express } = await import("express");
const { otp } = await import("../express/otp.ts");
const server = await listen(createServer(express().use("/otp", otp)));
process.env.EXPO_PUBLIC_SERVER = server.url;
const { checkCode, sendCode } = await import("./otp.ts");

beforeEach(() => sandbox.reset());
after(async () => {
  await server.close();
  await close();
});

test("the code signs in once, and a wrong one never", async () => {
  const sent = await sendCode("+1 (555) 555-0100");
  assert.ok(sent.ok);
  const { code } = sandbox.messages.at(-1)!;
  assert.deepEqual(await checkCode(sent.ticket, wrong(code)), { ok: false, reason: "invalid" });
  assert.deepEqual(await checkCode(sent.ticket, code), { ok: true });
  assert.deepEqual(await checkCode(sent.ticket, code), { ok: false, reason: "expired" });
});

test("refusals reach the app", async () => {
  assert.deepEqual(await sendCode("555-0100"), { ok: false, reason: "invalid_phone_number" });
});

test("without a connection, the app says so and sends nothing again", async () => {
  process.env.EXPO_PUBLIC_SERVER = "http://127.0.0.1:9";
  assert.deepEqual(await sendCode("+15555550101"), { ok: false, reason: "try_again" });
  process.env.EXPO_PUBLIC_SERVER = server.url;
  assert.equal(sandbox.messages.length, 0);
});

test("a ticket shows the app neither the number nor the code", async () => {
  const sent = await sendCode("+15555550102");
  assert.ok(sent.ok);
  const text = Buffer.from(sent.ticket, "base64url").toString("latin1");
  assert.doesNotMatch(text, /5555550102/);
  assert.ok(!text.includes(sandbox.messages.at(-1)!.code));
});

test("the app's module does without the client, which refuses to be created there", async () => {
  assert.doesNotMatch(await readFile("otp.ts", "utf8"), /\bimport\b/);
  const globals = { navigator: { product: "ReactNative" }, process: { env: {} } };
  const own = Object.keys(globals).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)!] as const
  );
  try {
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, { value, configurable: true });
    }
    assert.throws(() => new Prelude({ apiToken: "token" }), /allowBrowser/);
  } finally {
    for (const [name, descriptor] of own) Object.defineProperty(globalThis, name, descriptor);
  }
});
