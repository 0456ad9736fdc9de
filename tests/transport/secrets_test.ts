import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { inspect } from "node:util";
import { CASES, makeDing, makePrelude, UUID } from "../support/clients.ts";
import { fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";
import { assertSilent, secrets, type Show, thrown } from "../support/secrets.ts";

type Inspect = (value: unknown, options: { depth: number }) => string;

// Bun's console has a way of its own.
const { Bun } = globalThis as { readonly Bun?: { readonly inspect: Inspect } };

/** As a log shows it, where the runtime has a way; a browser has none that a script can read. */
const show: Show = typeof inspect === "function"
  ? (value) =>
    inspect(value, { depth: Infinity }) + inspect(value, { compact: true }) +
    (Bun?.inspect(value, { depth: 100 }) ?? "")
  : String;

test("no key, phone number or code is in anything that is thrown", async () => {
  await fc.assert(
    fc.asyncProperty(secrets, async (some) => {
      for await (const error of thrown(some)) assertSilent(error, some, show);
    }),
    { numRuns: 5 },
  );
});

test("no key, phone number or code is in the client", async () => {
  await fc.assert(fc.asyncProperty(secrets, async (some) => {
    const { key, number, code } = some;
    for (const apiKey of [key, () => key]) {
      const options = { apiKey, fetch: fakeFetch(json({ status: "valid" })) };
      for (const client of [makeDing(options), makePrelude(options)]) {
        const sent = { authenticationUuid: UUID, phoneNumber: number };
        await client.check({ ...sent, checkCode: code });
        await client.send(sent).catch(() => {});
        assertSilent(client, some, show);
        assertEquals([JSON.stringify(client), Object.keys(client)], ["{}", []]);
        assertEquals(Reflect.ownKeys(client), []);
      }
    }
  }));
});

test("no key and no code is in anything that is returned", async () => {
  await fc.assert(fc.asyncProperty(secrets, async (some) => {
    const silent = { ...some, number: "+a phone number is the result's own" };
    for (const { make, call, answer } of CASES) {
      const repeating = { ...answer, echo: [some.key, some.code] };
      const client = make({ apiKey: some.key, fetch: fakeFetch(json(repeating)) });
      assertSilent(await call(client), silent, show);
    }
  }));
});
