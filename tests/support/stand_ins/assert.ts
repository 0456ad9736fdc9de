/**
 * The part of `@std/assert` that the tests use, for machines that cannot reach JSR and for the
 * runtimes that run the built package. Signatures are those of `@std/assert`, so that what compiles
 * with these compiles with those; `deno task test:std` tells when they have drifted apart.
 *
 * Only `assertEquals` and `assertNotEquals` differ in what they do, as `node:assert/strict` compares
 * for them. It tells apart what `@std/assert` takes for equal: 0 and -0, an object without a prototype
 * and a plain one, and what was set on a `Date` or `RegExp`, `lastIndex` among it. It takes for equal
 * what `@std/assert` tells apart by getters: objects that differ only in private fields.
 */
import nodeAssert from "node:assert/strict";

// deno-lint-ignore no-explicit-any -- as in @std/assert: any constructor fits
type Constructor<T> = abstract new (...args: any[]) => T;

export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) nodeAssert.fail(msg);
}

export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  nodeAssert.deepStrictEqual(actual, expected, msg);
}

export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  nodeAssert.notDeepStrictEqual(actual, expected, msg);
}

export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  nodeAssert.strictEqual(actual, expected, msg);
}

export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (expected.test(actual)) return;
  nodeAssert.fail(`expected ${JSON.stringify(actual)} to match ${expected}${after(msg)}`);
}

export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (actual.includes(expected)) return;
  const [text, part] = [actual, expected].map((value) => JSON.stringify(value));
  nodeAssert.fail(`expected ${text} to contain ${part}${after(msg)}`);
}

export function fail(msg?: string): never {
  nodeAssert.fail(`failed${after(msg)}`);
}

export function assertInstanceOf<
  // deno-lint-ignore no-explicit-any -- as in @std/assert
  T extends abstract new (...args: any[]) => any,
>(actual: unknown, expectedType: T, msg = ""): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  const found = (actual as object | undefined)?.constructor?.name ?? String(actual);
  nodeAssert.fail(`expected an instance of ${expectedType.name}, got ${found}${after(msg)}`);
}

export function assertThrows(fn: () => unknown, msg?: string): unknown;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: Constructor<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  classOrMsg?: Constructor<Error> | string,
  msgIncludes?: string,
  msgBesideClass?: string,
): unknown {
  const ErrorClass = typeof classOrMsg === "string" ? undefined : classOrMsg;
  const msg = typeof classOrMsg === "string" ? classOrMsg : msgBesideClass;
  try {
    fn();
  } catch (thrown) {
    return judge(thrown, ErrorClass, { msgIncludes, msg });
  }
  nodeAssert.fail(`expected the function to throw${after(msg)}`);
}

export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: Constructor<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: Constructor<Error> | string,
  msgIncludes?: string,
  msgBesideClass?: string,
): Promise<unknown> {
  const ErrorClass = typeof classOrMsg === "string" ? undefined : classOrMsg;
  const msg = typeof classOrMsg === "string" ? classOrMsg : msgBesideClass;
  let promise: PromiseLike<unknown>;
  try {
    promise = fn();
  } catch (thrown) {
    nodeAssert.fail(`expected a rejected promise, but the function threw ${thrown}${after(msg)}`);
  }
  assert(typeof promise?.then === "function", `expected a promise${after(msg)}`);
  try {
    await promise;
  } catch (thrown) {
    return judge(thrown, ErrorClass, { msgIncludes, msg });
  }
  nodeAssert.fail(`expected the promise to be rejected${after(msg)}`);
}

/** Returns what was thrown: anything where no class is named, otherwise only what fits. */
function judge(
  thrown: unknown,
  ErrorClass: Constructor<Error> | undefined,
  { msgIncludes, msg }: { msgIncludes: string | undefined; msg: string | undefined },
): unknown {
  if (ErrorClass === undefined) return thrown;
  assertInstanceOf(thrown, ErrorClass, msg);
  if (msgIncludes !== undefined) assertStringIncludes(thrown.message, msgIncludes, msg);
  return thrown;
}

/** A test's own message, to follow ours. */
function after(msg?: string): string {
  return msg ? `: ${msg}` : "";
}
