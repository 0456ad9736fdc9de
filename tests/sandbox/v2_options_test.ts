/** What the first create of a verification decides, payments, feedback and test numbers. */
import { assertEquals } from "@std/assert";
import { magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import {
  checkV2,
  createV2,
  MINUTE,
  NUMBER,
  postV2,
  type Read,
  read,
  targetOf,
} from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const CHALLENGED = magicNumbers.send.challenged.numbers[0]!;

/** Options of the first create: status, channels of the answer, and the channel of the message. */
const FIRST: [object, string, string[] | undefined, string | undefined, string?][] = [
  [{ channels: ["viber"] }, "success", ["viber"], "viber"],
  [{ channels: ["rcs", "sms", "zalo"] }, "success", ["rcs", "sms", "zalo"], "rcs"],
  [{ channels: ["sms"] }, "success", ["sms"], "sms"],
  [{ max_auto_fallbacks: 0 }, "success", ["sms"], "sms"],
  [{ max_auto_fallbacks: 0, preferred_channel: "rcs" }, "success", ["rcs"], "rcs"],
  [{ max_auto_fallbacks: 1, preferred_channel: "rcs" }, "success", ["rcs", "sms"], "rcs"],
  [{ max_auto_fallbacks: 1, channels: ["rcs", "sms", "zalo"] }, "success", ["rcs", "sms"], "rcs"],
  [{ max_auto_fallbacks: 99, channels: ["rcs", "sms"] }, "success", ["rcs", "sms"], "rcs"],
  [{ force_challenge: false }, "success", ["sms"], "sms"],
  [{ force_challenge: true }, "challenged", ["whatsapp"], "whatsapp"],
  [{ force_challenge: true, preferred_channel: "viber" }, "challenged", ["viber"], "viber"],
  [{ force_challenge: true, method: "voice" }, "challenged", ["whatsapp"], "whatsapp"],
  [
    { force_challenge: true, channels: ["sms", "zalo", "rcs"] },
    "challenged",
    ["zalo", "rcs"],
    "zalo",
  ],
  [{ force_challenge: true, channels: ["sms"] }, "blocked", undefined, undefined],
  [{ channels: ["sms"] }, "blocked", undefined, undefined, CHALLENGED],
  [{ channels: ["zalo", "sms"] }, "challenged", ["zalo"], "zalo", CHALLENGED],
];

for (const [options, status, channels, channel, number = NUMBER] of FIRST) {
  test(`v2 create with ${JSON.stringify(options)} to ${number} is ${status}`, async () => {
    const sandbox = new Sandbox();
    const { body } = await createV2(sandbox, number, { options });
    assertEquals([body.status, body.channels], [status, channels]);
    assertEquals(sandbox.messages.map((message) => message.channel), channel ? [channel] : []);
  });
}

/** Options of the first create and of the next: status, channels, and the channel of the next message. */
const LATER: [object, object, string, string[], string][] = [
  [{ channels: ["viber", "rcs"] }, { channels: ["sms"] }, "retry", ["viber", "rcs"], "viber"],
  [{ channels: ["viber", "rcs"] }, { preferred_channel: "rcs" }, "retry", ["rcs", "viber"], "rcs"],
  [{ channels: ["viber"] }, { preferred_channel: "sms" }, "retry", ["viber"], "viber"],
  [{}, { channels: ["viber"] }, "retry", ["sms"], "sms"],
  [{}, { force_challenge: true }, "retry", ["sms"], "sms"],
  [{ force_challenge: true }, {}, "challenged", ["whatsapp"], "whatsapp"],
  [{ max_auto_fallbacks: 0 }, { preferred_channel: "rcs" }, "retry", ["rcs"], "rcs"],
  [{}, { max_auto_fallbacks: 0, preferred_channel: "rcs" }, "retry", ["rcs", "sms"], "rcs"],
];

for (const [first, later, status, channels, channel] of LATER) {
  test(`v2 remembers ${JSON.stringify(first)} and not ${JSON.stringify(later)}`, async () => {
    const sandbox = new Sandbox();
    await createV2(sandbox, NUMBER, { options: first });
    sandbox.advance(MINUTE);
    const { body } = await createV2(sandbox, NUMBER, { options: later });
    assertEquals([body.status, body.channels], [status, channels]);
    assertEquals(sandbox.messages.at(-1)!.channel, channel);
    sandbox.advance(10 * MINUTE);
    const { body: fresh } = await createV2(sandbox, NUMBER);
    assertEquals([fresh.status, fresh.channels], ["success", ["sms"]]);
  });
}

test("v2 refuses channels that the account does not have, and ignores one that is preferred", async () => {
  const sandbox = new Sandbox({ channels: ["sms", "rcs"] });
  const { status, body } = await createV2(sandbox, NUMBER, {
    options: { channels: ["rcs", "whatsapp"] },
  });
  assertEquals([status, body.code, body.param], [
    400,
    "channel_not_enabled_in_region",
    "options.channels",
  ]);
  await createV2(sandbox, NUMBER, { options: { preferred_channel: "whatsapp" } });
  assertEquals(sandbox.messages.map(({ channel }) => channel), ["sms"]);
});

test("window tells what the first create asked for, and the last feedback", async () => {
  const sandbox = new Sandbox();
  await createV2(sandbox, NUMBER, {
    metadata: { correlation_id: "order-7" },
    options: {
      template_id: "prelude:psd2",
      variables: PAYMENT,
      channels: ["whatsapp"],
      max_auto_fallbacks: 2,
      force_challenge: true,
    },
  });
  const id = sandbox.messages[0]!.authenticationUuid;
  const dispatch_id = "123e4567-e89b-12d3-a456-426614174000";
  const { status } = await postV2(sandbox, "/watch/feedback", {
    feedbacks: Array(100).fill({
      target: targetOf(NUMBER),
      type: "verification.completed",
      metadata: { correlation_id: "c".repeat(80) },
      dispatch_id,
    }),
  });
  assertEquals(status, 200);
  const { options, feedback } = sandbox.window(id)!;
  assertEquals(options, {
    correlationId: "order-7",
    templateId: "prelude:psd2",
    payment: PAYMENT,
    onlyChannels: ["whatsapp"],
    maxAutoFallbacks: 2,
    forceChallenge: true,
  });
  assertEquals(feedback, {
    status: "onboarded",
    correlationId: "c".repeat(80),
    dispatchId: dispatch_id,
  });
});

const PAYMENT = { amount: "12.50", currency: "EUR", recipient: "Example Shop" };

/** The payments that checks of a right code name, and their statuses. */
const PAYMENTS: [string, (object | undefined)[], string[]][] = [
  ["the same payment", [PAYMENT], ["success"]],
  ["the same payment and more", [{ ...PAYMENT, note: "x" }], ["success"]],
  ["no payment, then the same", [undefined, PAYMENT], ["transaction_missing", "success"]],
  ...(["amount", "currency", "recipient"] as const).map((
    name,
  ): [string, object[], string[]] => [
    `another ${name}, which invalidates the code`,
    [{ ...PAYMENT, [name]: "0" }, PAYMENT],
    ["transaction_mismatch", "failure"],
  ]),
];

for (const [name, payments, expected] of PAYMENTS) {
  test(`v2 check of a code for a payment with ${name}`, async () => {
    const sandbox = new Sandbox();
    const options = { template_id: "prelude:psd2", variables: PAYMENT };
    await createV2(sandbox, NUMBER, { options });
    const { code, text } = sandbox.messages[0]!;
    assertEquals(text, `${code} is your code to pay 12.50 EUR to Example Shop`);
    const statuses: string[] = [];
    for (const psd2 of payments) statuses.push(await checkPayment(sandbox, code, psd2));
    assertEquals(statuses, expected);
  });
}

test("v2 check ignores a payment for a code that is for none", async () => {
  const sandbox = new Sandbox();
  await createV2(sandbox, NUMBER, { options: { template_id: "login", variables: PAYMENT } });
  assertEquals(await checkPayment(sandbox, sandbox.messages[0]!.code, PAYMENT), "success");
});

test("v2 sends another code after a mismatch, even if retries repeat the code", async () => {
  const sandbox = new Sandbox({ codeOnRetry: "same" });
  const options = { template_id: "prelude:psd2", variables: PAYMENT };
  await createV2(sandbox, NUMBER, { options });
  const { code } = sandbox.messages[0]!;
  await checkPayment(sandbox, code, { ...PAYMENT, amount: "1" });
  sandbox.advance(MINUTE);
  await createV2(sandbox, NUMBER, { options });
  assertEquals(await checkPayment(sandbox, sandbox.messages[1]!.code, PAYMENT), "success");
});

async function checkPayment(
  sandbox: Sandbox,
  code: string,
  psd2: object | undefined,
): Promise<string> {
  const fields = { target: targetOf(NUMBER), code, psd2 };
  return (await postV2(sandbox, "/verification/check", fields)).body.status;
}

const NUMBERS = "/verification/management/phone-numbers/sandbox";

/** Calls the endpoint that manages test numbers. */
async function manage(
  sandbox: Sandbox,
  method: string,
  { path = NUMBERS, body }: { readonly path?: string; readonly body?: unknown } = {},
): Promise<Read> {
  return await read(
    await sandbox.fetch(`https://api.prelude.dev/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.credentials.apiToken}` },
      ...body !== undefined && { body: JSON.stringify(body) },
    }),
  );
}

