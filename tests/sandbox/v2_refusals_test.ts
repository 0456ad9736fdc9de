import { assertEquals, assertMatch } from "@std/assert";
import { Sandbox } from "@ding-otp/client/sandbox";
import { createV2, NUMBER, postV2, read, targetOf } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const LONG = "x".repeat(256);

/** The error codes of signals that have one of their own. */
const CODES: Readonly<Record<string, string>> = {
  device_id: "invalid_device_id",
  os_version: "invalid_os_version",
};

/** Fields of a create that are not as they should be, the error code, and the field to blame. */
const CREATE: [object, string, string | undefined][] = [
  [{ target: undefined }, "invalid_request", "target"],
  [{ target: NUMBER }, "invalid_request", "target"],
  [{ target: { value: NUMBER } }, "invalid_request", "target.type"],
  [{ target: { type: "fax", value: NUMBER } }, "invalid_request", "target.type"],
  [{ target: { type: "phone_number" } }, "invalid_phone_number", "target.value"],
  [
    { target: { type: "phone_number", value: 15555550100 } },
    "invalid_phone_number",
    "target.value",
  ],
  [
    { target: { type: "phone_number", value: "5555550100" } },
    "invalid_phone_number",
    "target.value",
  ],
  [
    { target: { type: "phone_number", value: "a@b.example" } },
    "invalid_phone_number",
    "target.value",
  ],
  [{ target: { type: "email_address", value: NUMBER } }, "invalid_email_address", "target.value"],
  [{ target: { type: "email_address", value: "a@b" } }, "invalid_email_address", "target.value"],
  [
    { target: { type: "email_address", value: `${LONG}@b.example` } },
    "invalid_email_address",
    "target.value",
  ],
  [{ dispatch_id: "short" }, "invalid_request", "dispatch_id"],
  [{ dispatch_id: 7 }, "invalid_request", "dispatch_id"],
  [{ dispatch_id: "d".repeat(35) }, "invalid_request", "dispatch_id"],
  [{ dispatch_id: "d".repeat(37) }, "invalid_request", "dispatch_id"],
  [{ metadata: { correlation_id: "" } }, "invalid_correlation_id", "metadata.correlation_id"],
  [{ metadata: { correlation_id: " " } }, "invalid_correlation_id", "metadata.correlation_id"],
  [
    { target: { type: "email_address", value: `${"x".repeat(245)}@b.example` } },
    "invalid_email_address",
    "target.value",
  ],
  [
    { target: { type: "email_address", value: "a b@c.example" } },
    "invalid_email_address",
    "target.value",
  ],
  [{ options: { integration: LONG } }, "invalid_request", "options.integration"],
  [{ options: { template_id: LONG } }, "invalid_template_id", "options.template_id"],
  [{ options: { custom_code: "123456789" } }, "invalid_custom_code", "options.custom_code"],
  [{ options: { custom_code: "12345a" } }, "invalid_custom_code", "options.custom_code"],
  [
    { options: { app_realm: { platform: "web", value: "localhost" } } },
    "invalid_app_realm_value",
    "options.app_realm.value",
  ],
  [
    { options: { app_realm: { platform: "web", value: "-a.example" } } },
    "invalid_app_realm_value",
    "options.app_realm.value",
  ],
  [{ options: { app_realm: { value: "FA+9qCX9VSu" } } }, "invalid_app_realm", "options.app_realm"],
  [{ metadata: [] }, "invalid_request", "metadata"],
  [{ metadata: { correlation_id: 7 } }, "invalid_correlation_id", "metadata.correlation_id"],
  [
    { metadata: { correlation_id: "c".repeat(81) } },
    "invalid_correlation_id",
    "metadata.correlation_id",
  ],
  [{ signals: "none" }, "invalid_request", "signals"],
  [{ signals: { device_platform: "IOS" } }, "invalid_request", "signals.device_platform"],
  [{ signals: { ip: "localhost" } }, "invalid_request", "signals.ip"],
  [{ signals: { is_trusted_user: "true" } }, "invalid_request", "signals.is_trusted_user"],
  ...[
    "app_version",
    "device_id",
    "device_model",
    "ja4_fingerprint",
    "os_version",
    "user_agent",
  ].flatMap((name) =>
    [7, "", LONG].map((value): [object, string, string] => [
      { signals: { [name]: value } },
      CODES[name] ?? "invalid_request",
      `signals.${name}`,
    ])
  ),
  [{ options: 7 }, "invalid_request", "options"],
  ...["sms", [], ["fax"], ["sms", "sms"], ["voice"], [7], null].map(
    (channels): [object, string, string] => [
      { options: { channels } },
      "invalid_request",
      "options.channels",
    ],
  ),
  [
    { options: { channels: ["sms"], preferred_channel: "sms" } },
    "invalid_request",
    "options.channels",
  ],
  ...[-1, 0.5, "1", null].map((max_auto_fallbacks): [object, string, string] => [
    { options: { max_auto_fallbacks } },
    "invalid_request",
    "options.max_auto_fallbacks",
  ]),
  ...["true", 1, null].map((force_challenge): [object, string, string] => [
    { options: { force_challenge } },
    "invalid_request",
    "options.force_challenge",
  ]),
  ...[
    { amount: "1", currency: "EUR" },
    { amount: "1", recipient: "Shop" },
    { currency: "EUR", recipient: "Shop" },
  ].map((variables, index): [object, string, string] => [
    { options: { template_id: "prelude:psd2", variables } },
    "invalid_template_variables",
    `options.variables.${["recipient", "currency", "amount"][index]}`,
  ]),
  [
    { options: { template_id: "prelude:psd2" } },
    "invalid_template_variables",
    "options.variables.amount",
  ],
  [
    { options: { callback_url: "ftp://127.0.0.1/" } },
    "invalid_callback_url",
    "options.callback_url",
  ],
  [{ options: { code_size: 3 } }, "invalid_code_size", "options.code_size"],
  [{ options: { code_size: 9 } }, "invalid_code_size", "options.code_size"],
  [{ options: { code_size: 4.5 } }, "invalid_code_size", "options.code_size"],
  [{ options: { code_size: "6" } }, "invalid_code_size", "options.code_size"],
  [{ options: { custom_code: "123" } }, "invalid_custom_code", "options.custom_code"],
  [{ options: { custom_code: 123456 } }, "invalid_custom_code", "options.custom_code"],
  [
    { options: { custom_code: "123456", code_size: 6 } },
    "custom_size_conflict",
    "options.custom_code",
  ],
  [{ options: { integration: 7 } }, "invalid_request", "options.integration"],
  [{ options: { locale: "fr_FR" } }, "invalid_locale", "options.locale"],
  [{ options: { method: "silent" } }, "invalid_request", "options.method"],
  [{ options: { preferred_channel: "fax" } }, "invalid_request", "options.preferred_channel"],
  [{ options: { sender_id: "TwelveLetter" } }, "invalid_sender_id", "options.sender_id"],
  [{ options: { template_id: "" } }, "invalid_template_id", "options.template_id"],
  [{ options: { variables: ["a"] } }, "invalid_template_variables", "options.variables"],
  [{ options: { variables: { a: 1 } } }, "invalid_template_variables", "options.variables"],
  [{ options: { app_realm: "FA+9qCX9VSu" } }, "invalid_request", "options.app_realm"],
  [{ options: { app_realm: {} } }, "invalid_app_realm", "options.app_realm"],
  [{ options: { app_realm: { platform: "android" } } }, "invalid_app_realm", "options.app_realm"],
  [
    { options: { app_realm: { platform: "ios", value: "FA+9qCX9VSu" } } },
    "invalid_app_realm_platform",
    "options.app_realm.platform",
  ],
  [
    { options: { app_realm: { platform: "android", value: "short" } } },
    "invalid_app_realm_value",
    "options.app_realm.value",
  ],
  [
    { options: { app_realm: { platform: "web", value: "https://example.com" } } },
    "invalid_app_realm_value",
    "options.app_realm.value",
  ],
];

