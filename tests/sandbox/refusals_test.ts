import { assertEquals } from "@std/assert";
import { Sandbox } from "@ding-otp/client/sandbox";
import { get, NUMBER, post, sendCode } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const LONG = "x".repeat(256);
const UNKNOWN = "00000000-0000-4000-8000-000000000000";

/** Fields of a send beside the number, and the error code that they get. */
const SEND: [object, string][] = [
  [{ phone_number: undefined }, "bad_request"],
  [{ phone_number: null }, "bad_request"],
  [{ phone_number: 15555550100 }, "bad_request"],
  [{ phone_number: "" }, "invalid_phone_number"],
  [{ phone_number: "15555550100" }, "invalid_phone_number"],
  [{ phone_number: "+05555550100" }, "invalid_phone_number"],
  [{ phone_number: "+1" }, "invalid_phone_number"],
  [{ phone_number: "+1 555 555 0100" }, "invalid_phone_number"],
  [{ phone_number: "+1234567890123456" }, "invalid_phone_number"],
  [{ phone_number: "+15555550100\n" }, "invalid_phone_number"],
  [{ phone_number: "0015555550100" }, "invalid_phone_number"],
  [{ phone_number: "tel:+15555550100" }, "invalid_phone_number"],
  [{ phone_number: "+１５５５５５５０１００" }, "invalid_phone_number"],
  [{ phone_number: "＋15555550100" }, "invalid_phone_number"],
  [{ phone_number: "+1(555)5550100" }, "invalid_phone_number"],
  [{ phone_number: "\u200e+15555550100" }, "invalid_phone_number"],
  [{ customer_uuid: undefined }, "bad_request"],
  [{ customer_uuid: 7 }, "bad_request"],
  [{ customer_uuid: "" }, "account_invalid"],
  [{ customer_uuid: UNKNOWN }, "account_invalid"],
  [{ callback_url: 7 }, "bad_request"],
  [{ callback_url: "not a URL" }, "bad_request"],
  [{ callback_url: "ftp://127.0.0.1/" }, "bad_request"],
  [{ callback_url: `http://127.0.0.1/${LONG}` }, "bad_request"],
  [{ correlation_id: ["a"] }, "bad_request"],
  [{ correlation_id: "" }, "bad_request"],
  [{ correlation_id: LONG }, "bad_request"],
  [{ device_id: {} }, "bad_request"],
  [{ device_id: "" }, "invalid_device_id"],
  [{ device_id: LONG }, "invalid_device_id"],
  [{ device_type: 1 }, "bad_request"],
  [{ device_type: "ios" }, "bad_request"],
  [{ device_type: "IPADOS" }, "bad_request"],
  [{ device_model: LONG }, "invalid_device_model"],
  [{ os_version: LONG }, "invalid_os_version"],
  [{ app_version: LONG }, "invalid_app_version"],
  [{ template_id: LONG }, "invalid_template_id"],
  [{ app_realm: "FA+9qCX9VS", device_type: "ANDROID" }, "invalid_app_realm"],
  [{ app_realm: "FA+9qCX9VSuu", device_type: "ANDROID" }, "invalid_app_realm"],
  [{ app_realm: "FA+9qCX9VSu", device_type: "WEB" }, "unsupported_app_realm_device_type"],
  [{ sender_id: "+12" }, "invalid_sender_id"],
  [{ sender_id: "+1234567890123456" }, "invalid_sender_id"],
  [{ ip: "192.0.2.7.1" }, "bad_request"],
  [{ ip: "256.0.2.7" }, "bad_request"],
  [{ ip: "a192.0.2.7" }, "bad_request"],
  [{ ip: "192.0.2.7a" }, "bad_request"],
  [{ callback_url: "xhttps://example.com/" }, "bad_request"],
  [{ callback_url: "httpsx://example.com/" }, "bad_request"],
  [{ device_model: false }, "bad_request"],
  [{ device_model: " " }, "invalid_device_model"],
  [{ os_version: 17 }, "bad_request"],
  [{ os_version: "" }, "invalid_os_version"],
  [{ app_version: 1.2 }, "bad_request"],
  [{ app_version: "" }, "invalid_app_version"],
  [{ ip: 1 }, "bad_request"],
  [{ ip: "" }, "bad_request"],
  [{ ip: "192.0.2.256" }, "bad_request"],
  [{ ip: "192.0.2" }, "bad_request"],
  [{ ip: "::1]/[" }, "bad_request"],
  [{ ip: "2001:db8:::1" }, "bad_request"],
  [{ is_returning_user: "true" }, "bad_request"],
  [{ is_returning_user: null }, "bad_request"],
  [{ app_realm: 11, device_type: "ANDROID" }, "bad_request"],
  [{ app_realm: "short", device_type: "ANDROID" }, "invalid_app_realm"],
  [{ app_realm: "FA+9qCX9VSu" }, "app_realm_require_device_type"],
  [{ app_realm: "FA+9qCX9VSu", device_type: "IOS" }, "unsupported_app_realm_device_type"],
  [{ locale: 33 }, "bad_request"],
  [{ locale: "" }, "bad_request"],
  [{ locale: "fr_FR" }, "bad_request"],
  [{ sender_id: 7 }, "bad_request"],
  [{ sender_id: "" }, "invalid_sender_id"],
  [{ sender_id: "TwelveLetter" }, "invalid_sender_id"],
  [{ sender_id: "Exämple" }, "invalid_sender_id"],
  [{ template_id: 7 }, "bad_request"],
  [{ template_id: "" }, "invalid_template_id"],
];

