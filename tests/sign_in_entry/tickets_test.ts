/** Tickets open as they were sealed, and in no other way. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Tickets } from "@ding-otp/client/sign-in";
import fc from "fast-check";
import { clock, HOUR, MINUTE, SECRET, test } from "./support.ts";
import { VECTORS } from "./tickets_vectors.ts";

const OTHER = "fedcba9876543210fedcba9876543210";
const purpose = "sign-in";
const expiresIn = HOUR;
const STATE = { phoneNumber: "+33612345678", resends: 0 };
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const tickets = new Tickets<unknown>({ secrets: [SECRET], purpose });

test("Tickets: whatever JSON holds comes back", async () => {
  const context = fc.option(fc.string(), { nil: undefined });
  await fc.assert(fc.asyncProperty(fc.jsonValue(), context, async (state, context) => {
    const ticket = await tickets.seal(state, { expiresIn, context });
    assert(/^[\w-]+$/.test(ticket));
    assertEquals(await tickets.open(ticket, { context }), JSON.parse(JSON.stringify(state)));
  }));
});

test("Tickets: each character changed, to each other one, is undefined", async () => {
  const ticket = await tickets.seal(STATE, { expiresIn });
  for (let at = 0; at < ticket.length; at++) {
    const place = ALPHABET.indexOf(ticket[at]!);
    // All six bits, one at a time, and a character that is none of the alphabet.
    const others = [1, 2, 4, 8, 16, 32].map((bit) => ALPHABET[place ^ bit]!).concat("=", " ", "é");
    for (const other of others) {
      const forged = ticket.slice(0, at) + other + ticket.slice(at + 1);
      assertEquals(await tickets.open(forged), undefined, `${at}: ${other}`);
    }
  }
});

test("Tickets: cut at each length, from either end, is undefined", async () => {
  const ticket = await tickets.seal(STATE, { expiresIn });
  for (let length = 0; length < ticket.length; length++) {
    assertEquals(await tickets.open(ticket.slice(0, length)), undefined);
    assertEquals(await tickets.open(ticket.slice(length + 1)), undefined);
  }
});

test("Tickets: with anything added is undefined", async () => {
  const ticket = await tickets.seal(STATE, { expiresIn });
  for (const added of ["A", "AA", "AAAA", "=", "==", " ", "\n", "\0", "é", ticket]) {
    assertEquals(await tickets.open(ticket + added), undefined);
    assertEquals(await tickets.open(added + ticket), undefined);
  }
});

test("Tickets: two halves of two tickets are undefined", async () => {
  const [one, other] = [
    await tickets.seal(STATE, { expiresIn }),
    await tickets.seal(STATE, { expiresIn }),
  ];
  for (let at = 4; at < one.length; at += 4) {
    assertEquals(await tickets.open(one.slice(0, at) + other.slice(at)), undefined);
  }
});

test("Tickets: what is no ticket is undefined, and never an exception", async () => {
  await fc.assert(fc.asyncProperty(fc.anything(), async (thing) => {
    assertEquals(await tickets.open(thing), undefined);
  }));
  const base64url = fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 400 });
  await fc.assert(fc.asyncProperty(base64url, async (text) => {
    assertEquals(await tickets.open(text), undefined);
  }));
});

test("Tickets: for another purpose is undefined", async () => {
  await fc.assert(fc.asyncProperty(fc.string({ minLength: 1 }), async (other) => {
    fc.pre(other !== purpose);
    const others = new Tickets({ secrets: [SECRET], purpose: other });
    assertEquals(await others.open(await tickets.seal(STATE, { expiresIn })), undefined);
  }));
});

test("Tickets: for another context, or for none, is undefined", async () => {
  const context = fc.option(fc.oneof(fc.string(), fc.string({ unit: "binary" })), {
    nil: undefined,
  });
  await fc.assert(fc.asyncProperty(context, context, async (one, other) => {
    fc.pre(one !== other);
    const ticket = await tickets.seal(STATE, { expiresIn, context: one });
    assertEquals(await tickets.open(ticket, { context: other }), undefined);
  }));
});

test("Tickets: contexts and purposes do not run into each other", async () => {
  const pairs = [["ab", "c"], ["a", "bc"], ['a","b', undefined], ["a", "b"], ["a", ""], [
    "a",
    undefined,
  ], ["a", "null"]] as const;
  for (const [purpose, context] of pairs) {
    const own = new Tickets({ secrets: [SECRET], purpose });
    const ticket = await own.seal(STATE, { expiresIn, context });
    for (const [otherPurpose, otherContext] of pairs) {
      const other = new Tickets({ secrets: [SECRET], purpose: otherPurpose });
      const isSame = purpose === otherPurpose && context === otherContext;
      const opened = await other.open(ticket, { context: otherContext });
      assertEquals(opened, isSame ? STATE : undefined);
    }
  }
});

test("Tickets: of another secret are undefined, until that secret is among them", async () => {
  const before = new Tickets({ secrets: [OTHER], purpose });
  const rotated = new Tickets({ secrets: [SECRET, OTHER], purpose });
  const old = await before.seal(STATE, { expiresIn });
  const fresh = await rotated.seal(STATE, { expiresIn });
  assertEquals(await tickets.open(old), undefined);
  assertEquals(await rotated.open(old), STATE);
  assertEquals(await rotated.open(fresh), STATE);
  assertEquals(await tickets.open(fresh), STATE, "the first secret seals");
  assertEquals(await before.open(fresh), undefined);
});

test("Tickets: a secret is the same as text and as bytes", async () => {
  const bytes = new Tickets({ secrets: [new TextEncoder().encode(SECRET)], purpose });
  assertEquals(await bytes.open(await tickets.seal(STATE, { expiresIn })), STATE);
});

test("Tickets: end to the millisecond", async () => {
  const { now, advance } = clock();
  const timed = new Tickets({ secrets: [SECRET], purpose, now });
  const ticket = await timed.seal(STATE, { expiresIn: MINUTE });
  advance(MINUTE - 1);
  assertEquals(await timed.open(ticket), STATE);
  advance(1);
  assertEquals(await timed.open(ticket), undefined);
  advance(-1);
  assertEquals(await timed.open(ticket), STATE);
});

test("Tickets: are as long for every sign-in, under 400 characters, and never the same", async () => {
  const phoneNumber = fc.stringMatching(/^\+[1-9][0-9]{1,14}$/);
  const authenticationUuid = fc.oneof(fc.uuid(), fc.stringMatching(/^vrf_[a-z0-9]{26}$/));
  const nextRetryAt = fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined });
  const state = fc.record({ phoneNumber, authenticationUuid, resends: fc.nat(99), nextRetryAt });
  await fc.assert(fc.asyncProperty(state, async (state) => {
    const sealed = [
      await tickets.seal(state, { expiresIn }),
      await tickets.seal(state, { expiresIn }),
    ];
    assertEquals(sealed.map(({ length }) => length), [294, 294]);
    assertNotEquals(sealed[0], sealed[1]);
  }));
});

test("Tickets: show nothing of what is in them", async () => {
  const ticket = await tickets.seal(STATE, { expiresIn, context: "session-1" });
  const binary = atob(ticket.replaceAll("-", "+").replaceAll("_", "/"));
  for (const shown of [ticket, binary]) {
    for (const part of ["phoneNumber", "33612345678", "session-1", "sign-in", "["]) {
      if (part.length > 1) assert(!shown.includes(part));
    }
  }
});

test("Tickets: an instance shows no secret", () => {
  const secret = "a secret that nobody may see, ever";
  const shown = new Tickets({ secrets: [secret], purpose });
  assertEquals(JSON.stringify(shown), "{}");
  assertEquals(Object.keys(shown), []);
  assert(!String(shown).includes(secret));
});

for (const { context, state, ticket } of VECTORS) {
  test(`Tickets: open what OpenSSL sealed, with context ${context}, ${ticket.length}`, async () => {
    const now = () => Date.UTC(2026, 0, 1) - 1;
    const timed = new Tickets({ secrets: [OTHER, SECRET], purpose, now });
    assertEquals(await timed.open(ticket, { context }), state);
    assertEquals(await tickets.open(ticket, { context: `${context}?` }), undefined);
  });
}
