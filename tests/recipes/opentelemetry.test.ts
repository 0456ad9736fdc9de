/** The OpenTelemetry recipe: what the spans say of each call, and what none of them contains. */
import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { Prelude } from "@ding-otp/client";
import type { Fault } from "@ding-otp/client/sandbox";
import { startSandbox } from "./support.ts";

const { trace } = await import("@opentelemetry/api");
const { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } = await import(
  "@opentelemetry/sdk-trace"
);
const exporter = new InMemorySpanExporter();
const spanProcessors = [new SimpleSpanProcessor({ exporter })];
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors }));
const { undici } = await import("./instrumentation.ts");
const { traced } = await import("./traced.ts");

const { sandbox, url, close } = await startSandbox();
const { apiToken } = sandbox.credentials;
const prelude = new Prelude({ apiToken, baseUrl: url, timeout: 500 });
const otp = traced(prelude);
const phoneNumber = "+15555550100";
const authenticationUuid = "vrf_0"; // which Prelude does not need

afterEach(() => {
  exporter.reset();
  sandbox.reset();
});
after(close);

/** What is exported of a span. */
interface Exported {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number };
  readonly events: unknown;
  readonly links: unknown;
}

function spans(): Exported[] {
  const finished: Exported[] = exporter.getFinishedSpans();
  return finished.map(({ name, attributes, status, events, links }) => {
    return { name, attributes, status, events, links };
  });
}

/** The attributes of the newest span of an operation. */
function attributesOf(operation: string) {
  const { attributes } = spans().findLast(({ name }) => name === `otp.${operation}`)!;
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** Fails if a span contains the number, the token, or a code that was sent. */
function assertNothingPersonal() {
  const text = JSON.stringify(spans());
  for (const secret of ["5555550100", apiToken, ...sandbox.messages.map(({ code }) => code)]) {
    assert.ok(!text.includes(secret), text);
  }
}

test("a sign-in is a span for each call, with its result", async () => {
  const sent = await otp.send({ phoneNumber });
  assert.ok(sent.ok);
  assert.deepEqual(attributesOf("send"), { "otp.ok": true, "otp.attempts": 1 });
  const again = await otp.retry(sent);
  assert.equal(again.ok, false);
  const tooEarly = { "otp.ok": false, "otp.reason": "rate_limited", "otp.attempts": 1 };
  assert.deepEqual(attributesOf("retry"), tooEarly);
  const check = await otp.check({ ...sent, checkCode: sandbox.messages.at(-1)!.code });
  assert.ok(check.ok);
  assert.deepEqual(attributesOf("check"), { "otp.ok": true, "otp.attempts": 1 });
  const names = spans().map(({ name }) => name);
  assert.deepEqual(names, ["POST", "otp.send", "POST", "otp.retry", "POST", "otp.check"]);
  assertNothingPersonal();
});

test("a refusal is no error of the request, but a reason", async () => {
  await otp.send({ phoneNumber: "555-0100" });
  const reason = "invalid_phone_number";
  assert.deepEqual(attributesOf("send"), { "otp.ok": false, "otp.reason": reason });
  await otp.check({ phoneNumber, authenticationUuid, checkCode: "123456" });
  const [request] = spans().filter(({ name }) => name === "POST");
  assert.equal(request!.status.code, 0);
  assert.equal(attributesOf("check")["otp.reason"], "expired");
});

const faults: [Fault, { code: string; outcome: string; attempts: number }][] = [
  [{ type: "lost" }, { code: "network", outcome: "unknown", attempts: 1 }],
  [{ type: "silent" }, { code: "timeout", outcome: "unknown", attempts: 1 }],
  [{ type: "error", status: 403, code: "forbidden" }, {
    code: "forbidden",
    outcome: "not_applied",
    attempts: 1,
  }],
  [{ type: "bad_gateway" }, { code: "http_error", outcome: "unknown", attempts: 1 }],
  [{ type: "truncated" }, { code: "not_json", outcome: "applied", attempts: 1 }],
];

for (const [fault, { code, outcome, attempts }] of faults) {
  test(`${fault.type} is an error with its code and outcome`, async () => {
    sandbox.arm(fault);
    await assert.rejects(otp.send({ phoneNumber }));
    const expected = { "otp.code": code, "otp.outcome": outcome, "otp.attempts": attempts };
    assert.deepEqual(attributesOf("send"), expected);
    assert.equal(spans().at(-1)!.status.code, 2);
    assertNothingPersonal();
  });
}

test("an error that is not the client's passes, and its span says nothing", async () => {
  const reason = new Error(`a reason with ${phoneNumber}`);
  const signal = AbortSignal.abort(reason);
  await assert.rejects(otp.send({ phoneNumber }, { signal }), reason);
  assert.deepEqual(attributesOf("send"), {});
  assertNothingPersonal();
});

test("the number of a lookup is in no span, as it is without the hook", async () => {
  await prelude.lookup({ phoneNumber, type: ["cnam"] });
  const { attributes } = spans()[0]!;
  assert.equal(attributes["url.full"], `${url}/v2/lookup/number?type=cnam`);
  assert.equal(attributes["url.path"], "/v2/lookup/number");
  assertNothingPersonal();

  const config = undici.getConfig();
  undici.setConfig({});
  await prelude.lookup({ phoneNumber });
  undici.setConfig(config);
  assert.throws(assertNothingPersonal, /5555550100/);
});
