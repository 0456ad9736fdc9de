/** The parts of the example that keep a promise of their own. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { guard, MemoryStore } from "@ding-otp/client/sign-in";
import { SealedCookie } from "../../examples/sign_in/cookie.ts";
import { html } from "../../examples/sign_in/html.ts";
import { FakeClient } from "../sign_in_entry/fake_client.ts";
import { test } from "../support/harness.ts";

const SECRET = "0123456789abcdef0123456789abcdef";

test("html: leaves no way out of an element or an attribute", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."<>&\"'=/ab ") }), (text) => {
    const [, attribute, element] = /^<p title="(.*)">(.*)<\/p>$/s
      .exec(String(html`<p title="${text}">${text}</p>`))!;
    for (const shown of [attribute!, element!]) {
      assert(!/[<>"']/.test(shown));
      const entities: Record<string, string> = {
        lt: "<",
        gt: ">",
        quot: '"',
        "#39": "'",
        amp: "&",
      };
      assertEquals(shown.replace(/&([^;]+);/g, (_, name) => entities[name] ?? "?"), text);
    }
  }));
});

test("html: takes HTML of its own as it is, and leaves undefined out", () => {
  assertEquals(String(html`<p>${html`<b>${"<"}</b>`}${undefined}${0}</p>`), "<p><b>&lt;</b>0</p>");
});

test("SealedCookie: reads what it wrote, until it ends", async () => {
  let time = 0;
  const cookie = new SealedCookie<unknown>({ secret: SECRET, now: () => time });
  await fc.assert(fc.asyncProperty(fc.jsonValue(), fc.boolean(), async (value, secure) => {
    time = 0;
    const [pair] = (await cookie.write(value, 1000, secure)).split("; ");
    const header = `a=b; ${pair}; c=d`;
    const same = JSON.parse(JSON.stringify(value));
    assertEquals(await cookie.read(header, secure), same);
    assertEquals(await cookie.read(header, !secure), undefined);
    time = 999;
    assertEquals(await cookie.read(header, secure), same);
    time = 1000;
    assertEquals(await cookie.read(header, secure), undefined);
  }));
});

test("SealedCookie: reads nothing that was changed in any place", async () => {
  const cookie = new SealedCookie<string>({ secret: SECRET, now: () => 0 });
  const [pair] = (await cookie.write("value", 1000, false)).split("; ");
  const start = "sign_in=".length;
  const place = fc.integer({ min: start, max: pair!.length - 2 }); // the last holds bits that are unused
  const character = fc.constantFrom(..."ABCDwxyz0189-_.=");
  await fc.assert(fc.asyncProperty(place, character, async (at, other) => {
    fc.pre(pair![at] !== other);
    const changed = pair!.slice(0, at) + other + pair!.slice(at + 1);
    assertEquals(await cookie.read(changed, false), undefined);
    assertEquals(await cookie.read(pair!.slice(0, at), false), undefined);
  }));
});

for (
  const header of [null, "", "sign_in", "sign_in=", "sign_in=.", "sign_in=e30.e30", "sign_in=ü.%"]
) {
  test(`SealedCookie: reads nothing from ${JSON.stringify(header)}`, async () => {
    const cookie = new SealedCookie<string>({ secret: SECRET, now: () => 0 });
    assertEquals(await cookie.read(header, false), undefined);
  });
}

test("SealedCookie: reads nothing that was sealed with another secret", async () => {
  const [one, other] = [SECRET, SECRET.replace("0", "1")].map((secret) =>
    new SealedCookie<string>({ secret, now: () => 0 })
  );
  assertEquals(await other!.read(await one!.write("value", 1000, false), false), undefined);
});

test("SealedCookie: refuses a secret that can be guessed", () => {
  assertThrows(
    () => new SealedCookie({ secret: "secret", now: () => 0 }),
    RangeError,
    "secrets[0]",
  );
});

/** A guard with one limit on a client that sends all, as a function that takes one for a number. */
function limitTo(limit: number, now: () => number, maxKeys = 10) {
  const store = new MemoryStore({ maxKeys, now });
  const otp = guard(new FakeClient(), { perNumber: { limit, period: 1_000 }, store });
  /** Returns 0 if a message went out, otherwise the milliseconds until one can. */
  return async (phoneNumber: string) => {
    const sent = await otp.send({ phoneNumber });
    return sent.ok ? 0 : sent.nextRetryAt!.getTime() - now();
  };
}

const [A, B, C] = ["+15555550101", "+15555550102", "+15555550103"] as const;

test("guard: allows so many in a period, to each", async () => {
  let time = 0;
  const limited = limitTo(2, () => time);
  const take = (number: string, at: number) => (time = at, limited(number));
  const waits = [await take(A, 0), await take(A, 10), await take(A, 20), await take(B, 20)];
  assertEquals(waits, [0, 0, 980, 0]);
  const later = [
    await take(A, 999),
    await take(A, 1_000),
    await take(A, 1_001),
    await take(A, 1_002),
  ];
  assertEquals(later, [1, 0, 0, 998]);
});

test("guard: forgets the least recently used beyond its keys", async () => {
  const take = limitTo(1, () => 0, 2);
  const waits = async (...numbers: string[]) => {
    const all: number[] = [];
    for (const number of numbers) all.push(await take(number));
    return all;
  };
  assertEquals(await waits(A, B, B, A), [0, 0, 1_000, 1_000]);
  assertEquals(await waits(C, A, B), [0, 1_000, 0]);
});

for (
  const [address, network] of [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
    ["2001:db8:1:2::", "2001:db8:1:2::ffff"],
    ["2001:db8::1", "2001:db8:0:0::"],
    ["::1", "0:0:0:0::"],
    ["::", "0:0:0:0::"],
    ["1:2:3:4:5:6:7:8:9::", undefined],
    ["example.com", undefined],
    ["", undefined],
    [undefined, "unknown"],
  ] as const
) {
  test(`guard: ${address} is of the network ${network}`, async () => {
    for (const [other, reason] of [[network, "rate_limited"], ["198.51.100.7", undefined]]) {
      const otp = guard(new FakeClient(), { perNetwork: { limit: 1, period: 1_000 } });
      await otp.send({ phoneNumber: A, ip: address });
      const sent = await otp.send({ phoneNumber: B, ip: other });
      assertEquals(sent.ok ? undefined : sent.reason, reason);
    }
  });
}
