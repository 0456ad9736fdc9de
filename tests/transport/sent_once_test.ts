import { assertEquals, assertInstanceOf } from "@std/assert";
import { CASES } from "../support/clients.ts";
import { test } from "../support/harness.ts";

/** What each operation hands to `fetch`, beside the URL. */
async function handedOver(): Promise<RequestInit[]> {
  const inits: RequestInit[] = [];
  for (const { make, call, answer } of CASES) {
    const fetch = (_url: string, init: RequestInit) => {
      inits.push(init);
      return Promise.resolve(Response.json(answer));
    };
    await call(make({ fetch }));
  }
  return inits;
}

const KEEPALIVE: [version: string, keepalive: boolean | undefined][] = [
  ["0.8.1", false],
  ["1.0.0", false],
  ["1.1.45", false],
  ["1.2.23", false],
  ["1.3.9", false],
  ["1.3.13", false],
  ["1.3.14", false], // The first that would not need it.
  ["1.4.0-canary.20260826.1", undefined],
  ["1.4.0", undefined],
  ["1.4.5", undefined],
  ["2.0.0", undefined],
];

if (!("Bun" in globalThis)) {
  test("a Bun that repeats a POST on a kept connection keeps none", async () => {
    for (const [version, keepalive] of KEEPALIVE) {
      Object.defineProperty(globalThis, "Bun", { value: { version }, configurable: true });
      try {
        for (const init of await handedOver()) assertEquals(init.keepalive, keepalive, version);
      } finally {
        Reflect.deleteProperty(globalThis, "Bun");
      }
    }
  });
}

test("connections are kept where nothing is repeated on them", async () => {
  for (const init of await handedOver()) assertEquals("keepalive" in init, false);
});

if ("Deno" in globalThis) {
  test("a POST is a Blob in Deno, which repeats text and bytes", async () => {
    for (const { method, body } of await handedOver()) {
      if (method === "POST") assertInstanceOf(body, Blob);
    }
  });
}
