import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Listening, startCommand } from "../support/sandbox_command.ts";
import { test } from "../support/harness.ts";

/** What is not a fault of the server's: nothing that is sent may lead to any other status. */
const STATUSES = new Set([100, 200, 400, 401, 403, 404, 405, 413, 415, 417, 431, 501, 505]);

/** Bytes with an end that no parser waits beyond. */
const bytes = fc.uint8Array({ maxLength: 512 }).map((random) => {
  return new Uint8Array([...random, ...new TextEncoder().encode("\r\n\r\n\0\r\n\r\n")]);
});
const text = fc.string({ unit: "binary-ascii", maxLength: 40 });
const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}$/);

const path = fc.oneof(
  fc.constantFrom(
    ...["/v1/authentication", "/v1/check", "/v1/retry", "/v1/authentication/feedback", "/v1/"],
    ...["/v1/lookup/%2B15555550100", "/v1/lookup/%", "/v1/authentication/..%2f", "*", "//", "/"],
    ...["/sandbox/clock", "/sandbox/faults", "/sandbox/faults/1", "/sandbox/reset", "/sandbox/"],
    ...["/sandbox/page/%00", "/sandbox/messages?to=%", "http://elsewhere.invalid/", "http://["],
  ),
  fc.webPath(),
  text,
);

const method = fc.oneof(
  fc.constantFrom("GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "TRACK", "PATCH"),
  token,
);

const header = fc.oneof(
  fc.constantFrom(
    ...["content-type: application/json", "transfer-encoding: chunked", "content-length: -1"],
    ...["x-api-key: sandbox-key-good-for-nothing-elsewhere", "origin: http://elsewhere.invalid"],
    ...["expect: 100-continue", "upgrade: websocket", "host: elsewhere.invalid", "host:", ":"],
  ),
  fc.tuple(token, text).map(([name, value]) => `${name}: ${value}`),
);

const body = fc.oneof(fc.json(), text, fc.constant("x".repeat(70_000)));

const request = fc.record({ method, path, headers: fc.array(header, { maxLength: 5 }), body })
  .map(({ method, path, headers, body }) => {
    const length = `content-length: ${new TextEncoder().encode(body).length}`;
    const own = ["host: 127.0.0.1", length, "connection: close"];
    const head = [`${method} ${path} HTTP/1.1`, ...own, ...headers];
    return new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n${body}`);
  });

/** Sends bytes, and reads what comes until the server hangs up. */
async function exchange(port: number, sent: Uint8Array): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  let answered = "";
  try {
    for (let at = 0; at < sent.length;) at += await connection.write(sent.subarray(at));
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(65_536);
    for (let read = await connection.read(buffer); read !== null;) {
      answered += decoder.decode(buffer.subarray(0, read));
      read = await connection.read(buffer);
    }
  } catch (error) {
    // The server may hang up on what it does not understand before it has read all of it.
    if (
      !(error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe)
    ) {
      throw error;
    }
  }
  return answered;
}

async function assertServes({ origin }: Listening): Promise<void> {
  const response = await fetch(`${origin}/v1/none`);
  assertEquals([response.status, (await response.json()).code], [404, "not_found"]);
}

for (const [name, arbitrary] of [["random bytes", bytes], ["odd requests", request]] as const) {
  test(`the server outlives ${name}, and serves the next good request`, async () => {
    await using sandbox = await startCommand();
    await fc.assert(
      fc.asyncProperty(arbitrary, async (sent) => {
        const answered = await exchange(sandbox.port, sent);
        for (const [, status] of answered.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)) {
          assert(STATUSES.has(Number(status)), `answered ${status}`);
        }
        await assertServes(sandbox);
      }),
      { numRuns: 300 },
    );
  });
}

for (
  const [name, sent, status] of [
    ["no HTTP", "\x00\x01\r\n\r\n", 400],
    [
      "a header without a colon",
      "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nnone\r\n\r\n",
      400,
    ],
    [
      "an address of all",
      "OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
      400,
    ],
    ["TRACE", "TRACE / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 400],
    [
      "70,000 bytes",
      `POST /v1/check HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n` +
      "x-api-key: sandbox-key-good-for-nothing-elsewhere\r\n" +
      `content-length: 70000\r\n\r\n${"x".repeat(70_000)}`,
      413,
    ],
  ] as const
) {
  test(`${name} is ${status} with JSON`, async () => {
    await using sandbox = await startCommand();
    const answered = await exchange(sandbox.port, new TextEncoder().encode(sent));
    assert(answered.startsWith(`HTTP/1.1 ${status} `), answered);
    assert(answered.includes('"code":"'), answered);
    await assertServes(sandbox);
  });
}
