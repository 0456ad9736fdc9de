/** The errors of failed calls. Each class documents the exchange that raises it. */

import { ownValue } from "./objects.ts";
import type { HttpExchange, OperationName } from "./results.ts";

/**
 * Whether the request took effect at the API.
 *
 * - `"applied"`: it took effect. After a `send`, a message is on its way.
 * - `"not_applied"`: it did not take effect; it is safe to repeat.
 * - `"unknown"`: not known. Repeating a `send` may deliver a second message.
 */
export type Outcome = "applied" | "not_applied" | "unknown";

/**
 * A stable code for what went wrong: one of those below or, on an {@linkcode ApiError}, the API's own. The
 * list is open.
 *
 * - `"network"`: `fetch` rejected.
 * - `"not_a_response"`: a custom `fetch` returned something other than a `Response`.
 * - `"timeout"`: the deadline passed.
 * - `"redirect"`: the response is a redirect, or a custom `fetch` followed one.
 * - `"not_json"`: the body of a 2xx is not a JSON object.
 * - `"too_large"`: the body of a 2xx is longer than `maxResponseBytes`.
 * - `"cut_off"`: the body of a 2xx ended early.
 * - `"missing_field"`: the body of a 2xx lacks a required field.
 * - `"http_error"`: a 4xx or 5xx whose body has no usable error code.
 */
export type OtpErrorCode =
  | "network"
  | "not_a_response"
  | "timeout"
  | "redirect"
  | "not_json"
  | "too_large"
  | "cut_off"
  | "missing_field"
  | "http_error"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** The constructor options of an {@linkcode OtpError}. */
export interface OtpErrorInit {
  /** A stable code for what went wrong. */
  readonly code: OtpErrorCode;
  /** The operation that was called. */
  readonly operation: OperationName;
  /** The number of requests that were made. */
  readonly attempts: number;
  /** Whether the request took effect. */
  readonly outcome: Outcome;
  /** The cause of the error, if any. */
  readonly cause?: unknown;
  /** The response, if any. Required for an {@linkcode ApiError} and a {@linkcode ResponseError}. */
  readonly http?: HttpExchange | undefined;
  /** For an {@linkcode ApiError}: the milliseconds the server asks to wait, if it does. */
  readonly retryAfter?: number | undefined;
}

/**
 * The base class of the errors that a failed call rejects with.
 *
 * A call also rejects with a `TypeError` or `RangeError` if an argument is invalid, with the `reason` of the
 * caller's signal, and with whatever the key function throws. Nothing was sent in the first and last case.
 *
 * Its message, its inspection (`console.log`) and its JSON contain no key, phone number or code. The response
 * may, so the properties that hold it are not enumerable.
 *
 * @example Check whether a message may have been sent
 * ```ts
 * import { OtpError, Prelude } from "@ding-otp/client";
 *
 * const prelude = new Prelude({
 *   apiToken: "token",
 *   fetch: () => Promise.reject(new TypeError("connection refused")),
 * });
 * try {
 *   await prelude.send({ phoneNumber: "+15555550100" });
 * } catch (error) {
 *   if (!(error instanceof OtpError)) throw error;
 *   console.error(error.code, error.outcome); // "network" "unknown"
 * }
 * ```
 */
export abstract class OtpError extends Error {
  static {
    this.prototype.name = "OtpError";
  }

  /** A stable code for what went wrong. */
  declare readonly code: OtpErrorCode;
  /** The operation that was called. */
  declare readonly operation: OperationName;
  /** The number of requests that were made; 0 if the call ended before the first. */
  declare readonly attempts: number;
  /** Whether the request took effect. */
  declare readonly outcome: Outcome;
  /** The response, if any, as far as it was read. Not enumerable: it may contain secrets. */
  declare readonly http?: HttpExchange;

  /** Creates an error. Public so that tests can simulate a failure; otherwise only the client does. */
  constructor(message: string, init: OtpErrorInit) {
    // Without a prototype, so that nothing inherited becomes a property of the error.
    const { cause, http, retryAfter, ...facts } = { __proto__: null, ...init };
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(
      this,
      facts,
      http && { status: http.status },
      retryAfter !== undefined && { retryAfter },
    );
    attach(this, http);
  }
}

/**
 * `fetch` rejected: the host name did not resolve, or the connection failed or broke before the response
 * headers arrived. With the code `"not_a_response"`, a custom `fetch` returned something other than a
 * `Response`.
 *
 * ```http
 * POST /v2/verification HTTP/1.1
 *
 * (connection reset)
 * ```
 *
 * `fetch` does not report how far the request got, so `outcome` is `"unknown"`. Do not repeat a `send`
 * automatically: let the person request another code.
 *
 * `cause` is what `fetch` rejected with. If its text contains the key, the phone number or the code, or if it
 * holds an object that is not an error, `cause` is a copy without those. Symbol properties and custom methods
 * of an error that a custom `fetch` throws are not searched.
 */
