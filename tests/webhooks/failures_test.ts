import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  importPublicKey,
  readUnverifiedWebhook,
  verifyWebhook,
  WebhookError,
  type WebhookErrorCode,
} from "@ding-otp/client/webhooks";
import { test } from "../support/harness.ts";
import { assertRefused, delivery, keyPair, PREFIX, signed } from "../support/webhooks_requests.ts";
import { BODY, KEYS, SIGNATURES, WRONG_KEYS } from "../support/webhooks_vectors.ts";

const MAX_BYTES = 65_536;
const { base64 } = SIGNATURES[0];
const standardOnly = base64.replaceAll("+", "/");
const publicKey = KEYS.rsa2048;

/** A body that never ends, and what became of it. */
function endless(): { body: ReadableStream; pulls: () => number; cancelled: () => boolean } {
  let pulls = 0;
  let cancelled = false;
  const body = new ReadableStream({
    pull(controller) {
      pulls++;
      controller.enqueue(new Uint8Array(16_384));
    },
    cancel() {
      cancelled = true;
    },
  });
  return { body, pulls: () => pulls, cancelled: () => cancelled };
}

function broken(): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(BODY.slice(0, 20)));
    },
    pull(controller) {
      controller.error(new Error("connection reset"));
    },
  });
}

const badHeaders: readonly [what: string, header: string | undefined, code: WebhookErrorCode][] = [
  ["no header", undefined, "missing_signature"],
  ["an empty header", "", "missing_signature"],
  ["no prefix", base64, "unknown_algorithm"],
  ["another prefix", `hmac-sha256=${base64}`, "unknown_algorithm"],
  ["a prefix in capitals", `RSASSA-PSS-SHA256=${base64}`, "unknown_algorithm"],
  ["a prefix that goes on", `rsassa-pss-sha256-v2=${base64}`, "unknown_algorithm"],
  ["something before the prefix", `v1,${PREFIX}${base64}`, "unknown_algorithm"],
  ["characters that are not base64", `${PREFIX}%%%%`, "malformed_signature"],
  ["characters beyond ASCII", `${PREFIX}\u00e9\u00e9\u00e9\u00e9`, "malformed_signature"],
  [
    "white space inside",
    `${PREFIX}${base64.slice(0, 8)} ${base64.slice(8)}`,
    "malformed_signature",
  ],
  ["both alphabets", `${PREFIX}-${standardOnly.slice(1)}`, "malformed_signature"],
  ["half of the padding", `${PREFIX}${base64.slice(0, -1)}`, "malformed_signature"],
  ["too much padding", `${PREFIX}${base64}=`, "malformed_signature"],
  ["stray bits at the end", `${PREFIX}AB==`, "malformed_signature"],
  ["a digit too many", `${PREFIX}AAAAA`, "malformed_signature"],
  ["two headers", `${PREFIX}${base64}, ${PREFIX}${base64}`, "malformed_signature"],
  ["no signature after the prefix", PREFIX, "invalid_signature"],
  ["a signature too short", `${PREFIX}AAAA`, "invalid_signature"],
  ["a signature too long", PREFIX + SIGNATURES[2].base64, "invalid_signature"],
];

for (const [what, header, code] of badHeaders) {
  test(`verifyWebhook() refuses ${what}`, async () => {
    await assertRefused(verifyWebhook(delivery(BODY, header), { publicKey }), code);
  });
}

const badBodies: readonly [what: string, body: () => BodyInit | null, code: WebhookErrorCode][] = [
  ["no body", () => null, "invalid_signature"],
  ["an empty body", () => "", "invalid_signature"],
  ["a body with a line break more", () => `${BODY}\n`, "invalid_signature"],
  ["a body cut short", () => BODY.slice(0, -1), "invalid_signature"],
  ["a body of the greatest length", () => " ".repeat(MAX_BYTES), "invalid_signature"],
  ["a body one byte longer", () => " ".repeat(MAX_BYTES + 1), "body_too_large"],
  ["a body that never ends", () => endless().body, "body_too_large"],
  ["a body that breaks off", broken, "unreadable_body"],
];

for (const [what, body, code] of badBodies) {
  test(`verifyWebhook() refuses ${what}`, async () => {
    const request = delivery(body(), PREFIX + base64);
    await assertRefused(verifyWebhook(request, { publicKey }), code);
  });
}

const badContents: readonly [what: string, content: string | Uint8Array<ArrayBuffer>][] = [
  ["nothing", ""],
  ["HTML", "<html>"],
  ["JSON cut short", '{"id":"evt_1","type":"verify.attempt"'],
  ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
];

const badEvents: readonly unknown[] = [
  null,
  5,
  "evt_1",
  [],
  [{ id: "evt_1", type: "verify.attempt" }],
  {},
  { type: "verify.attempt" },
  { id: "evt_1" },
  { id: "", type: "verify.attempt" },
  { id: "evt_1", type: "" },
  { id: 1, type: "verify.attempt" },
  { id: "evt_1", type: ["verify.attempt"] },
  { id: "x".repeat(257), type: "verify.attempt" },
];

