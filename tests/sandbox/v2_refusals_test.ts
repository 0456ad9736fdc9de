import { assertEquals, assertMatch } from "@std/assert";
import { Sandbox } from "@ding-otp/client/sandbox";
import { createV2, NUMBER, postV2, read, targetOf } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const LONG = "x".repeat(256);

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
  [{ metadata: [] }, "invalid_request", "metadata"],
  [{ metadata: { correlation_id: 7 } }, "invalid_correlation_id", "metadata.correlation_id"],
  [
    { metadata: { correlation_id: "c".repeat(65) } },
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
      "invalid_request",
      `signals.${name}`,
    ])
  ),
  [{ options: 7 }, "invalid_request", "options"],
  [
    { options: { callback_url: "ftp://127.0.0.1/" } },
    "invalid_callback_url",
    "options.callback_url",
  ],
  [{ options: { code_size: 3 } }, "invalid_code_size", "options.code_size"],
  [{ options: { code_size: 9 } }, "invalid_code_size", "options.code_size"],
  [{ options: { code_size: 4.5 } }, "invalid_code_size", "options.code_size"],
  [{ options: { code_size: "6" } }, "invalid_code_size", "options.code_size"],
  [{ options: { custom_code: "123" } }, "invalid_request", "options.custom_code"],
  [{ options: { custom_code: 123456 } }, "invalid_request", "options.custom_code"],
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
  ["/verification", {}, "{}", 401, "invalid_bearer_token"],
  ["/verification", { authorization: "" }, "{}", 401, "invalid_bearer_token"],
  ["/verification", { authorization: "TOKEN" }, "{}", 401, "invalid_bearer_token"],
  ["/verification", { authorization: "Basic TOKEN" }, "{}", 401, "invalid_bearer_token"],
  ["/verification", { authorization: "Bearer TOKEN TOKEN" }, "{}", 401, "invalid_bearer_token"],
  ["/verification", { "x-api-key": "KEY" }, "{}", 401, "invalid_bearer_token"],
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

for (const [path, headers, body, expected, code] of REQUESTS) {
  const shown = `${path} with ${JSON.stringify(headers)} and ${body?.slice(0, 10)}`;
  test(`v2 ${shown} is ${code}, in v2's form`, async () => {
    const sandbox = new Sandbox({ credentials: { apiKey: "KEY", apiToken: "TOKEN" } });
    const init = body === undefined ? { headers } : { method: "POST", headers, body };
    const { status, body: error } = await read(
      await sandbox.fetch(`https://api.prelude.dev/v2${path}`, init),
    );
    assertEquals([status, error.code], [expected, code]);
    for (const field of ["code", "message", "type", "request_id"]) {
      assertMatch(error[field], /^\S(.*\S)?$/, field);
    }
  });
}
