import { assertInstanceOf, assertThrows } from "@std/assert";
import { Ding } from "@ding-otp/client";
import { Prelude } from "@ding-otp/client";
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

/** What only a page, and only a web worker, has. */
const MARKS = ["document", "importScripts"];

const inBrowser = MARKS.some((mark) => mark in globalThis);

test("a client is made anywhere but in a browser", () => {
  for (const { Class, make } of CLIENTS) {
    if (inBrowser) assertThrows(make, TypeError, '"allowBrowser"');
    else assertInstanceOf(make(), Class);
  }
});

test("a client is made in a browser with allowBrowser", () => {
  for (const { Class, allow } of CLIENTS) assertInstanceOf(allow(), Class);
});

for (const mark of MARKS.filter((mark) => !(mark in globalThis))) {
  test(`a client is refused where there is a global ${mark}`, () => {
    Object.defineProperty(globalThis, mark, { value: {}, configurable: true });
    try {
      for (const { Class, make, allow } of CLIENTS) {
        assertThrows(make, TypeError, '"allowBrowser"');
        assertInstanceOf(allow(), Class);
      }
    } finally {
      Reflect.deleteProperty(globalThis, mark);
    }
  });
}
