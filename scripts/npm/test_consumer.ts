/**
 * Tests as a user of the package would write them. Jest and Vitest run them against the installed tarball,
 * in every environment of theirs.
 */
import { equal, notEqual, ok } from "node:assert/strict";
import { Ding, NetworkError, Prelude } from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";

declare const test: {
  (name: string, fn: () => void | Promise<void>): void;
};

const phoneNumber = "+15555550100";

test("signs in against the sandbox", async () => {
  const sandbox = new Sandbox();
  const otp = new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch });
  const sent = await otp.send({ phoneNumber });
  ok(sent.ok);
  const checkCode = sandbox.messages.at(-1)?.code ?? "";
  const check = await otp.check({ ...sent, checkCode });
  equal(check.ok, true);
  const again = await otp.check({ ...sent, checkCode });
  equal(again.ok, false);
});

test("creates a client without allowBrowser", () => {
  notEqual(new Prelude({ apiToken: "token" }), undefined);
  notEqual(new Ding({ apiKey: "key", customerUuid: crypto.randomUUID() }), undefined);
});

test("says why there was no response", async () => {
  // Node refuses this port without a connection, and nothing listens on it.
  const otp = new Prelude({ apiToken: "token", baseUrl: "http://127.0.0.1:1" });
  const error: unknown = await otp.send({ phoneNumber }).catch((error: unknown) => error);
  ok(error instanceof NetworkError);
  const { message } = error.cause as Error;
  ok(/fetch/.test(message), message);
});
