/** From the options of a client to its calls: the deadline, the requests, the judging of answers. */

import {
  ApiError,
  type ApiErrorInit,
  NetworkError,
  type OtpErrorCode,
  type Outcome,
  ResponseError,
  TimeoutError,
} from "../errors.ts";
import type { HttpExchange } from "../types.ts";
import { isObject } from "../wire.ts";
import type { Operation } from "./operation.ts";
import {
  type CallOptions,
  type ClientOptions,
  type Credential,
  endpoint,
  type FetchInit,
  furtherHeaders,
  limit,
  refuse,
  refuseBrowser,
  visible,
} from "./options.ts";
import { type BodyText, readBody } from "./read_body.ts";
import { redact } from "./redact.ts";
import { readRetryAfter } from "./retry_after.ts";
import { SYSTEM, TIMING, type Timing } from "./timing.ts";

/** What sets one API apart from another, for the transport. */
export interface Dialect {
  /** Where the API is, unless an option says otherwise. */
  readonly baseUrl: string;
  /** The option that holds the key. */
  readonly key: string;
  /** The header that carries the key. */
  readonly header: string;
  /** What stands before the key there. */
  readonly prefix: string;
  /** The error codes that are about the person: they become results. */
  readonly personal: readonly string[];
}

/** Performs an operation: one request, or as many as `maxAttempts` and its rules allow. */
export type Perform = <Input extends object, Known, Result extends object>(
  operation: Operation<Input, Known, Result>,
  input: Input,
  options?: CallOptions & { readonly customerUuid?: string },
) => Promise<Result>;

/** What a client's options hold beside those that all clients have. */
type Private = {
  readonly [keyOption: string]: Credential;
  readonly customerUuid: string;
  readonly [TIMING]?: Timing;
};

// What may pass by itself.
const PASSING = [500, 502, 503, 504];
const BACKOFF_BASE = 250;
const BACKOFF_CAP = 8_000;
const EXCERPT_LENGTH = 2_048;

// A word of the API, and nothing that could be a number or a code that it repeats.
const ERROR_CODE = /^(?!.*\d{4})[a-z]\w{0,63}$/i;

