import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { Ding, Prelude } from "@ding-otp/client";
import { isPage } from "../../src/transport/page.ts";
import { test } from "../support/harness.ts";

const OPTIONS = { apiKey: "key", customerUuid: "c0ffee00-0000-4000-8000-000000000000" };
const TOKEN = { apiToken: "token" };

/** Each client, made with and without leave to be made in a browser. */
const CLIENTS = [
  {
    Class: Ding,
    make: () => new Ding(OPTIONS),
    allow: () => new Ding({ ...OPTIONS, allowBrowser: true }),
  },
  {
    Class: Prelude,
    make: () => new Prelude(TOKEN),
    allow: () => new Prelude({ ...TOKEN, allowBrowser: true }),
  },
];

const MESSAGE =
  'Cannot use "allowBrowser": it must be true in a browser or an app, where anyone can ' +
  "read the key";

const inBrowser = "document" in globalThis;

test("a client is made anywhere but in a browser", () => {
  for (const { Class, make } of CLIENTS) {
    if (inBrowser) assertThrows(make, TypeError, MESSAGE);
    else assertInstanceOf(make(), Class);
  }
});

test("a client is made in a browser with allowBrowser", () => {
  for (const { Class, allow } of CLIENTS) assertInstanceOf(allow(), Class);
});

const NODE = { versions: { node: "24.0.0" } };

/** Each row: what is global, and whether a key would be public there. */
const SCOPES: [where: string, scope: object, isPublic: boolean][] = [
  ["a page", { document: {}, window: {}, navigator: { product: "Gecko" } }, true],
  ["a web worker", { importScripts: () => {} }, true],
  ["a module worker with no document", { importScripts: undefined }, true],
  ["React Native", { navigator: { product: "ReactNative" } }, true],
  ["React Native, with a polyfill of process", {
    navigator: { product: "ReactNative" },
    process: { env: {} },
  }, true],
  ["a page with a polyfill of process", { document: {}, process: { versions: {} } }, true],
  ["Electron's renderer", { document: {}, process: { ...NODE, type: "renderer" } }, true],
  ["Electron's main process", { process: { ...NODE, type: "browser" } }, false],
  ["jsdom or happy-dom on Node", { document: {}, navigator: {}, process: NODE }, false],
  ["happy-dom on Bun", { document: {}, Bun: {} }, false],
  ["jsdom on Deno", { document: {}, Deno: {} }, false],
  ["Node", { process: NODE }, false],
  ["Workers", { navigator: { userAgent: "Cloudflare-Workers" } }, false],
  ["nothing", {}, false],
];

test("a key is public in a page, a web worker and an app, and nowhere else", () => {
  for (const [where, scope, isPublic] of SCOPES) assertEquals(isPage(scope), isPublic, where);
});

for (const mark of ["document", "importScripts"].filter((mark) => !(mark in globalThis))) {
  const isServer = ["Deno", "Bun", "process"].some((name) => name in globalThis);
  if (!isServer) continue;
  test(`a client is made on a server that has a global ${mark}, as under jsdom`, () => {
    Object.defineProperty(globalThis, mark, { value: {}, configurable: true });
    try {
      for (const { Class, make } of CLIENTS) assertInstanceOf(make(), Class);
    } finally {
      Reflect.deleteProperty(globalThis, mark);
    }
  });
}