const contents: readonly [string, string | Uint8Array<ArrayBuffer>, WebhookErrorCode][] = [
  ...badContents.map(([what, content]) => [what, content, "not_json"] as const),
  ...badEvents.map((value) => {
    const json = JSON.stringify(value);
    return [`the JSON ${json.slice(0, 40)}`, json, "not_an_event"] as const;
  }),
].map((row) => [...row]);

for (const [what, content, code] of contents) {
  test(`verifyWebhook() refuses ${what}, however well signed`, async () => {
    const own = (await keyPair()).publicKey;
    await assertRefused(verifyWebhook(await signed(content), { publicKey: own }), code);
  });

  test(`readUnverifiedWebhook() refuses ${what}`, async () => {
    await assertRefused(readUnverifiedWebhook(delivery(content)), code);
  });
}

test("readUnverifiedWebhook() refuses what is too long or breaks off", async () => {
  await assertRefused(readUnverifiedWebhook(delivery(endless().body)), "body_too_large");
  await assertRefused(readUnverifiedWebhook(delivery(broken())), "unreadable_body");
  await assertRefused(readUnverifiedWebhook(delivery(null)), "not_json");
});

test("verifyWebhook() leaves the body alone without a signature to check", async () => {
  for (const header of [undefined, "hmac-sha256=AAAA", `${PREFIX}%`]) {
    const request = delivery(BODY, header);
    await assertRejects(() => verifyWebhook(request, { publicKey }), WebhookError);
    assertEquals(request.bodyUsed, false);
  }
});

test("verifyWebhook() stops reading a body that is too long, and cancels it", async () => {
  const { body, pulls, cancelled } = endless();
  const request = delivery(body, PREFIX + base64);
  await assertRefused(verifyWebhook(request, { publicKey }), "body_too_large");
  assert(cancelled());
  assert(pulls() < 10, `${pulls()} pieces of a quarter of the limit`);
});

test("verifyWebhook() does not go on reading a stream of text", async () => {
  let pulls = 0;
  const text = new ReadableStream({
    pull(controller) {
      if (++pulls < 10) controller.enqueue("text");
      else controller.error(new Error("Cannot stop reading"));
    },
  });
  const request = delivery(text, PREFIX + base64);
  await assertRejects(() => verifyWebhook(request, { publicKey }), WebhookError);
  assert(pulls < 10, `${pulls} pieces`);
});

test("verifyWebhook() keeps the cause of a body that broke off", async () => {
  const request = delivery(broken(), PREFIX + base64);
  const { cause } = await assertRefused(verifyWebhook(request, { publicKey }), "unreadable_body");
  assert(cause instanceof Error);
});

/** An event as long as bodies may be, and so many bytes more. */
function longEvent(more: number): string {
  const json = '{"id":"evt_1","type":"verify.attempt"}';
  return json + " ".repeat(MAX_BYTES + more - json.length);
}

test("a body of 65,536 bytes is accepted, and one of 65,537 is not", async () => {
  const own = (await keyPair()).publicKey;
  assertEquals((await verifyWebhook(await signed(longEvent(0)), { publicKey: own })).id, "evt_1");
  assertEquals((await readUnverifiedWebhook(delivery(longEvent(0)))).id, "evt_1");
  const tooLong = await signed(longEvent(1));
  await assertRefused(verifyWebhook(tooLong, { publicKey: own }), "body_too_large");
  await assertRefused(readUnverifiedWebhook(delivery(longEvent(1))), "body_too_large");
});

test("an id of 256 characters is accepted, and one of 257 is not", async () => {
  const own = (await keyPair()).publicKey;
  const longest = { id: "x".repeat(256), type: "verify.attempt" };
  assertEquals((await verifyWebhook(await signed(longest), { publicKey: own })).id, longest.id);
  assertEquals((await readUnverifiedWebhook(delivery(JSON.stringify(longest)))).id, longest.id);
  const tooLong = { ...longest, id: `${longest.id}x` };
  await assertRefused(verifyWebhook(await signed(tooLong), { publicKey: own }), "not_an_event");
  await assertRefused(readUnverifiedWebhook(delivery(JSON.stringify(tooLong))), "not_an_event");
});

const notKeys: readonly [what: string, publicKey: unknown][] = [
  ["nothing", undefined],
  ["null", null],
  ["a number", 2048],
  ["an object", {}],
  ["an empty string", ""],
  ["no PEM", "-----BEGIN PUBLIC KEY-----"],
  ["an empty PEM", "-----BEGIN PUBLIC KEY----- -----END PUBLIC KEY-----"],
  ["a PEM cut short", publicKey.replace(/\n.*\n-----END/, "\n-----END")],
  ["two PEMs in one string", publicKey + publicKey],
  ["a PEM with only one quote", `"${publicKey}`],
  ["a PEM in different quotes", `"${publicKey}'`],
  ["a PEM after other text", `key: ${publicKey}`],
  ["a PEM with another escape than of a line break", publicKey.replaceAll("\n", "\\t")],
  ["no keys", []],
  ["one wrong key among right ones", [publicKey, "PEM"]],
  ...Object.entries(WRONG_KEYS),
];

