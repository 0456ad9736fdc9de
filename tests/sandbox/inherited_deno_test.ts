/** A polluted `Object.prototype` changes nothing: only own properties are options, fields or answers. */
import { assert, assertEquals } from "@std/assert";
import { magicNumbers, Sandbox, type SandboxOptions } from "@ding-otp/client/sandbox";
import { createHandler } from "@ding-otp/client/sandbox/server";
import { NUMBER } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

/**
 * Options, fields of requests, and what the sandbox calls things inside, by what reads them. `signal`
 * is missing: a runtime may itself take an inherited one for an option of `addEventListener`.
 */
const NAMES = {
  options: "window retries retryGaps checks codeLength code codeOnRetry clock start seed " +
    "credentials webhooks memory apiKey customerUuid apiToken allow timeout copies order " +
    "authentications messages requests hosts to channels onMessage password path",
  faults: "operation call times probability accepted status retryAfter form location contentType " +
    "ms fault",
  fields: "phone_number customer_uuid authentication_uuid check_code callback_url correlation_id " +
    "device_id device_type ip is_returning_user app_realm locale sender_id template_id target " +
    "options metadata signals dispatch_id code_size custom_code method preferred_channel " +
    "variables platform feedbacks advance psd2 amount currency recipient channels " +
    "max_auto_fallbacks force_challenge attempt_code",
  inside: "ok reason param headers wire body outcome authentication retried send check retry " +
    "delivery lookup channel payment onlyChannels maxAutoFallbacks forceChallenge correlationId templateId senderId callback message event type value",
};

const VALUES = ["7", 4, true, { code: "7", status: 429 }];

/** Runs with a property that every object inherits. */
async function polluted<T>(name: string, value: unknown, run: () => Promise<T>): Promise<T> {
  const prototype = Object.prototype as Record<string, unknown>;
  assert(!Object.hasOwn(prototype, name));
  // Not enumerable, so that the runtime's own loops do not trip over it.
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  try {
    return await run();
  } finally {
    delete prototype[name];
  }
}

/** An object that inherits nothing, so that what a call means does not depend on the pollution. */
function pure<T extends object>(object: T): T {
  return Object.assign(Object.create(null), object);
}

const { apiKey, customerUuid: customer_uuid, apiToken } = new Sandbox().credentials;
const HEADERS = pure({
  "x-api-key": apiKey,
  "customer-uuid": customer_uuid,
  "authorization": `Bearer ${apiToken}`,
  "content-type": "application/json",
});
const target = { type: "phone_number", value: NUMBER };

/** Requests to the API: what they lack, a pollution could add. */
const CALLS: [path: string, body?: unknown][] = [
  ["/v1/authentication", {}],
  ["/v1/authentication", { customer_uuid }],
  ["/v1/authentication", { customer_uuid, phone_number: NUMBER }],
  ["/v1/authentication", {
    customer_uuid,
    phone_number: magicNumbers.send.blocked_number.numbers[0],
  }],
  ["/v1/authentication", {
    customer_uuid,
    phone_number: magicNumbers.send.spam_detected.numbers[0],
  }],
  ["/v1/authentication", {
    customer_uuid,
    phone_number: magicNumbers.fault.server_error.numbers[0],
  }],
  ["/v1/authentication", {
    customer_uuid,
    phone_number: magicNumbers.fault.unavailable.numbers[0],
  }],
  ["/v1/authentication", { customer_uuid, phone_number: magicNumbers.fault.mistyped.numbers[0] }],
  ["/v1/check", { customer_uuid }],
  ["/v1/check", { customer_uuid, authentication_uuid: "none", check_code: "424242" }],
  ["/v1/retry", { customer_uuid }],
  ["/v1/authentication/feedback", { customer_uuid, phone_number: NUMBER }],
  ["/v1/lookup/+15555550100"],
  ["/v2/verification", {}],
  ["/v2/verification", { target: {} }],
  ["/v2/verification", { target: { type: "phone_number" } }],
  ["/v2/verification", { target }],
  ["/v2/verification", { target, metadata: {}, options: {}, signals: {} }],
  ["/v2/verification", { target, options: { app_realm: {} } }],
  ["/v2/verification", { target: { ...target, value: "+15555550102" } }],
  ["/v2/verification/check", {}],
  ["/v2/verification/check", { target }],
  ["/v2/verification/check", { target, code: "000000" }],
  ["/v2/watch/feedback", {}],
  ["/v2/watch/feedback", { feedbacks: [{ target }] }],
  ["/v2/lookup/+15555550100"],
];

/** Requests to the server's controls. */
const CONTROLS: [path: string, body?: unknown][] = [
  ["/"],
  ["/sandbox/page/icon.svg"],
  ["/sandbox/messages"],
  ["/sandbox/clock", {}],
  ["/sandbox/faults", {}],
  ["/sandbox/faults", { fault: {} }],
  ["/sandbox/faults", { fault: { type: "error" } }],
  ["/sandbox/none"],
];

async function answerOf(
  fetch: (request: Request) => Promise<Response>,
  [path, body]: readonly [path: string, body?: unknown],
): Promise<unknown> {
  const json = body === undefined ? undefined : JSON.stringify(body);
  const init = json === undefined
    ? { headers: HEADERS }
    : { method: "POST", headers: HEADERS, body: json };
  const response = await fetch(new Request(`http://localhost${path}`, pure(init)));
  const { status, headers } = response;
  return [path, status, [...headers], await response.text()];
}

/** All that a program sees of a sandbox, as text. */
async function transcript(): Promise<string> {
  const options: SandboxOptions = pure({
    seed: 1,
    credentials: {},
    memory: {},
    webhooks: pure({ allow: [] }),
  });
  const sandbox = new Sandbox(options);
  const seen: unknown[] = [sandbox.credentials];
  for (const call of CALLS) seen.push(await answerOf(sandbox.fetch, call));
  const lost: unknown[] = [];
  for (const fault of [{ type: "error" }, { type: "busy" }, { type: "mistyped" }] as const) {
    lost.push(sandbox.arm(pure(fault)));
    lost.push(await answerOf(sandbox.fetch, CALLS[2]!));
  }
  seen.push(lost, await sandbox.waitForMessage(pure({ to: NUMBER, timeout: 1_000 })));
  const handle = createHandler(sandbox);
  for (const control of CONTROLS) seen.push(await answerOf(handle, control));
  seen.push(sandbox.faults, sandbox.messages, sandbox.requests);
  // The ids of faults are counted across sandboxes.
  return JSON.stringify(seen).replace(/\\"id\\":\\"\d+\\"/g, "");
}

for (const [kind, names] of Object.entries(NAMES)) {
  test(`nothing inherited is taken for one of the ${kind}`, async () => {
    const expected = await transcript();
    for (const name of names.split(" ")) {
      for (const value of VALUES) {
        const actual = await polluted(name, value, transcript);
        assertEquals(actual, expected, `${name}: ${JSON.stringify(value)}`);
      }
    }
    assertEquals(await transcript(), expected);
  });
}
