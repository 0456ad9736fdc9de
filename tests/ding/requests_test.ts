import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Ding, DingCallOptions, DingSendInput, LookupInput } from "@ding-otp/client";
import { ACCOUNT, CODE, KEY, makeDing, NUMBER, OPERATIONS, UUID } from "../support/clients.ts";
import { fakeFetch, json, onlyRequest, type Requested } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

const BASE = "https://api.ding.live/v1";
const OTHER_ACCOUNT = "c0ffee00-0000-4000-8000-000000000002";

/** Performs an operation and gives the one request that it made. */
async function requested(
  call: (ding: Ding) => Promise<unknown>,
  options: Parameters<typeof makeDing>[0] = {},
): Promise<Requested> {
  const fetch = fakeFetch(json({
    ...{ uuid: UUID, authentication_uuid: UUID, phone_number: NUMBER, status: "pending" },
  }));
  await call(makeDing({ ...options, fetch }));
  return onlyRequest(fetch);
}

const GET = { accept: "application/json", "x-api-key": KEY };
const POST = { ...GET, "content-type": "application/json" };

const REQUESTS: Record<string, { method: string; url: string; headers: object; body?: object }> = {
  send: {
    method: "POST",
    url: `${BASE}/authentication`,
    headers: POST,
    body: { customer_uuid: ACCOUNT, phone_number: NUMBER },
  },
  check: {
    method: "POST",
    url: `${BASE}/check`,
    headers: POST,
    body: { customer_uuid: ACCOUNT, authentication_uuid: UUID, check_code: CODE },
  },
  retry: {
    method: "POST",
    url: `${BASE}/retry`,
    headers: POST,
    body: { customer_uuid: ACCOUNT, authentication_uuid: UUID },
  },
  feedback: {
    method: "POST",
    url: `${BASE}/authentication/feedback`,
    headers: POST,
    body: { customer_uuid: ACCOUNT, phone_number: NUMBER, status: "onboarded" },
  },
  status: { method: "GET", url: `${BASE}/authentication/${UUID}`, headers: GET },
  lookup: {
    method: "GET",
    url: `${BASE}/lookup/%2B33612345678`,
    headers: { ...GET, "customer-uuid": ACCOUNT },
  },
};

for (const { name, call } of OPERATIONS) {
  test(`${name}: its request`, async () => {
    const { method, url, headers, body } = await requested(call);
    assertEquals({ method, url, headers, body }, { body: undefined, ...REQUESTS[name]! });
  });

  test(`${name}: the account of a call goes before that of the client`, async () => {
    const options: DingCallOptions = { customerUuid: OTHER_ACCOUNT };
    const { headers, body } = await requested((ding) => call(ding, options));
    const whole = JSON.stringify({ headers, body });
    assertEquals(whole.includes(OTHER_ACCOUNT), name !== "status");
    assert(!whole.includes(ACCOUNT));
  });

  test(`${name}: further headers, in any case, beside its own`, async () => {
    const headers = { "X-Request-Id": "7", Accept: "application/json;q=1", cookie: "a=b" };
    const sent = await requested((ding) => call(ding, { headers }));
    assertEquals(sent.headers, {
      ...REQUESTS[name]!.headers as Record<string, string>,
      "x-request-id": "7",
      accept: "application/json;q=1",
      cookie: "a=b",
    });
  });
}

/** Of each field, so that a new one has a row: the name on the wire, and a value. */
const SEND_ROWS: Record<
  Exclude<keyof DingSendInput, "phoneNumber">,
  [wire: string, value: string | boolean][]
> = {
  callbackUrl: [["callback_url", "https://example.com/hook?x=1#y"]],
  correlationId: [["correlation_id", "order 7 / Ünïcode"]],
  deviceId: [["device_id", "8f0a"]],
  deviceType: [
    ["device_type", "ANDROID"],
    ["device_type", "VISIONOS"],
  ],
  deviceModel: [["device_model", "Pixel 9"]],
  osVersion: [["os_version", "16"]],
  appVersion: [["app_version", "1.2.3"]],
  ip: [["ip", "2001:db8::1"]],
  isReturningUser: [
    ["is_returning_user", true],
    ["is_returning_user", false],
  ],
  appRealm: [["app_realm", "FA+9qCX9VSu"]],
  locale: [["locale", "fr-FR"]],
  senderId: [["sender_id", "Ding"]],
  templateId: [["template_id", "tpl_1"]],
};