for (const [fields, code, param] of CREATE) {
  test(`v2 create of ${JSON.stringify(fields).slice(0, 70)} is ${code}`, async () => {
    const sandbox = new Sandbox();
    const { status, body } = await createV2(sandbox, NUMBER, fields);
    assertEquals([status, body.code, body.param], [400, code, param]);
    assertEquals(sandbox.messages, []);
  });
}

/** What a create takes: each word and both ends of each bound. */
const ACCEPTED: object[] = [
  ...["android", "ios", "ipados", "tvos", "web"].map((device_platform) => ({
    signals: { device_platform },
  })),
  ...["app_version", "device_id", "device_model", "ja4_fingerprint", "os_version", "user_agent"]
    .flatMap((name) => ["x", "x".repeat(255)].map((value) => ({ signals: { [name]: value } }))),
  { signals: { is_trusted_user: true } },
  { signals: { ip: "192.0.2.7" } },
  ...["auto", "voice", "message"].map((method) => ({ options: { method } })),
  ...["sms", "rcs", "whatsapp", "viber", "zalo", "telegram"].map((preferred_channel) => ({
    options: { preferred_channel },
  })),
  ...[4, 5, 6, 7, 8].map((code_size) => ({ options: { code_size } })),
  ...["1234", "12345678"].map((custom_code) => ({ options: { custom_code } })),
  ...["integration", "template_id"].flatMap((name) =>
    ["x", "x".repeat(255)].map((value) => ({ options: { [name]: value } }))
  ),
  { options: { callback_url: "http://example.com/" } },
  { options: { locale: "en" } },
  { options: { sender_id: "+15555550199" } },
  { options: { variables: {} } },
  { options: { app_realm: { platform: "android", value: "FA+9qCX9VSu" } } },
  { options: { app_realm: { platform: "web", value: "a.example" } } },
  { options: { app_realm: { platform: "web", value: "Login-1.sub-2.Example.com" } } },
  { metadata: { correlation_id: "c" } },
  { metadata: { correlation_id: "c".repeat(80) } },
  { dispatch_id: "d".repeat(36) },
  { metadata: {}, options: {}, signals: {} },
  { metadata: null, options: null, signals: null },
];

