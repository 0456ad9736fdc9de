/** A source of uniformly distributed unsigned 32-bit integers. */
export type Words = () => number;

/** Words from `crypto.getRandomValues`, drawn on first use: Workers forbid it during startup. */
export function systemWords(): Words {
  const pool = new Uint32Array(256);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      crypto.getRandomValues(pool);
      next = 0;
    }
    return pool[next++]!;
  };
}

/** The same words every time for the same seed (splitmix32): for repeatable tests, not secrets. */
export function seededWords(seed: number): Words {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
}

/** An integer from 0 up to, but not including, `limit`; all are equally likely. */
export function below(words: Words, limit: number): number {
  const fair = 2 ** 32 - (2 ** 32 % limit);
  let word = words();
  while (word >= fair) word = words();
  return word % limit;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** A version 4 UUID (RFC 9562). */
export function uuid(words: Words): string {
  const first = words();
  const second = (words() & 0xffff0fff) | 0x4000;
  const third = (words() & 0x3fffffff) | 0x80000000;
  const last = words();
  return `${high(first)}${low(first)}-${high(second)}-${low(second)}-${high(third)}-${low(third)}` +
    high(last) + low(last);
}

function high(word: number): string {
  return HEX[word >>> 24]! + HEX[(word >>> 16) & 0xff]!;
}

function low(word: number): string {
  return HEX[(word >>> 8) & 0xff]! + HEX[word & 0xff]!;
}
