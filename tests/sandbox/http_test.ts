import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { Sandbox } from "@ding-otp/client/sandbox";
import { BASE_URL, NUMBER, read } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

function headersOf({ credentials }: Sandbox): Record<string, string> {
  return { "x-api-key": credentials.apiKey, "customer-uuid": credentials.customerUuid };
}

function bodyOf({ credentials }: Sandbox): string {
  return JSON.stringify({ customer_uuid: credentials.customerUuid, phone_number: NUMBER });
}

const PATHS: [string, string, number, string | null][] = [
  ["GET", "/", 404, null],
  ["GET", "/v1", 404, null],
  ["GET", "/v1/", 404, null],
  ["POST", "/v3/verification", 404, null],
  ["POST", "/v1/authentication/", 404, null],
  ["POST", "/v1//authentication", 404, null],
  ["POST", "/v1/Authentication", 404, null],
  ["GET", "/v1/authentication/a/b", 404, null],
  ["GET", "/v1/lookup/", 404, null],
  ["GET", "/v1/lookup/..", 404, null],
  ["GET", "/v1/authentication", 405, "POST"],
  ["HEAD", "/v1/authentication", 405, "POST"],
  ["PUT", "/v1/authentication", 405, "POST"],
  ["OPTIONS", "/v1/check", 405, "POST"],
  ["GET", "/v1/check", 405, "POST"],
  ["DELETE", "/v1/retry", 405, "POST"],
  ["GET", "/v1/authentication/feedback", 405, "POST"],
  ["POST", "/v1/authentication/7", 405, "GET, HEAD"],
  ["POST", "/v1/lookup/+15555550100", 405, "GET, HEAD"],
  ["PATCH", "/v1/lookup/+15555550100", 405, "GET, HEAD"],
  ["POST", "/v2/verification/", 404, null],
  ["POST", "/v2/authentication", 404, null],
  ["GET", "/v2/verification", 405, "POST"],
  ["GET", "/v2/verification/check", 405, "POST"],
  ["POST", "/v2/lookup/+15555550100", 405, "GET, HEAD"],
];

for (const [method, path, status, allow] of PATHS) {
  test(`${method} ${path} is ${status} with JSON`, async () => {
    const sandbox = new Sandbox();
    const init = { method, headers: headersOf(sandbox) };
    const response = await sandbox.fetch(`http://127.0.0.1:6870${path}`, init);
    const text = await response.text();

    assertEquals([response.status, response.headers.get("allow")], [status, allow]);
    assertEquals(response.headers.get("content-type"), "application/json");
    if (method === "HEAD") assertEquals(text, "");
    else {assertEquals(
        JSON.parse(text).code,
        status === 404 ? "not_found" : "method_not_allowed",
      );}
  });
}

test("HEAD answers like GET, without the body", async () => {
  const sandbox = new Sandbox();
  const url = `${BASE_URL}/lookup/${NUMBER}`;
  const response = await sandbox.fetch(url, { method: "HEAD", headers: headersOf(sandbox) });
  assertEquals([response.status, await response.text()], [200, ""]);
});

const KEYS: [string, Record<string, string>][] = [
  ["no key", {}],
  ["an empty key", { "x-api-key": "" }],
  ["another key", { "x-api-key": "another" }],
  ["half a key", { "x-api-key": new Sandbox().credentials.apiKey.slice(0, 10) }],
  ["a bearer token", { authorization: `Bearer ${new Sandbox().credentials.apiKey}` }],
];

for (const [name, headers] of KEYS) {
  test(`${name} is 401, whatever the request`, async () => {
    const sandbox = new Sandbox();
    for (const [method, path] of [["POST", "/check"], ["GET", `/lookup/${NUMBER}`]] as const) {
      const { status, body } = await read(
        await sandbox.fetch(BASE_URL + path, { method, headers }),
      );
      assertEquals([status, body.code], [401, "unauthorized"]);
    }
  });
}

test("lookup asks for the customer in a header", async () => {
  const sandbox = new Sandbox();
  const { apiKey } = sandbox.credentials;
  for (const customer of [{}, { "customer-uuid": "another" }]) {
    const { status, body } = await read(
      await sandbox.fetch(`${BASE_URL}/lookup/${NUMBER}`, {
        headers: { "x-api-key": apiKey, ...customer },
      }),
    );
    assertEquals([status, body.code], [400, "account_invalid"]);
  }
});

