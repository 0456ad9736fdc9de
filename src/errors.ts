/** What is thrown when a call breaks. Each class is documented with the exchange that raises it. */

import type { HttpExchange, OperationName } from "./types.ts";

/**
 * Whether the request took effect at the API.
 *
 * - `"applied"`: it did. Of a `send`, a message is on its way.
 * - `"not_applied"`: it did not. It may be repeated.
 * - `"unknown"`: nobody can tell. Of a `send`, repeating it may deliver a second message.
 */
export type Outcome = "applied" | "not_applied" | "unknown";

/**
 * Stable word for what went wrong: one of ours, or, on an {@linkcode ApiError}, the API's own.
 * The list is open, as the API's is.
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

/** What every {@linkcode OtpError} is made of. */
export interface OtpErrorInit {
  /** Stable word for what went wrong. */
  readonly code: OtpErrorCode;
  /** The operation that was called. */
  readonly operation: OperationName;
  /** How many requests were made. */
  readonly attempts: number;
  /** Whether the request took effect. */
  readonly outcome: Outcome;
  /** What caused it, if something did. */
  readonly cause?: unknown;
  /** The answer, if there was one: an {@linkcode ApiError} and a {@linkcode ResponseError} need it. */
  readonly http?: HttpExchange | undefined;
  /** How long the server asks to wait, in milliseconds, if it does: for an {@linkcode ApiError}. */
  readonly retryAfter?: number | undefined;
}

/**
 * The class of every error that this package makes, other than the `TypeError` or `RangeError` of a
 * program that called it wrongly.
 *
 * No message, inspection, or JSON of it holds a key, a phone number, or a code. What the API
 * answered may, so those properties are not enumerable.
 *
 * @example Find out whether a message may have gone out
 * ```ts
 * import { Ding, OtpError } from "@ding-otp/client";
 *
 * const ding = new Ding({
 *   apiKey: "key",
 *   customerUuid: "c0ffee00-0000-4000-8000-000000000000",
 *   fetch: () => Promise.reject(new TypeError("connection refused")),
 * });
 * try {
 *   await ding.send({ phoneNumber: "+15555550100" });
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

  /** Stable word for what went wrong. */
  declare readonly code: OtpErrorCode;
  /** The operation that was called. */
  declare readonly operation: OperationName;
  /** How many requests were made: 0 when the call ended before the first. */
  declare readonly attempts: number;
  /** Whether the request took effect. */
  declare readonly outcome: Outcome;
  /** The answer, if there was one, as far as it was read. Not enumerable: it may repeat a secret. */
  declare readonly http?: HttpExchange;

  /** Made by the package; public for those who fake a failure in a test. */
  constructor(message: string, { cause, http, retryAfter, ...facts }: OtpErrorInit) {
    super(message, cause as object && { cause });
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
 * `fetch` was rejected: no address, no connection, or a connection that broke before the headers.
 *
 * ```http
 * POST /v1/authentication HTTP/1.1
 *
 * (connection reset)
 * ```
 *
 * `fetch` does not tell how far it got, so `outcome` is `"unknown"`. Do not repeat a `send` blindly:
 * offer the person a way to ask again. The rejection is in `cause`; where its text repeats the key,
 * the phone number or the code, or where it holds an object that is no error, `cause` is a copy without
 * those. What a `fetch` of your own puts under a symbol, or shows by a method of its own, is not looked
 * through.
 */
export class NetworkError extends OtpError {
  static {
    this.prototype.name = "NetworkError";
  }
}

/**
 * The deadline (`timeout`) passed before the answer was complete, also in the middle of its body.
 *
 * ```http
 * POST /v1/authentication HTTP/1.1
 *
 * HTTP/1.1 200 OK
 * content-length: 120
 *
 * {"authentication_uuid":    (and then nothing)
 * ```
 *
 * `outcome` is `"unknown"`, or `"not_applied"` when nothing had been sent, because the key function was
 * still at it, or when the call waited for its next attempt after a 4xx. What to do is as for a {@linkcode NetworkError}.
 */
export class TimeoutError extends OtpError {
  static {
    this.prototype.name = "TimeoutError";
  }
}

/**
 * The API, or something before it, answered with an error that is about the program or the account.
 *
 * ```http
 * POST /v1/authentication HTTP/1.1
 *
 * HTTP/1.1 400 Bad Request
 * content-type: application/json
 *
 * {"code":"invalid_template_id","message":"…","doc_url":"…"}
 * ```
 *
 * `outcome` is `"not_applied"` for a 4xx and `"unknown"` for a 5xx. With a 4xx, mend what `code`
 * names; after a 429 or 503, wait `retryAfter`; after another 5xx treat it as a
 * {@linkcode NetworkError}.
 */
export class ApiError extends OtpError {
  static {
    this.prototype.name = "ApiError";
  }

  /** The HTTP status code. */
  declare readonly status: number;
  /** How long the server asks to wait before the next request, in milliseconds (RFC 9110, 10.2.3). */
  declare readonly retryAfter?: number;
  /** The answer, as far as it was read. Not enumerable: it may repeat a secret. */
  declare readonly http: HttpExchange;

  /** The headers of the answer. */
  get headers(): Headers {
    return this.http.headers;
  }

  /** The body: as parsed when it was JSON, else the beginning of its text. It may repeat a secret. */
  get body(): unknown {
    return this.http.body;
  }

  /** Where the API documents this error, if it says so. */
  get docUrl(): string | undefined {
    const { doc_url: told } = Object(this.body);
    return typeof told === "string" ? told : undefined;
  }
}

/**
 * There was an answer, but not one of this API's: a redirect, no JSON object, too long, cut off,
 * or without a field that the API promises. `code` says which.
 *
 * ```http
 * POST /v1/authentication HTTP/1.1
 *
 * HTTP/1.1 200 OK
 *
 * <html>…
 * ```
 *
 * `outcome` is `"applied"` after a 2xx (of a `send`, the message went out), else `"unknown"`. Look at
 * what stands between you and the API, or at `baseUrl`. What could be read is in `http.body`.
 */
export class ResponseError extends OtpError {
  static {
    this.prototype.name = "ResponseError";
  }

  /** The HTTP status code; 0 where the runtime hides that of a redirect. */
  declare readonly status: number;
  /** The answer, as far as it was read. Not enumerable: it may repeat a secret. */
  declare readonly http: HttpExchange;
}

/**
 * Attaches the exchange, not enumerable, so that logging, JSON and equality stay clean. Bun logs such a
 * value all the same, but not what is behind a getter, which would make every result a class of its own in V8.
 */
export function attach<T>(to: T, http: HttpExchange | undefined): T {
  return Object.defineProperty(
    to,
    "http",
    "Bun" in globalThis ? { get: () => http } : { value: http },
  );
}
