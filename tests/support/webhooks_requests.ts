/** Deliveries, as the vendor makes them, for the tests of webhooks. */
import { assertInstanceOf, assertStrictEquals } from "@std/assert";
import { WebhookError, type WebhookErrorCode } from "@ding-otp/client/webhooks";

export const PREFIX = "rsassa-pss-sha256=";

/** A delivery with a header, or without. */
export function delivery(body: BodyInit | null, header?: string): Request {
  return new Request("https://app.test/hooks", {
    method: "POST",
    headers: header === undefined ? {} : { "x-webhook-signature": header },
    body,
    // Asked for by Node when the body is a stream, and unknown to the types.
    ...{ duplex: "half" },
  });
}

let pair: Promise<CryptoKeyPair> | undefined;

/** A key pair of the test's own; the same at each call. */
export function keyPair(): Promise<CryptoKeyPair> {
  pair ??= crypto.subtle.generateKey(
    {
      name: "RSA-PSS",
      hash: "SHA-256",
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    true,
    ["sign", "verify"],
  );
  return pair;
}

/** A delivery with a right signature by {@linkcode keyPair}. Objects go as JSON. */
export async function signed(content: object | string | Uint8Array<ArrayBuffer>): Promise<Request> {
  const body = content instanceof Uint8Array
    ? content
    : new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));
  const { privateKey } = await keyPair();
  const algorithm = { name: "RSA-PSS", saltLength: 32 };
  const signature = await crypto.subtle.sign(algorithm, privateKey, body);
  const binary = String.fromCharCode(...new Uint8Array(signature));
  return delivery(body, PREFIX + btoa(binary));
}

/** The error that a call fails with, which has to be a {@linkcode WebhookError} of this code. */
export async function assertRefused(
  call: PromiseLike<unknown>,
  code: WebhookErrorCode,
  message?: string,
): Promise<WebhookError> {
  const thrown = await call.then(() => undefined, (error: unknown) => error);
  assertInstanceOf(thrown, WebhookError, message);
  assertStrictEquals(thrown.code, code, message);
  return thrown;
}
