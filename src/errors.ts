/** What is thrown when a call fails. Each class documents the exchange that raises it. */

import type { HttpExchange, OperationName } from "./results.ts";

/**
 * Whether the request took effect at the API.
 *
 * - `"applied"`: it did. After a `send`, a message is on its way.
 * - `"not_applied"`: it did not. It may be repeated.
 * - `"unknown"`: nobody can tell. Repeating a `send` may deliver a second message.
 */
export type Outcome = "applied" | "not_applied" | "unknown";

/**
 * A stable word for what went wrong: one of ours, or, on an {@linkcode ApiError}, the API's own. The list is
 * open, as the API's is.
 */
export type OtpErrorCode =
  | "network"
  | "timeout"
  | "redirect"
  | "not_json"
  | "too_large"
  | "cut_off"
  | "missing_field"
  | "http_error"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

  | "not_a_response"
/** What an {@linkcode OtpError} is made of. */
export interface OtpErrorInit {
  /** A stable word for what went wrong. */
  readonly code: OtpErrorCode;
  /** The operation that was called. */
  readonly operation: OperationName;
  /** The number of requests that were made. */
  readonly attempts: number;
  /** Whether the request took effect. */
  readonly outcome: Outcome;
  /** What caused the error, if something did. */
  readonly cause?: unknown;
  /** The response, if there was one. An {@linkcode ApiError} and a {@linkcode ResponseError} need it. */
  readonly http?: HttpExchange | undefined;
  /** For an {@linkcode ApiError}: the milliseconds that the server asks to wait, if it does. */
  readonly retryAfter?: number | undefined;
}

/**
 * The base class of every error that a call rejects with, other than the `TypeError` or `RangeError` of a
 * program that called it wrongly, and the `reason` of the caller's own signal.
 *
 * No message, inspection or JSON of it contains a key, a phone number or a code. The response of the API may,
 * so the properties that hold it are not enumerable.
 *
 * @example Find out whether a message may have gone out
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

  /** A stable word for what went wrong. */
  declare readonly code: OtpErrorCode;
  /** The operation that was called. */
  declare readonly operation: OperationName;
  /** The number of requests that were made: 0 if the call ended before the first. */
  declare readonly attempts: number;
  /** Whether the request took effect. */
  declare readonly outcome: Outcome;
  /** The response, if there was one, as far as it was read. Not enumerable: it may repeat a secret. */
  declare readonly http?: HttpExchange;

  /** Creates an error. The client does that; it is public so that tests can fake a failure. */
  constructor(message: string, { cause, http, retryAfter, ...facts }: OtpErrorInit) {
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
 * `fetch` rejected: the name did not resolve, the connection failed, or it broke before the headers came.
 *
 * ```http
 * POST /v2/verification HTTP/1.1
 *
 * (connection reset)
 * ```
 *
 * `fetch` does not say how far it got, so `outcome` is `"unknown"`. Do not repeat a `send` blindly: let the
 * person ask again. The rejection is in `cause`. If its text repeats the key, the phone number or the code, or
 * if it holds an object that is not an error, `cause` is a copy without those. What a `fetch` of your own
 * stores under a symbol, or shows through a method of its own, is not searched.
 */
export class NetworkError extends OtpError {
  static {
    this.prototype.name = "NetworkError";
  }
}

/**
 * The deadline (`timeout`) passed before the response was complete, even in the middle of its body.
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
 * `outcome` is `"unknown"`, or `"not_applied"` if nothing had been sent yet (the key function was still
 * running), or if the call was waiting for its next attempt after a 4xx. Handle it like a
 * {@linkcode NetworkError}.
 */
export class TimeoutError extends OtpError {
  static {
    this.prototype.name = "TimeoutError";
  }
}

/**
 * The API, or a proxy in front of it, returned an error caused by the request or the account.
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
 * `outcome` is `"not_applied"` for a 4xx and `"unknown"` for a 5xx. After a 4xx, fix the problem named by
 * `code`. After 429 or 503, wait for `retryAfter`. Handle any other 5xx like a {@linkcode NetworkError}.
 */
export class ApiError extends OtpError {
  static {
    this.prototype.name = "ApiError";
  }

  /** The HTTP status code. */
  declare readonly status: number;
  /** The milliseconds that the server asks to wait before the next request (RFC 9110, 10.2.3). */
  declare readonly retryAfter?: number;
  /** The response, as far as it was read. Not enumerable: it may repeat a secret. */
  declare readonly http: HttpExchange;

  /** The headers of the response. */
  get headers(): Headers {
    return this.http.headers;
  }

  /** The body: parsed if it was JSON, otherwise the beginning of its text. It may repeat a secret. */
  get body(): unknown {
    return this.http.body;
  }

  /** Where the API documents this error, if it says so. */
  get docUrl(): string | undefined {
    const { doc_url: docUrl } = Object(this.body);
    return typeof docUrl === "string" ? docUrl : undefined;
  }
}

/**
 * There was a response, but not one of the API's: a redirect, not a JSON object, too long, cut off, or
 * without a field that the API promises. `code` says which.
 *
 * ```http
 * POST /v2/verification HTTP/1.1
 *
 * HTTP/1.1 200 OK
 *
 * <html>…
 * ```
 *
 * `outcome` is `"applied"` after a 2xx (the message of a `send` went out), otherwise `"unknown"`. Look at what
 * is between you and the API, or at `baseUrl`. What could be read is in `http.body`.
 */
export class ResponseError extends OtpError {
  static {
    this.prototype.name = "ResponseError";
  }

  /** The HTTP status code; 0 where the runtime hides that of a redirect. */
  declare readonly status: number;
  /** The response, as far as it was read. Not enumerable: it may repeat a secret. */
  declare readonly http: HttpExchange;
}

/**
 * Attaches the exchange as a non-enumerable property, so that it is neither logged nor serialized nor
 * compared. Bun logs even that, unless it is a getter; elsewhere a getter would give every result a hidden
 * class of its own in V8.
 */
export function attach<T>(to: T, http: HttpExchange | undefined): T {
  return Object.defineProperty(
    to,
    "http",
    "Bun" in globalThis ? { get: () => http } : { value: http },
  );
}
