import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type Fault,
  type FaultOptions,
  type FaultScenario,
  magicNumbers,
  Sandbox,
} from "@ding-otp/client/sandbox";
import {
  BASE_URL,
  check,
  createV2,
  get,
  NUMBER,
  post,
  postV2,
  sendCode,
  targetOf,
} from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

function send(sandbox: Sandbox, number: string = NUMBER, signal?: AbortSignal): Promise<Response> {
  const { apiKey, customerUuid } = sandbox.credentials;
  return sandbox.fetch(`${BASE_URL}/authentication`, {
    method: "POST",
    headers: { "x-api-key": apiKey },
    body: JSON.stringify({ customer_uuid: customerUuid, phone_number: number }),
    ...(signal !== undefined && { signal }),
  });
}

/** What a caller sees of an answer: the status, headers worth a look, and the body's first line. */
async function look(response: Response): Promise<unknown[]> {
  const { status, headers } = response;
  const seen = ["content-type", "retry-after", "location"].map((name) => headers.get(name));
  const text = await response.text();
  return [status, ...seen, text];
}

function error(code: string, message: string): string {
  const doc_url = `https://docs.ding.live/api/error-handling#${code}`;
  return JSON.stringify({ code, message, doc_url });
}

const JSON_TYPE = "application/json";
const HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const DATE = "Thu, 01 Jan 2026 00:00:02 GMT";

/** Faults that leave no doubt about the answer, what it is, and whether the message went out. */
const ANSWERS: [Fault, unknown[], number][] = [
  [{ type: "error" }, [
    500,
    JSON_TYPE,
    null,
    null,
    error("internal_server_error", "a fault armed in the sandbox"),
  ], 1],
  [{ type: "error", accepted: false }, [
    500,
    JSON_TYPE,
    null,
    null,
    error("internal_server_error", "a fault armed in the sandbox"),
  ], 0],
  [{ type: "error", status: 400, code: "suspended_account" }, [
    400,
    JSON_TYPE,
    null,
    null,
    error("suspended_account", "a fault armed in the sandbox"),
  ], 0],
  [{ type: "error", status: 499, accepted: true }, [
    499,
    JSON_TYPE,
    null,
    null,
    error("internal_server_error", "a fault armed in the sandbox"),
  ], 1],
  [{ type: "busy" }, [
    503,
    JSON_TYPE,
    "1",
    null,
    error("service_unavailable", "try again later"),
  ], 0],
  [{ type: "busy", status: 429, retryAfter: 1_001 }, [
    429,
    JSON_TYPE,
    "2",
    null,
    error("too_many_requests", "try again later"),
  ], 0],
  [{ type: "busy", retryAfter: 0 }, [
    503,
    JSON_TYPE,
    "0",
    null,
    error("service_unavailable", "try again later"),
  ], 0],
  [{ type: "busy", retryAfter: 1_500, form: "date", accepted: true }, [
    503,
    JSON_TYPE,
    DATE,
    null,
    error("service_unavailable", "try again later"),
  ], 1],
  [{ type: "bad_gateway" }, [502, "text/html", null, null, HTML], 0],
  [{ type: "bad_gateway", accepted: true }, [502, "text/html", null, null, HTML], 1],
];

for (const [fault, expected, messages] of ANSWERS) {
  test(`fault ${JSON.stringify(fault)} is answered as it says`, async () => {
    const sandbox = new Sandbox({ start: new Date("2026-01-01T00:00:00Z") });
    sandbox.arm(fault);
    assertEquals(await look(await send(sandbox)), expected);
    assertEquals(sandbox.sends(NUMBER), messages);
  });
}

for (
  const [location, expected] of [
    [undefined, "https://elsewhere.invalid/"],
    ["https://example.com/v1/authentication", "https://example.com/v1/authentication"],
  ] as const
) {
  test(`fault redirect points to ${expected}`, async () => {
    const sandbox = new Sandbox();
    sandbox.arm({ type: "redirect", ...(location !== undefined && { location }) });
    const response = await send(sandbox);
    await response.body?.cancel();
    assertEquals([response.status, response.headers.get("location")], [307, expected]);
    assertEquals(sandbox.sends(NUMBER), 0);
  });
}