export class NetworkError extends OtpError {
  static {
    this.prototype.name = "NetworkError";
  }
}

/**
 * The deadline (`timeout`) passed before the response, including its body, was complete.
 *
 * ```http
 * POST /v2/verification HTTP/1.1
 *
 * HTTP/1.1 200 OK
 * content-length: 120
 *
 * {"id":    (and then nothing)
 * ```
 *
 * `outcome` is `"unknown"`, or `"not_applied"` if nothing had been sent (the key function was still running)
 * or if the call was waiting to repeat a request after a 429. Handle it like a {@linkcode NetworkError}.
 */
export class TimeoutError extends OtpError {
  static {
    this.prototype.name = "TimeoutError";
  }
}

/**
 * The API, or a proxy in front of it, returned a 4xx or 5xx other than those that become results (such as an
 * invalid phone number). Most 4xx are caused by the request or the account.
 *
 * ```http
 * POST /v2/verification HTTP/1.1
 *
 * HTTP/1.1 400 Bad Request
 * content-type: application/json
 *
 * {"code":"invalid_template_id","message":"…"}
 * ```
 *
 * `outcome` is `"not_applied"` for a 4xx other than 408 and 499. For those two and for a 5xx it is
 * `"unknown"`: a proxy may return them for a request that it has already forwarded.
 *
 * After a 4xx, fix the problem named by `code`. After 429 or 503, wait for `retryAfter`. Handle 408, 499 and
 * any other 5xx like a {@linkcode NetworkError}.
 */
export class ApiError extends OtpError {
  static {
    this.prototype.name = "ApiError";
  }

  /** The HTTP status code. */
  declare readonly status: number;
  /**
   * The milliseconds the server asks to wait before the next request (`Retry-After`: RFC 9110, 10.2.3);
   * absent if it does not, or not in a form that HTTP defines.
   */
  declare readonly retryAfter?: number;
  /** The response, as far as it was read. Not enumerable: it may contain secrets. */
  declare readonly http: HttpExchange;

  /** The headers of the response. */
  get headers(): Headers {
    return this.http.headers;
  }

  /** The body: parsed if it is JSON, otherwise up to 2,048 characters of its text. It may contain secrets. */
  get body(): unknown {
    return this.http.body;
  }

  /** The URL of the API's documentation of this error, if the response has one. */
  get docUrl(): string | undefined {
    return ownText(this.body, "doc_url");
  }

  /** The API's id of the request, for the vendor's support, if the response has one of up to 128 characters. */
  get requestId(): string | undefined {
    const id = ownText(this.body, "request_id");
    return id !== undefined && /^[\w-]{1,128}$/.test(id) ? id : undefined;
  }
}

function ownText(body: unknown, name: string): string | undefined {
  const value = ownValue(Object(body), name);
  return typeof value === "string" ? value : undefined;
}

/**
 * The response is not a valid API response: a redirect, or a 2xx whose body is not a JSON object, is too
 * long, was cut off, or lacks a required field. `code` says which. A 4xx or 5xx is an {@linkcode ApiError},
 * whatever its body.
 *
 * ```http
 * POST /v2/verification HTTP/1.1
 *
 * HTTP/1.1 200 OK
 *
 * <html>…
 * ```
 *
 * `outcome` is `"applied"` after a 2xx (the message of a `send` went out), and `"unknown"` after a redirect,
 * including one that a custom `fetch` followed. Check `baseUrl` and whatever is between you and the API.
 * `http.body` holds the body as far as it was read; that of a redirect is not read.
 */
export class ResponseError extends OtpError {
  static {
    this.prototype.name = "ResponseError";
  }

  /** The HTTP status code; 0 for a redirect in a browser, which hides it. */
  declare readonly status: number;
  /** The response, as far as it was read. Not enumerable: it may contain secrets. */
  declare readonly http: HttpExchange;
}

/**
 * Attaches the exchange as a non-enumerable property, so that it is neither logged nor serialized nor
 * compared. Bun logs non-enumerable properties, too, unless they are getters. Elsewhere a plain value is
 * used: with a getter, V8 would give each result its own hidden class.
 */
export function attach<T>(to: T, http: HttpExchange | undefined): T {
  return Object.defineProperty(
    to,
    "http",
    "Bun" in globalThis ? { get: () => http } : { value: http },
  );
}
