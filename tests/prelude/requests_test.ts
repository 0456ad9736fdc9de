import { assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { Prelude, type PreludeOptions, type PreludeSendInput } from "@ding-otp/client";
import {
  CODE,
  ID,
  KEY,
  makePrelude,
  NUMBER,
  PRELUDE_OPERATIONS,
  rejection,
  type TestOptions,
  UUID,
} from "../support/clients.ts";
import { fakeFetch, json, onlyRequest, type Requested } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

const BASE = "https://api.prelude.dev/v2";
const EMAIL = "user@example.com";
const PHONE_TARGET = { type: "phone_number", value: NUMBER };
const ANSWER = json({ id: ID, status: "success", phone_number: NUMBER });

/** Performs an operation and gives the one request that it made. */
async function requested(
  call: (prelude: Prelude) => Promise<unknown>,
  options: TestOptions = {},
): Promise<Requested> {
  const fetch = fakeFetch(ANSWER);
  await call(makePrelude({ ...options, fetch }));
  return onlyRequest(fetch);
}

const GET = { accept: "application/json", authorization: `Bearer ${KEY}` };
const POST = { ...GET, "content-type": "application/json" };

const REQUESTS: { method: string; path: string; headers: object; body: unknown }[] = [
  { method: "POST", path: "/verification", headers: POST, body: { target: PHONE_TARGET } },
  {
    method: "POST",
    path: "/verification",
    headers: POST,
    body: { target: { type: "email_address", value: EMAIL } },
  },
  {
    method: "POST",
    path: "/verification/check",
    headers: POST,
    body: { target: PHONE_TARGET, code: CODE },
  },
  { method: "POST", path: "/verification", headers: POST, body: { target: PHONE_TARGET } },
  {
    method: "POST",
    path: "/watch/feedback",
    headers: POST,
    body: { feedbacks: [{ target: PHONE_TARGET, type: "verification.completed" }] },
  },
  { method: "GET", path: "/lookup/%2B33612345678", headers: GET, body: undefined },
];

test("each operation of Prelude: its request", async () => {
  for (const [index, { call }] of PRELUDE_OPERATIONS.entries()) {
    const { url, ...request } = await requested(call);
    const { path, ...expected } = REQUESTS[index]!;
    assertEquals<object>({ url, ...request }, { url: `${BASE}${path}`, ...expected });
  }
});

test("Prelude: further headers, in any case, beside its own", async () => {
  const headers = { "X-Request-Id": "7", Accept: "application/json;q=1", "x-api-key": "other" };
  for (const [index, { call }] of PRELUDE_OPERATIONS.entries()) {
    const sent = await requested((prelude) => call(prelude, { headers }));
    assertEquals<object>(sent.headers, {
      ...REQUESTS[index]!.headers,
      "x-request-id": "7",
      accept: "application/json;q=1",
      "x-api-key": "other",
    });
  }
});

test("Prelude: the token stays the client's own, and so does the content type", async () => {
  const fetch = fakeFetch(ANSWER);
  const reserved = [{ authorization: "Bearer x" }, { AUTHORIZATION: "x" }, { "Content-Type": "x" }];
  for (const headers of reserved as Record<string, string>[]) {
    for (const { make, call } of PRELUDE_OPERATIONS) {
      const thrown = await rejection(call(make({ fetch }), { headers }));
      assertInstanceOf(thrown, TypeError);
    }
  }
  assertEquals(fetch.sent, []);
});

test("apiToken: a function is asked at each call", async () => {
  const tokens = ["first_token", "second_token"];
  const fetch = fakeFetch(ANSWER);
  const prelude = makePrelude({ fetch, apiKey: () => Promise.resolve(tokens.shift()!) });
  await prelude.send({ phoneNumber: NUMBER });
  await prelude.lookup({ phoneNumber: NUMBER });
  assertEquals(fetch.sent.map(({ init }) => init.headers.authorization), [
    "Bearer first_token",
    "Bearer second_token",
  ]);
});

test("apiToken: what is no token is refused by name, and not shown", async () => {
  for (const junk of ["", " ", "hunter2\n", "hunter 2", 7, null, {}] as never[]) {
    const error = assertThrows(() => makePrelude({ apiKey: junk ?? 7 as never }), TypeError);
    assertEquals(error.message.replace(/it .*/, "it …"), 'Cannot use "apiToken": it …');
    const fetch = fakeFetch(ANSWER);
    const late = makePrelude({ fetch, apiKey: () => junk }).send({ phoneNumber: NUMBER });
    await assertRejects(() => late, TypeError, '"apiToken"');
    assertEquals(fetch.sent, []);
  }
  const options = { allowBrowser: true } as unknown as PreludeOptions;
  assertThrows(() => new Prelude(options), TypeError, '"apiToken"');
});

test("baseUrl: without the version, with its path prefix kept", async () => {
  const rows = [
    ["https://api.prelude.dev", BASE],
    ["https://api.prelude.dev/", BASE],
    ["https://example.com/otp/", "https://example.com/otp/v2"],
    ["http://127.0.0.1:8787", "http://127.0.0.1:8787/v2"],
  ];
  for (const [baseUrl, root] of rows) {
    const { url } = await requested((prelude) => prelude.send({ phoneNumber: NUMBER }), {
      baseUrl: baseUrl!,
    });
    assertEquals(url, `${root}/verification`);
  }
  assertThrows(() => makePrelude({ baseUrl: "http://api.prelude.dev" }), TypeError, '"baseUrl"');
});

type SendField = Exclude<keyof PreludeSendInput, "phoneNumber" | "emailAddress">;

/** Of each field, so that a new one has a row: the wire's group and name, what is given, what is sent. */
const ROWS: Record<SendField, [group: string, wire: string, given: unknown, sent?: unknown][]> = {
  deviceId: [["signals", "device_id", "8f0a"]],
  deviceModel: [["signals", "device_model", "Pixel 9"]],
  deviceType: [
    ["signals", "device_platform", "ANDROID", "android"],
    ["signals", "device_platform", "ipados"],
    ["signals", "device_platform", "VisionOS", "visionos"],
  ],
  ip: [["signals", "ip", "2001:db8::1"]],
  osVersion: [["signals", "os_version", "16"]],
  appVersion: [["signals", "app_version", "1.2.3"]],
  userAgent: [["signals", "user_agent", "Mozilla/5.0"]],
  isTrustedUser: [
    ["signals", "is_trusted_user", true],
    ["signals", "is_trusted_user", false],
  ],
  ja4Fingerprint: [["signals", "ja4_fingerprint", "t13d1516h2_8daaf6152771_e5627efa2ab1"]],
  locale: [["options", "locale", "fr-FR"]],
  templateId: [["options", "template_id", "template_1"]],
  variables: [["options", "variables", { name: "Ünï", code_size: "x" }]],
  senderId: [["options", "sender_id", "Ding"]],
  callbackUrl: [["options", "callback_url", "https://example.com/hook?x=1#y"]],
  codeSize: [["options", "code_size", 4]],
  customCode: [["options", "custom_code", "001234"]],
  method: [["options", "method", "voice"]],
  preferredChannel: [["options", "preferred_channel", "whatsapp"]],
  onlyChannels: [["options", "channels", ["whatsapp", "sms"]]],
  maxAutoFallbacks: [["options", "max_auto_fallbacks", 0]],
  forceChallenge: [["options", "force_challenge", true]],
  appRealm: [["options", "app_realm", { platform: "web", value: "example.com" }]],
  correlationId: [["metadata", "correlation_id", "order 7"]],
  dispatchId: [["", "dispatch_id", "0f9f9f8e-1111-4222-8333-444455556666"]],
};

const FIELDS = Object.entries(ROWS).flatMap(([ours, rows]) =>
  rows.map(([group, wire, given, sent = given]) =>
    [ours as SendField, group, wire, given, sent] as const
  )
);

const FIRST_CALL_ONLY: readonly SendField[] = [
  "method",
  "onlyChannels",
  "maxAutoFallbacks",
  "forceChallenge",
];

function inGroup(group: string, fields: object): object {
  return group === "" ? fields : { [group]: fields };
}

test("send and retry of Prelude: each field by its name on the wire", async () => {
  for (const [ours, group, wire, given, sent] of FIELDS) {
    const input = { phoneNumber: NUMBER, [ours]: given };
    const body = { target: PHONE_TARGET, ...inGroup(group, { [wire]: sent }) };
    assertEquals((await requested((prelude) => prelude.send(input))).body, body);
    // What only the first call reads must not go with a retry, whatever a spread result has left of it.
    const again = FIRST_CALL_ONLY.includes(ours) ? { target: PHONE_TARGET } : body;
    assertEquals((await requested((prelude) => prelude.retry(input))).body, again);
  }
});

test("send of Prelude: all fields at once, and none that is not its own", async () => {
  const input = Object.fromEntries(FIELDS.map(([ours, , , given]) => [ours, given]));
  const body: Record<string, Record<string, unknown>> = { target: PHONE_TARGET };
  for (const [ours, group, wire, given, sent] of FIELDS) {
    if (input[ours] !== given) continue;
    if (group === "") Object.assign(body, { [wire]: sent });
    else body[group] = { ...body[group], [wire]: sent };
  }
  const more = { status: "x", channels: ["x"], authenticationUuid: UUID, toString: "x" };
  const request = await requested((prelude) =>
    prelude.send({ ...more, ...input, phoneNumber: NUMBER } as PreludeSendInput)
  );
  assertEquals(request.body, body);
});

test("send of Prelude: what is undefined or null stays out of the request", async () => {
  for (const value of [undefined, null]) {
    const absent = Object.fromEntries(FIELDS.map(([ours]) => [ours, value]));
    const { body } = await requested((prelude) =>
      prelude.send({ ...absent, phoneNumber: NUMBER } as PreludeSendInput)
    );
    assertEquals(body, { target: PHONE_TARGET });
  }
});

test("send of Prelude: a field of the wrong type is named, and nothing is sent", async () => {
  const fetch = fakeFetch(ANSWER);
  const prelude = makePrelude({ fetch });
  for (const [ours, , , right] of FIELDS) {
    for (const wrong of [42, {}, "x", true].filter((wrong) => typeof wrong !== typeof right)) {
      const input = { phoneNumber: NUMBER, [ours]: wrong } as unknown as PreludeSendInput;
      await assertRejects(() => prelude.send(input), TypeError, ours);
    }
  }
  assertEquals(fetch.sent, []);
});

test("send of Prelude: onlyChannels is an array of strings", async () => {
  const fetch = fakeFetch(ANSWER);
  for (const onlyChannels of ["sms", { 0: "sms" }, [7], ["sms", null]] as never[]) {
    await assertRejects(
      () => makePrelude({ fetch }).send({ phoneNumber: NUMBER, onlyChannels }),
      TypeError,
      'Cannot use "onlyChannels": it must be an array of strings',
    );
  }
  assertEquals(fetch.sent, []);
});

const PAYMENT = { amount: "49.90", currency: "EUR", recipient: "Ünï Shop" };

test("check of Prelude: the payment that the code confirms", async () => {
  const input = { phoneNumber: NUMBER, checkCode: CODE };
  const paid = await requested((prelude) => prelude.check({ ...input, payment: PAYMENT }));
  assertEquals(paid.body, { target: PHONE_TARGET, code: CODE, psd2: PAYMENT });
  const more = { ...PAYMENT, iban: "x" };
  const own = await requested((prelude) => prelude.check({ ...input, payment: more }));
  assertEquals(own.body, { target: PHONE_TARGET, code: CODE, psd2: PAYMENT });
  for (const payment of [undefined, null] as undefined[]) {
    const unpaid = await requested((prelude) => prelude.check({ ...input, payment }));
    assertEquals(unpaid.body, { target: PHONE_TARGET, code: CODE });
  }
});

test("check of Prelude: a payment that is not one is named, and nothing is sent", async () => {
  const fetch = fakeFetch(ANSWER);
  const rows: [payment: unknown, name: string][] = [
    ["49.90 EUR", "payment"],
    [[PAYMENT], "payment"],
    [{ ...PAYMENT, amount: 49.9 }, "amount"],
    [{ ...PAYMENT, currency: undefined }, "currency"],
    [{ amount: "1", currency: "EUR" }, "recipient"],
    [Object.create(PAYMENT), "amount"],
  ];
  for (const [payment, name] of rows) {
    const input = { phoneNumber: NUMBER, checkCode: CODE, payment: payment as never };
    await assertRejects(() => makePrelude({ fetch }).check(input), TypeError, `"${name}"`);
  }
  assertEquals(fetch.sent, []);
});

test("feedback of Prelude: the ids of the verification it is about", async () => {
  const ids = { correlationId: "order 7", dispatchId: "0f9f9f8e-1111-4222-8333-444455556666" };
  const { body } = await requested((prelude) =>
    prelude.feedback({ phoneNumber: NUMBER, status: "onboarded", ...ids })
  );
  assertEquals(body, {
    feedbacks: [{
      target: PHONE_TARGET,
      type: "verification.completed",
      metadata: { correlation_id: ids.correlationId },
      dispatch_id: ids.dispatchId,
    }],
  });
});

test("lookup of Prelude: what is asked for beyond the usual", async () => {
  const rows: [type: string[] | undefined, query: string][] = [
    [undefined, ""],
    [[], ""],
    [["cnam"], "?type=cnam"],
    [["cnam", "a&b=c#d"], "?type=cnam%2Ca%26b%3Dc%23d"],
  ];
  for (const [type, query] of rows) {
    const { url } = await requested((prelude) => prelude.lookup({ phoneNumber: NUMBER, type }));
    assertEquals(url, `${BASE}/lookup/%2B33612345678${query}`);
  }
});

test("feedback of Prelude: the words of the other API, and any of its own", async () => {
  const rows = [
    ["onboarded", "verification.completed"],
    ["not_onboarded", "verification.started"],
    ["verification.started", "verification.started"],
    ["constructor", "constructor"],
  ];
  for (const [status, type] of rows) {
    const { body } = await requested((prelude) =>
      prelude.feedback({ phoneNumber: NUMBER, status: status! })
    );
    assertEquals(body, { feedbacks: [{ target: PHONE_TARGET, type }] });
  }
});

/** The operations that have a target of either kind, with the target left to choose. */
const TARGETED: Record<string, (prelude: Prelude, target: never) => Promise<unknown>> = {
  send: (prelude, target: PreludeSendInput) => prelude.send(target),
  check: (prelude, target: PreludeSendInput) => prelude.check({ ...target, checkCode: CODE }),
  retry: (prelude, target: PreludeSendInput) => prelude.retry(target),
  feedback: (prelude, target: PreludeSendInput) =>
    prelude.feedback({ ...target, status: "onboarded" }),
};

for (const [name, call] of Object.entries(TARGETED)) {
  test(`${name} of Prelude: to a mailbox`, async () => {
    const { body } = await requested((prelude) => call(prelude, { emailAddress: EMAIL } as never));
    const { target, feedbacks } = body as Record<string, object[]>;
    assertEquals<object>(feedbacks?.[0] ?? { target }, {
      target: { type: "email_address", value: EMAIL },
      ...(feedbacks && { type: "verification.completed" }),
    });
  });

  test(`${name} of Prelude: a target of another type is refused without a request`, async () => {
    const fetch = fakeFetch(ANSWER);
    const prelude = makePrelude({ fetch });
    const targets: [target: Record<string, unknown>, kind: string][] = [
      [{ phoneNumber: undefined, emailAddress: undefined }, "phone_number"],
      [{ phoneNumber: 33612345678 }, "phone_number"],
      [{ phoneNumber: null }, "phone_number"],
      [{ phoneNumber: [NUMBER] }, "phone_number"],
      [{ phoneNumber: { toString: () => NUMBER } }, "phone_number"],
      [{ emailAddress: null }, "phone_number"],
      [{ emailAddress: [EMAIL] }, "email_address"],
      [{ emailAddress: `${"a".repeat(309)}@example.com` }, "email_address"],
      [{ emailAddress: 7 }, "email_address"],
    ];
    for (const [target, kind] of targets) {
      const isAbsent = Object.values(target).every((value) => (value ?? undefined) === undefined);
      const reasons: Record<string, string> = isAbsent
        ? { check: "expired", retry: "expired" }
        : { check: "invalid", retry: "denied" };
      const reason = reasons[name] ?? `invalid_${kind}`;
      assertEquals(await call(prelude, target as never), { ok: false, reason });
    }
    assertEquals(fetch.sent, []);
  });

  test(`${name} of Prelude: two targets are a TypeError and no request`, async () => {
    const fetch = fakeFetch(ANSWER);
    const targets = { phoneNumber: NUMBER, emailAddress: EMAIL };
    const callWithBoth = () => call(makePrelude({ fetch }), targets as never);
    await assertRejects(callWithBoth, TypeError, 'Cannot use "emailAddress"');
    assertEquals(fetch.sent, []);
  });
}

test("send of Prelude: a target that is undefined is one that is not there", async () => {
  const inputs = [
    { phoneNumber: NUMBER, emailAddress: undefined },
    { phoneNumber: NUMBER, emailAddress: "" },
    { emailAddress: EMAIL, phoneNumber: undefined },
    { emailAddress: EMAIL, phoneNumber: "" },
  ];
  const values = [];
  for (const input of inputs) {
    const { body } = await requested((prelude) => prelude.send(input as PreludeSendInput));
    values.push((body as { target: { value: string } }).target.value);
  }
  assertEquals(values, [NUMBER, NUMBER, EMAIL, EMAIL]);
});
