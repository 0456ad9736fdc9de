import { assert, assertEquals } from "@std/assert";
import { readUnverifiedWebhook, verifyWebhook, WebhookError } from "@ding-otp/client/webhooks";
import fc from "fast-check";
import { readSignature } from "../../src/webhooks/signature.ts";
import { test } from "../support/harness.ts";
import { delivery, PREFIX } from "../support/webhooks_requests.ts";
import { BODY, KEYS } from "../support/webhooks_vectors.ts";

const bytes = fc.uint8Array({ maxLength: 1_000 }).map((array) => new Uint8Array(array));
const bodies = fc.oneof(bytes, fc.constant(BODY), fc.json(), fc.string({ unit: "binary" }));

// What a header may hold: Latin-1 without control characters.
const latin1 = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f).map((code) =>
    String.fromCharCode(code)
  ),
});
const headers = fc.oneof(
  fc.constant(undefined),
  latin1,
  latin1.map((text) => PREFIX + text),
  fc.base64String({ maxLength: 400 }).map((text) => PREFIX + text),
  fc.uint8Array({ minLength: 256, maxLength: 256 })
    .map((signature) => PREFIX + btoa(String.fromCharCode(...signature))),
);

test("verifyWebhook() never takes what nobody signed, and throws WebhookError alone", async () => {
  await fc.assert(
    fc.asyncProperty(bodies, headers, async (body, header) => {
      const request = delivery(body, header);
      const error = await verifyWebhook(request, { publicKey: KEYS.rsa2048 }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      assert(error instanceof WebhookError, String(error));
    }),
  );
});

test("readUnverifiedWebhook() gives an event or throws WebhookError alone", async () => {
  const nearly = fc.record({
    id: fc.oneof(fc.string(), fc.jsonValue()),
    type: fc.oneof(fc.string(), fc.jsonValue()),
    time: fc.oneof(fc.date({ noInvalidDate: true }).map((date) => date.toJSON()), fc.string()),
    price: fc.jsonValue(),
    auth_uuid: fc.jsonValue(),
  }, { requiredKeys: [] }).map((value) => JSON.stringify(value));
  await fc.assert(
    fc.asyncProperty(fc.oneof(bodies, nearly), async (body) => {
      try {
        const event = await readUnverifiedWebhook(delivery(body));
        assertEquals(event.verified, false);
        assertEquals([typeof event.id, typeof event.type], ["string", "string"]);
        if (event.time !== undefined) assert(!Number.isNaN(event.time.getTime()));
      } catch (error) {
        assert(error instanceof WebhookError, String(error));
      }
    }),
  );
});

test("readSignature() reads what encoders write, and nothing else", () => {
  fc.assert(
    fc.property(bytes, (value) => {
      const padded = btoa(String.fromCharCode(...value));
      const url = padded.replaceAll("+", "-").replaceAll("/", "_");
      for (const text of [padded, url]) {
        assertEquals(readSignature(PREFIX + text), value);
        assertEquals(readSignature(PREFIX + text.replace(/=+$/, "")), value);
      }
    }),
  );
  const texts = fc.oneof(latin1, fc.base64String(), fc.stringMatching(/^[\w+/-]{0,9}={0,3}$/));
  fc.assert(
    fc.property(texts, (text) => {
      let value: Uint8Array;
      try {
        value = readSignature(PREFIX + text);
      } catch {
        return;
      }
      const padded = btoa(String.fromCharCode(...value));
      const url = padded.replaceAll("+", "-").replaceAll("/", "_");
      assert([padded, url].some((form) => text === form || text === form.replace(/=+$/, "")), text);
    }),
  );
});