/** Faults of the right answer, and what becomes of its text. */
const DAMAGES: [Fault, string | null, (text: string) => string][] = [
  [{ type: "truncated" }, JSON_TYPE, (text) => text.slice(0, text.length / 2)],
  [{ type: "truncated", length: 0 }, JSON_TYPE, () => ""],
  [{ type: "truncated", length: 3 }, JSON_TYPE, (text) => text.slice(0, 3)],
  [{ type: "endless", length: 40_000 }, JSON_TYPE, (text) => text + " ".repeat(40_000)],
  [{ type: "mistyped" }, "text/html", (text) => text],
  [{ type: "mistyped", contentType: "" }, null, (text) => text],
  [{ type: "mistyped", contentType: "text/plain" }, "text/plain", (text) => text],
  [{ type: "latency", ms: 60_000 }, JSON_TYPE, (text) => text],
];

for (const [fault, contentType, damage] of DAMAGES) {
  test(`fault ${JSON.stringify(fault)} damages the right answer as it says`, async () => {
    const sandbox = new Sandbox({ seed: 1 });
    if (fault.type === "latency") sandbox.advance(fault.ms);
    const right = await (await send(sandbox)).text();
    sandbox.reset();
    const before = sandbox.now().getTime();
    sandbox.arm(fault);
    const response = await send(sandbox);
    assertEquals([response.status, response.headers.get("content-type")], [200, contentType]);
    assertEquals(await response.text(), damage(right));
    assertEquals(sandbox.sends(NUMBER), 1);
    assertEquals(sandbox.now().getTime() - before, fault.type === "latency" ? fault.ms : 0);
  });
}

for (const accepted of [undefined, true, false]) {
  test(`a lost answer rejects, the request ${accepted === false ? "un" : ""}accepted`, async () => {
    const sandbox = new Sandbox();
    sandbox.arm({ type: "lost", ...(accepted !== undefined && { accepted }) });
    await assertRejects(
      () => send(sandbox),
      TypeError,
      "Cannot read the response: the connection was closed",
    );
    assertEquals(sandbox.sends(NUMBER), accepted === false ? 0 : 1);
  });

  test(`a silent ${accepted === false ? "un" : ""}accepted request waits for its abort`, async () => {
    const sandbox = new Sandbox();
    sandbox.arm({ type: "silent", ...(accepted !== undefined && { accepted }) });
    const controller = new AbortController();
    const reason = { why: "waited long enough" };
    const sent = send(sandbox, NUMBER, controller.signal).catch((thrown) => thrown);
    while (sandbox.requests.length === 0) await Promise.resolve();
    assertEquals(sandbox.sends(NUMBER), accepted === false ? 0 : 1);
    controller.abort(reason);
    assertStrictEquals(await sent, reason);
  });
}

test("a body that is cut off gives its first half, then rejects", async () => {
  const sandbox = new Sandbox();
  sandbox.arm({ type: "cut_off" });
  const reader = (await send(sandbox)).body!.getReader();
  const { value } = await reader.read();
  assert(new TextDecoder().decode(value).startsWith('{"authentication_uuid":"'));
  await assertRejects(() => reader.read(), TypeError, "the connection was closed");
  assertEquals(sandbox.sends(NUMBER), 1);
});

for (const type of ["stalled", "endless"] as const) {
  test(`a body that is ${type} is ended by an abort, or by cancelling it`, async () => {
    const sandbox = new Sandbox();
    sandbox.arm({ type });
    const controller = new AbortController();
    const reader = (await send(sandbox, NUMBER, controller.signal)).body!.getReader();
    const { value } = await reader.read();
    assert(new TextDecoder().decode(value).startsWith('{"authentication_uuid":"'));
    if (type === "endless") {
      for (let i = 0; i < 100; i++) assertEquals((await reader.read()).value!.length, 16_384);
    }
    const reason = { why: "waited long enough" };
    const next = type === "stalled" ? reader.read() : undefined;
    controller.abort(reason);
    const thrown = await (next ?? reader.read()).then(() => "read", (thrown) => thrown);
    assertStrictEquals(thrown, reason);

    sandbox.arm({ type });
    const cancelled = (await send(sandbox, "+15555550101")).body!;
    await cancelled.cancel();
    assertEquals(sandbox.messages.length, 2);
  });
}

