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

/** Loads the files of tests, runs what they hold, and hands each outcome to `report`. */
export async function run(files, report) {
  for (const [file, load] of files) {
    await load().catch((error) => report({ test: file, status: "failed", detail: text(error) }));
  }
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
      report({ test: name, status: "failed", detail: text(error) });
    } finally {
      clearTimeout(timer);
    }
  }
}

function text(error) {
  return String(error?.stack ?? error);
}