const SEND_FIELDS = Object.entries(SEND_ROWS).flatMap(([ours, rows]) =>
  rows.map((row) => [ours as keyof DingSendInput, ...row] as const)
);

test("send: each field by its name on the wire", async () => {
  for (const [ours, wire, value] of SEND_FIELDS) {
    const { body } = await requested((ding) => ding.send({ phoneNumber: NUMBER, [ours]: value }));
    assertEquals(body, { customer_uuid: ACCOUNT, phone_number: NUMBER, [wire]: value });
  }
});

test("send: all fields at once, and none that is not its own", async () => {
  const input = Object.fromEntries(SEND_FIELDS.map(([ours, , value]) => [ours, value]));
  const wire = Object.fromEntries(SEND_FIELDS.map(([, wire, value]) => [wire, value]));
  const more = { customer_uuid: "x", checkCode: "1", toString: "x" };
  const { body } = await requested((ding) =>
    ding.send({ ...more, ...input, phoneNumber: NUMBER } as DingSendInput)
  );
  assertEquals(body, { customer_uuid: ACCOUNT, phone_number: NUMBER, ...wire });
});

test("send: what is undefined or null stays out of the request", async () => {
  for (const value of [undefined, null]) {
    const absent = Object.fromEntries(SEND_FIELDS.map(([ours]) => [ours, value]));
    const { body } = await requested((ding) => ding.send({ ...absent, phoneNumber: NUMBER }));
    assertEquals(body, { customer_uuid: ACCOUNT, phone_number: NUMBER });
  }
});

test("send: a field of the wrong type is named, and nothing is sent", async () => {
  const fetch = fakeFetch(json({}));
  const ding = makeDing({ fetch });
  for (const [ours, , right] of SEND_FIELDS) {
    for (const wrong of [42, {}, [], typeof right === "string" ? true : "true"]) {
      const input = { phoneNumber: NUMBER, [ours]: wrong } as DingSendInput;
      await assertRejects(() => ding.send(input), TypeError, `"${ours}"`);
    }
  }
  assertEquals(fetch.sent, []);
});

const LOOKUPS: [type: LookupInput["type"], query: string][] = [
  [undefined, ""],
  [[], ""],
  [["cnam"], "?type=cnam"],
  [["cnam", "carrier"], "?type=cnam&type=carrier"],
  [["a&b=c#d"], "?type=a%26b%3Dc%23d"],
];

test("lookup: what is asked for beyond the usual", async () => {
  for (const [type, query] of LOOKUPS) {
    const { url } = await requested((ding) => ding.lookup({ phoneNumber: NUMBER, type }));
    assertEquals(url, `${BASE}/lookup/%2B33612345678${query}`);
  }
});

test("feedback: any word for the status", async () => {
  for (const status of ["onboarded", "not_onboarded", "converted"]) {
    const { body } = await requested((ding) => ding.feedback({ phoneNumber: NUMBER, status }));
    assertEquals((body as { status: string }).status, status);
  }
});

const IDS: [id: string, segment: string][] = [
  ["../x?y=1", "..%2Fx%3Fy%3D1"],
  ["..%2fx", "..%252fx"],
  ["a/b", "a%2Fb"],
  ["a#b", "a%23b"],
  ["%2e%2e", "%252e%252e"],
  ["...", "..."],
  [".\\..", ".%5C.."],
];

test("status: the id is one segment of the path, whatever it is", async () => {
  for (const [authenticationUuid, segment] of IDS) {
    const { url } = await requested((ding) => ding.status({ authenticationUuid }));
    assertEquals(url, `${BASE}/authentication/${segment}`);
    assertEquals(new URL(url).pathname, `/v1/authentication/${segment}`);
  }
});

const WRONG_IDS: unknown[] = [42, {}, [UUID], "", " ", "a b", "a\nb", "é", "\0"];

