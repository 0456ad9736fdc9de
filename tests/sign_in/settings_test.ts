/** The settings of the example, and where it takes the address of a visitor from. */
import { assertEquals, assertThrows } from "@std/assert";
import { clientAddress } from "@ding-otp/client/sign-in";
import { createHandler, type Platform } from "../../examples/sign_in/handler.ts";
import { isPublic, readOrigin } from "../../examples/sign_in/origin.ts";
import { type Config, readSettings, type Settings } from "../../examples/sign_in/settings.ts";
import { test } from "../support/harness.ts";

const API: Settings = {
  PRELUDE_API_TOKEN: "token",
  SIGN_IN_SECRET: "0123456789abcdef0123456789abcdef",
};
const ORIGIN = "https://example.com";

function read(settings: Settings) {
  return readSettings((name) => settings[name]);
}

for (
  const [text, origin] of [
    ["https://example.com", "https://example.com"],
    ["https://example.com/", "https://example.com"],
    ["HTTPS://Example.COM", "https://example.com"],
    ["https://example.com:443", "https://example.com"],
    ["https://Example.com:443/", "https://example.com"],
    ["https://example.com:8443/", "https://example.com:8443"],
    ["http://localhost:80", "http://localhost"],
    ["https://exämple.com", "https://xn--exmple-cua.com"],
  ] as const
) {
  test(`readOrigin: ${text}`, () => assertEquals(readOrigin(text), origin));
}

for (
  const text of [
    "",
    "example.com",
    "example.com:443",
    "//example.com",
    "https://",
    "https://example.com/sign-in",
    "https://example.com?",
    "https://example.com/#",
    "https://user@example.com",
    "https://a.example, https://b.example",
    "ftp://example.com",
    "null",
    "*",
  ]
) {
  test(`readOrigin: refuses "${text}"`, () => {
    assertThrows(() => readOrigin(text), RangeError, "SIGN_IN_ORIGIN must be like");
    assertThrows(() => read({ SIGN_IN_ORIGIN: text }), RangeError, "SIGN_IN_ORIGIN");
  });
}

for (
  const [origin, expected] of [
    ["https://example.com", true],
    ["http://192.168.0.1:8000", true],
    ["https://localhost.example.com", true],
    ["https://127.example.com", true],
    ["http://localhost:8000", false],
    ["https://app.localhost", false],
    ["http://127.0.0.1:8000", false],
    ["http://[::1]:8000", false],
  ] as const
) {
  test(`isPublic: ${origin}`, () => assertEquals(isPublic(origin), expected));
}

for (
  const [what, settings, message] of [
    ["a public origin alone", { SIGN_IN_ORIGIN: ORIGIN }, "SIGN_IN_ADDRESS is not set"],
    ["too many hops", { SIGN_IN_ADDRESS: "x-real-ip", SIGN_IN_HOPS: "21" }, "SIGN_IN_HOPS"],
    ["no header", { SIGN_IN_ADDRESS: "" }, "SIGN_IN_ADDRESS must be"],
    ["a header that is none", { SIGN_IN_ADDRESS: "x forwarded" }, "SIGN_IN_ADDRESS must be"],
    ["zero hops", { SIGN_IN_ADDRESS: "x-forwarded-for", SIGN_IN_HOPS: "0" }, "SIGN_IN_HOPS"],
    ["hops in words", { SIGN_IN_ADDRESS: "x-forwarded-for", SIGN_IN_HOPS: "one" }, "SIGN_IN_HOPS"],
    ["an empty token", { ...API, PRELUDE_API_TOKEN: "" }, "PRELUDE_API_TOKEN is not set"],
    ["no secret", { ...API, SIGN_IN_SECRET: undefined }, "SIGN_IN_SECRET is not set"],
    ["an empty secret", { ...API, SIGN_IN_SECRET: "" }, "SIGN_IN_SECRET is not set"],
  ] as [string, Settings, string][]
) {
  test(`readSettings: refuses ${what}`, () => {
    assertThrows(() => read(settings), Error, message);
  });
}