for (const [fields, code] of SEND) {
  test(`send of ${JSON.stringify(fields).slice(0, 60)} is ${code}`, async () => {
    const sandbox = new Sandbox();
    const { status, body } = await post(sandbox, "/authentication", {
      phone_number: NUMBER,
      ...fields,
    });
    assertEquals([status, body.code], [400, code]);
    assertEquals(sandbox.messages, []);
  });
}

/** Fields of a send that are as they should be. */
const ACCEPTED: object[] = [
  { phone_number: "+33" },
  { phone_number: "+123456789012345" },
  { callback_url: "https://example.com/hook?a=b" },
  { device_type: "WEB" },
  { device_type: "IOS" },
  { device_type: "ANDROID" },
  { callback_url: "http://example.com/hook" },
  { callback_url: `http://127.0.0.1/${"x".repeat(238)}` },
  { is_returning_user: true },
  { is_returning_user: false },
  ...[
    "correlation_id",
    "device_id",
    "device_model",
    "os_version",
    "app_version",
    "template_id",
  ].flatMap((name) => ["x", "x".repeat(255)].map((value) => ({ [name]: value }))),
  { ip: "1.22.199.249" },
  { ip: "192.0.2.10" },
  { ip: "::1" },
  { ip: "2001:DB8::A" },
  { sender_id: "A" },
  { sender_id: "123" },
  { sender_id: "+123" },
  { sender_id: "+123456789012345" },
  { locale: "en" },
  { device_type: "ANDROID", app_realm: "FA+9qCX9VSu" },
  { ip: "0.0.0.0" },
  { ip: "255.255.255.255" },
  { ip: "2001:db8::1" },
  { ip: "::ffff:192.0.2.1" },
  { locale: "zh-Hant-TW" },
  { sender_id: "Example 123" },
  { sender_id: "+15555550199" },
  { something_new: { in: ["the", "API"] } },
];

for (const fields of ACCEPTED) {
  test(`send of ${JSON.stringify(fields)} is accepted`, async () => {
    const sandbox = new Sandbox();
    const { body } = await post(sandbox, "/authentication", { phone_number: NUMBER, ...fields });
    assertEquals([body.status, sandbox.messages.length], ["pending", 1]);
  });
}

