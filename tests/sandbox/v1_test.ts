import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { Sandbox } from "@ding-otp/client/sandbox";
import { check, get, MINUTE, NUMBER, post, sendCode, wrong } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const START = Date.UTC(2026, 0, 1);

function at(ms: number): string {
  return new Date(START + ms).toISOString();
}

test("send opens a window and puts the code on the phone", async () => {
  const sandbox = new Sandbox({ start: new Date(START) });
  const { status, body } = await post(sandbox, "/authentication", { phone_number: NUMBER });

  assertEquals(status, 200);
  assertMatch(body.authentication_uuid, UUID);
  assertEquals(body, {
    authentication_uuid: body.authentication_uuid,
    status: "pending",
    created_at: at(0),
    expires_at: at(10 * MINUTE),
  });
  const [message] = sandbox.messages;
  assertEquals(sandbox.messages.length, 1);
  assertMatch(message!.id, UUID);
  assertMatch(message!.code, /^\d{6}$/);
  assertEquals(message, {
    id: message!.id,
    to: NUMBER,
    code: message!.code,
    text: `${message!.code} is your verification code`,
    channel: "sms",
    authenticationUuid: body.authentication_uuid,
    attempt: 1,
    sentAt: new Date(START),
    delivery: "delivered",
  });
});

test("send in an open window is a further attempt of the same authentication", async () => {
  const sandbox = new Sandbox();
  const statuses: string[] = [];
  const ids = new Set<string>();
  for (const wait of [0, 29_999, 1, 59_999, 1, 119_999, 1, MINUTE]) {
    sandbox.advance(wait);
    const { body } = await post(sandbox, "/authentication", { phone_number: NUMBER });
    statuses.push(body.status);
    ids.add(body.authentication_uuid);
  }

  assertEquals(statuses, [
    "pending",
    "rate_limited",
    "pending",
    "rate_limited",
    "pending",
    "rate_limited",
    "pending",
    "rate_limited",
  ]);
  assertEquals(ids.size, 1);
  assertEquals(sandbox.messages.map(({ attempt }) => attempt), [1, 2, 3, 4]);
});

const CLOSINGS: [string, (sandbox: Sandbox, id: string, code: string) => unknown][] = [
  ["a right code", (sandbox, id, code) => check(sandbox, id, code)],
  ["its end", (sandbox) => sandbox.advance(10 * MINUTE)],
];

for (const [name, close] of CLOSINGS) {
  test(`send opens a new window after ${name}`, async () => {
    const sandbox = new Sandbox();
    const first = await sendCode(sandbox);
    await close(sandbox, first.id, first.code);
    const second = await post(sandbox, "/authentication", { phone_number: NUMBER });

    assertEquals(second.body.status, "pending");
    assertNotEquals(second.body.authentication_uuid, first.id);
    assertEquals(sandbox.messages.at(-1)!.attempt, 1);
  });
}

test("windows of different numbers do not touch each other", async () => {
  const sandbox = new Sandbox();
  const first = await sendCode(sandbox, "+15555550100");
  const second = await sendCode(sandbox, "+15555550101");

  assertNotEquals(first.id, second.id);
  assertEquals(await check(sandbox, first.id, first.code), "valid");
  assertEquals(await check(sandbox, second.id, second.code), "valid");
});

type Step = "right" | "wrong" | "retry" | number;

