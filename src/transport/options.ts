/** The options of a client and of a call: checked in one place, read once. */

/** A key, or a function that gives one (or a promise of one) each time that it is asked. */
export type Credential = string | (() => string | PromiseLike<string>);

/** What the client hands to `fetch` beside the URL. */
export interface FetchInit {
  /** The HTTP method. */
  readonly method: "GET" | "POST";
  /** The headers, with names in lower case. A fresh object for each request. */
  readonly headers: Record<string, string>;
  /**
   * JSON; `undefined` with GET. A string, but in Deno a `Blob`: of text, Deno's `fetch` would repeat a POST
   * by itself when a kept connection closes before an answer. `await new Response(body).json()` reads both.
   */
  readonly body?: string | Blob;
  /**
   * Set in a Bun before 1.4, and the standard's default elsewhere: on a connection that it keeps, Bun before
   * 1.3.14 would repeat a POST by itself.
   */
  readonly keepalive?: false;
  /** Redirects are never followed: keys and phone numbers go to no other host. */
  readonly redirect: "manual";
  /** Aborts when the deadline passes, or when the caller's own signal does. */
  readonly signal: AbortSignal;
}

/**
 * The part of `fetch` that the client needs. It is the only seam: logging, proxies and tracing are
 * functions of this type around the global one.
 *
 * @example Count requests
 * ```ts
 * import type { Fetch } from "@ding-otp/client";
 *
 * let requests = 0;
 * const counting: Fetch = (url, init) => {
 *   requests++;
 *   return fetch(url, init);
 * };
 * ```
 */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;

/** The options that every client has. They are read once, at construction. */
export interface ClientOptions {
  /**
   * Where the API is: `https:`, or `http:` on a loopback host. A path prefix is kept; credentials, a
   * query or a fragment are refused.
   */
  readonly baseUrl?: string | URL | undefined;
  /**
   * Makes the requests; called without a `this`.
   *
   * @default {globalThis.fetch}
   */
  readonly fetch?: Fetch | undefined;
  /**
   * Milliseconds for a whole call: the key function, all attempts, waits and bodies. From 1, at
   * most 2,147,483,647.
   *
   * @default {10_000}
   */
  readonly timeout?: number | undefined;
  /**
   * How many requests a call may make, from 1. A call that changes something is repeated only after a
   * 429, or a 503 with `retry-after`: the server said that it did nothing. `status` and `lookup` are
   * also repeated after a network error, 500, 502, 503 and 504.
   *
   * @default {1} for what changes something, 3 for `status` and `lookup`
   */
  readonly maxAttempts?: number | undefined;
  /**
   * The longest body that is read, in bytes. A longer one is cut off.
   *
   * @default {262_144}
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Whether the client may be made in a web page or a web worker, where everybody could read the key.
   * For those whose `baseUrl` is a proxy of their own that adds the real key.
   *
   * @default {false}
   */
  readonly allowBrowser?: boolean | undefined;
}

/** The options of one call. They go before those of the client. */
export interface CallOptions {
  /** Ends the call: it is rejected with this signal's `reason`, untouched. The deadline still holds. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call, as in {@linkcode ClientOptions}. */
  readonly timeout?: number | undefined;
  /** How many requests the call may make, as in {@linkcode ClientOptions}. */
  readonly maxAttempts?: number | undefined;
  /**
   * Further headers. They may not replace the credentials or the account, nor say anything of the body
   * (`content-…`).
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Throws the error of a program that called wrongly. */
export function refuse(name: string, state: string, Class: ErrorConstructor = TypeError): never {
  throw new Class(`Cannot use "${name}": it ${state}`);
}

/** Checks the type of a value, as `typeof` tells it: a string unless another is named. */
export function typed<T = string>(name: string, value: unknown, type = "string"): T {
  // deno-lint-ignore valid-typeof -- the type may come out of a table
  if (typeof value !== type) refuse(name, `is no ${type}`);
  return value as T;
}

/**
 * Checks what goes into a header or a path. What `fetch` says of a bad header repeats its value, and a
 * path may hold no step, `.` or `..`, which is one percent-encoded, too.
 */
export function visible(name: string, value: unknown): string {
  if (!/^(?!\.\.?$)[!-~]+$/.test(typed(name, value))) refuse(name, "is invalid");
  return value as string;
}

/** Checks a number of milliseconds, or a whole number of attempts or bytes, unless it is not set. */
export function limit(name: string, value = 1): void {
  // A longer timer fires at once.
  const isInRange = typed<number>(name, value, "number") >= 1 && value <= 2 ** 31 - 1;
  if (!isInRange || (name !== "timeout" && value % 1)) refuse(name, "is out of range", RangeError);
}

// As the URL parser writes it: https, or http on a loopback host; no credentials, query or fragment.
const PLAIN_URL = /^(https:\/\/[^/@]+|http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?)\/[^?#]*$/;

/** Checks where the API is. */
export function endpoint(value: string | URL): string {
  try {
    const { href } = new URL(value);
    if (PLAIN_URL.test(href)) return href.replace(/\/+$/, "");
  } catch {
    // What is caught repeats the value.
  }
  refuse("baseUrl", "is no https URL");
}

const HEADER = /^(?!content-|customer-uuid)[-\w]+:[ -~]*$/;

/** Checks the further headers of a call, and gives them with their names in lower case. */
export function furtherHeaders(
  headers: Readonly<Record<string, string>> | undefined,
  credentials: string,
): Record<string, string> {
  const further: Record<string, string> = {};
  for (const name in headers) {
    const lower = name.toLowerCase();
    if (lower === credentials || !HEADER.test(`${lower}:${headers![name]}`)) {
      refuse("headers", "is invalid");
    }
    further[lower] = typed("headers", headers![name]);
  }
  return further;
}