/** Requests with the id of an open authentication in place of `"ID"`, and the code that they get. */
const OTHERS: [string, object, string][] = [
  ["/check", { authentication_uuid: "ID" }, "bad_request"],
  ["/check", { authentication_uuid: "ID", check_code: 123456 }, "bad_request"],
  ["/check", { check_code: "123456" }, "bad_request"],
  ["/check", { authentication_uuid: 7, check_code: "123456" }, "bad_request"],
  ["/check", { authentication_uuid: "ID", check_code: "" }, "impossible_code"],
  ["/check", { authentication_uuid: "ID", check_code: "123" }, "impossible_code"],
  ["/check", { authentication_uuid: "ID", check_code: "123456789" }, "impossible_code"],
  ["/check", { authentication_uuid: "ID", check_code: "12345a" }, "impossible_code"],
  ["/check", { authentication_uuid: "ID", check_code: "١٢٣٤٥٦" }, "impossible_code"],
  ["/check", { authentication_uuid: UNKNOWN, check_code: "123456" }, "invalid_auth_uuid"],
  ["/check", { authentication_uuid: "no uuid", check_code: "123456" }, "invalid_auth_uuid"],
  ["/check", { authentication_uuid: "__proto__", check_code: "123456" }, "invalid_auth_uuid"],
  [
    "/check",
    { authentication_uuid: "ID", check_code: "123456", customer_uuid: UNKNOWN },
    "account_invalid",
  ],
  ["/retry", {}, "bad_request"],
  ["/retry", { authentication_uuid: null }, "bad_request"],
  ["/retry", { authentication_uuid: UNKNOWN }, "invalid_auth_uuid"],
  ["/retry", { authentication_uuid: "ID", customer_uuid: UNKNOWN }, "account_invalid"],
  ["/authentication/feedback", { status: "onboarded" }, "bad_request"],
  ["/authentication/feedback", { phone_number: NUMBER }, "bad_request"],
  ["/authentication/feedback", { phone_number: 1, status: "onboarded" }, "bad_request"],
  ["/authentication/feedback", { phone_number: NUMBER, status: true }, "bad_request"],
  ["/authentication/feedback", { phone_number: "1", status: "onboarded" }, "invalid_phone_number"],
  ["/authentication/feedback", { phone_number: NUMBER, status: "on" }, "invalid_feedback_status"],
  [
    "/authentication/feedback",
    { phone_number: "+15555550199", status: "onboarded" },
    "no_associated_auth_found",
  ],
  [
    "/authentication/feedback",
    { phone_number: NUMBER, status: "onboarded", customer_uuid: UNKNOWN },
    "account_invalid",
  ],
];

for (const [path, fields, code] of OTHERS) {
  test(`POST ${path} of ${JSON.stringify(fields)} is ${code}`, async () => {
    const sandbox = new Sandbox();
    const { id } = await sendCode(sandbox);
    const filled = JSON.parse(JSON.stringify(fields).replace('"ID"', `"${id}"`));
    const { status, body } = await post(sandbox, path, filled);
    assertEquals([status, body.code], [400, code]);
    const { body: story } = await get(sandbox, `/authentication/${id}`);
    assertEquals(story.events.length, 3, "a refused request leaves no trace");
  });
}

const GETS: [string, string][] = [
  [`/authentication/${UNKNOWN}`, "invalid_auth_uuid"],
  ["/authentication/constructor", "invalid_auth_uuid"],
  ["/authentication/%ff", "bad_request"],
  ["/lookup/15555550100", "invalid_phone_number"],
  ["/lookup/+1%2F..%2Fcheck", "invalid_phone_number"],
  ["/lookup/%", "bad_request"],
  ["/lookup/+15555550100?type=carrier", "bad_request"],
  ["/lookup/+15555550100?type=cnam&type=", "bad_request"],
];

for (const [path, code] of GETS) {
  test(`GET ${path} is ${code}`, async () => {
    const { status, body } = await get(new Sandbox(), path);
    assertEquals([status, body.code], [400, code]);
  });
}

