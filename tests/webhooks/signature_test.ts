import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { importPublicKey, verifyWebhook, WebhookError } from "@ding-otp/client/webhooks";
import { importKeys } from "../../src/webhooks/keys.ts";
import { test } from "../support/harness.ts";
import { assertRefused, delivery, keyPair, PREFIX, signed } from "../support/webhooks_requests.ts";
import { BODY, KEYS, SIGNATURES, WRONG_SIGNATURES } from "../support/webhooks_vectors.ts";

const ID = "evt_01jnh50110f1gt7n74yb6kcrzb";
const [first] = SIGNATURES;
const header = PREFIX + first.base64;

function toUrl(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}

function bare(base64: string): string {
  return base64.replace(/=+$/, "");
}

for (const { key, saltLength, base64 } of SIGNATURES) {
  test(`verifyWebhook() takes openssl's signature by ${key} with a salt of ${saltLength}`, async () => {
    const publicKey = KEYS[key];
    for (const form of [base64, bare(base64), toUrl(base64), bare(toUrl(base64))]) {
      const event = await verifyWebhook(delivery(BODY, PREFIX + form), { publicKey });
      assertEquals(event.id, ID);
    }
  });
}

for (const { key, saltLength, base64 } of [SIGNATURES[0], SIGNATURES[3]]) {
  test(`verifyWebhook() refuses each changed byte under ${key} with a salt of ${saltLength}`, async () => {
    const publicKey = KEYS[key];
    const right = PREFIX + base64;
    for (let at = 0; at < right.length; at++) {
      const changed = String.fromCharCode(right.charCodeAt(at) ^ 1);
      const wrong = right.slice(0, at) + changed + right.slice(at + 1);
      await assertRejects(() => verifyWebhook(delivery(BODY, wrong), { publicKey }), WebhookError);
    }
    const body = new TextEncoder().encode(BODY);
    for (let at = 0; at < body.length; at++) {
      const wrong = body.slice();
      wrong[at]! ^= 1;
      await assertRefused(
        verifyWebhook(delivery(wrong, right), { publicKey }),
        "invalid_signature",
        `byte ${at}`,
      );
    }
  });
}

for (const [kind, base64] of Object.entries(WRONG_SIGNATURES)) {
  test(`verifyWebhook() refuses a signature of another kind: ${kind}`, async () => {
    const request = delivery(BODY, PREFIX + base64);
    await assertRefused(verifyWebhook(request, { publicKey: KEYS.rsa2048 }), "invalid_signature");
  });
}

test("verifyWebhook() takes any one of several keys", async () => {
  const own = (await keyPair()).publicKey;
  for (const publicKey of [[KEYS.rsa2048, KEYS.rsa4096, own], [own, KEYS.rsa4096, KEYS.rsa2048]]) {
    assertEquals((await verifyWebhook(delivery(BODY, header), { publicKey })).id, ID);
    const request = await signed({ id: "evt_1", type: "verify.attempt" });
    assertEquals((await verifyWebhook(request, { publicKey })).id, "evt_1");
  }
  const others = verifyWebhook(delivery(BODY, header), { publicKey: [KEYS.rsa4096, own] });
  await assertRefused(others, "invalid_signature");
});

test("verifyWebhook() takes a PEM however its lines end", async () => {
  const pem = KEYS.rsa2048;
  const oneLine = pem.replace(/-----\n/, "-----").replace(/\n(?!-----)/g, "");
  for (const publicKey of [pem.trim(), pem.replaceAll("\n", "\r\n"), `\n ${pem}\n\n`, oneLine]) {
    assertEquals((await verifyWebhook(delivery(BODY, header), { publicKey })).id, ID);
  }
});

const lines = KEYS.rsa2048.trim();
const pemForms: readonly [how: string, pem: string][] = [
  ["with \\n for line breaks", lines.replaceAll("\n", "\\n")],
  ["with \\n for line breaks, also the last", KEYS.rsa2048.replaceAll("\n", "\\n")],
  ["with \\r\\n for line breaks", lines.replaceAll("\n", "\\r\\n")],
  ["in double quotes", `"${lines}"`],
  ["in single quotes", `'${lines}'`],
  ["in quotes, with line breaks inside and outside", `\n"\n${lines}\n"\n`],
  ["in quotes, with \\n for line breaks", JSON.stringify(KEYS.rsa2048)],
];

for (const [how, publicKey] of pemForms) {
  test(`verifyWebhook() and importPublicKey() accept a PEM ${how}`, async () => {
    for (const key of [publicKey, await importPublicKey(publicKey)]) {
      const event = await verifyWebhook(delivery(BODY, header), { publicKey: key });
      assertEquals(event.id, ID);
    }
  });
}

/** Imports new PEMs until one of them has pushed the first out of the cache, and counts them. */
async function importsUntilForgotten(): Promise<number> {
  const key = await importPublicKey(KEYS.rsa2048);
  for (let imports = 1; imports < 100; imports++) {
    // Always another text of the same key.
    await importPublicKey(KEYS.rsa4096 + " ".repeat(++texts));
    if (await importPublicKey(KEYS.rsa2048) !== key) return imports;
  }
  throw new Error("Cannot fill the cache");
}
let texts = 100;

test("importPublicKey() caches 32 keys, not more and not fewer", async () => {
  // The first time, the cache holds what other tests imported. Then, it holds the last two keys.
  await importsUntilForgotten();
  assertEquals(await importsUntilForgotten(), 31);
});

test("verifyWebhook() checks the bytes, in whatever pieces they come", async () => {
  const bytes = new TextEncoder().encode(BODY);
  for (const size of [1, 7, 256]) {
    let at = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.slice(at, at += size));
      },
    });
    const event = await verifyWebhook(delivery(body, header), { publicKey: KEYS.rsa2048 });
    assertEquals(event.id, ID, `pieces of ${size}`);
  }
});

test("verifyWebhook() does not take the same request twice", async () => {
  const request = delivery(BODY, header);
  await verifyWebhook(request, { publicKey: KEYS.rsa2048 });
  await assertRejects(() => verifyWebhook(request, { publicKey: KEYS.rsa2048 }), TypeError);
});

test("importKeys() imports a PEM once, and does not remember without bound", async () => {
  const [key] = await importKeys(KEYS.rsa2048);
  assertStrictEquals((await importKeys([KEYS.rsa4096, KEYS.rsa2048]))[1], key);
  for (let spaces = 1; spaces <= 32; spaces++) await importKeys(KEYS.rsa2048 + " ".repeat(spaces));
  assertEquals((await importKeys(KEYS.rsa2048))[0] === key, false);
});
