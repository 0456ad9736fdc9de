/**
 * The Express server of docs/webhooks.md, as it stands there. Under Deno alone, since the built package
 * has no dependencies to test with.
 */
import { assert, assertEquals } from "@std/assert";
import process from "node:process";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "../support/harness.ts";
import { keyPair, signed } from "../support/webhooks_requests.ts";

const guide = await Deno.readTextFile(new URL("../../docs/webhooks.md", import.meta.url));

/** Replaces a text that must be there once. */
function replaceOnce(text: string, found: string, by: string): string {
  assertEquals(text.split(found).length, 2, found);
  return text.replace(found, by);
}

/** Starts the server of the guide, with only its imports and its port changed. */
async function start(): Promise<Server> {
  const blocks = [...guide.matchAll(/^```ts.*\n([^]*?)^```$/gm)].map(([, code]) => code!);
  const [snippet] = blocks.filter((code) => code.includes('from "express"'));
  const client = import.meta.resolve("@ding-otp/client/webhooks");
  let code = replaceOnce(snippet!, '"express"', '"npm:express@5.1.0"');
  code = replaceOnce(code, '"@ding-otp/client/webhooks"', JSON.stringify(client));
  code = replaceOnce(code, "app.listen(3000)", 'export const server = app.listen(0, "127.0.0.1")');
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, code);
    const { server } = await import(`file://${file}`) as { server: Server };
    if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
    return server;
  } finally {
    await Deno.remove(file);
  }
}

/** The public key as an environment variable often has it. */
async function quotedKey(): Promise<string> {
  const spki = await crypto.subtle.exportKey("spki", (await keyPair()).publicKey);
  const base64 = btoa(String.fromCharCode(...new Uint8Array(spki)));
  return `"-----BEGIN PUBLIC KEY-----\\n${base64}\\n-----END PUBLIC KEY-----\\n"`;
}

test("the Express server of docs/webhooks.md accepts signed events, each once", async () => {
  process.env.PRELUDE_WEBHOOK_KEY = await quotedKey();
  const server = await start();
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
    const post = async (request: Request, changed?: string) => {
      const signature = request.headers.get("x-webhook-signature");
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...signature !== null && { "x-webhook-signature": signature },
        },
        body: changed ?? await request.text(),
      });
      return [response.status, await response.text()];
    };
    // Spaces that JSON.stringify() would not write again: only the raw bytes match.
    const wire = `{ "id": "${crypto.randomUUID()}", "type": "verify.attempt" }`;
    assertEquals(await post(await signed(wire)), [200, "OK"]);
    assertEquals(await post(await signed(wire)), [200, "duplicate"]);
    const compact = JSON.stringify(JSON.parse(wire));
    assertEquals(await post(await signed(wire), compact), [400, "invalid_signature"]);
    assertEquals(await post(new Request(url, { method: "POST", body: wire })), [
      400,
      "missing_signature",
    ]);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    delete process.env.PRELUDE_WEBHOOK_KEY;
  }
  assert(!server.listening);
});
