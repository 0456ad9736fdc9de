import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { Sandbox } from "@ding-otp/client/sandbox";
import {
  check,
  checkV2,
  createV2,
  get,
  MINUTE,
  NUMBER,
  post,
  postV2,
  read,
  sendCode,
  targetOf,
  wrong,
} from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const TYPE_ID = /^vrf_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const EMAIL = "user@example.com";

test("v2 create opens a window and puts the code on the phone", async () => {
  const sandbox = new Sandbox();
  const { status, body } = await createV2(sandbox);
  assertEquals(status, 200);
  assertMatch(body.id, TYPE_ID);
  assertMatch(body.request_id, UUID);
  const { id, request_id } = body;
  assertEquals(body, { id, status: "success", method: "message", channels: ["sms"], request_id });
  assertEquals(sandbox.messages.map(({ to, channel }) => [to, channel]), [[NUMBER, "sms"]]);
});

test("v2 create in an open window is a retry, and is blocked when it comes too early", async () => {
  const sandbox = new Sandbox();
  const seen: string[] = [];
  const ids = new Set<string>();
  for (const wait of [0, 29_999, 1, 59_999, 1, 120_000, MINUTE, 10 * MINUTE]) {
    sandbox.advance(wait);
    const { body } = await createV2(sandbox);
    seen.push([body.status, body.reason, sandbox.messages.at(-1)!.attempt].join(" ").trim());
    ids.add(body.id);
  }
  assertEquals(seen, [
    "success  1",
    "blocked repeated_attempts 1",
    "retry  2",
    "blocked repeated_attempts 2",
    "retry  3",
    "retry  4",
    "blocked repeated_attempts 4",
    "success  1",
  ]);
  assertEquals(ids.size, 2);
});

test("v2 ids are the UUIDs of the messages in base 32", async () => {
  const sandbox = new Sandbox();
  const { body } = await createV2(sandbox);
  const digits = "0123456789abcdefghjkmnpqrstvwxyz";
  let bits = 0n;
  for (const digit of body.id.slice(4)) bits = bits * 32n + BigInt(digits.indexOf(digit));
  const hex = sandbox.messages[0]!.authenticationUuid.replaceAll("-", "");
  assertEquals(bits.toString(16).padStart(32, "0"), hex);
});

type Step = "right" | "wrong" | "create" | number;

const CHECKS: [string, Step[], string[]][] = [
  ["a right code", ["right"], ["success"]],
  ["a wrong code", ["wrong", "right"], ["failure", "success"]],
  ["a used code", ["right", "right", "wrong"], [
    "success",
    "expired_or_not_found",
    "expired_or_not_found",
  ]],
  ["the end of the window", [10 * MINUTE, "right"], ["expired_or_not_found"]],
  ["checks that are used up", ["wrong", "wrong", "wrong", "wrong", "wrong", "right"], [
    ...Array(5).fill("failure"),
    "expired_or_not_found",
  ]],
  ["the code of a retry", [30_000, "create", "right"], ["success"]],
  ["the code of a new window", ["right", "create", "right"], ["success", "success"]],
];

for (const [name, steps, expected] of CHECKS) {
  test(`v2 check: ${name} is ${expected.join(", then ")}`, async () => {
    const sandbox = new Sandbox();
    await createV2(sandbox);
    const statuses: string[] = [];
    for (const step of steps) {
      const { code } = sandbox.messages.at(-1)!;
      if (typeof step === "number") sandbox.advance(step);
      else if (step === "create") await createV2(sandbox);
      else statuses.push(await checkV2(sandbox, step === "right" ? code : wrong(code)));
    }
    assertEquals(statuses, expected);
  });
}

test("v2 check answers with the verification's id, and without one for an unknown number", async () => {
  const sandbox = new Sandbox();
  const created = await createV2(sandbox, NUMBER, { metadata: { correlation_id: "order-7" } });
  assertEquals(created.body.metadata, { correlation_id: "order-7" });
  const { code } = sandbox.messages[0]!;
  const checked = async (value: string) => {
    const { status, body } = await postV2(sandbox, "/verification/check", {
      target: targetOf(value),
      code,
    });
    assertMatch(body.request_id, UUID);
    assertNotEquals(body.request_id, created.body.request_id);
    return [status, { ...body, request_id: "" }];
  };
  assertEquals(await checked("+15555550101"), [200, {
    status: "expired_or_not_found",
    request_id: "",
  }]);
  assertEquals(await checked(NUMBER), [200, {
    id: created.body.id,
    status: "success",
    metadata: { correlation_id: "order-7" },
    request_id: "",
  }]);
});

