/** What a program, or an attack on it, adds to every object changes nothing. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  handleOnce,
  readUnverifiedWebhook,
  RecentEvents,
  verifyWebhook,
  WebhookError,
} from "@ding-otp/client/webhooks";
import { test } from "../support/harness.ts";
import { assertRefused, delivery, keyPair, signed } from "../support/webhooks_requests.ts";

/** Runs something while every object inherits these properties. */
async function inheriting<Result>(
  properties: Readonly<Record<string, unknown>>,
  run: () => Promise<Result> | Result,
): Promise<Result> {
  for (const [name, value] of Object.entries(properties)) {
    const descriptor = { value, writable: true, enumerable: true, configurable: true };
    Object.defineProperty(Object.prototype, name, descriptor);
  }
  try {
    return await run();
  } finally {
    for (const name of Object.keys(properties)) Reflect.deleteProperty(Object.prototype, name);
  }
}

test("an inherited publicKey verifies nothing", async () => {
  const { publicKey } = await keyPair();
  const request = await signed({ id: "evt_1", type: "verify.attempt" });
  await inheriting({ publicKey }, () =>
    assertRejects(
      () => verifyWebhook(request, {} as { publicKey: string }),
      TypeError,
      '"publicKey" is missing',
    ));
});

test("an inherited id, type or payload is not part of an event", async () => {
  const { publicKey } = await keyPair();
  const forged = { id: "evt_forged", type: "verify.attempt", payload: { attemptId: "att_forged" } };
  for (const content of [{}, { id: "evt_1" }, { type: "verify.attempt" }]) {
    const request = await signed(content);
    const unsigned = delivery(JSON.stringify(content));
    await inheriting(forged, async () => {
      await assertRefused(verifyWebhook(request, { publicKey }), "not_an_event");
      await assertRefused(readUnverifiedWebhook(unsigned), "not_an_event");
    });
  }
  const request = await signed({ id: "evt_1", type: "verify.attempt" });
  const event = await inheriting(forged, () => verifyWebhook(request, { publicKey }));
  assertEquals<object>({ ...event }, {
    id: "evt_1",
    type: "verify.attempt",
    verified: true,
    known: true,
    payload: {},
  });
});

test("an inherited attribute of properties does not make the body enumerable", async () => {
  const { publicKey } = await keyPair();
  const content = { id: "evt_1", type: "verify.attempt", hidden: "not for the log" };
  const request = await signed(content);
  const unsigned = delivery(JSON.stringify(content));
  const events = await inheriting({ enumerable: true, value: "forged" }, async () => [
    await verifyWebhook(request, { publicKey }),
    await readUnverifiedWebhook(unsigned),
  ]);
  for (const event of events) {
    assert(!Object.keys(event).includes("body"));
    assertEquals<unknown>(event.body, content);
  }
});

test("handleOnce() asks no inherited store, and believes no inherited id or verdict", async () => {
  const event = { id: crypto.randomUUID(), verified: true };
  const seen = new RecentEvents();
  seen.claim = () => "claimed";
  await inheriting({ seen, id: "evt_forged", verified: true }, async () => {
    await handleOnce(event, () => {});
    await assertRefused(handleOnce(event, () => {}), "duplicate");
    await assertRefused(handleOnce(event, () => {}, {}), "duplicate");
    const own = new RecentEvents();
    await handleOnce({ id: event.id } as typeof event, () => {}, { seen: own });
    assertEquals(own.claim(event.id), "claimed");
    assertEquals(own.claim(`unverified:${event.id}`), "duplicate");
    const handle = () => assert(false, "handled an event without an id");
    await assertRejects(() => handleOnce({} as typeof event, handle), TypeError, '"id"');
  });
});

test("an inherited status is not that of an error", async () => {
  await inheriting({ missing_signature: 200, in_progress: 200, invalid_signature: 200 }, () => {
    assertEquals(new WebhookError("missing_signature").status, 400);
    assertEquals(new WebhookError("invalid_signature").status, 400);
    assertEquals(new WebhookError("in_progress").status, 503);
  });
});