const CHECKS: [string, Step[], string[]][] = [
  ["a right code is valid", ["right"], ["valid"]],
  ["a wrong code is invalid", ["wrong", "right"], ["invalid", "valid"]],
  ["a used code is already_validated", ["right", "right", "wrong"], [
    "valid",
    "already_validated",
    "already_validated",
  ]],
  ["a used code stays already_validated", ["right", 10 * MINUTE, "right"], [
    "valid",
    "already_validated",
  ]],
  ["the last instant counts", [10 * MINUTE - 1, "right"], ["valid"]],
  ["the end of the window is expired_auth", [10 * MINUTE, "right"], ["expired_auth"]],
  ["the fifth check counts", ["wrong", "wrong", "wrong", "wrong", "right"], [
    "invalid",
    "invalid",
    "invalid",
    "invalid",
    "valid",
  ]],
  [
    "the sixth check is rate_limited, even with the right code",
    ["wrong", "wrong", "wrong", "wrong", "wrong", "right"],
    ["invalid", "invalid", "invalid", "invalid", "invalid", "rate_limited"],
  ],
  [
    "a retry adds no checks",
    ["wrong", "wrong", "wrong", "wrong", "wrong", 30_000, "retry", "right"],
    ["invalid", "invalid", "invalid", "invalid", "invalid", "rate_limited"],
  ],
  [
    "a window without checks ends like the others",
    ["wrong", "wrong", "wrong", "wrong", "wrong", 10 * MINUTE, "right"],
    ["invalid", "invalid", "invalid", "invalid", "invalid", "expired_auth"],
  ],
];

for (const [name, steps, expected] of CHECKS) {
  test(`check: ${name}`, async () => {
    const sandbox = new Sandbox();
    const { id } = await sendCode(sandbox);
    const statuses: string[] = [];
    for (const step of steps) {
      if (typeof step === "number") sandbox.advance(step);
      else if (step === "retry") await post(sandbox, "/retry", { authentication_uuid: id });
      else {
        const { code } = sandbox.messages.at(-1)!;
        statuses.push(await check(sandbox, id, step === "right" ? code : wrong(code)));
      }
    }
    assertEquals(statuses, expected);
  });
}

test("check answers with the id and the status alone", async () => {
  const sandbox = new Sandbox();
  const { id, code } = await sendCode(sandbox);
  assertEquals(
    await post(sandbox, "/check", { authentication_uuid: id, check_code: code }),
    { status: 200, body: { authentication_uuid: id, status: "valid" } },
  );
});

interface Retried {
  status: string;
  next_retry_at?: string;
  remaining_retry: number;
}

const RETRIES: [string, Step[], Retried][] = [
  ["too early", [29_999], {
    status: "rate_limited",
    next_retry_at: at(30_000),
    remaining_retry: 3,
  }],
  ["in time", [30_000], { status: "approved", next_retry_at: at(90_000), remaining_retry: 2 }],
  ["the gap counts from the last message", [40_000, "retry", 59_999], {
    status: "rate_limited",
    next_retry_at: at(100_000),
    remaining_retry: 2,
  }],
  ["the last one", [30_000, "retry", 60_000, "retry", 120_000], {
    status: "approved",
    remaining_retry: 0,
  }],
  ["none left", [30_000, "retry", 60_000, "retry", 120_000, "retry", MINUTE], {
    status: "denied",
    remaining_retry: 0,
  }],
  ["the next one would come too late", [8 * MINUTE, "retry", 1], {
    status: "rate_limited",
    next_retry_at: at(9 * MINUTE),
    remaining_retry: 2,
  }],
  ["no next one before the end", [9 * MINUTE], { status: "approved", remaining_retry: 2 }],
  ["after a right code", ["right", 30_000], { status: "already_validated", remaining_retry: 0 }],
  ["after the end", [10 * MINUTE], { status: "expired_auth", remaining_retry: 0 }],
];

for (const [name, steps, expected] of RETRIES) {
  test(`retry: ${name} is ${expected.status}`, async () => {
    const sandbox = new Sandbox({ start: new Date(START) });
    const { id, code } = await sendCode(sandbox);
    const retry = () => post(sandbox, "/retry", { authentication_uuid: id });
    for (const step of steps) {
      if (typeof step === "number") sandbox.advance(step);
      else if (step === "retry") assertEquals((await retry()).body.status, "approved");
      else assertEquals(await check(sandbox, id, code), "valid");
    }
    const before = sandbox.sends(NUMBER);
    assertEquals(await retry(), {
      status: 200,
      body: { authentication_uuid: id, created_at: at(0), ...expected },
    });
    assertEquals(sandbox.sends(NUMBER) - before, expected.status === "approved" ? 1 : 0);
  });
}

