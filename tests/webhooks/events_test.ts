import { assert, assertEquals } from "@std/assert";
import { readUnverifiedWebhook, verifyWebhook } from "@ding-otp/client/webhooks";
import { test } from "../support/harness.ts";
import { delivery, keyPair, signed } from "../support/webhooks_requests.ts";

/** The enumerable fields of the event that is read. */
async function verified(event: object): Promise<object> {
  const { publicKey } = await keyPair();
  return { ...await verifyWebhook(await signed(event), { publicKey }) };
}

async function unverified(event: object): Promise<object> {
  return { ...await readUnverifiedWebhook(delivery(JSON.stringify(event))) };
}

const about = {
  verification_id: "vrf_1",
  target: { type: "phone_number", value: "+15555550100" },
  price: { amount: 0.009, currency: "EUR" },
  time: "2025-03-04T17:59:19.067887456Z",
  metadata: { correlation_id: "order-7" },
};

const read = {
  verificationId: "vrf_1",
  target: { type: "phone_number", value: "+15555550100" },
  price: { amount: 0.009, currency: "EUR" },
  time: new Date("2025-03-04T17:59:19.067Z"),
  metadata: { correlationId: "order-7" },
};

const CREATED = "2025-03-04T17:59:21.163921113Z";
const createdAt = new Date("2025-03-04T17:59:21.163Z");

test("verifyWebhook() reads each known event", async () => {
  assertEquals(
    await verified({
      id: "evt_1",
      type: "verify.authentication",
      payload: about,
      created_at: CREATED,
    }),
    {
      verified: true,
      known: true,
      id: "evt_1",
      type: "verify.authentication",
      payload: read,
      createdAt,
    },
  );
  assertEquals(
    await verified({
      id: "evt_2",
      type: "verify.attempt",
      payload: {
        ...about,
        id: "att_1",
        channel: "whatsapp",
        carrier_information: { mcc: "208", mnc: "10" },
        delivery_status: "delivered",
      },
      created_at: CREATED,
    }),
    {
      verified: true,
      known: true,
      id: "evt_2",
      type: "verify.attempt",
      payload: {
        ...read,
        id: "att_1",
        channel: "whatsapp",
        carrierInformation: { mcc: "208", mnc: "10" },
        deliveryStatus: "delivered",
      },
      createdAt,
    },
  );
  assertEquals(
    await verified({
      id: "evt_3",
      type: "verify.delivery_status",
      payload: {
        ...about,
        id: "dls_1",
        attempt_id: "att_1",
        carrier_information: { mcc: "208", mnc: "10" },
        status: "undeliverable",
      },
      created_at: CREATED,
    }),
    {
      verified: true,
      known: true,
      id: "evt_3",
      type: "verify.delivery_status",
      payload: {
        ...read,
        id: "dls_1",
        attemptId: "att_1",
        carrierInformation: { mcc: "208", mnc: "10" },
        status: "undeliverable",
      },
      createdAt,
    },
  );
});

test("verifyWebhook() keeps an event of a type that nobody knows yet", async () => {
  const payload = { ...about, novelty: [1, 2] };
  const wire = { id: "evt_4", type: "verify.silent", payload, extra: true };
  const event = await verifyWebhook(await signed(wire), await keyPair());
  assertEquals<object>({ ...event }, {
    verified: true,
    known: false,
    id: "evt_4",
    type: "verify.silent",
    payload: read,
  });
  assertEquals(event.body, wire);
});

test("verifyWebhook() leaves out what it cannot read", async () => {
  const envelope = { verified: true, known: true, id: "evt_5", type: "verify.attempt" } as const;
  const { id, type } = envelope;
  for (const payload of [undefined, null, "text", 5, {}]) {
    assertEquals(await verified({ id, type, payload }), { ...envelope, payload: {} });
  }
  const payload = {
    verification_id: 5,
    target: { type: null, value: ["+15555550100"] },
    price: { amount: "0.009", currency: "EUR" },
    time: "yesterday",
    metadata: null,
    carrier_information: "208-10",
    status: { toString: "delivered" },
  };
  assertEquals(await verified({ id, type, payload, created_at: 1741111161 }), {
    ...envelope,
    payload: { target: {}, price: { currency: "EUR" } },
  });
});