const BODIES: [string, RequestInit["body"]][] = [
  ["no body", undefined],
  ["null for a body", null],
  ["an empty body", ""],
  ["text", "phone_number=+15555550100"],
  ["truncated JSON", '{"customer_uuid":'],
  ["JSON null", "null"],
  ["a JSON string", '"+15555550100"'],
  ["a JSON array", "[{}]"],
  ["bytes that are not UTF-8", new Uint8Array([0x7b, 0xff, 0x7d])],
  ["a form", new URLSearchParams({ phone_number: NUMBER })],
];

for (const [name, body] of BODIES) {
  test(`${name} is 400 bad_request`, async () => {
    const sandbox = new Sandbox();
    const init = {
      method: "POST",
      headers: headersOf(sandbox),
      ...(body !== undefined && { body }),
    };
    const { status, body: error } = await read(
      await sandbox.fetch(`${BASE_URL}/authentication`, init),
    );
    assertEquals([status, error.code], [400, "bad_request"]);
  });
}

/** A body of so many bytes that is a right one, made by white space. */
function padded(sandbox: Sandbox, bytes: number): string {
  return bodyOf(sandbox).padEnd(bytes);
}

function inChunks(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(sent, sent + size));
      sent += size;
    },
  });
}

const SIZES: [number, number][] = [[65_535, 200], [65_536, 200], [65_537, 413], [500_000, 413]];

for (const [bytes, expected] of SIZES) {
  test(`a body of ${bytes} bytes is ${expected} in every form`, async () => {
    const sandbox = new Sandbox();
    const text = padded(sandbox, bytes);
    const init = { method: "POST", headers: headersOf(sandbox) };
    const url = `${BASE_URL}/authentication`;
    const responses = await Promise.all([
      sandbox.fetch(url, { ...init, body: text }),
      sandbox.fetch(url, { ...init, body: new TextEncoder().encode(text) }),
      sandbox.fetch(new Request(url, { ...init, body: text })),
      sandbox.fetch(
        new Request(url, { ...init, body: inChunks(text, 1_000), duplex: "half" } as RequestInit),
      ),
    ]);
    assertEquals(responses.map(({ status }) => status), responses.map(() => expected));
    for (const response of responses) await response.body?.cancel();
  });
}

test("a body is measured in bytes, not in characters", async () => {
  const sandbox = new Sandbox();
  const text = JSON.stringify({ customer_uuid: "é".repeat(32_768) });
  const { status, body } = await read(
    await sandbox.fetch(`${BASE_URL}/check`, {
      method: "POST",
      headers: headersOf(sandbox),
      body: text,
    }),
  );
  assertEquals([status, body.code], [413, "payload_too_large"]);
});

test("the rest of a body that is too large is cancelled", async () => {
  const sandbox = new Sandbox();
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(16_384)),
    cancel: () => void (cancelled = true),
  });
  const init = { method: "POST", headers: headersOf(sandbox), body: endless, duplex: "half" };
  const response = await sandbox.fetch(`${BASE_URL}/check`, init as RequestInit);
  await response.body?.cancel();
  assertEquals([response.status, cancelled], [413, true]);
});

test("fetch takes every form of a request, on every host, unbound", async () => {
  const sandbox = new Sandbox();
  const { fetch } = sandbox;
  const path = "/v1/authentication";
  const init = { method: "post", headers: headersOf(sandbox), body: bodyOf(sandbox) };
  const forms = [
    () => fetch(`https://api.ding.live${path}`, init),
    () => fetch(new URL(path, "http://127.0.0.1:6870"), init),
    () => fetch(new Request(`https://example.com${path}`, init)),
    () => fetch(new Request(`https://example.com${path}`), init),
    () => fetch(`http://localhost${path}`, { ...init, headers: new Headers(init.headers) }),
    () => fetch(`http://localhost${path}`, { ...init, headers: Object.entries(init.headers) }),
  ];
  for (const form of forms) {
    sandbox.reset();
    assertEquals((await read(await form())).body.status, "pending");
    assertEquals(sandbox.requests[0]!.method, "POST");
  }
});

