/** The sandbox's v2 webhooks, received as a program would: through the verifier. */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import { RecentEvents, type VerifiedEvent, verifyWebhook } from "@ding-otp/client/webhooks";
import { createV2, MINUTE, NUMBER, post } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

const HOOK = "http://127.0.0.1:9/hook";

interface Receiver {
  readonly sandbox: Sandbox;
  readonly events: VerifiedEvent[];
  readonly requests: Request[];
}

/** A sandbox whose webhooks are verified as they arrive, and answered with these statuses first. */
function receiver(statuses: number[] = []): Receiver {
  const events: VerifiedEvent[] = [];
  const requests: Request[] = [];
  const sandbox = new Sandbox({ start: new Date("2026-01-01"), webhooks: { fetch: receive } });

  async function receive(url: string, { signal: _, ...init }: RequestInit): Promise<Response> {
    const request = new Request(url, init);
    requests.push(request.clone());
    events.push(await verifyWebhook(request, { publicKey: await sandbox.webhookPublicKey() }));
    return new Response(null, { status: statuses.shift() ?? 200 });
  }

  return { sandbox, events, requests };
}

async function create(sandbox: Sandbox, to = NUMBER): Promise<string> {
  const { body } = await createV2(sandbox, to, {
    options: { callback_url: HOOK, preferred_channel: "rcs" },
    metadata: { correlation_id: "order-7" },
  });
  return body.id;
}

test("v2 webhooks tell of the authentication, the attempt and the carrier's word, signed", async () => {
  const { sandbox, events } = receiver();
  const verificationId = await create(sandbox);
  await sandbox.settled();

  const createdAt = sandbox.now();
  const common = {
    verificationId,
    target: { type: "phone_number", value: NUMBER },
    time: createdAt,
    price: { amount: 0.05, currency: "EUR" },
    metadata: { correlationId: "order-7" },
  };
  const carrierInformation = { mcc: "001", mnc: "01" };
  const [, attempt, report] = events as { payload: { id: string } }[];
  assertMatch(attempt!.payload.id, /^att_[0-9a-z]{26}$/);
  assertMatch(report!.payload.id, /^dls_[0-9a-z]{26}$/);
  assertEquals(
    events.map(({ type, known, createdAt, payload }) => ({ type, known, createdAt, payload })),
    [
      { type: "verify.authentication", known: true, createdAt, payload: common },
      {
        type: "verify.attempt",
        known: true,
        createdAt,
        payload: {
          ...common,
          id: attempt!.payload.id,
          carrierInformation,
          channel: "rcs",
          deliveryStatus: "delivered",
        },
      },
      {
        type: "verify.delivery_status",
        known: true,
        createdAt,
        payload: {
          ...common,
          id: report!.payload.id,
          attemptId: attempt!.payload.id,
          carrierInformation,
          status: "delivered",
        },
      },
    ],
  );
  for (const { id } of events) assertMatch(id, /^evt_[0-9a-z]{26}$/);
  assertEquals(new Set(events.map(({ id }) => id)).size, 3);
});

test("v2 webhooks tell of a retry without a second authentication", async () => {
  const { sandbox, events } = receiver();
  await create(sandbox);
  sandbox.advance(MINUTE);
  await create(sandbox);
  await sandbox.settled();
  assertEquals(events.slice(3).map(({ type }) => type), [
    "verify.attempt",
    "verify.delivery_status",
  ]);
});

test("v2 webhooks tell of an undeliverable message", async () => {
  const { sandbox, events } = receiver();
  await create(sandbox, magicNumbers.delivery.undeliverable.numbers[0]);
  await sandbox.settled();
  const payload = events.at(-1)!.payload as { status?: string };
  assertEquals(payload.status, "undeliverable");
});

test("v2 webhooks of an email address have no carrier", async () => {
  const { sandbox, events } = receiver();
  await create(sandbox, "user@example.com");
  await sandbox.settled();
  for (const { payload } of events) {
    assertEquals(payload.target, { type: "email_address", value: "user@example.com" });
    assert(!("carrierInformation" in payload));
  }
});

test("a v2 webhook that is repeated or redelivered is the same event, signed again", async () => {
  const { sandbox, events } = receiver([500]);
  await create(sandbox);
  await sandbox.settled();
  sandbox.advance(MINUTE);
  await sandbox.settled();
  await sandbox.redeliver(sandbox.webhooks[0]!.id);
  const [first] = events;
  assertEquals(events.filter(({ id }) => id === first!.id).length, 3);
  const seen = new RecentEvents();
  const claims = await Promise.all(events.map(({ id }) => seen.claim(id)));
  assertEquals(claims.filter((claim) => claim === "claimed").length, 3);
});

test("a v2 webhook does not verify under another sandbox's key", async () => {
  const { sandbox, requests } = receiver();
  await create(sandbox);
  await sandbox.settled();
  const publicKey = await new Sandbox().webhookPublicKey();
  await assertRejects(() => verifyWebhook(requests[0]!, { publicKey }), Error, "signature");
});

test("the signing key is PEM, and the same after a reset", async () => {
  const sandbox = new Sandbox();
  const publicKey = await sandbox.webhookPublicKey();
  assertMatch(
    publicKey,
    /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END PUBLIC KEY-----\n$/,
  );
  sandbox.reset();
  assertEquals(await sandbox.webhookPublicKey(), publicKey);
});

test("v1 webhooks are not signed, also of a window that v2 goes on with", async () => {
  const headers: Headers[] = [];
  const fetch = (_: string, init: RequestInit) => {
    headers.push(new Headers(init.headers));
    return Promise.resolve(new Response());
  };
  const sandbox = new Sandbox({ webhooks: { fetch } });
  await post(sandbox, "/authentication", { phone_number: NUMBER, callback_url: HOOK });
  sandbox.advance(MINUTE);
  await create(sandbox);
  await sandbox.settled();
  assertEquals(headers.map((headers) => headers.has("x-webhook-signature")), Array(5).fill(false));
});