for (const code of ["1", "١٢٣٤٥٦", "abcdef", "123456789"]) {
  test(`v2 check of ${code} is a failure`, async () => {
    const sandbox = new Sandbox();
    await createV2(sandbox);
    assertEquals(await checkV2(sandbox, code), "failure");
  });
}

test("v1 and v2 speak about the same window", async () => {
  const sandbox = new Sandbox();
  const first = await sendCode(sandbox);
  assertEquals(await checkV2(sandbox, wrong(first.code)), "failure");
  sandbox.advance(MINUTE);
  const { body } = await createV2(sandbox, NUMBER, { options: { preferred_channel: "viber" } });
  assertEquals(body.status, "retry");
  const { code, authenticationUuid } = sandbox.messages.at(-1)!;
  assertEquals(authenticationUuid, first.id);
  assertEquals(await check(sandbox, first.id, code), "valid");
  assertEquals(await checkV2(sandbox, code), "expired_or_not_found");
  const story = await get(sandbox, `/authentication/${first.id}`);
  assertEquals(
    story.body.events.filter(({ type }: { type: string }) => type === "attempt")
      .map(({ capability }: { capability: string }) => capability),
    ["text", "viber"],
  );
});

/** Options of a create, the length of the code, and how it goes out. */
const OPTIONS: [object, number, string, string, string[] | undefined][] = [
  [{}, 6, "sms", "message", ["sms"]],
  [{ code_size: 4 }, 4, "sms", "message", ["sms"]],
  [{ code_size: 8 }, 8, "sms", "message", ["sms"]],
  [{ custom_code: "00420" }, 5, "sms", "message", ["sms"]],
  [{ method: "auto" }, 6, "sms", "message", ["sms"]],
  [{ method: "message", preferred_channel: "whatsapp" }, 6, "whatsapp", "message", [
    "whatsapp",
    "sms",
  ]],
  [{ method: "voice", preferred_channel: "rcs" }, 6, "voice", "voice", ["voice"]],
];

for (const [options, length, channel, method, channels] of OPTIONS) {
  test(`v2 create with ${JSON.stringify(options)} sends by ${channel}`, async () => {
    const sandbox = new Sandbox();
    const { body } = await createV2(sandbox, NUMBER, { options });
    assertEquals([body.status, body.method, body.channels], ["success", method, channels]);
    const [message] = sandbox.messages;
    assertEquals([message!.code.length, message!.channel], [length, channel]);
    assert(message!.text.includes(message!.code));
    assertEquals(await checkV2(sandbox, message!.code), "success");
  });
}

test("v2 create sends the caller's own code, whatever the sandbox's", async () => {
  const sandbox = new Sandbox({ code: "111111", codeOnRetry: "same" });
  await createV2(sandbox, NUMBER, { options: { custom_code: "4242" } });
  for (const options of [{}, { custom_code: "4343" }]) {
    sandbox.advance(MINUTE);
    await createV2(sandbox, NUMBER, { options });
  }
  assertEquals(sandbox.messages.map(({ code }) => code), ["4242", "4242", "4343"]);
});

test("v2 create tells a code function how long the code has to be", async () => {
  const sandbox = new Sandbox({ code: ({ length }) => "7".repeat(length) });
  await createV2(sandbox, NUMBER, { options: { code_size: 5 } });
  assertEquals(sandbox.messages[0]!.code, "77777");
});

test("v2 create takes every documented field, and keeps what status tells", async () => {
  const sandbox = new Sandbox();
  const signals = {
    app_version: "1.2.3",
    device_id: "6f1d8a0c",
    device_model: "Pixel 9",
    device_platform: "ipados",
    ip: "2001:db8::1",
    is_trusted_user: false,
    ja4_fingerprint: "t13d1516h2_8daaf6152771_e5627efa2ab1",
    os_version: "16",
    user_agent: "Mozilla/5.0",
  };
  const { body } = await createV2(sandbox, NUMBER, {
    signals: { ...signals, something_new: 1 },
    options: {
      app_realm: { platform: "android", value: "FA+9qCX9VSu" },
      callback_url: "https://hooks.example.com/",
      integration: "supabase",
      locale: "zh-Hant-TW",
      method: "message",
      preferred_channel: "telegram",
      sender_id: "Example",
      template_id: "login",
      variables: { name: "Somebody" },
      something_new: { in: ["the", "API"] },
    },
    metadata: { correlation_id: "c".repeat(80) },
    dispatch_id: "123e4567-e89b-12d3-a456-426614174000",
    something_new: true,
  });
  assertEquals(body.status, "success");
  const story = await get(sandbox, `/authentication/${sandbox.messages[0]!.authenticationUuid}`);
  assertEquals(story.body.signals, signals);
  assertEquals(
    [story.body.template_id, story.body.correlation_id],
    ["login", "c".repeat(80)],
  );
});

