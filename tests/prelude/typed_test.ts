import { assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { CODE, ID, makePrelude } from "../support/clients.ts";
import { fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

/** The address that is sent for what a person typed, `undefined` if none is. */
async function sentAddress(emailAddress: string): Promise<string | undefined> {
  const fetch = fakeFetch(json({ id: ID, status: "success" }));
  const prelude = makePrelude({ fetch });
  const result = await prelude.send({ emailAddress });
  const [sent] = fetch.sent;
  if (sent) {
    const { target } = JSON.parse(sent.init.body!);
    assertEquals([target.type, result.emailAddress], ["email_address", target.value]);
    return target.value;
  }
  const refused = { ok: false, reason: "invalid_email_address" };
  assertEquals<object>(result, refused);
  assertStrictEquals(result.http, undefined);
  assertEquals<object>(await prelude.feedback({ emailAddress, status: "onboarded" }), refused);
  assertEquals<object>(await prelude.retry({ emailAddress }), { ok: false, reason: "denied" });
  assertEquals<object>(await prelude.check({ emailAddress, checkCode: CODE }), {
    ok: false,
    reason: "invalid",
  });
  assertEquals(fetch.sent, []);
  return undefined;
}

const ADDRESSES: [typed: string, address: string][] = [
  ["user@example.com", "user@example.com"],
  [" user@example.com\r\n", "user@example.com"],
  ["\u00a0\ufeffUser+Tag@Example.COM\u3000", "User+Tag@Example.COM"],
  ["ünï@bücher.example", "ünï@bücher.example"],
  ["+33612345678@example.com", "+33612345678@example.com"],
];

const NO_ADDRESSES = ["", " ", "@", "user", "user@", "@example.com", "a@b@c", "a b@c.de", "a@b c"];

test("an email address is read as a person writes it", async () => {
  for (const [typed, address] of ADDRESSES) assertEquals(await sentAddress(typed), address, typed);
  for (const typed of NO_ADDRESSES) assertEquals(await sentAddress(typed), undefined, typed);
});

test("any text is one address, without what is around it, or none", async () => {
  const piece = fc.constantFrom(...["a", "b.c", "@", " ", "\t", "\n", "é", "+", "\u200b", "😀"]);
  const typed = fc.oneof(fc.string(), fc.array(piece, { maxLength: 9 }).map((all) => all.join("")));
  await fc.assert(
    fc.asyncProperty(typed, async (typed) => {
      const trimmed = typed.trim();
      const parts = trimmed.split("@");
      const isAddress = parts.length === 2 &&
        parts.every((part) => part !== "" && !/\s/.test(part));
      assertStrictEquals(await sentAddress(typed), isAddress ? trimmed : undefined);
    }),
    { numRuns: 500 },
  );
});

test("a long text that is no address is refused at once", async () => {
  for (const unit of [" ", "@", "a", "a@", " @", "a "]) {
    assertEquals(await sentAddress(`${unit.repeat(100_000)} x`), undefined);
  }
});