/** The outcome of each of six sends to numbers of their own: 1 where the fault struck. */
async function strikes(options: FaultOptions, seed = 1): Promise<string> {
  const sandbox = new Sandbox({ seed });
  sandbox.arm({ type: "bad_gateway" }, options);
  let struck = "";
  for (let i = 0; i < 6; i++) {
    const response = await send(sandbox, `+1555555010${i}`);
    await response.body?.cancel();
    struck += response.status === 502 ? "1" : "0";
  }
  return struck;
}

const SCRIPTS: [FaultOptions, string][] = [
  [{}, "100000"],
  [{ operation: "send" }, "100000"],
  [{ operation: "check" }, "000000"],
  [{ call: 3 }, "001000"],
  [{ times: 2 }, "110000"],
  [{ call: 2, times: 3 }, "011100"],
  [{ times: Infinity }, "111111"],
  [{ call: 5, times: Infinity }, "000011"],
  [{ probability: 0, times: Infinity }, "000000"],
  [{ probability: 1, times: Infinity }, "111111"],
];

for (const [options, expected] of SCRIPTS) {
  const { times, ...rest } = options;
  const name = JSON.stringify(times === undefined ? rest : { ...rest, times: String(times) });
  test(`a fault with ${name} strikes at ${expected}`, async () => {
    assertEquals(await strikes(options), expected);
  });
}

test("a likely fault strikes by the seed", async () => {
  const options = { probability: 0.5, times: Infinity };
  const runs = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => strikes(options, seed)));
  assertEquals(
    runs,
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => strikes(options, seed))),
  );
  assert(new Set(runs).size > 1);
  assert(runs.join("").includes("0") && runs.join("").includes("1"));
});

test("faults strike one after another, each on its own operation", async () => {
  const sandbox = new Sandbox();
  const late = sandbox.arm({ type: "error", status: 501 }, { operation: "send", call: 2 });
  const next = sandbox.arm({ type: "error", status: 502 }, { operation: "send" });
  const any = sandbox.arm({ type: "error", status: 503 }, { times: 2 });
  sandbox.arm({ type: "error", status: 504 }, { operation: "status" });
  assertEquals(sandbox.faults.slice(0, 3), [late, next, any]);
  assertEquals(late, {
    fault: { type: "error", status: 501 },
    operation: "send",
    to: undefined,
    call: 2,
    times: 1,
    probability: 1,
  });

  const statuses: number[] = [];
  const sendStatus = async () => statuses.push((await post(sandbox, "/authentication", {})).status);
  await sendStatus();
  assertEquals(sandbox.faults.length, 3, "what has struck is gone");
  await sendStatus();
  await sendStatus();
  statuses.push((await get(sandbox, "/authentication/x")).status);
  statuses.push((await get(sandbox, "/authentication/x")).status);
  statuses.push((await get(sandbox, "/authentication/x")).status);
  assertEquals(statuses, [502, 501, 503, 503, 504, 400]);
  assertEquals(sandbox.faults, []);
});

test("every operation can be befallen", async () => {
  const sandbox = new Sandbox();
  const { id } = await sendCode(sandbox);
  const calls = {
    send: () => post(sandbox, "/authentication", {}),
    check: () => post(sandbox, "/check", {}),
    retry: () => post(sandbox, "/retry", {}),
    feedback: () => post(sandbox, "/authentication/feedback", {}),
    status: () => get(sandbox, `/authentication/${id}`),
    lookup: () => get(sandbox, `/lookup/${NUMBER}`),
  };
  const operations = Object.keys(calls) as (keyof typeof calls)[];
  for (const operation of operations) {
    sandbox.arm({ type: "error", status: 555 }, { operation });
    for (const other of operations) {
      const { status } = await calls[other]();
      assertEquals(status === 555, other === operation);
    }
  }
});