test("verifyWebhook() is not misled by names that objects have by nature", async () => {
  const json = '{"__proto__":{"type":"verify.attempt"},"id":"evt_6","type":"constructor"}';
  const { publicKey } = await keyPair();
  const event = await verifyWebhook(await signed(json), { publicKey });
  assertEquals([event.type, event.known], ["constructor", false]);
});

test("readUnverifiedWebhook() reads the event that v1's documentation shows", async () => {
  assertEquals(
    await unverified({
      id: "90c7e8b2-203a-4984-ba25-6cf93d8fdbac",
      auth_uuid: "f54b6bcc-3638-4437-83c8-1f76631c9403",
      type: "authentication",
      recipient_phone_number: "+15555550100",
      price: { amount: 0.009, currency: "EUR" },
      time: "2023-05-09T12:09:31+0000",
      correlation_id: "order-7",
    }),
    {
      verified: false,
      id: "90c7e8b2-203a-4984-ba25-6cf93d8fdbac",
      authUuid: "f54b6bcc-3638-4437-83c8-1f76631c9403",
      type: "authentication",
      recipientPhoneNumber: "+15555550100",
      price: { amount: 0.009, currency: "EUR" },
      time: new Date("2023-05-09T12:09:31Z"),
      correlationId: "order-7",
    },
  );
});

test("readUnverifiedWebhook() keeps what it does not know in body", async () => {
  const wire = { id: "1", type: "delivery_status", status: "delivered", channel: "sms" };
  const event = await readUnverifiedWebhook(delivery(JSON.stringify(wire)));
  assertEquals<object>({ ...event }, { verified: false, id: "1", type: "delivery_status" });
  assertEquals(event.body, wire);
});

const times: readonly [written: unknown, meant: string | undefined][] = [
  ["2023-05-09T12:09:31Z", "2023-05-09T12:09:31.000Z"],
  ["2023-05-09T12:09:31+0000", "2023-05-09T12:09:31.000Z"],
  ["2023-05-09T12:09:31+0230", "2023-05-09T09:39:31.000Z"],
  ["2023-05-09T12:09:31-08:00", "2023-05-09T20:09:31.000Z"],
  ["2023-05-09T12:09:31.5Z", "2023-05-09T12:09:31.500Z"],
  ["2023-05-09T12:09:31.067887Z", "2023-05-09T12:09:31.067Z"],
  ["2023-05-09T12:09:31.999999999+0100", "2023-05-09T11:09:31.999Z"],
  ["2023-13-09T12:09:31Z", undefined],
  ["2023-05-09T25:09:31Z", undefined],
  ["2023-05-09 12:09:31", undefined],
  ["2023-05-09T12:09:31", undefined],
  ["2023-05-09", undefined],
  ["Tue, 09 May 2023 12:09:31 GMT", undefined],
  ["1683634171", undefined],
  ["", undefined],
  [1683634171000, undefined],
  [null, undefined],
];

for (const [written, meant] of times) {
  test(`readUnverifiedWebhook() reads the time ${JSON.stringify(written)}`, async () => {
    const wire = JSON.stringify({ id: "1", type: "attempt", time: written });
    const event = await readUnverifiedWebhook(delivery(wire));
    assertEquals("time" in event, meant !== undefined);
    assertEquals(event.time?.toISOString(), meant);
  });
}

const { Bun } = globalThis as { readonly Bun?: { inspect(value: unknown): string } };

test("events show nothing of the raw body when they are logged", async () => {
  const wire = { id: "evt_7", type: "verify.attempt", hidden: "not for the log" };
  const { publicKey } = await keyPair();
  for (
    const event of [
      await verifyWebhook(await signed(wire), { publicKey }),
      await readUnverifiedWebhook(delivery(JSON.stringify(wire))),
    ]
  ) {
    assertEquals(event.body["hidden"], "not for the log");
    assert(!Object.keys(event).includes("body"));
    assert(!JSON.stringify(event).includes("not for the log"));
    // Bun shows also what is not enumerable.
    assert(!Bun?.inspect(event).includes("not for the log"));
  }
});
