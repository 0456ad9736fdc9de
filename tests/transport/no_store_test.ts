import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { Ding, type Fetch, Prelude } from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";
import { CASES, NUMBER } from "../support/clients.ts";
import { ManualClock } from "../support/clock.ts";
import { fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

const isWorker = globalThis.navigator?.userAgent === "Cloudflare-Workers";

/** How each request is to be cached, over two attempts where that is possible. */
async function caching(): Promise<unknown[]> {
  const told = [];
  for (const { make, call, answer } of CASES) {
    const fetch = fakeFetch(json({}, 503, { "retry-after": "0" }), json(answer));
    const clock = new ManualClock();
    await clock.through(call(make({ fetch, clock, maxAttempts: 2 })));
    assertStrictEquals(fetch.sent.length, 2);
    for (const { init } of fetch.sent) told.push("cache" in init ? init.cache : "absent");
  }
  return told;
}

/** Runs something where `navigator` is another. */
async function withNavigator(value: unknown, run: () => Promise<void>): Promise<void> {
  const own = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  if (own?.configurable === false) return;
  Object.defineProperty(globalThis, "navigator", { value, configurable: true });
  try {
    await run();
  } finally {
    if (own) Object.defineProperty(globalThis, "navigator", own);
    else Reflect.deleteProperty(globalThis, "navigator");
  }
}

test("no request is answered from a cache, on any runtime that has a say in it", async () => {
  for (const cache of await caching()) assertEquals(cache, isWorker ? "absent" : "no-store");
});

test("on Workers nothing is said of a cache: older compatibility dates throw on it", async () => {
  const rows: [navigator: unknown, cache: string][] = [
    [undefined, "no-store"],
    [{}, "no-store"],
    [{ userAgent: "" }, "no-store"],
    [{ userAgent: "Deno/2.9.6" }, "no-store"],
    [{ userAgent: "cloudflare-workers" }, "no-store"],
    [{ userAgent: "Cloudflare-Workers/2" }, "no-store"],
    [{ userAgent: "Cloudflare-Workers" }, "absent"],
  ];
  for (const [navigator, cache] of rows) {
    await withNavigator(navigator, async () => {
      for (const told of await caching()) assertEquals(told, cache, JSON.stringify(navigator));
    });
  }
});

/** A global `fetch` as a framework patches it: every response is kept, even one to a POST. */
function patched(fetch: Fetch): { fetch: Fetch; kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    fetch: async (url, init) => {
      const { method, headers, body, cache } = init;
      const text = await new Response(body).text();
      const key = [url, method, JSON.stringify(headers), text].join("\n");
      const hit = cache === "no-store" ? undefined : kept.get(key);
      if (hit !== undefined) return new Response(hit);
      const response = await fetch(url, init);
      const answer = await response.text();
      if (cache !== "no-store") kept.set(key, answer);
      return new Response(answer, response);
    },
  };
}

const CLIENTS = {
  Ding: ({ credentials }: Sandbox) => new Ding({ ...credentials, allowBrowser: true }),
  Prelude: ({ credentials }: Sandbox) => new Prelude({ ...credentials, allowBrowser: true }),
};

for (const [name, make] of Object.entries(CLIENTS)) {
  test(`${name}: a used code signs nobody in, though the framework's fetch keeps responses`, async () => {
    if (isWorker) return; // No framework keeps responses there.
    const sandbox = new Sandbox();
    const { fetch, kept } = patched(sandbox.fetch);
    const original = globalThis.fetch;
    globalThis.fetch = fetch as unknown as typeof globalThis.fetch;
    try {
      const client = make(sandbox);
      const sent = await client.send({ phoneNumber: NUMBER });
      assert(sent.ok);
      const input = { ...sent, checkCode: sandbox.messages.at(-1)!.code };
      const checks = [await client.check(input), await client.check(input)];
      assertEquals(checks.map(({ ok }) => ok), [true, false]);
      assertEquals([sandbox.requests.length, kept.size], [3, 0]);
    } finally {
      globalThis.fetch = original;
    }
  });
}