test("check, retry, status: an id that is none is named, and nothing is sent", async () => {
  const fetch = fakeFetch(json({}));
  const ding = makeDing({ fetch });
  for (const wrong of WRONG_IDS) {
    const authenticationUuid = wrong as string;
    for (
      const call of [
        () => ding.check({ authenticationUuid, checkCode: CODE }),
        () => ding.check({ authenticationUuid, checkCode: "" }),
        () => ding.retry({ authenticationUuid }),
        () => ding.status({ authenticationUuid }),
      ]
    ) await assertRejects(call, TypeError, '"authenticationUuid"');
  }
  for (const authenticationUuid of [".", ".."]) {
    await assertRejects(
      () => ding.status({ authenticationUuid }),
      TypeError,
      '"authenticationUuid"',
    );
  }
  assertEquals(fetch.sent, []);
});

/** What a stranger's JSON may have in the place of a text. */
const NO_TEXTS = [undefined, null, 33612345678, {}, [NUMBER], true] as never[];

test("a phone number or a code that is not a string is refused, and nothing is sent", async () => {
  const fetch = fakeFetch(json({}));
  const ding = makeDing({ fetch });
  const noNumber = { ok: false, reason: "invalid_phone_number" };
  for (const wrong of NO_TEXTS) {
    const known = { authenticationUuid: UUID };
    const calls: [call: () => Promise<object>, refusal: object][] = [
      [() => ding.send({ phoneNumber: wrong }), noNumber],
      [() => ding.feedback({ phoneNumber: wrong, status: "onboarded" }), noNumber],
      [() => ding.lookup({ phoneNumber: wrong }), noNumber],
      [() => ding.check({ ...known, checkCode: wrong }), {
        ok: false,
        reason: "invalid",
        ...known,
      }],
    ];
    for (const [call, refusal] of calls) assertEquals(await call(), refusal);
  }
  assertEquals(fetch.sent, []);
});

test("check, retry: a person without a session is refused, and nothing is sent", async () => {
  const fetch = fakeFetch(json({}));
  const ding = makeDing({ fetch });
  for (const authenticationUuid of [undefined, null] as never[]) {
    const results = [
      await ding.check({ authenticationUuid, checkCode: CODE }),
      await ding.retry({ authenticationUuid }),
    ];
    for (const result of results) assertEquals<object>(result, { ok: false, reason: "expired" });
    await assertRejects(() => ding.status({ authenticationUuid }), TypeError);
  }
  assertEquals(fetch.sent, []);
});

test("a status or a type that is not a string is named, and nothing is sent", async () => {
  const fetch = fakeFetch(json({}));
  const ding = makeDing({ fetch });
  for (const wrong of NO_TEXTS) {
    const calls: [name: string, call: () => Promise<unknown>][] = [
      ["status", () => ding.feedback({ phoneNumber: NUMBER, status: wrong })],
      ["status", () => ding.feedback({ phoneNumber: "no number", status: wrong })],
      ["type", () => ding.lookup({ phoneNumber: NUMBER, type: [wrong] })],
    ];
    for (const [name, call] of calls) await assertRejects(call, TypeError, `"${name}"`);
  }
  assertEquals(fetch.sent, []);
});

test("a call without its input is a TypeError, and nothing is sent", async () => {
  const fetch = fakeFetch(json({}));
  const ding = makeDing({ fetch });
  for (const { name } of OPERATIONS) {
    await assertRejects(() => (ding[name] as () => Promise<unknown>)(), TypeError);
  }
  assertEquals(fetch.sent, []);
});

test("calls at once share nothing", async () => {
  const fetch = fakeFetch(async ({ body }) => {
    const { phone_number: number } = await new Response(body!).json();
    return json({ authentication_uuid: `for ${number}`, status: "pending" })({} as never);
  });
  const ding = makeDing({ fetch });
  const numbers = Array.from({ length: 20 }, (_, index) => `+3361234567${index}`);
  const options: DingCallOptions = { headers: { "x-one": "1" } };
  const results = await Promise.all(
    numbers.map((phoneNumber) => ding.send({ phoneNumber }, options)),
  );
  assertEquals(
    results.map((result) => result.authenticationUuid),
    numbers.map((number) => `for ${number}`),
  );
  assertEquals(new Set(fetch.sent.map(({ init }) => init.headers)).size, numbers.length);
  assertEquals(new Set(fetch.sent.map(({ init }) => init.signal)).size, numbers.length);
});
