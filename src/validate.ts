/**
 * Validates arguments. Each message names the argument, says what it must be, and, where there is a usual
 * mistake, how to fix it. None contains the value itself.
 */

import { isObject, type Named, ownValue } from "./objects.ts";

/** The errors thrown here, unlike those of the program's own getters and functions. */
const thrown = new WeakSet<object>();

/** Throws the error for an invalid argument. */
export function fail(name: string, problem: string, Class: ErrorConstructor = TypeError): never {
  const error = new Class(`Cannot use "${name}": it ${problem}`);
  thrown.add(error);
  throw error;
}

/**
 * Makes the stack of an error begin at the caller of the first of `callees` that has one, if the error is one for
 * an invalid argument or an instance of `Own`. Returns the error.
 */
export function fromCaller(
  error: unknown,
  callees: readonly unknown[],
  Own?: abstract new (...args: never) => Error,
): unknown {
  const isOurs = thrown.has(Object(error)) || (Own !== undefined && error instanceof Own);
  if (!isOurs) return error;
  const ours = error as Error;
  const { stack = "" } = ours;
  for (const callee of callees) {
    // Firefox has no captureStackTrace, and a method without its client is not known.
    if (typeof callee === "function") Error.captureStackTrace?.(ours, callee as () => void);
    if (ours.stack?.includes("\n")) return ours;
  }
  // Nobody awaits the call.
  ours.stack = stack;
  return ours;
}

/** Throws the error for an argument of the wrong type; `hint` says how to fix the usual mistake. */
export function failType(name: string, expected: string, value: unknown, hint = ""): never {
  fail(name, `must be ${expected}, not ${typeName(value)}${hint}`);
}

/** Returns the type of a value in one word: `undefined`, `null`, `string`, `array`, `response`, … */
export function typeName(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1).toLowerCase();
}

/** Checks that a value is an object other than an array. */
export function checkObject<T extends object>(name: string, value: T): T {
  if (!isObject(value)) failType(name, "an object", value);
  return value;
}

/** Checks a property that must be a string, and returns it. */
export function ownString(object: object, name: string, hint?: string): string {
  const value = ownValue(object, name);
  if (typeof value !== "string") failType(name, "a string", value, hint);
  return value;
}

/** Checks a property that must be an array of strings, and returns it; `undefined` counts as empty. */
export function ownStrings(object: object, name: string): readonly string[] {
  const list = ownValue(object, name) ?? [];
  if (!Array.isArray(list)) failType(name, "an array of strings", list);
  for (const item of list) {
    if (typeof item !== "string") failType(name, "an array of strings", item);
  }
  return list;
}

/**
 * Checks a property that goes into a header, and returns it: visible ASCII, not empty. `fetch` rejects others,
 * too, but its message contains the value.
 */
export function ownToken(object: object, name: string, hint: string): string {
  const token = ownString(object, name, hint);
  if (token === "") fail(name, `must not be empty${hint}`);
  if (!/^[!-~]+$/.test(token)) fail(name, "must be visible ASCII, without spaces or line breaks");
  return token;
}

/** Rejects the names of options that are a typo away from one of `names`. Any other name is ignored. */
export function checkNames(options: object, names: readonly string[]): void {
  for (const given of Object.keys(options)) {
    const name = names.includes(given) ? undefined : names.find((name) => isTypo(given, name));
    if (name !== undefined) fail(given, `is not an option; did you mean "${name}"?`);
  }
}

/** Returns whether two names differ by case, underscores and hyphens, and at most two edits (Levenshtein). */
function isTypo(given: string, name: string): boolean {
  const typed = given.replace(/[_-]/g, "").toLowerCase();
  let distances = Array.from({ length: typed.length + 1 }, (_, index) => index);
  for (const letter of name.toLowerCase()) {
    const above = distances;
    distances = [above[0]! + 1];
    for (const [index, other] of [...typed].entries()) {
      distances.push(Math.min(
        above[index]! + (letter === other ? 0 : 1),
        above[index + 1]! + 1,
        distances[index]! + 1,
      ));
    }
  }
  return distances.at(-1)! <= 2;
}

/** The hint for a missing key or account. */
export const ENVIRONMENT_HINT = "; is its environment variable set?";

// A timer with a longer delay would fire at once.
const MAX_LIMIT = 2 ** 31 - 1;

/** Checks a number from 1 to 2,147,483,647; it must be whole unless it counts milliseconds. */
export function checkLimit(
  name: string,
  value: unknown,
  kind: "whole number" | "number of milliseconds" = "whole number",
): number {
  if (typeof value !== "number") failType(name, `a ${kind}`, value);
  const isWhole = kind !== "whole number" || Number.isInteger(value);
  if (!(isWhole && value >= 1 && value <= MAX_LIMIT)) {
    fail(name, `must be a ${kind} from 1 to ${MAX_LIMIT}`, RangeError);
  }
  return value;
}

// A URL as the parser serializes it, without credentials, query or fragment, not even empty ones.
const PLAIN_URL = /^https?:\/\/[^/@]+\/[^?#]*$/;
// `localhost` and `*.localhost` are loopback (RFC 6761, 6.3).
const LOOPBACK_URL = /^http:\/\/(([\w-]+\.)*localhost|127(\.\d+){3}|\[::1\])(:\d+)?\//;

/** Checks the base URL of an API, and returns it without trailing slashes. */
export function checkBaseUrl(value: string | URL, allowHttp = false): string {
  if (value === "") fail("baseUrl", "must not be empty; leave it out for the default");
  try {
    const { href } = new URL(value);
    const isSafe = allowHttp || href.startsWith("https:") || LOOPBACK_URL.test(href);
    if (isSafe && PLAIN_URL.test(href)) return href.replace(/\/+$/, "");
  } catch {
    // Not passed on as the cause: its message contains the value.
  }
  fail(
    "baseUrl",
    "must be an absolute https: URL (http: on a loopback host) without credentials, query or fragment",
  );
}

const TOKEN = /^[!#$%&'*+.^`|~\w-]+$/;
const PRINTABLE = /^[ -~]*$/;
// Headers that describe the body or the connection (RFC 9110, 7.6.1 and 10.1).
const RESERVED =
  /^(content-.*|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect)$/;

/**
 * Checks additional headers, and returns them with lowercase names. `own` are the headers that only the client
 * may set.
 */
export function checkHeaders(
  headers: object | undefined,
  own: readonly string[],
): Record<string, string> {
  const checked: Record<string, string> = {};
  if (headers === undefined) return checked;
  // Those of another realm or library have the same name. A Map has no properties, and would be lost.
  const type = headers instanceof Headers ? "headers" : typeName(headers);
  if (type !== "headers" && type !== "object") failType("headers", "an object", headers);
  const entries = type === "headers"
    ? headers as Headers
    : Object.entries<unknown>(headers as Named);
  for (const [given, value] of entries) {
    const name = given.toLowerCase();
    if (own.includes(name) || RESERVED.test(name)) {
      fail("headers", `must not include "${name}"; it is reserved`);
    }
    // RFC 9110, 5.6.2 and 5.5. The message does not contain the name, which may be a misplaced value.
    if (!TOKEN.test(given) || typeof value !== "string" || !PRINTABLE.test(value)) {
      fail("headers", "must map HTTP field names to strings of printable ASCII");
    }
    checked[name] = value;
  }
  return checked;
}
