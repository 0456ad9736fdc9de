/** The migration guide, from `@prelude.so/sdk`: what it says of the SDK and of names that are left of it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Prelude } from "@ding-otp/client";
import { Sandbox, type SandboxOptions } from "@ding-otp/client/sandbox";

const { client, sandbox } = await import("./sdk.ts");
const { default: PreludeSDK } = await import("@prelude.so/sdk");

const phoneNumber = "+15555550100";
const target = { type: "phone_number", value: phoneNumber } as const;

test("the SDK signs in on the sandbox", async () => {
  assert.equal((await client.verification.create({ target })).status, "success");
  const { code } = sandbox.messages.at(-1)!;
  assert.equal((await client.verification.check({ target, code })).status, "success");
});

for (const module of ["nodenext", "preserve"]) {
  test(`the SDK on the sandbox compiles with "module": "${module}"`, async () => {
    const compiler = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
    const options = ["--strict", "--noEmit", "--target", "es2023", "--types", "node"];
    const args = [compiler, "--ignoreConfig", ...options, "--module", module, "sdk.ts"];
    await promisify(execFile)(process.execPath, args);
  });
}

/** What the SDK returns for a `create` whose first response is lost, and how many messages went out. */
async function lose(options: SandboxOptions) {
  const sandbox = new Sandbox(options);
  const { credentials: { apiToken }, fetch } = sandbox;
  sandbox.arm({ type: "lost" });
  const { status } = await new PreludeSDK({ apiToken, fetch }).verification.create({ target });
  return [status, sandbox.sends(phoneNumber), sandbox.requests.length];
}

test("after a lost response, the SDK's second request is blocked, or a second message", async () => {
  assert.deepEqual(await lose({}), ["blocked", 1, 2]);
  assert.deepEqual(await lose({ retryGaps: [0, 0, 0] }), ["retry", 2, 2]);
});

test("after a lost response, Prelude sends nothing", async () => {
  const sandbox = new Sandbox({ retryGaps: [0, 0, 0] });
  const prelude = new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch });
  sandbox.arm({ type: "lost" });
  await assert.rejects(prelude.send({ phoneNumber }), { outcome: "unknown" });
  assert.equal(sandbox.sends(phoneNumber), 1);
});

test("names of the SDK are a TypeError, or ignored, as the guide says", async () => {
  const sandbox = new Sandbox();
  const options = { ...sandbox.credentials, fetch: sandbox.fetch };
  for (const name of ["baseURL", "maxRetries", "defaultHeaders", "httpAgent"]) {
    assert.throws(() => new Prelude({ ...options, [name]: undefined }), TypeError);
  }
  const prelude = new Prelude(options);
  const { send } = prelude as unknown as { send: (input: unknown) => Promise<{ ok: boolean }> };
  const rejected = [
    { target },
    { phoneNumber, target },
    { phoneNumber, options: { locale: "fr-FR" } },
    { phoneNumber, signals: { ip: "192.0.2.7" } },
    { phoneNumber, metadata: { correlation_id: "order-7" } },
  ];
  for (const input of rejected) await assert.rejects(send.call(prelude, input), TypeError);
  assert.equal(sandbox.requests.length, 0);
  for (const name of ["maxRetries", "idempotencyKey"]) {
    await assert.rejects(prelude.send({ phoneNumber }, { [name]: 0 } as object), TypeError);
  }
  assert.ok((await send.call(prelude, { phoneNumber, device_platform: "ios" })).ok);
  assert.deepEqual(sandbox.requests.at(-1)!.body, { target });
});

/** A client of an API that returns this. */
function returning(body: unknown): Prelude {
  return new Prelude({ apiToken: "token", fetch: () => Promise.resolve(Response.json(body)) });
}

test("results have the names of the guide", async () => {
  const network = (name: string) => ({ carrier_name: name, mcc: "001", mnc: "01" });
  const body = {
    phone_number: phoneNumber,
    flags: ["ported", "temporary"],
    network_info: network("new"),
    original_network_info: network("old"),
  };
  const prelude = returning(body);
  assert.deepEqual({ ...await prelude.lookup({ phoneNumber }) }, {
    ok: true,
    phoneNumber,
    numberPorted: true,
    temporaryPhoneNumber: true,
    carrier: "new",
    mcc: "001",
    mnc: "01",
    originalCarrier: "old",
    originalMcc: "001",
    originalMnc: "01",
  });
  const check = await returning({ id: "vrf_1", status: "success" }).check({
    phoneNumber,
    checkCode: "123456",
  });
  assert.equal(check.authenticationUuid, "vrf_1");
});