test("retry sends a new code, and the one before is no longer right", async () => {
  // Fixed codes, since two random ones may be the same.
  const sandbox = new Sandbox({ code: ({ attempt }) => `00000${attempt}` });
  const { id } = await sendCode(sandbox);
  sandbox.advance(30_000);
  await post(sandbox, "/retry", { authentication_uuid: id });

  assertEquals(sandbox.messages.map(({ code }) => code), ["000001", "000002"]);
  assertEquals(await check(sandbox, id, "000001"), "invalid");
  assertEquals(await check(sandbox, id, "000002"), "valid");
});

test("status tells the whole story of an authentication", async () => {
  const sandbox = new Sandbox({ start: new Date(START), code: "424242" });
  const signals = {
    device_id: "6f1d8a0c",
    device_type: "ANDROID",
    device_model: "Pixel 9",
    os_version: "16",
    app_version: "1.2.3",
    ip: "192.0.2.7",
    is_returning_user: false,
    app_realm: "FA+9qCX9VSu",
  };
  const sent = await post(sandbox, "/authentication", {
    phone_number: NUMBER,
    correlation_id: "order-7",
    template_id: "login",
    sender_id: "Example",
    locale: "fr-FR",
    ...signals,
  });
  const uuid = sent.body.authentication_uuid;
  await check(sandbox, uuid, "000000");
  sandbox.advance(30_000);
  await post(sandbox, "/retry", { authentication_uuid: uuid });
  await check(sandbox, uuid, "424242");
  await check(sandbox, uuid, "424242");

  const { status, body } = await get(sandbox, `/authentication/${uuid}`);
  const attempt = (attempt_number: number, created_at: string) => ({
    type: "attempt",
    id: sandbox.messages[attempt_number - 1]!.id,
    attempt_number,
    capability: "text",
    content: "424242 is your verification code",
    sender_id: "Example",
    status: "delivered",
    created_at,
  });
  const delivery = (attempt_number: number, created_at: string) => ({
    type: "delivery_status",
    attempt_id: sandbox.messages[attempt_number - 1]!.id,
    attempt_number,
    status: "delivered",
    originated_at: created_at,
    created_at,
  });
  const balance = (balance_update_type: string, created_at: string) => ({
    type: "balance_update",
    amount: -0.05,
    balance_update_type,
    created_at,
  });
  const checked = (code: string, status: string, created_at: string) => ({
    type: "check",
    code,
    status,
    created_at,
  });

  assertEquals(status, 200);
  const ids: string[] = [];
  for (const event of body.events) {
    if (event.type === "check") {
      assertMatch(event.id, UUID);
      ids.push(event.id);
      delete event.id;
    }
  }
  assertEquals(new Set(ids).size, 3);
  assertEquals(body, {
    uuid,
    phone_number: NUMBER,
    correlation_id: "order-7",
    template_id: "login",
    created_at: at(0),
    signals,
    events: [
      balance("authentication", at(0)),
      attempt(1, at(0)),
      delivery(1, at(0)),
      checked("000000", "invalid", at(0)),
      balance("attempt", at(30_000)),
      attempt(2, at(30_000)),
      delivery(2, at(30_000)),
      checked("424242", "valid", at(30_000)),
      checked("424242", "already_validated", at(30_000)),
    ],
  });
});

test("status leaves out what the send did not say", async () => {
  const sandbox = new Sandbox();
  const { id } = await sendCode(sandbox);
  const { body } = await get(sandbox, `/authentication/${id}`);
  assertEquals(Object.keys(body).sort(), [
    "created_at",
    "events",
    "phone_number",
    "signals",
    "uuid",
  ]);
  assertEquals(body.signals, {});
  assert(!("sender_id" in body.events[1]));
});

test("feedback is taken once for each status", async () => {
  const sandbox = new Sandbox();
  const feedback = async (status: string) => {
    const { body } = await post(sandbox, "/authentication/feedback", {
      phone_number: NUMBER,
      status,
    });
    return body.code ?? (UUID.test(body.uuid) && Object.keys(body).length === 1);
  };

  assertEquals(await feedback("onboarded"), "no_associated_auth_found");
  const { id, code } = await sendCode(sandbox);
  await check(sandbox, id, code);
  assertEquals(await feedback("onboarded"), true);
  assertEquals(await feedback("onboarded"), "duplicated_feedback_status");
  assertEquals(await feedback("not_onboarded"), true);
  await sendCode(sandbox);
  assertEquals(await feedback("not_onboarded"), true);
});