test("v2 create takes a domain as a web app's realm", async () => {
  const options = { app_realm: { platform: "web", value: "login.example.com" } };
  const { body } = await createV2(new Sandbox(), NUMBER, { options });
  assertEquals(body.status, "success");
});

test("v2 verifies an email address", async () => {
  const sandbox = new Sandbox();
  const { body } = await createV2(sandbox, EMAIL, { options: { preferred_channel: "rcs" } });
  const { id, request_id } = body;
  assertEquals(body, { id, status: "success", method: "email", request_id });
  const { code, channel } = await sandbox.waitForMessage({ to: EMAIL });
  assertEquals([channel, sandbox.sends(EMAIL)], ["email", 1]);
  assertEquals(await checkV2(sandbox, code, NUMBER), "expired_or_not_found");
  assertEquals(await checkV2(sandbox, code, EMAIL), "success");
});

const LOOKUPS: [string, object][] = [
  ["%2B15555550100", { phone_number: "+15555550100", country_code: "US" }],
  ["+80012345678", { phone_number: "+80012345678" }],
  ["+447700900123?type=cnam", {
    phone_number: "+447700900123",
    country_code: "GB",
    caller_name: "SANDBOX CALLER",
  }],
  ["+447700900123?type=cnam,cnam", {
    phone_number: "+447700900123",
    country_code: "GB",
    caller_name: "SANDBOX CALLER",
  }],
];

for (const [path, expected] of LOOKUPS) {
  test(`v2 lookup answers ${path}`, async () => {
    const sandbox = new Sandbox();
    const headers = { authorization: `bearer ${sandbox.credentials.apiToken}` };
    const network = { carrier_name: "Sandbox Mobile", mcc: "001", mnc: "01" };
    const url = `https://api.prelude.dev/v2/lookup/${path}`;
    assertEquals(await read(await sandbox.fetch(url, { headers })), {
      status: 200,
      body: {
        line_type: "mobile",
        flags: [],
        network_info: network,
        original_network_info: network,
        ...expected,
      },
    });
  });
}

test("v2 feedback is taken for all targets, known or not, and is v1's feedback too", async () => {
  const sandbox = new Sandbox();
  await createV2(sandbox);
  const { status, body } = await postV2(sandbox, "/watch/feedback", {
    feedbacks: [
      { target: targetOf("+15555550199"), type: "verification.started" },
      { target: targetOf(NUMBER), type: "verification.completed", metadata: {} },
    ],
  });
  assertEquals([status, body], [200, { status: "success", request_id: body.request_id }]);
  const again = await post(sandbox, "/authentication/feedback", {
    phone_number: NUMBER,
    status: "onboarded",
  });
  assertEquals(again.body.code, "duplicated_feedback_status");
});

for (
  const [type, status] of [
    ["verification.started", "not_onboarded"],
    ["verification.completed", "onboarded"],
  ] as const
) {
  test(`v2 feedback ${type} is v1's ${status}`, async () => {
    const sandbox = new Sandbox();
    await createV2(sandbox);
    await postV2(sandbox, "/watch/feedback", { feedbacks: [{ target: targetOf(NUMBER), type }] });
    const codes = [];
    for (const reported of [status, status === "onboarded" ? "not_onboarded" : "onboarded"]) {
      const fields = { phone_number: NUMBER, status: reported };
      codes.push((await post(sandbox, "/authentication/feedback", fields)).body.code);
    }
    assertEquals(codes, ["duplicated_feedback_status", undefined]);
  });
}

test("v2 answers a fault with its own form of error", async () => {
  const sandbox = new Sandbox();
  sandbox.arm({ type: "error" }, { operation: "send" });
  sandbox.arm({ type: "busy", status: 429 }, { operation: "check" });
  sandbox.arm({ type: "error", status: 400, code: "insufficient_balance" });
  const failed = await createV2(sandbox);
  assertEquals([failed.status, failed.body.code, failed.body.type], [500, "internal", "internal"]);
  assertEquals(sandbox.sends(NUMBER), 1);
  const refused = await createV2(sandbox);
  assertEquals([refused.status, refused.body.code, refused.body.type], [
    400,
    "insufficient_balance",
    "bad_request",
  ]);
  const busy = await postV2(sandbox, "/verification/check", {
    target: targetOf(NUMBER),
    code: "1",
  });
  assertEquals([busy.status, busy.body.type], [429, "too_many_requests"]);
});