for (const fields of ACCEPTED) {
  test(`v2 create of ${JSON.stringify(fields).slice(0, 70)} is accepted`, async () => {
    const sandbox = new Sandbox();
    const { status, body } = await createV2(sandbox, NUMBER, fields);
    assertEquals([status, body.status, sandbox.messages.length], [200, "success", 1]);
  });
}

for (const address of ["a@b.example", "a+b@c.d.example", `${"x".repeat(244)}@b.example`]) {
  test(`v2 create for an address of ${address.length} characters is accepted`, async () => {
    const sandbox = new Sandbox();
    assertEquals((await createV2(sandbox, address)).body.status, "success");
    assertEquals(sandbox.messages.map(({ to }) => to), [address]);
  });
}

const TARGET = targetOf(NUMBER);

/** Refusals as a whole: path, body, code, message and the field to blame. */
const MESSAGES: [string, unknown, string, string, string?][] = [
  ["/verification", [], "invalid_request", "the body must be a JSON object"],
  ["/verification", {}, "invalid_request", "target must be a JSON object", "target"],
  [
    "/verification",
    { target: {} },
    "invalid_request",
    "target.type must be phone_number or email_address",
    "target.type",
  ],
  [
    "/verification",
    { target: targetOf("1") },
    "invalid_phone_number",
    "target.value must be in E.164 format",
    "target.value",
  ],
  [
    "/verification",
    { target: targetOf("@") },
    "invalid_email_address",
    "target.value must be an email address",
    "target.value",
  ],
  [
    "/verification",
    { target: targetOf("+17015550170") },
    "unsupported_region",
    "the region of this number is not supported",
    "target.value",
  ],
  [
    "/verification",
    { target: TARGET, dispatch_id: "" },
    "invalid_request",
    "dispatch_id must be a string of 36 characters",
    "dispatch_id",
  ],
  [
    "/verification",
    { target: TARGET, metadata: { correlation_id: "" } },
    "invalid_correlation_id",
    "metadata.correlation_id must be a string of 1 to 80 characters",
    "metadata.correlation_id",
  ],
  [
    "/verification",
    { target: TARGET, signals: { device_platform: "TV" } },
    "invalid_request",
    "signals.device_platform must be android or ios or ipados or tvos or web",
    "signals.device_platform",
  ],
  ...([
    ["callback_url", "invalid_callback_url", "an http or https URL"],
    ["code_size", "invalid_code_size", "an integer from 4 to 8"],
    ["custom_code", "invalid_custom_code", "4 to 8 digits"],
    ["integration", "invalid_request", "a string of 1 to 255 characters"],
    ["locale", "invalid_locale", "a BCP 47 language tag"],
    ["method", "invalid_request", "auto or voice or message"],
    [
      "preferred_channel",
      "invalid_request",
      "sms or rcs or whatsapp or viber or zalo or telegram",
    ],
    [
      "sender_id",
      "invalid_sender_id",
      "1 to 11 letters, digits and spaces, or a phone number",
    ],
    ["template_id", "invalid_template_id", "a string of 1 to 255 characters"],
    ["variables", "invalid_template_variables", "an object of strings"],
    ["app_realm", "invalid_request", "a JSON object"],
  ] as const).map(([name, code, expected]): [string, unknown, string, string, string] => [
    "/verification",
    { target: TARGET, options: { [name]: "" } },
    code,
    `options.${name} must be ${expected}`,
    `options.${name}`,
  ]),
  [
    "/verification",
    { target: TARGET, options: { custom_code: "123456", code_size: 6 } },
    "custom_size_conflict",
    "custom_code and code_size must not be used together",
    "options.custom_code",
  ],
  [
    "/verification",
    { target: TARGET, options: { app_realm: {} } },
    "invalid_app_realm",
    "app_realm must have a platform and a value",
    "options.app_realm",
  ],
  [
    "/verification",
    { target: TARGET, options: { app_realm: { platform: "tv", value: "" } } },
    "invalid_app_realm_platform",
    "options.app_realm.platform must be android or web",
    "options.app_realm.platform",
  ],
  [
    "/verification",
    { target: TARGET, options: { app_realm: { platform: "android", value: "" } } },
    "invalid_app_realm_value",
    "options.app_realm.value must be an SMS Retriever hash of 11 characters",
    "options.app_realm.value",
  ],
  [
    "/verification",
    { target: TARGET, options: { app_realm: { platform: "web", value: "" } } },
    "invalid_app_realm_value",
    "options.app_realm.value must be a domain",
    "options.app_realm.value",
  ],
  [
    "/verification/check",
    { target: TARGET },
    "invalid_request",
    "code must be a string of 1 to 255 characters",
    "code",
  ],
  [
    "/watch/feedback",
    {},
    "invalid_request",
    "feedbacks must be a list of 1 to 100 items",
    "feedbacks",
  ],
  [
    "/watch/feedback",
    { feedbacks: [7] },
    "invalid_request",
    "feedbacks.0 must be a JSON object",
    "feedbacks.0",
  ],
  [
    "/watch/feedback",
    { feedbacks: [{ target: TARGET }] },
    "invalid_request",
    "feedbacks.0.type must be verification.started or verification.completed",
    "feedbacks.0.type",
  ],
];