test("a Request without a body is one to look something up", async () => {
  const sandbox = new Sandbox();
  const request = new Request(`${BASE_URL}/lookup/${NUMBER}`, { headers: headersOf(sandbox) });
  assertEquals((await read(await sandbox.fetch(request))).status, 200);
});

const NOT_FETCHABLE: [string, () => Promise<Response>][] = [
  ["a relative URL", () => new Sandbox().fetch("/v1/check")],
  ["a header that is none", () => new Sandbox().fetch(BASE_URL, { headers: { "a b": "" } })],
];

for (const [name, run] of NOT_FETCHABLE) {
  test(`fetch rejects ${name} with a TypeError`, async () => {
    await assertRejects(run, TypeError);
  });
}

const ABORTED: [string, (sandbox: Sandbox, signal: AbortSignal) => Promise<Response>][] = [
  ["a text", (sandbox, signal) =>
    sandbox.fetch(`${BASE_URL}/authentication`, {
      method: "POST",
      headers: headersOf(sandbox),
      body: bodyOf(sandbox),
      signal,
    })],
  ["bytes", (sandbox, signal) =>
    sandbox.fetch(`${BASE_URL}/authentication`, {
      method: "POST",
      headers: headersOf(sandbox),
      body: new TextEncoder().encode(bodyOf(sandbox)),
      signal,
    })],
];

for (const [name, run] of ABORTED) {
  test(`an aborted request with ${name} rejects with the signal's reason`, async () => {
    const sandbox = new Sandbox();
    const reason = { why: "no longer needed" };
    const thrown = await run(sandbox, AbortSignal.abort(reason)).catch((thrown) => thrown);
    assertStrictEquals(thrown, reason);
    assertEquals([sandbox.messages.length, sandbox.requests.length], [0, 0]);
  });
}

test("an abort in the middle of the body rejects with the reason, and nothing happens", async () => {
  const sandbox = new Sandbox();
  const controller = new AbortController();
  const reason = new Error("no longer needed");
  let pulls = 0;
  const stalled = new ReadableStream<Uint8Array>({
    pull(stream) {
      if (++pulls === 1) return stream.enqueue(new Uint8Array([0x7b]));
      controller.abort(reason);
      return new Promise(() => {});
    },
  }, { highWaterMark: 0 });
  const thrown = await sandbox.fetch(`${BASE_URL}/authentication`, {
    method: "POST",
    headers: headersOf(sandbox),
    body: stalled,
    duplex: "half",
    signal: controller.signal,
  } as RequestInit).catch((thrown) => thrown);
  assertStrictEquals(thrown, reason);
  assertEquals([sandbox.messages.length, sandbox.requests.length], [0, 0]);
});

test("whatever is asked is answered with JSON and no 5xx, and leaves the sandbox whole", async () => {
  const sandbox = new Sandbox();
  const path = fc.oneof(
    fc.webPath(),
    fc.constantFrom("/authentication", "/check", "/retry", "/authentication/feedback"),
    fc.string().map((text) => `/lookup/${text}`),
  );
  const request = fc.record({
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"),
    path,
    body: fc.oneof(fc.json(), fc.string(), fc.uint8Array(), fc.constant(bodyOf(sandbox))),
    isKnown: fc.boolean(),
  });
  await fc.assert(fc.asyncProperty(request, async ({ method, path, body, isKnown }) => {
    const response = await sandbox.fetch(BASE_URL + path, {
      method,
      headers: isKnown ? headersOf(sandbox) : {},
      ...(method !== "GET" && { body: body as NonNullable<RequestInit["body"]> }),
    });
    const answer = await response.json();
    assertEquals([200, 400, 401, 404, 405, 413].includes(response.status), true);
    assertEquals(typeof answer.code === "string", response.status !== 200);
  }));
  sandbox.reset();
  const url = `${BASE_URL}/authentication`;
  const init = { method: "POST", headers: headersOf(sandbox), body: bodyOf(sandbox) };
  assertEquals((await read(await sandbox.fetch(url, init))).body.status, "pending");
});