for (
  const [settings, address] of [
    [{}, undefined],
    [{ SIGN_IN_ORIGIN: "http://localhost:8000" }, undefined],
    [{ SIGN_IN_ORIGIN: ORIGIN, SIGN_IN_ADDRESS: "connection" }, "connection"],
    [{ SIGN_IN_ADDRESS: "cloudflare" }, "cloudflare"],
    [{ SIGN_IN_ADDRESS: "fly" }, "fly"],
    [{ SIGN_IN_ADDRESS: "vercel" }, "vercel"],
    [{ SIGN_IN_ADDRESS: "CF-Connecting-IP" }, { header: "CF-Connecting-IP", hops: 1 }],
    [{ SIGN_IN_ADDRESS: "x-forwarded-for", SIGN_IN_HOPS: "2" }, {
      header: "x-forwarded-for",
      hops: 2,
    }],
  ] as [Settings, Config["address"]][]
) {
  test(`readSettings: the address by ${JSON.stringify(settings)}`, () => {
    assertEquals(read(settings).address, address);
    assertEquals(read({ ...API, ...settings }).api?.apiToken, "token");
  });
}

for (
  const [header, hops, address] of [
    ["203.0.113.9", 1, "203.0.113.9"],
    ["198.51.100.1, 203.0.113.9", 1, "203.0.113.9"],
    ["198.51.100.1,203.0.113.9 , 10.0.0.1", 2, "203.0.113.9"],
    ["203.0.113.9", 2, undefined],
    ["203.0.113.9, unknown", 1, undefined],
    ["203.0.113.9,", 1, undefined],
    ["", 1, undefined],
    [undefined, 1, undefined],
  ] as const
) {
  test(`clientAddress: hop ${hops} of "${header}"`, () => {
    const headers = new Headers(header === undefined ? {} : { "x-forwarded-for": header });
    const request = new Request(ORIGIN, { headers });
    assertEquals(clientAddress(request, { header: "X-Forwarded-For", hops }), address);
  });
}

for (
  const [text, address] of [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["::1", "::1"],
    ["192.0.2.256", undefined],
    ["192.0.2", undefined],
    ["010.0.0.1", undefined],
    ["1.2.3.4.5", undefined],
    ["2001:db8::1::2", undefined],
    ["1:2:3:4:5:6:7:8:9", undefined],
    ["192.0.2.1:8000", "192.0.2.1"],
    ["192.0.2.1:http", undefined],
    ["example.com", undefined],
    ["unknown", undefined],
    ["cafe", undefined],
    ["", undefined],
    [undefined, undefined],
  ] as const
) {
  test(`clientAddress: ${text}`, () => {
    const headers = new Headers(text === undefined ? {} : { "x-real-ip": text });
    assertEquals(clientAddress({ headers }, { header: "x-real-ip" }), address);
  });
}

test("server: needs to know where addresses come from before it uses the API", () => {
  assertThrows(() => createHandler(API), Error, "SIGN_IN_ADDRESS must name a header");
  createHandler({ ...API, SIGN_IN_ADDRESS: "cf-connecting-ip" });
  createHandler({ ...API, remoteAddr: {} });
}, { needs: ["cookies"] }); // In a page there is no client for the API.

test("server: believes a header only where a setting names it", async () => {
  const named: Settings = { SIGN_IN_ADDRESS: "x-forwarded-for" };
  assertEquals(await countSent({}), 20);
  assertEquals(await countSent({ remoteAddr: { hostname: "192.0.2.1" } }), 20);
  // A connection that was reset has no address.
  assertEquals(await countSent({ remoteAddr: { hostname: undefined } }), 20);
  assertEquals(await countSent({ ...named, remoteAddr: { hostname: "10.0.0.1" } }), 25);
  assertEquals(await countSent({ ...named, SIGN_IN_HOPS: "2" }), 20);
  assertEquals(await countSent({ SIGN_IN_ADDRESS: "cloudflare" }), 25);
  assertEquals(await countSent({ SIGN_IN_ADDRESS: "fly" }), 20);
}, { needs: ["cookies"] }); // A page cannot write `sec-fetch-site`, either.

/** Requests 25 codes, with another address in the headers each time. Returns how many were taken. */
async function countSent(platform: Platform): Promise<number> {
  const handle = createHandler(platform, { answerTime: 1 });
  const log = console.log;
  console.log = () => {};
  try {
    let taken = 0;
    for (let time = 10; time < 35; time++) {
      const ip = `203.0.113.${time}`;
      const request = new Request("http://127.0.0.1:8000/", {
        method: "POST",
        body: new URLSearchParams({ number: `+155555501${time}` }),
        headers: {
          "sec-fetch-site": "same-origin",
          "x-forwarded-for": ip,
          "cf-connecting-ip": ip,
          "x-real-ip": ip,
        },
      });
      if ((await handle(request, platform)).status === 303) taken++;
    }
    return taken;
  } finally {
    console.log = log;
  }
}