for (const [path, fields, code, message, param] of MESSAGES) {
  test(`v2 ${path} of ${JSON.stringify(fields).slice(0, 90)} says what is wrong`, async () => {
    const { status, body } = await postV2(new Sandbox(), path, fields as object);
    const { request_id } = body;
    const blamed = param === undefined ? {} : { param };
    assertEquals([status, body], [
      400,
      { code, message, type: "bad_request", ...blamed, request_id },
    ]);
  });
}

test("v2 feedback takes 100 items, and a check a code of 255 characters", async () => {
  const sandbox = new Sandbox();
  const feedbacks = Array(100).fill({ target: TARGET, type: "verification.started" });
  assertEquals((await postV2(sandbox, "/watch/feedback", { feedbacks })).status, 200);
  const fields = { target: TARGET, code: "x".repeat(255) };
  assertEquals((await postV2(sandbox, "/verification/check", fields)).status, 200);
});

const FEEDBACK = { target: targetOf(NUMBER), type: "verification.started" };

const OTHERS: [string, object, string, string][] = [
  ["/verification/check", { code: "123456" }, "invalid_request", "target"],
  ["/verification/check", { target: targetOf(NUMBER) }, "invalid_request", "code"],
  ["/verification/check", { target: targetOf(NUMBER), code: 123456 }, "invalid_request", "code"],
  ["/verification/check", { target: targetOf(NUMBER), code: " " }, "invalid_request", "code"],
  ["/verification/check", { target: targetOf(NUMBER), code: LONG }, "invalid_request", "code"],
  [
    "/verification/check",
    { target: targetOf("1"), code: "123456" },
    "invalid_phone_number",
    "target.value",
  ],
  ...[[7, "psd2"], [{}, "psd2.amount"], [{ amount: 1 }, "psd2.amount"]].map((
    [psd2, param],
  ): [string, object, string, string] => [
    "/verification/check",
    { target: targetOf(NUMBER), code: "123456", psd2 },
    "invalid_request",
    param as string,
  ]),
  [
    "/watch/feedback",
    { feedbacks: [{ ...FEEDBACK, metadata: 7 }] },
    "invalid_request",
    "feedbacks.0.metadata",
  ],
  [
    "/watch/feedback",
    { feedbacks: [{ ...FEEDBACK, metadata: { correlation_id: "c".repeat(81) } }] },
    "invalid_correlation_id",
    "feedbacks.0.metadata.correlation_id",
  ],
  [
    "/watch/feedback",
    { feedbacks: [{ ...FEEDBACK, dispatch_id: "short" }] },
    "invalid_request",
    "feedbacks.0.dispatch_id",
  ],
  ["/watch/feedback", {}, "invalid_request", "feedbacks"],
  ["/watch/feedback", { feedbacks: [] }, "invalid_request", "feedbacks"],
  ["/watch/feedback", { feedbacks: Array(101).fill(FEEDBACK) }, "invalid_request", "feedbacks"],
  ["/watch/feedback", { feedbacks: [FEEDBACK, null] }, "invalid_request", "feedbacks.1"],
  [
    "/watch/feedback",
    { feedbacks: [{ type: FEEDBACK.type }] },
    "invalid_request",
    "feedbacks.0.target",
  ],
  [
    "/watch/feedback",
    { feedbacks: [{ ...FEEDBACK, target: targetOf("1") }] },
    "invalid_phone_number",
    "feedbacks.0.target.value",
  ],
  [
    "/watch/feedback",
    { feedbacks: [{ ...FEEDBACK, type: "verification.failed" }] },
    "invalid_request",
    "feedbacks.0.type",
  ],
];