test("v2 adds, changes, lists and deletes test numbers", async () => {
  const sandbox = new Sandbox();
  const seed = { phone_number: NUMBER, attempt_code: "424242" };
  assertEquals(await manage(sandbox, "PUT", { body: seed }), { status: 200, body: seed });
  sandbox.advance(MINUTE);
  const changed = { ...seed, attempt_code: "0042" };
  assertEquals((await manage(sandbox, "PUT", { body: changed })).body, changed);
  const created_at = "2026-01-01T00:00:00.000Z";
  assertEquals((await manage(sandbox, "GET")).body, {
    phone_numbers: [{ ...changed, created_at }],
  });
  const addedAt = new Date(created_at);
  assertEquals(sandbox.testNumbers, [{ phoneNumber: NUMBER, code: "0042", addedAt }]);
  const gone = { status: 200, body: { phone_number: NUMBER } };
  for (
    const path of [`${NUMBERS}/${NUMBER}`, `${NUMBERS}/${encodeURIComponent(NUMBER)}`, NUMBERS]
  ) {
    await manage(sandbox, "PUT", { body: seed });
    const body = path === NUMBERS ? { phone_number: NUMBER } : undefined;
    assertEquals(await manage(sandbox, "DELETE", { path, body }), gone);
    assertEquals(sandbox.testNumbers, []);
    assertEquals(await manage(sandbox, "DELETE", { path, body }), gone);
  }
  await manage(sandbox, "PUT", { body: seed });
  sandbox.reset();
  assertEquals((await manage(sandbox, "GET")).body, { phone_numbers: [] });
});