test("importPublicKey() says whether the key is missing, and which forms are accepted", async () => {
  const accepted = "; pass a PEM (-----BEGIN PUBLIC KEY-----, with line breaks or \\n, " +
    "in quotes or not) or CryptoKey (RSA-PSS, SHA-256, verify) of 2048 bits or more";
  for (const [pem, problem] of [["", "missing"], [undefined, "missing"], ["PEM", "not usable"]]) {
    const error = await assertRejects(() => importPublicKey(pem), TypeError);
    assertEquals(error.message, `Cannot accept webhook: "publicKey" is ${problem}${accepted}`);
  }
});

for (const [what, value] of notKeys) {
  test(`importPublicKey() rejects: ${what}`, async () => {
    await assertRejects(() => importPublicKey(value as string), TypeError, '"publicKey"');
  });

  test(`verifyWebhook() takes for a programming error: ${what} as publicKey`, async () => {
    const request = delivery(BODY, PREFIX + base64);
    const error = await assertRejects(
      () => verifyWebhook(request, { publicKey: value as string }),
      TypeError,
      'Cannot accept webhook: "publicKey"',
    );
    assertEquals(request.bodyUsed, false);
    assertEquals(error.cause, undefined);
    assert(!error.message.includes("MI"));
  });
}

test("verifyWebhook() takes for a programming error: a CryptoKey for something else", async () => {
  const { privateKey } = await keyPair();
  const parameters = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const generated = await Promise.all([
    { ...parameters, name: "RSA-PSS", hash: "SHA-512" },
    { ...parameters, name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    { name: "ECDSA", namedCurve: "P-256" },
  ].map((algorithm) => crypto.subtle.generateKey(algorithm, false, ["sign", "verify"])));
  const hmac = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
  for (const key of [privateKey, hmac, ...generated.map((pair) => pair.publicKey)]) {
    await assertRejects(
      () => verifyWebhook(delivery(BODY, PREFIX + base64), { publicKey: key }),
      TypeError,
      '"publicKey"',
    );
  }
});

test("verifyWebhook() takes for a programming error: the private key as PEM", async () => {
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", (await keyPair()).privateKey);
  const text = btoa(String.fromCharCode(...new Uint8Array(pkcs8)));
  for (const label of ["PRIVATE", "PUBLIC"]) {
    const pem = `-----BEGIN ${label} KEY-----\n${text}\n-----END ${label} KEY-----\n`;
    const request = delivery(BODY, PREFIX + base64);
    await assertRejects(() => verifyWebhook(request, { publicKey: pem }), TypeError, "publicKey");
  }
});

const codes: Record<WebhookErrorCode, [status: number, message: string]> = {
  missing_signature: [400, "Cannot accept webhook: missing signature"],
  unknown_algorithm: [400, "Cannot accept webhook: unknown algorithm"],
  malformed_signature: [400, "Cannot accept webhook: malformed signature"],
  invalid_signature: [
    400,
    "Cannot accept webhook: invalid signature (wrong key, or was the body parsed before?)",
  ],
  body_too_large: [400, "Cannot accept webhook: body too large"],
  unreadable_body: [400, "Cannot accept webhook: unreadable body"],
  not_json: [400, "Cannot accept webhook: not json"],
  not_an_event: [400, "Cannot accept webhook: not an event"],
  duplicate: [200, "Cannot accept webhook: duplicate"],
  in_progress: [503, "Cannot accept webhook: in progress"],
};

test("WebhookError says by its code what to answer, and nothing of what came", () => {
  for (const [code, [status, message]] of Object.entries(codes)) {
    const error = new WebhookError(code as WebhookErrorCode);
    assertEquals(error.status, status);
    assertEquals(error.message, message);
    assertEquals(error.name, "WebhookError");
    assertEquals({ ...error }, { code: code as WebhookErrorCode, status });
  }
});

test("a request that is none, such as Express's, is a TypeError that says so", async () => {
  const expressLike = { headers: { "x-webhook-signature": "x" }, body: {} };
  for (const wrong of [expressLike, {}, undefined, null, "body"] as never[]) {
    for (
      const call of [() => verifyWebhook(wrong, { publicKey }), () => readUnverifiedWebhook(wrong)]
    ) {
      const error = await assertRejects(call, TypeError);
      const message = 'Cannot accept webhook: "request" must be a Request, with the raw body';
      assertEquals((error as Error).message, message);
    }
  }
});

test("verifyWebhook without options is a TypeError that names the key", async () => {
  const request = delivery(BODY, `${PREFIX}${base64}`);
  const call = () => (verifyWebhook as (request: Request) => Promise<unknown>)(request);
  await assertRejects(call, TypeError, '"publicKey" is missing');
  assertEquals(request.bodyUsed, false);
});
