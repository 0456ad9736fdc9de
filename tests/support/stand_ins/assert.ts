/**
 * The part of `@std/assert` that the tests use, over `node:assert/strict`, for machines that cannot
 * reach JSR and for the runtimes that run the built package.
 */
import nodeAssert from "node:assert/strict";

export function assert(condition: unknown, message?: string): asserts condition {
  nodeAssert.ok(condition, message);
}

export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepStrictEqual(actual, expected, message);
}

export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepStrictEqual(actual, expected, message);
}

export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  message?: string,
): asserts actual is T {
  nodeAssert.strictEqual(actual, expected, message);
}

export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message);
}

export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  nodeAssert.ok(
    actual.includes(expected),
    message ?? `expected ${JSON.stringify(actual)} to contain ${JSON.stringify(expected)}`,
  );
}

export function fail(message?: string): never {
  nodeAssert.fail(message ?? "failed");
}

// deno-lint-ignore no-explicit-any -- the type of @std/assert
type Constructor<T> = abstract new (...args: any[]) => T;

export function assertInstanceOf<T>(
  actual: unknown,
  expected: Constructor<T>,
  message?: string,
): asserts actual is T {
  const found = (actual as object | undefined)?.constructor?.name ?? String(actual);
  nodeAssert.ok(
    actual instanceof expected,
    message ?? `expected an instance of ${expected.name}, got ${found}`,
  );
}

function assertThrown<E extends Error>(
  thrown: unknown,
  expected: Constructor<E> | undefined,
  includes: string | undefined,
): E {
  assertInstanceOf(thrown, expected ?? (Error as unknown as Constructor<E>));
  if (includes !== undefined) assertStringIncludes(thrown.message, includes);
  return thrown;
}

export function assertThrows<E extends Error = Error>(
  run: () => unknown,
  expected?: Constructor<E>,
  includes?: string,
): E {
  try {
    run();
  } catch (thrown) {
    return assertThrown(thrown, expected, includes);
  }
  fail("expected the function to throw");
}

export async function assertRejects<E extends Error = Error>(
  run: () => PromiseLike<unknown>,
  expected?: Constructor<E>,
  includes?: string,
): Promise<E> {
  try {
    await run();
  } catch (thrown) {
    return assertThrown(thrown, expected, includes);
  }
  fail("expected the promise to be rejected");
}
