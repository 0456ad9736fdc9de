import { assertInstanceOf, assertThrows } from "@std/assert";
import { Ding } from "@ding-otp/client";
import { test } from "./harness.ts";

const OPTIONS = { apiKey: "key", customerUuid: "c0ffee00-0000-4000-8000-000000000000" };

/** What only a page, and only a web worker, has. */
const MARKS = ["document", "importScripts"];

const inBrowser = MARKS.some((mark) => mark in globalThis);

test("Ding: made anywhere but in a browser", () => {
  if (inBrowser) assertThrows(() => new Ding(OPTIONS), TypeError, '"allowBrowser"');
  else assertInstanceOf(new Ding(OPTIONS), Ding);
});

test("Ding: made in a browser with allowBrowser", () => {
  assertInstanceOf(new Ding({ ...OPTIONS, allowBrowser: true }), Ding);
});

for (const mark of MARKS.filter((mark) => !(mark in globalThis))) {
  test(`Ding: refused where there is a global ${mark}`, () => {
    Object.defineProperty(globalThis, mark, { value: {}, configurable: true });
    try {
      assertThrows(() => new Ding(OPTIONS), TypeError, '"allowBrowser"');
      assertInstanceOf(new Ding({ ...OPTIONS, allowBrowser: true }), Ding);
    } finally {
      Reflect.deleteProperty(globalThis, mark);
    }
  });
}