/** Refusals as a whole, by what is sent: the code, and the message. */
const MESSAGES: [string, object | undefined, string, string][] = [
  ["/authentication", { phone_number: 7 }, "bad_request", "phone_number must be a string"],
  [
    "/authentication",
    { phone_number: "1" },
    "invalid_phone_number",
    "phone_number must be in E.164 format",
  ],
  ["/authentication", { ip: "1" }, "bad_request", "ip must be an IP address"],
  [
    "/authentication",
    { callback_url: "1" },
    "bad_request",
    "callback_url must be an http or https URL",
  ],
  [
    "/authentication",
    { device_id: "" },
    "invalid_device_id",
    "device_id must be a string of 1 to 255 characters",
  ],
  [
    "/authentication",
    { device_type: "TV" },
    "bad_request",
    "device_type must be IOS or ANDROID or WEB",
  ],
  [
    "/authentication",
    { app_realm: "1" },
    "invalid_app_realm",
    "app_realm must be an SMS Retriever hash of 11 characters",
  ],
  [
    "/authentication",
    { app_realm: "FA+9qCX9VSu" },
    "app_realm_require_device_type",
    "app_realm requires device_type",
  ],
  [
    "/authentication",
    { app_realm: "FA+9qCX9VSu", device_type: "IOS" },
    "unsupported_app_realm_device_type",
    "app_realm is only supported on ANDROID",
  ],
  ["/authentication", { locale: "_" }, "bad_request", "locale must be a BCP 47 language tag"],
  [
    "/authentication",
    { sender_id: "" },
    "invalid_sender_id",
    "sender_id must be 1 to 11 letters, digits and spaces, or a phone number",
  ],
  [
    "/authentication",
    { is_returning_user: 1 },
    "bad_request",
    "is_returning_user must be a boolean",
  ],
  [
    "/authentication",
    { customer_uuid: UNKNOWN },
    "account_invalid",
    "the customer UUID is not the sandbox's",
  ],
  [
    "/authentication",
    { phone_number: "+17015550160" },
    "blocked_number",
    "this number cannot receive codes",
  ],
  ["/check", { check_code: "1" }, "bad_request", "authentication_uuid must be a string"],
  [
    "/check",
    { authentication_uuid: UNKNOWN, check_code: "1" },
    "impossible_code",
    "check_code must be 4 to 8 digits",
  ],
  [
    "/retry",
    { authentication_uuid: UNKNOWN },
    "invalid_auth_uuid",
    "no authentication has this id",
  ],
  [
    "/authentication/feedback",
    { status: "on" },
    "invalid_feedback_status",
    "status must be onboarded or not_onboarded",
  ],
  [
    "/authentication/feedback",
    { status: "onboarded" },
    "no_associated_auth_found",
    "this number has no authentication",
  ],
  ["/lookup/1", undefined, "invalid_phone_number", "phone_number must be in E.164 format"],
  ["/lookup/+15555550100?type=x", undefined, "bad_request", "type must be cnam"],
  ["/lookup/%", undefined, "bad_request", "the path must be percent-encoded UTF-8"],
];

for (const [path, fields, code, message] of MESSAGES) {
  test(`${path} of ${JSON.stringify(fields)} says what is wrong`, async () => {
    const sandbox = new Sandbox();
    const { body } = fields === undefined
      ? await get(sandbox, path)
      : await post(sandbox, path, { phone_number: NUMBER, ...fields });
    const doc_url = `https://docs.ding.live/api/error-handling#${code}`;
    assertEquals(body, { code, message, doc_url });
  });
}

test("feedback that was already reported says so", async () => {
  const sandbox = new Sandbox();
  await sendCode(sandbox);
  const report = () =>
    post(sandbox, "/authentication/feedback", { phone_number: NUMBER, status: "onboarded" });
  await report();
  assertEquals(await report(), {
    status: 400,
    body: {
      code: "duplicated_feedback_status",
      message: "this status was already reported",
      doc_url: "https://docs.ding.live/api/error-handling#duplicated_feedback_status",
    },
  });
});

test("an error has a code, a message and the address of its documentation", async () => {
  const { body } = await post(new Sandbox(), "/retry", { authentication_uuid: UNKNOWN });
  assertEquals(body, {
    code: "invalid_auth_uuid",
    message: "no authentication has this id",
    doc_url: "https://docs.ding.live/api/error-handling#invalid_auth_uuid",
  });
});