for (const codeOnRetry of ["new", "same"] as const) {
  test(`v2: a test number gets no message, and one code is right: ${codeOnRetry}`, async () => {
    const sandbox = new Sandbox({ codeOnRetry });
    const body = { phone_number: NUMBER, attempt_code: "424242" };
    await manage(sandbox, "PUT", { body });
    const created = await createV2(sandbox, NUMBER, { options: { custom_code: "111111" } });
    assertEquals(created.body.status, "success");
    sandbox.advance(MINUTE);
    assertEquals((await createV2(sandbox)).body.status, "retry");
    assertEquals(sandbox.sends(NUMBER), 0);
    assertEquals(await checkV2(sandbox, "111111"), "failure");
    assertEquals(await checkV2(sandbox, "424242"), "success");
    assertEquals(await checkV2(sandbox, "424242"), "expired_or_not_found");
  });
}

/** Bodies that are refused. */
const SEEDS: [unknown, string, string | undefined][] = [
  [[], "invalid_request", undefined],
  [{ attempt_code: "424242" }, "invalid_phone_number", "phone_number"],
  [{ phone_number: "1", attempt_code: "424242" }, "invalid_phone_number", "phone_number"],
  [{ phone_number: NUMBER }, "invalid_request", "attempt_code"],
  [{ phone_number: NUMBER, attempt_code: "123" }, "invalid_request", "attempt_code"],
  [{ phone_number: NUMBER, attempt_code: 424242 }, "invalid_request", "attempt_code"],
];

for (const [body, code, param] of SEEDS) {
  test(`v2 refuses the test number ${JSON.stringify(body)}`, async () => {
    const sandbox = new Sandbox();
    const { status, body: error } = await manage(sandbox, "PUT", { body });
    assertEquals([status, error.code, error.param], [400, code, param]);
    assertEquals(sandbox.testNumbers, []);
  });
}

test("v2 keeps at most 1,000 test numbers, and spares the endpoint armed faults", async () => {
  const sandbox = new Sandbox();
  sandbox.arm({ type: "error" });
  for (let i = 0; i < 1_000; i++) {
    const body = { phone_number: `+1555${String(i).padStart(7, "0")}`, attempt_code: "1234" };
    assertEquals((await manage(sandbox, "PUT", { body })).status, 200);
  }
  const body = { phone_number: NUMBER, attempt_code: "1234" };
  assertEquals((await manage(sandbox, "PUT", { body })).body.param, "phone_number");
  const known = { phone_number: "+15550000000", attempt_code: "4321" };
  assertEquals((await manage(sandbox, "PUT", { body: known })).status, 200);
  assertEquals([sandbox.testNumbers.length, sandbox.faults.length], [1_000, 1]);
});