/** Calls about a person, each with the operation that it is, over v1 and v2. */
const CALLS: [string, (sandbox: Sandbox, to: string) => Promise<{ readonly status: number }>][] = [
  ["a send", (sandbox, to) => post(sandbox, "/authentication", { phone_number: to })],
  [
    "a check",
    (sandbox, to) =>
      post(sandbox, "/check", { authentication_uuid: idOf(sandbox, to), check_code: "0000" }),
  ],
  ["a retry", (sandbox, to) => post(sandbox, "/retry", { authentication_uuid: idOf(sandbox, to) })],
  [
    "feedback",
    (sandbox, to) =>
      post(sandbox, "/authentication/feedback", { phone_number: to, status: "onboarded" }),
  ],
  ["a status", (sandbox, to) => get(sandbox, `/authentication/${idOf(sandbox, to)}`)],
  ["a lookup", (sandbox, to) => get(sandbox, `/lookup/${encodeURIComponent(to)}`)],
  ["a send over v2", (sandbox, to) => createV2(sandbox, to)],
  [
    "a check over v2",
    (sandbox, to) => postV2(sandbox, "/verification/check", { target: targetOf(to), code: "0000" }),
  ],
  ["feedback over v2", (sandbox, to) => {
    const feedbacks = ["+15555550109", to].map((value) => ({
      target: targetOf(value),
      type: "verification.started",
    }));
    return postV2(sandbox, "/watch/feedback", { feedbacks });
  }],
];

function idOf(sandbox: Sandbox, to: string): string {
  return sandbox.messages.find((message) => message.to === to)!.authenticationUuid;
}

for (const [what, call] of CALLS) {
  test(`a fault for one person strikes ${what} of theirs, and nobody else's`, async () => {
    const sandbox = new Sandbox();
    const [mine, other] = [NUMBER, "+15555550101"];
    for (const to of [mine, other]) await sendCode(sandbox, to);
    const armed = sandbox.arm({ type: "error", status: 555 }, { to: mine, call: 2 });
    assertEquals(armed.to, mine);
    const statuses: boolean[] = [];
    for (const to of [other, mine, other, mine, mine]) {
      statuses.push((await call(sandbox, to)).status === 555);
    }
    assertEquals(statuses, [false, false, false, true, false]);
  });
}

test("a fault for one person strikes email over v2, and no call that is about nobody", async () => {
  const sandbox = new Sandbox();
  sandbox.arm({ type: "error", status: 555 }, { to: "a@example.com" });
  const nobody = [
    await postV2(sandbox, "/verification", {}),
    await postV2(sandbox, "/watch/feedback", { feedbacks: "a@example.com" }),
    await post(sandbox, "/check", { authentication_uuid: 7 }),
    await get(sandbox, "/authentication/none"),
    await get(sandbox, "/lookup/%ff"),
    await createV2(sandbox, "b@example.com"),
  ];
  assertEquals(nobody.map(({ status }) => status), [400, 400, 400, 400, 400, 200]);
  assertEquals((await createV2(sandbox, "a@example.com")).status, 555);
});

test("a request without an endpoint is befallen by nothing", async () => {
  const sandbox = new Sandbox();
  sandbox.arm({ type: "bad_gateway" });
  assertEquals((await get(sandbox, "/nowhere")).status, 404);
  assertEquals((await get(sandbox, "/check")).status, 405);
  assertEquals(sandbox.faults.length, 1);
});

test("an accepted request with a lost answer takes effect: a right code is used up", async () => {
  const sandbox = new Sandbox();
  const { id, code } = await sendCode(sandbox);
  sandbox.arm({ type: "lost" }, { operation: "check" });
  await assertRejects(() => check(sandbox, id, code), TypeError);
  assertEquals(await check(sandbox, id, code), "already_validated");
});

test("latency lets a window pass before the request takes effect", async () => {
  const sandbox = new Sandbox();
  const { id, code } = await sendCode(sandbox);
  sandbox.arm({ type: "latency", ms: 600_000 }, { operation: "check" });
  assertEquals(await check(sandbox, id, code), "expired_auth");
});

test("disarm takes one fault away, or all of them, and so does reset", () => {
  const sandbox = new Sandbox();
  const first = sandbox.arm({ type: "lost" });
  const second = sandbox.arm({ type: "lost" });
  sandbox.disarm(first);
  assertEquals(sandbox.faults, [second]);
  sandbox.disarm();
  assertEquals(sandbox.faults, []);
  sandbox.arm({ type: "lost" });
  sandbox.reset();
  assertEquals(sandbox.faults, []);
});

test("the journal tells the fault, and the answer as it went out", async () => {
  const sandbox = new Sandbox();
  sandbox.arm({ type: "lost" });
  await send(sandbox).catch(() => {});
  sandbox.arm({ type: "truncated", length: 5 });
  await (await send(sandbox)).text();
  sandbox.arm({ type: "bad_gateway" });
  await (await send(sandbox)).text();
  assertEquals(
    sandbox.requests.map(({ fault, response }) => [fault, response?.status, response?.body]),
    [
      ["lost", undefined, undefined],
      ["truncated", 200, '{"aut'],
      ["bad_gateway", 502, HTML],
    ],
  );
});

