import fc from "fast-check";
import { makeDing } from "../support/clients.ts";
import { test } from "../support/harness.ts";
import { assertSilent, secrets, type Show, thrown } from "../support/secrets.ts";

const show: Show = (value) =>
  Deno.inspect(value, {
    depth: Infinity,
    showHidden: true,
    getters: false,
    strAbbreviateSize: 1e9,
  });

test("Deno.inspect shows no key, phone number or code of anything thrown", async () => {
  await fc.assert(
    fc.asyncProperty(secrets, async (some) => {
      for await (const error of thrown(some)) {
        assertSilent(error, some, (value) => Deno.inspect(value, { depth: Infinity }));
      }
    }),
    { numRuns: 5 },
  );
});

test("Deno.inspect shows no key of a client, not even hidden", () => {
  fc.assert(fc.property(secrets, (some) => {
    assertSilent(makeDing({ apiKey: some.key }), some, show);
  }));
});