/** Checks the options of a client, and gives what performs its operations. */
export function connect(client: ClientOptions, dialect: Dialect): Perform {
  const { fetch = globalFetch, maxResponseBytes = 262_144 } = client;
  const { key: keyOption, header, prefix, personal } = dialect;
  const { [keyOption]: credential, customerUuid: account, [TIMING]: timing = SYSTEM } =
    client as unknown as Private;
  if (client.allowBrowser !== true) refuseBrowser();
  if (typeof credential !== "function") visible(keyOption, credential);
  if (typeof fetch !== "function") refuse("fetch", "is not a function");
  const root = endpoint(client.baseUrl ?? dialect.baseUrl);
  const usualTimeout = limit("timeout", client.timeout ?? 10_000);
  const usualAttempts = client.maxAttempts && limit("maxAttempts", client.maxAttempts);
  limit("maxResponseBytes", maxResponseBytes);

  return async function perform<Input extends object, Known, Result extends object>(
    { name, safe, encode, decode, refuse: refusal }: Operation<Input, Known, Result>,
    input: Input,
    options: CallOptions & { readonly customerUuid?: string } = {},
  ): Promise<Result> {
    const { signal } = options;
    const timeout = limit("timeout", options.timeout ?? usualTimeout);
    const maxAttempts = limit(
      "maxAttempts",
      options.maxAttempts ?? usualAttempts ?? (safe ? 3 : 1),
    );
    const further = options.headers && furtherHeaders(options.headers, header);
    const { customerUuid = account } = options;
    if (customerUuid !== account) visible("customerUuid", customerUuid);
    const outgoing = encode(input, customerUuid);
    signal?.throwIfAborted();
    if ("unsent" in outgoing) return outgoing.unsent;
    const { path, body: wire, known, secret, headers: own } = outgoing;

    const controller = new AbortController();
    const over = controller.signal;
    const deadline = timing.now() + timeout;
    let key = "";
    let attempts = 0;
    let outcome: Outcome = "not_applied";
    let http: HttpExchange | undefined;
    // Ends what the signal does not end: a wait, the reading of a body.
    let cancel: (() => void) | undefined;

    function failure<E>(
      Class: new (message: string, init: ApiErrorInit) => E,
      code: OtpErrorCode,
      { state = `the API answered ${http!.status} ${code}`, ...more }: {
        readonly state?: string;
        readonly cause?: unknown;
        readonly retryAfter?: number;
      } = {},
    ): E {
      const facts = { code, operation: name, attempts, outcome, http: http! };
      const cause = redact(more.cause, [key, secret]);
      return new Class(`Cannot complete "${name}": ${state}`, { ...facts, ...more, cause });
    }

    /** Makes one request and judges the answer: status, error body, JSON object, fields. */
    async function attempt(init: FetchInit): Promise<Result> {
      over.throwIfAborted();
      attempts++;
      outcome = "unknown";
      http = undefined;
      let response: Response;
      try {
        response = await fetch(root + path, init);
      } catch (cause) {
        throw failure(NetworkError, "network", { state: "the connection failed", cause });
      }
      const { status, headers, ok, redirected } = response;
      // Browsers hide a redirect behind status 0; a `fetch` that followed one sets `redirected`.
      const redirect = redirected || status < 200 || (status >= 300 && status < 400);
      if (redirect || over.aborted) response.body?.cancel().catch(() => {});
      over.throwIfAborted(); // Only a `fetch` that ignores the signal comes this far.

      const { text, cause, ...read }: BodyText = redirect
        ? { text: "", flaw: "redirect" }
        : await readBody(response, maxResponseBytes, (close) => cancel = close);
      let { flaw } = read;
      let body: unknown = text.slice(0, EXCERPT_LENGTH);
      try {
        body = JSON.parse(text);
      } catch {
        flaw ??= "not_json"; // No cause: what the parser says repeats a part of the text.
      }
      const object = isObject(body) ? body : {};
      http = { status, headers, body, attempts };
      // Not enumerable, so that logging, JSON and equality stay clean.
      const result = (value: Result) => Object.defineProperty(value, "http", { value: http });

      if (ok || redirect) {
        if (!redirect) outcome = "applied";
        if (object !== body) flaw ??= "not_an_object";
        if (flaw) throw failure(ResponseError, flaw, { cause });
        const decoded = decode(object, known);
        if (typeof decoded !== "string") return result(decoded);
        const state = `the API answered ${status} without a readable "${decoded}"`;
        throw failure(ResponseError, "missing_field", { state });
      }
      const told = String(object.code);
      if (status < 500) {
        outcome = "not_applied";
        if (refusal && personal.includes(told)) return result(refusal(told, object, known));
      }
      const code = ERROR_CODE.test(told) && !told.includes(key) ? told : "http_error";
      const retryAfter = readRetryAfter(headers.get("retry-after"), timing.now());
      throw failure(ApiError, code, retryAfter === undefined ? {} : { retryAfter });
    }

    /** Waits before a further attempt, if one is allowed after this error and there is time for it. */
    async function mayRepeat(error: unknown): Promise<boolean> {
      const { status = 0, retryAfter } = error instanceof ApiError ? error : {};
      const didNothing = status === 429 || (status === 503 && retryAfter !== undefined);
      const mayPass = safe && (error instanceof NetworkError || PASSING.includes(status));
      // Full jitter, so that clients that failed together do not come back together.
      const backoff = Math.min(BACKOFF_CAP, BACKOFF_BASE * 2 ** (attempts - 1));
      const wait = retryAfter ?? timing.random() * backoff;
      if (attempts >= maxAttempts || !(didNothing || mayPass) || timing.now() + wait >= deadline) {
        return false;
      }
      await new Promise<void>((resolve) => {
        const callOff = timing.after(wait, resolve);
        cancel = () => {
          callOff();
          resolve();
        };
      });
      return true;
    }

    async function exchange(): Promise<Result> {
      key = visible(keyOption, typeof credential === "function" ? await credential() : credential);
      const init: FetchInit = {
        method: wire ? "POST" : "GET",
        headers: {
          accept: "application/json",
          ...further,
          ...own,
          [header]: prefix + key,
          ...(wire && { "content-type": "application/json" }),
        },
        ...(wire && { body: JSON.stringify(wire) }),
        redirect: "manual",
        signal: over,
      };
      for (;;) {
        try {
          return await attempt(init);
        } catch (error) {
          if (!await mayRepeat(error)) throw error;
        }
      }
    }

    // The deadline and the caller's signal hold whether or not `fetch` honours its own.
    return await new Promise<Result>((resolve, reject) => {
      const settle = () => {
        callOff();
        signal?.removeEventListener("abort", onAbort);
      };
      const stop = (reason: unknown) => {
        settle();
        reject(reason);
        controller.abort(reason);
        cancel?.();
      };
      const onAbort = () => stop(signal!.reason);
      const callOff = timing.after(timeout, () =>
        stop(
          failure(TimeoutError, "timeout", { state: `no whole answer within ${timeout} ms` }),
        ));
      signal?.addEventListener("abort", onAbort);
      exchange().finally(settle).then(resolve, reject);
    });
  };
}

// Looked up at each call, so that what instruments the global one later is not passed by.
function globalFetch(url: string, init: FetchInit): Promise<Response> {
  return globalThis.fetch(url, init);
}