test("at most 1,000 faults are armed at a time, and one that is gone makes room", () => {
  const sandbox = new Sandbox();
  const arm = () => sandbox.arm({ type: "lost" });
  const first = arm();
  for (let i = 1; i < 1_000; i++) arm();
  assertThrows(arm, RangeError, "Cannot arm a fault: at most 1000 can be armed at a time");
  assertEquals(sandbox.faults.length, 1_000);
  sandbox.disarm(first);
  arm();
  assertThrows(arm, RangeError);
});

test("an armed fault is a copy: what the caller does to the object changes nothing", async () => {
  const sandbox = new Sandbox();
  const fault = { type: "error" as const, status: 500 };
  sandbox.arm(fault);
  fault.status = 200;
  assertEquals((await post(sandbox, "/check", {})).status, 500);
});

/** Faults and options as JavaScript may pass them, and what is refused about them. */
const REFUSED: [unknown, unknown, string][] = [
  [{ type: "gremlin" }, {}, "type"],
  [{}, {}, "type"],
  [{ type: "error", status: 200 }, {}, "status"],
  [{ type: "error", status: 600 }, {}, "status"],
  [{ type: "error", status: "500" }, {}, "status"],
  [{ type: "busy", status: 500 }, {}, "status"],
  [{ type: "busy", retryAfter: -1 }, {}, "retryAfter"],
  [{ type: "busy", retryAfter: Infinity }, {}, "retryAfter"],
  [{ type: "truncated", length: -1 }, {}, "length"],
  [{ type: "endless", length: NaN }, {}, "length"],
  [{ type: "latency" }, {}, "ms"],
  [{ type: "latency", ms: "1" }, {}, "ms"],
  [{ type: "latency", ms: Infinity }, {}, "ms"],
  [{ type: "error", code: 7 }, {}, "code"],
  [{ type: "error", code: "c".repeat(2_049) }, {}, "code"],
  [{ type: "redirect", location: "\r\n" }, {}, "location"],
  [{ type: "redirect", location: "l".repeat(2_049) }, {}, "location"],
  [{ type: "redirect", location: 7 }, {}, "location"],
  [{ type: "mistyped", contentType: "é" }, {}, "contentType"],
  [{ type: "mistyped", contentType: "\x7f" }, {}, "contentType"],
  [{ type: "mistyped", contentType: "c".repeat(2_049) }, {}, "contentType"],
  [{ type: "lost" }, { call: 0 }, "call"],
  [{ type: "lost" }, { call: Infinity }, "call"],
  [{ type: "lost" }, { times: 0 }, "times"],
  [{ type: "lost" }, { times: 1.5 }, "times"],
  [{ type: "lost" }, { probability: -0.1 }, "probability"],
  [{ type: "lost" }, { probability: 1.1 }, "probability"],
  [{ type: "lost" }, { operation: "toString" }, "operation"],
  [{ type: ["lost"] }, {}, "type"],
  [{ type: "lost", accepted: 1 }, {}, "accepted"],
  [{ type: "busy", form: "minutes" }, {}, "form"],
  [{ type: "lost" }, { to: "" }, "to"],
  [{ type: "lost" }, { to: 15555550100 }, "to"],
  [{ type: "lost" }, { to: "15555550100" }, "to"],
  [{ type: "lost" }, { to: "+1 555 555 0100" }, "to"],
  [{ type: "lost" }, { to: "0033612345678" }, "to"],
  [{ type: "lost" }, { to: "somebody" }, "to"],
];

for (const [fault, options, name] of REFUSED) {
  test(`arm refuses ${JSON.stringify(fault)} with ${JSON.stringify(options)}`, () => {
    const sandbox = new Sandbox();
    assertThrows(
      () => sandbox.arm(fault as Fault, options as FaultOptions),
      RangeError,
      `Cannot arm a fault: "${name}" must be `,
    );
    assertEquals(sandbox.faults, []);
  });
}

