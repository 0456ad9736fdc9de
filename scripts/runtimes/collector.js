/**
 * Stands in for `node:test` where there is none: the tests collect here as their files are loaded, and
 * run one after the other.
 */

/** Longer than any test takes, to tell which one hangs. */
const patience = 30_000;

const tests = [];

export function test(name, options, fn) {
  tests.push({ name, skip: options.skip, fn });
}

/** Runs what has been collected, and hands each outcome to `report`. */
export async function run(report) {
  for (const { name, skip, fn } of tests) {
    if (skip) {
      report({ test: name, status: "skipped", detail: skip });
      continue;
    }
    let timer;
    try {
      await Promise.race([
        fn(),
        new Promise((_, reject) => {
          timer = setTimeout(reject, patience, new Error(`still running after ${patience} ms`));
        }),
      ]);
      report({ test: name, status: "passed" });
    } catch (error) {
      report({ test: name, status: "failed", detail: String(error?.stack ?? error) });
    } finally {
      clearTimeout(timer);
    }
  }
}
