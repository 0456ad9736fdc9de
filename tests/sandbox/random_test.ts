import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { isSame, randomCode } from "../../src/sandbox/state/codes.ts";
import { below, seededWords, systemWords, uuid } from "../../src/sandbox/state/random.ts";
import { Recent } from "../../src/sandbox/state/recent.ts";
import { test } from "../support/harness.ts";

test("below draws again where a remainder would favour the small numbers", () => {
  // Of the 2 ** 32 words, those from 4 * 10 ** 9 on would come on top of four full rounds.
  const draws = [4_000_000_000, 2 ** 32 - 1, 3_999_999_999, 7];
  assertEquals(below(() => draws.shift()!, 10 ** 9), 999_999_999);
  assertEquals(draws, [7]);
});

test("below stays below, for every limit that a code has", () => {
  fc.assert(fc.property(fc.integer(), fc.integer({ min: 1, max: 10 ** 8 }), (seed, limit) => {
    const number = below(seededWords(seed), limit);
    assert(Number.isInteger(number) && number >= 0 && number < limit);
  }));
});

test("randomCode reaches every digit in every place", () => {
  const words = systemWords();
  const seen = Array.from({ length: 4 }, () => new Set<string>());
  for (let i = 0; i < 2_000; i++) {
    [...randomCode(words, 4)].forEach((digit, place) => seen[place]!.add(digit));
  }
  assertEquals(seen.map(({ size }) => size), [10, 10, 10, 10]);
});

test("uuid is a version 4 UUID whatever the words", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), {
      minLength: 4,
      maxLength: 4,
    }),
    (words) => {
      const id = uuid(() => words.pop()!);
      assert(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), id);
    },
  ));
});

test("isSame is equality", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (left, right) => {
    assertEquals(isSame(left, right), left === right);
    assert(isSame(left, left));
    assert(!isSame(left, left + right + "0"));
  }));
});

test("Recent keeps the newest in order, and tells what it dropped", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.nat()), (limit, items) => {
      const recent = new Recent<number>(limit);
      const dropped = items.map((item) => recent.push(item)).filter((item) => item !== undefined);
      assertEquals(recent.toArray(), items.slice(-limit));
      assertEquals(dropped, items.slice(0, Math.max(0, items.length - limit)));
      recent.clear();
      assertEquals(recent.toArray(), []);
    }),
  );
});
