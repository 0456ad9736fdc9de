/** The parts of the example that keep a promise of their own. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { SignedCookie } from "../../examples/sign_in/cookie.ts";
import { html } from "../../examples/sign_in/html.ts";
import { Limit, networkOf } from "../../examples/sign_in/limit.ts";
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

test("SignedCookie: reads what it wrote, until it ends", async () => {
  let time = 0;
  const cookie = new SignedCookie<unknown>({ secret: SECRET, now: () => time });
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

test("SignedCookie: reads nothing that was changed in any place", async () => {
  const cookie = new SignedCookie<string>({ secret: SECRET, now: () => 0 });
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
  test(`SignedCookie: reads nothing from ${JSON.stringify(header)}`, async () => {
    const cookie = new SignedCookie<string>({ secret: SECRET, now: () => 0 });
    assertEquals(await cookie.read(header, false), undefined);
  });
}

test("SignedCookie: reads nothing that was signed with another secret", async () => {
  const [one, other] = [SECRET, SECRET.replace("0", "1")].map((secret) =>
    new SignedCookie<string>({ secret, now: () => 0 })
  );
  assertEquals(await other!.read(await one!.write("value", 1000, false), false), undefined);
});

test("SignedCookie: refuses a secret that can be guessed", () => {
  assertThrows(() => new SignedCookie({ secret: "secret", now: () => 0 }), RangeError, '"secret"');
});

test("Limit: allows so many in a period, to each", () => {
  let time = 0;
  const limit = new Limit({ most: 2, period: 100, keys: 10, now: () => time });
  const take = (key: string, at: number) => (time = at, limit.take(key));
  assertEquals([take("a", 0), take("a", 10), take("a", 20), take("b", 20)], [0, 0, 80, 0]);
  assertEquals([take("a", 99), take("a", 100), take("a", 101), take("a", 102)], [1, 0, 0, 98]);
});

test("Limit: forgets the oldest beyond its keys", () => {
  const limit = new Limit({ most: 1, period: 100, keys: 2, now: () => 0 });
  assertEquals(["a", "b", "b", "a"].map((key) => limit.take(key)), [0, 0, 100, 100]);
  assertEquals(["c", "b", "a"].map((key) => limit.take(key)), [0, 100, 0]);
});

for (
  const [address, network] of [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["::", "0:0:0:0"],
    ["1:2:3:4:5:6:7:8:9::", "1:2:3:4"],
    ["example.com", undefined],
    ["", undefined],
    [undefined, undefined],
  ] as const
) {
  test(`networkOf: ${address}`, () => assertEquals(networkOf(address), network));
}