for (const [path, fields, code, param] of OTHERS) {
  test(`v2 ${path} of ${JSON.stringify(fields).slice(0, 70)} is ${code}`, async () => {
    const { status, body } = await postV2(new Sandbox(), path, fields);
    assertEquals([status, body.code, body.param], [400, code, param]);
  });
}

/** Requests as they arrive: path, headers, body, status and error code. */
const REQUESTS: [string, Record<string, string>, string | undefined, number, string][] = [
  ["/verification", {}, "{}", 401, "missing_api_token"],
  ["/verification", { authorization: "" }, "{}", 401, "missing_api_token"],
  ["/verification", { authorization: "TOKEN" }, "{}", 401, "invalid_bearer_token"],
  ["/verification", { authorization: "Basic TOKEN" }, "{}", 401, "invalid_bearer_token"],
  ["/verification", { authorization: "Bearer TOKEN TOKEN" }, "{}", 401, "invalid_bearer_token"],
  ["/verification", { "x-api-key": "KEY" }, "{}", 401, "missing_api_token"],
  ["/verification", { authorization: "Bearer KEY" }, "{}", 401, "invalid_api_key"],
  ["/verification", { authorization: "Bearer token" }, "{}", 401, "invalid_api_key"],
  ["/verification", { authorization: "Bearer TOKEN" }, "{", 400, "invalid_request"],
  ["/verification", { authorization: "Bearer TOKEN" }, "[]", 400, "invalid_request"],
  ["/verification", { authorization: "Bearer TOKEN" }, "null", 400, "invalid_request"],
  ["/verification", { authorization: "Bearer TOKEN" }, LONG.repeat(300), 413, "payload_too_large"],
  ["/verifications", { authorization: "Bearer TOKEN" }, "{}", 404, "not_found"],
  ["/lookup/1", { authorization: "Bearer TOKEN" }, undefined, 400, "invalid_phone_number"],
  [
    "/lookup/+15555550100?type=mnp",
    { authorization: "Bearer TOKEN" },
    undefined,
    400,
    "invalid_request",
  ],
];

const TYPES: Readonly<Record<number, string>> = {
  400: "bad_request",
  401: "unauthorized",
  404: "not_found",
  413: "payload_too_large",
};

const SAID: Readonly<Record<string, string>> = {
  missing_api_token: "there is no authorization header",
  invalid_bearer_token: "there is no bearer token",
  invalid_api_key: "the token is not the sandbox's",
  not_found: "no such path",
  payload_too_large: "the body must not exceed 65536 bytes",
};

for (const [path, headers, body, expected, code] of REQUESTS) {
  const shown = `${path} with ${JSON.stringify(headers)} and ${body?.slice(0, 10)}`;
  test(`v2 ${shown} is ${code}, in v2's form`, async () => {
    const sandbox = new Sandbox({ credentials: { apiKey: "KEY", apiToken: "TOKEN" } });
    const init = body === undefined ? { headers } : { method: "POST", headers, body };
    const { status, body: error } = await read(
      await sandbox.fetch(`https://api.prelude.dev/v2${path}`, init),
    );
    assertEquals([status, error.code], [expected, code]);
    assertEquals(error.type, TYPES[expected]);
    if (path !== "/lookup/1" && code !== "invalid_request") assertEquals(error.message, SAID[code]);
    for (const field of ["code", "message", "type", "request_id"]) {
      assertMatch(error[field], /^\S(.*\S)?$/, field);
    }
  });
}
