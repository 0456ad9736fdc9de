/** Where a request came from: what is trusted, and what is no address. */
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { type AddressSource, clientAddress, signalsOf } from "@ding-otp/client/sign-in";
import fc from "fast-check";
import { test } from "./support.ts";

/** A request with these headers: in a page, some names cannot be set on a `Request`. */
const asked = (headers: Record<string, string>) => ({ headers: new Headers(headers) });
const forwarded = (value: string, hops?: number) =>
  clientAddress(asked({ "x-forwarded-for": value }), { header: "X-Forwarded-For", hops });

/** What a header says, and which address that is. */
const ADDRESSES: readonly [string, string | undefined][] = [
  ["203.0.113.7", "203.0.113.7"],
  [" 203.0.113.7 ", "203.0.113.7"],
  ["203.0.113.7:4711", "203.0.113.7"],
  ["203.0.113.7:1", "203.0.113.7"],
  ["203.0.113.7:123456", undefined],
  ["255.255.255.255", "255.255.255.255"],
  ["0.0.0.0", "0.0.0.0"],
  ["2001:db8::7", "2001:db8::7"],
  ["2001:DB8:0:0:0:0:0:7", "2001:db8::7"],
  ["2001:0db8:0000:0000:0000:0000:0000:0007", "2001:db8::7"],
  ["[2001:db8::7]", "2001:db8::7"],
  ["[2001:db8::7]:443", "2001:db8::7"],
  ["::", "::"],
  ["::1", "::1"],
  ["1::", "1::"],
  ["fe80::1%eth0", "fe80::1"],
  ["[fe80::1%25eth0]:443", "fe80::1"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::FFFF:cb00:7107", "203.0.113.7"],
  ["[::ffff:203.0.113.7]:443", "203.0.113.7"],
  ["0:0:0:0:0:ffff:0.0.0.1", "0.0.0.1"],
  ["::203.0.113.7", "::cb00:7107"],
  ["64:ff9b::203.0.113.7", "64:ff9b::cb00:7107"],
  ["", undefined],
  ["unknown", undefined],
  ["_hidden", undefined],
  ["localhost", undefined],
  ["example.com", undefined],
  ["203.0.113", undefined],
  ["203.0.113.7.1", undefined],
  ["203.0.113.256", undefined],
  ["203.0.113.07", undefined],
  ["0xcb.0.113.7", undefined],
  ["3405803783", undefined],
  ["203.0.113.7:", undefined],
  ["203.0.113.7:port", undefined],
  ["203.0.113.7/24", undefined],
  ["203.0.113.7;evil", undefined],
  ["[203.0.113.7", undefined],
  ["2001:db8::7]:443", undefined],
  ["2001:db8::7::1", undefined],
  ["2001:db8::12345", undefined],
  ["1:2:3:4:5:6:7:8:9", undefined],
  ["1:2:3:4:5:6:7", undefined],
  [":", undefined],
  [":::", undefined],
  ["::ffff:203.0.113.256", undefined],
  ["::1]@[::2", undefined],
  ["%", undefined],
  ["1".repeat(5_000), undefined],
];

test("clientAddress: reads each form of an address, and nothing that is none", () => {
  for (const [written, address] of ADDRESSES) assertEquals(forwarded(written), address, written);
});

test("clientAddress: an address in canonical form stays as it is", () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (written) => {
    // Bun 1.4 does not read "::" for exactly two groups before a dotted end; nobody writes that, and what is
    // not read is no address.
    fc.pre(!/::.*\./.test(written));
    const address = forwarded(written);
    assert(address !== undefined);
    assertEquals(forwarded(address), address);
    if (!written.includes(":")) assertEquals(address, written);
  }));
});

test("clientAddress: never throws, whatever a header says", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme-ascii" }), (value) => {
    const address = forwarded(value.trim());
    assert(address === undefined || /^[\da-f:.]+$/.test(address));
  }));
});

test("clientAddress: counts the hops from the end, and looks at nothing before them", () => {
  const list = "192.0.2.66, 203.0.113.7,198.51.100.1 ,10.0.0.1";
  const addresses = [1, 2, 3, 4, 5].map((hops) => forwarded(list, hops));
  assertEquals(addresses, ["10.0.0.1", "198.51.100.1", "203.0.113.7", "192.0.2.66", undefined]);
  assertEquals(forwarded("192.0.2.66, nonsense"), undefined);
  assertEquals(forwarded("192.0.2.66, "), undefined);
});

test("clientAddress: reads Forwarded as RFC 7239 has it", () => {
  const read = (forwarded: string, hops = 1) =>
    clientAddress(asked({ forwarded }), { header: "Forwarded", hops });
  assertEquals(read("for=192.0.2.60;proto=http;by=203.0.113.43"), "192.0.2.60");
  assertEquals(read('proto=https; For="[2001:db8:cafe::17]:4711"'), "2001:db8:cafe::17");
  assertEquals(read("for=192.0.2.43, for=198.51.100.17"), "198.51.100.17");
  assertEquals(read("for=192.0.2.43, for=198.51.100.17", 2), "192.0.2.43");
  for (
    const none of ["for=unknown", "for=_hidden", "by=192.0.2.1", "xfor=192.0.2.1", "192.0.2.1"]
  ) {
    assertEquals(read(none), undefined, none);
  }
});

