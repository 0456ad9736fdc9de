/**
 * Stands in for `node:test` where there is none: collects tests as their files are loaded, then runs them
 * one after the other.
 */

/** Milliseconds after which a test counts as hanging; longer than any takes. */
const TIMEOUT = 30_000;

const tests = [];

export function test(name, options, fn) {
  tests.push({ name, skip: options.skip, fn });
}

/** Loads test files, runs their tests, and calls `report` with each outcome. */
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
          timer = setTimeout(reject, TIMEOUT, new Error(`still running after ${TIMEOUT} ms`));
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