const LOOKUPS: [string, string, object][] = [
  ["/lookup/%2B15555550100", "+15555550100", { country_code: "US" }],
  ["/lookup/+33612345678", "+33612345678", { country_code: "FR" }],
  ["/lookup/+351912345678", "+351912345678", { country_code: "PT" }],
  ["/lookup/+80012345678", "+80012345678", {}],
  ["/lookup/+447700900123?type=cnam", "+447700900123", {
    country_code: "GB",
    caller_name: "SANDBOX CALLER",
  }],
  ["/lookup/+447700900123?type=cnam&type=cnam", "+447700900123", {
    country_code: "GB",
    caller_name: "SANDBOX CALLER",
  }],
];

for (const [path, phone_number, more] of LOOKUPS) {
  test(`lookup answers GET ${path}`, async () => {
    assertEquals(await get(new Sandbox(), path), {
      status: 200,
      body: {
        phone_number,
        carrier: "Sandbox Mobile",
        mcc: "001",
        mnc: "01",
        number_ported: false,
        temporary_phone_number: false,
        line_type: "Mobile",
        ...more,
      },
    });
  });
}

/** Calling codes by country (ITU-T E.164). */
const CALLING_CODES = {
  AE: "971",
  AF: "93",
  AL: "355",
  AR: "54",
  AT: "43",
  AU: "61",
  BD: "880",
  BE: "32",
  BG: "359",
  BH: "973",
  BR: "55",
  CH: "41",
  CI: "225",
  CL: "56",
  CM: "237",
  CN: "86",
  CO: "57",
  CU: "53",
  CY: "357",
  CZ: "420",
  DE: "49",
  DK: "45",
  DZ: "213",
  EE: "372",
  EG: "20",
  ES: "34",
  ET: "251",
  FI: "358",
  FR: "33",
  GB: "44",
  GH: "233",
  GR: "30",
  HK: "852",
  HR: "385",
  HU: "36",
  ID: "62",
  IE: "353",
  IL: "972",
  IN: "91",
  IQ: "964",
  IR: "98",
  IS: "354",
  IT: "39",
  JO: "962",
  JP: "81",
  KE: "254",
  KH: "855",
  KR: "82",
  KW: "965",
  LB: "961",
  LK: "94",
  LT: "370",
  LU: "352",
  LV: "371",
  MA: "212",
  MT: "356",
  MX: "52",
  MY: "60",
  NG: "234",
  NL: "31",
  NO: "47",
  NP: "977",
  NZ: "64",
  PE: "51",
  PH: "63",
  PK: "92",
  PL: "48",
  PT: "351",
  QA: "974",
  RO: "40",
  RS: "381",
  RU: "7",
  SA: "966",
  SE: "46",
  SG: "65",
  SI: "386",
  SK: "421",
  SN: "221",
  TH: "66",
  TN: "216",
  TR: "90",
  TW: "886",
  TZ: "255",
  UA: "380",
  UG: "256",
  US: "1",
  VE: "58",
  VN: "84",
  ZA: "27",
};

test("lookup knows the country of each calling code", async () => {
  const sandbox = new Sandbox();
  for (const [country, code] of Object.entries(CALLING_CODES)) {
    const { body } = await get(sandbox, `/lookup/+${code}00000000`);
    assertEquals([code, body.country_code], [code, country]);
  }
});

test("an authentication keeps its first 100 events", async () => {
  const sandbox = new Sandbox();
  const { id, code } = await sendCode(sandbox);
  for (let i = 0; i < 120; i++) await check(sandbox, id, wrong(code));
  const { body } = await get(sandbox, `/authentication/${id}`);
  assertEquals(body.events.length, 100);
  assertEquals(body.events[0].type, "balance_update");
});