const EVERYTHING = {
  "cf-connecting-ip": "192.0.2.1",
  "fly-client-ip": "192.0.2.2",
  "x-vercel-forwarded-for": "192.0.2.3",
  "x-forwarded-for": "192.0.2.4",
  "x-real-ip": "192.0.2.5",
  "forwarded": "for=192.0.2.6",
  "true-client-ip": "192.0.2.7",
};

test("clientAddress: trusts the header that is named, and no other", () => {
  const own: readonly [AddressSource, string, string][] = [
    ["cloudflare", "cf-connecting-ip", "192.0.2.1"],
    ["fly", "fly-client-ip", "192.0.2.2"],
    ["vercel", "x-vercel-forwarded-for", "192.0.2.3"],
    [{ header: "x-forwarded-for" }, "x-forwarded-for", "192.0.2.4"],
    [{ header: "X-Real-IP" }, "x-real-ip", "192.0.2.5"],
  ];
  for (const [from, header, address] of own) {
    assertEquals(clientAddress(asked(EVERYTHING), from), address);
    const others = { ...EVERYTHING, [header]: "" };
    assertEquals(clientAddress(asked(others), from), undefined);
  }
});

test("clientAddress: a source that is none is a mistake of the program", () => {
  const wanted = '"cloudflare", "fly", "vercel", or { header, hops }';
  const wrong = [undefined, null, "", "nginx", "toString", "__proto__", {}, { header: "" }, {
    header: "a b",
  }, { header: 5 }];
  for (const from of wrong) {
    assertRefused(from, `Cannot use "from": it must be ${wanted}`, TypeError);
  }
  for (const hops of [0, -1, 1.5, 21, "2", null, NaN]) {
    const from = { header: "x-forwarded-for", hops };
    assertRefused(
      from,
      'Cannot use "from.hops": it must be a whole number from 1 to 20',
      RangeError,
    );
  }
});

function assertRefused(from: unknown, message: string, Class: ErrorConstructor): void {
  let thrown: unknown;
  try {
    clientAddress(asked(EVERYTHING), from as AddressSource);
  } catch (error) {
    thrown = error;
  }
  assertInstanceOf(thrown, Class);
  assertEquals(thrown.message, message);
}

test("signalsOf: what the platform tells, and nothing that a visitor wrote", () => {
  const headers = {
    "user-agent": "Example/1.0",
    "x-vercel-forwarded-for": "192.0.2.3",
    "x-vercel-ja4-digest": "t13d1516h2_8daaf6152771_02713d6af862",
    "x-ja4": "made_up",
  };
  const ja4Fingerprint = "t13d1516h2_8daaf6152771_02713d6af862";
  const userAgent = "Example/1.0";
  assertEquals(signalsOf(asked(headers), "vercel"), { ip: "192.0.2.3", userAgent, ja4Fingerprint });
  assertEquals(signalsOf(asked(headers), "fly"), { userAgent });
  const worker = { ...asked({}), cf: { botManagement: { ja4: ja4Fingerprint } } };
  assertEquals(signalsOf(worker, "cloudflare"), { ja4Fingerprint });
  assertEquals(signalsOf(worker, "vercel"), {});
  assertEquals(signalsOf(asked({}), { header: "x-real-ip" }), {});
});

test("signalsOf: leaves out what is too odd to be true", () => {
  for (const ja4 of ["", "a b", "a".repeat(65), "<script>", 5, null, {}]) {
    assertEquals(
      signalsOf({ ...asked({}), cf: { botManagement: { ja4 } } } as never, "cloudflare"),
      {},
    );
  }
  for (const cf of [null, undefined, {}, { botManagement: null }]) {
    assertEquals(signalsOf({ ...asked({}), cf } as never, "cloudflare"), {});
  }
  const { userAgent } = signalsOf(asked({ "user-agent": "a".repeat(10_000) }), "fly");
  assertEquals(userAgent, "a".repeat(512));
});

test("clientAddress: what a client writes into a quoted host of Forwarded is no address", () => {
  const read = (forwarded: string, hops = 1) =>
    clientAddress(asked({ forwarded }), { header: "Forwarded", hops });
  for (
    const [value, hops] of [
      ['for=203.0.113.7;host="a,for=192.0.2.66"', 1],
      ['host="a,for=192.0.2.66";for=203.0.113.7', 1],
      ['host="a;for=192.0.2.66";for=203.0.113.7', 1],
      ['host="a\\";for=192.0.2.66;x=\\"";for=203.0.113.7', 1],
      ['for=203.0.113.7, for=10.0.0.1;host="a,for=192.0.2.66,b"', 2],
    ] as const
  ) {
    assertEquals(read(value, hops), undefined, value);
  }
  assertEquals(read('for=192.0.2.66;x=", for=203.0.113.7;host="example.com:443"'), "203.0.113.7");
});
