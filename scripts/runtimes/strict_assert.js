/** Stands in for `node:assert/strict` in a browser: what `tests/offline/assert.ts` uses of it. */
import { assert } from "/chai.js";

export default {
  deepStrictEqual: assert.deepStrictEqual,
  fail: assert.fail,
  match: assert.match,
  notDeepStrictEqual: assert.notDeepEqual,
  ok: assert.isOk,
  strictEqual: assert.strictEqual,
};
