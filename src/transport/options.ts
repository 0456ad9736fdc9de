/** The options of a client and of a call. */

/** A key, or a function that returns it or a promise of it. The function is called once per operation. */
export type Credential = string | (() => string | PromiseLike<string>);

/** The second argument that the client passes to `fetch`. */
export interface FetchInit {
  /** The HTTP method. */
  readonly method: "GET" | "POST";
  /** The headers, with lowercase names; a new object for each request. */
  readonly headers: Record<string, string>;
  /**
   * JSON; absent with GET. A string, or on Deno a `Blob`, because Deno's `fetch` may send a POST with a string
   * twice. `await new Response(body).json()` reads both.
   */
  readonly body?: string | Blob;
  /** `false` on Bun before 1.4, where `fetch` may send a POST twice; otherwise absent. */
  readonly keepalive?: false;
  /**
   * Prevents a cached response, with which a used code would be accepted again. Absent on Cloudflare Workers,
   * where older compatibility dates do not allow it and nothing is cached by default.
   */
  readonly cache?: "no-store";
  /** Redirects are never followed, so that keys and phone numbers are not sent to another host. */
  readonly redirect: "manual";
  /** Aborts when the deadline passes or the caller's signal aborts. */
  readonly signal: AbortSignal;
}

/**
 * The part of `fetch` that the client uses. Wrap the global one to add logging, proxying or tracing.
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

/** The options that both clients share. They are read once, at construction. */
export interface ClientOptions {
  /**
   * The base URL of the API: `https:`, or `http:` on a loopback host (`localhost`, `*.localhost`, `127.0.0.0/8`,
   * `[::1]`). A path prefix is kept; credentials, a query or a fragment are rejected.
   */
  readonly baseUrl?: string | URL | undefined;
  /**
   * Whether `baseUrl` may be `http:` on any host, for a test network such as that of Docker Compose. The key,
   * phone numbers and codes are then sent in plain text, and anyone on the network can read and change them.
   * Never set it for the real API.
   *
   * @default {false}
   */
  readonly allowHttp?: boolean | undefined;
  /**
   * Makes the requests. Called without a `this` value. The default is looked up for each request.
   *
   * @default {globalThis.fetch}
   */
  readonly fetch?: Fetch | undefined;
  /**
   * The deadline for the whole call, in milliseconds: the key function, all attempts, the waits between them,
   * and the bodies. From 1 to 2,147,483,647.
   *
   * @default {10_000}
   */
  readonly timeout?: number | undefined;
  /**
   * The maximum number of requests per call, from 1. A call that changes something is repeated only after a
   * 429, or a 503 with `Retry-After`, with which the server says that it did nothing. `status` and `lookup`
   * are also repeated after a network error and after 500, 502, 503 and 504. A `Retry-After` that cannot be
   * read, or that does not fit into the deadline, ends the call. For `status` and `lookup` the default is 3.
   *
   * @default {1}
   */
  readonly maxAttempts?: number | undefined;
  /**
   * The maximum length of a response body, in bytes, from 1. A 2xx with a longer one is a
   * {@linkcode ResponseError}; of a longer error response, no more is read.
   *
   * @default {262_144}
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Whether the client may be created in a web page, a web worker or a React Native app, where anyone can read
   * the key. Set it only if `baseUrl` is your own proxy that adds the real key.
   *
   * @default {false}
   */
  readonly allowBrowser?: boolean | undefined;
}

/** The options of one call. They override those of the client. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's `reason`. The deadline still applies. */
  readonly signal?: AbortSignal | undefined;
  /** The deadline for the call, in milliseconds, as in {@linkcode ClientOptions}. */
  readonly timeout?: number | undefined;
  /** The maximum number of requests, as in {@linkcode ClientOptions}. */
  readonly maxAttempts?: number | undefined;
  /**
   * Additional headers. They must not replace the credentials or the account, or describe the body
   * (`content-…`) or the connection (`host`, `transfer-encoding`, …). Values are printable ASCII.
   */
  readonly headers?: Readonly<Record<string, string>> | Headers | undefined;
}