/** Names that no fault or no option has, and what the message suggests. */
const UNKNOWN: [unknown, unknown, string][] = [
  [{ type: "lost" }, { op: "send" }, '"op" is not known; did you mean "operation"?'],
  [{ type: "lost" }, { tmies: 2 }, '"tmies" is not known; did you mean "times"?'],
  [
    { type: "lost" },
    { number: NUMBER },
    '"number" is not known; the known names: operation, to, call, times, probability',
  ],
  [{ type: "lost", accept: false }, {}, '"accept" is not known; did you mean "accepted"?'],
  [{ type: "lost", status: 500 }, {}, '"status" is not known; the known names: accepted'],
  [{ type: "cut_off", length: 7 }, {}, '"length" is not known; the known names: none'],
];

for (const [fault, options, message] of UNKNOWN) {
  test(`arm does not know ${JSON.stringify(fault)} with ${JSON.stringify(options)}`, () => {
    const sandbox = new Sandbox();
    assertThrows(
      () => sandbox.arm(fault as Fault, options as FaultOptions),
      TypeError,
      `Cannot arm a fault: ${message}`,
    );
    assertEquals(sandbox.faults, []);
  });
}

/** What the numbers of a fault come to: a status and a header, or how the call or body fails. */
const NUMBERS: Readonly<Record<FaultScenario, [string, number]>> = {
  lost: ["TypeError", 1],
  silent: ["aborted", 1],
  server_error: ["500", 1],
  too_many_requests: ["429 1", 0],
  too_many_requests_until: ["429 Thu, 01 Jan 2026 00:00:01 GMT", 0],
  unavailable: ["503 1", 0],
  unavailable_until: ["503 Thu, 01 Jan 2026 00:00:01 GMT", 0],
  bad_gateway: ["502", 0],
  truncated: ["200 SyntaxError", 1],
  cut_off: ["200 TypeError", 1],
  endless: ["200 more than 1000000 bytes", 1],
  stalled: ["200 aborted", 1],
  redirect: ["307 https://elsewhere.invalid/", 0],
  mistyped: ["200 text/html", 1],
  slow: ["200 at 2026-01-01T00:00:30.000Z", 1],
};

async function experience(sandbox: Sandbox, number: string): Promise<string> {
  const controller = new AbortController();
  const name = (thrown: Error | string) => typeof thrown === "string" ? thrown : thrown.name;
  const sent = send(sandbox, number, controller.signal);
  while (sandbox.requests.length === 0) await Promise.resolve();
  if (sandbox.requests[0]!.fault === "silent") controller.abort("aborted");
  let response: Response;
  try {
    response = await sent;
  } catch (thrown) {
    return name(thrown as Error);
  }
  const { status, headers } = response;
  const reader = response.body!.getReader();
  let text = "";
  try {
    while (text.length <= 1_000_000) {
      const reading = reader.read();
      if (text !== "" && sandbox.requests[0]!.fault === "stalled") controller.abort("aborted");
      const { done, value } = await reading;
      if (done) break;
      text += new TextDecoder().decode(value);
    }
    if (text.length > 1_000_000) {
      await reader.cancel();
      return `${status} more than 1000000 bytes`;
    }
    if (status === 200) {
      const { created_at } = JSON.parse(text);
      const type = headers.get("content-type");
      return `200 ${type === JSON_TYPE ? `at ${created_at}` : type}`;
    }
  } catch (thrown) {
    return `${status} ${name(thrown as Error)}`;
  }
  return `${status} ${headers.get("retry-after") ?? headers.get("location") ?? ""}`.trim();
}

for (const [name, [expected, messages]] of Object.entries(NUMBERS)) {
  test(`each number of fault.${name} does what it says`, async () => {
    const sandbox = new Sandbox();
    for (const number of magicNumbers.fault[name as FaultScenario].numbers) {
      sandbox.reset();
      assertEquals(await experience(sandbox, number), expected);
      assertEquals(sandbox.sends(number), messages);
    }
  });
}

test("a number with a fault is befallen by an armed one first, and by its own in a send alone", async () => {
  const sandbox = new Sandbox();
  const [number] = magicNumbers.fault.bad_gateway.numbers;
  sandbox.arm({ type: "error", status: 555 });
  assertEquals((await post(sandbox, "/authentication", { phone_number: number })).status, 555);
  assertEquals((await get(sandbox, `/lookup/${number}`)).status, 200);
});
