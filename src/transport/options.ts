/** The options of a client and of a call. */

/** A key, or a function that returns it (or a promise of it), called once per operation. */
export type Credential = string | (() => string | PromiseLike<string>);

/** What the client passes to `fetch` beside the URL. */
export interface FetchInit {
  /** The HTTP method. */
  readonly method: "GET" | "POST";
  /** The headers, with names in lower case; a new object for each request. */
  readonly headers: Record<string, string>;
  /**
   * JSON; `undefined` with GET. A string, or in Deno a `Blob`: `await new Response(body).json()` reads both.
   * (Deno's `fetch` may send a POST with a string twice.)
   */
  readonly body?: string | Blob;
  /** `false` in Bun before 1.4, where `fetch` may send a POST twice; otherwise absent. */
  readonly keepalive?: false;
  /** A code that was right once must not be right again from a cache. Absent on Cloudflare Workers. */
  readonly cache?: "no-store";
  /** Redirects are never followed: keys and phone numbers go to no other host. */
  readonly redirect: "manual";
  /** Aborts when the deadline passes or the caller's signal aborts. */
  readonly signal: AbortSignal;
}

/**
 * The part of `fetch` that the client needs. Wrap the global one to add logging, proxying or tracing.
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

/** The options that both clients have. They are read once, at construction. */
export interface ClientOptions {
  /**
   * The URL of the API: `https:`, or `http:` on a loopback host. A path prefix is kept; credentials, a query
   * and a fragment are refused.
   */
  readonly baseUrl?: string | URL | undefined;
  /**
   * Whether `baseUrl` may be `http:` on any host, for a test network such as that of docker compose. The key,
   * phone numbers and codes then travel in plain text, and anybody on the way can read and change them. Never
   * set it for the real API.
   *
   * @default {false}
   */
  readonly allowHttp?: boolean | undefined;
  /**
   * Makes the requests. Called without a `this`.
   *
   * @default {globalThis.fetch}
   */
  readonly fetch?: Fetch | undefined;
  /**
   * The deadline of a whole call, in milliseconds: the key function, all attempts, the waits between them,
   * and the bodies. From 1 to 2,147,483,647.
   *
   * @default {10_000}
   */
  readonly timeout?: number | undefined;
  /**
   * The maximum number of requests per call, from 1. A call that changes something is repeated only after
   * 429, or 503 with `Retry-After`, where the server says that it did nothing. `status` and `lookup` are also
   * repeated after a network error, 500, 502, 503 and 504.
   *
   * @default {1} 3 for `status` and `lookup`
   */
  readonly maxAttempts?: number | undefined;
  /**
   * The maximum length of a response body, in bytes. A longer one is a {@linkcode ResponseError}.
   *
   * @default {262_144}
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Whether the client may be created in a web page, a web worker or a React Native app, where everybody can
   * read the key. Set it only if `baseUrl` is a proxy of your own that adds the real key.
   *
   * @default {false}
   */
  readonly allowBrowser?: boolean | undefined;
}

/** The options of one call. They override those of the client. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's `reason`. The deadline still applies. */
  readonly signal?: AbortSignal | undefined;
  /** The deadline of the call in milliseconds, as in {@linkcode ClientOptions}. */
  readonly timeout?: number | undefined;
  /** The maximum number of requests, as in {@linkcode ClientOptions}. */
  readonly maxAttempts?: number | undefined;
  /**
   * Additional headers. They may not replace the credentials or the account, nor describe the body
   * (`content-…`) or the connection (`host`, `transfer-encoding`, …).
   */
  readonly headers?: Readonly<Record<string, string>> | Headers | undefined;
}
