/**
 * Validates arguments. Each message names the argument, says what it must be, and, where there is a usual
 * mistake, how to fix it. None contains the value itself.
 */

import { isObject, type Named, ownValue } from "./objects.ts";
import { movable } from "./stack.ts";

/** Throws the error for an invalid argument. */
export function fail(name: string, problem: string, Class: ErrorConstructor = TypeError): never {
  throw movable(new Class(`Cannot use "${name}": it ${problem}`));
}

/** Throws the error for an argument of the wrong type; `hint` says how to fix the usual mistake. */
export function failType(name: string, expected: string, value: unknown, hint = ""): never {
  fail(name, `must be ${expected}, not ${typeName(value)}${hint}`);
}

/** Returns the type of a value in one word: `undefined`, `null`, `string`, `array`, `response`, … */
export function typeName(value: unknown): string {
  const name = Object.prototype.toString.call(value).slice("[object ".length, -1).toLowerCase();
  // An object may call itself anything.
  return /^[a-z]{1,24}$/.test(name) ? name : "object";
}

/** Checks that a value is an object other than an array. */
export function checkObject<T extends object>(name: string, value: T): T {
  if (!isObject(value)) failType(name, "an object", value);
  return value;
}

/**
 * Returns what a person typed, of any type: it may come from a stranger's JSON. A property that is missing is the
 * program's own mistake.
 */
export function ownTyped(object: object, name: string): unknown {
  if (!Object.hasOwn(object, name)) fail(name, "is missing");
  return ownValue(object, name);
}

/** Returns whether a property is there and holds nothing, as for a person without a session. */
export function holdsNothing(object: object, name: string): boolean {
  return Object.hasOwn(object, name) && (ownValue(object, name) ?? undefined) === undefined;
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

/**
 * Rejects a property that is not in `names`: an option that is ignored may be a limit or a proxy that is not
 * there. With `onlyTypos`, only one whose name is a typo away from one of `names`.
 */
export function checkNames(
  object: object,
  names: readonly string[],
  onlyTypos: "onlyTypos" | undefined = undefined,
): void {
  for (const given of Object.keys(object)) {
    if (names.includes(given)) continue;
    const meant = names.find((candidate) => isTypo(given, candidate));
    if (meant !== undefined) fail(given, `is not known; did you mean "${meant}"?`);
    // Only letters, because a name may be a misplaced value.
    if (!onlyTypos) fail(/^[a-z]{1,32}$/i.test(given) ? given : "options", "is not known");
  }
}

/**
 * Returns whether two names differ at most by case, underscores and hyphens, and in two letters that are next to each
 * other and fewer than half of the name: a letter too many or too few, another one, or two swapped.
 */
function isTypo(given: string, name: string): boolean {
  const typed = given.replace(/[_-]/g, "").toLowerCase();
  const wanted = name.toLowerCase();
  const shorter = Math.min(typed.length, wanted.length);
  let start = 0;
  while (start < shorter && typed[start] === wanted[start]) start++;
  let end = 0;
  while (end < shorter - start && typed.at(-1 - end) === wanted.at(-1 - end)) end++;
  const differing = Math.max(typed.length, wanted.length) - start - end;
  return differing <= 2 && differing * 2 < wanted.length;
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
