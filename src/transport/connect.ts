/** From the options of a client to its calls: the deadline, the requests, the judging of answers. */

import {
  ApiError,
  attach,
  NetworkError,
  type OtpErrorCode,
  type OtpErrorInit,
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
  typed,
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
  readonly prefix?: string;
  /** The error codes that are about the person: they become results. */
  readonly personal: readonly string[];
}

/** Performs an operation: one request, or as many as `maxAttempts` and its rules allow. */
export type Perform = <Input, Result extends object>(
  operation: Operation<Input, Result>,
  input: Input,
  options?: CallOptions & { readonly customerUuid?: string },
) => Promise<Result>;

/** What a client's options hold beside those that all clients have. */
type Private = {
  readonly [keyOption: string]: Credential;
  readonly customerUuid: string;
  readonly [TIMING]?: Timing;
};

// What may pass by itself: no answer at all, and these.
const PASSING: unknown[] = [undefined, 500, 502, 503, 504];

// A word of the API, and nothing that could be a number or a code that it repeats.
const ERROR_CODE = /^(?!.*\d{4})[a-z]\w{0,63}$/i;

/** Checks the options of a client, and gives what performs its operations. */
export function connect(client: ClientOptions, dialect: Dialect): Perform {
  const {
    // Looked up at each call, so that what instruments the global one later is not passed by.
    fetch = (url: string, init: FetchInit) => globalThis.fetch(url, init),
    timeout: usualTimeout = 10_000,
    maxAttempts: usualAttempts,
    maxResponseBytes = 262_144,
  } = client;
  const { key: keyOption, header, prefix = "", personal } = dialect;
  const { [keyOption]: credential, customerUuid: account, [TIMING]: timing = SYSTEM } =
    client as unknown as Private;
  // A page has a document, a web worker can import scripts; servers have neither.
  if (!client.allowBrowser && ("document" in globalThis || "importScripts" in globalThis)) {
    refuse("allowBrowser", "is not set in a browser");
  }
  if (typeof credential !== "function") visible(keyOption, credential);
  typed("fetch", fetch, "function");
  const root = endpoint(client.baseUrl ?? dialect.baseUrl);
  limit("maxResponseBytes", maxResponseBytes);
  limit("maxAttempts", usualAttempts ?? 1);
  limit("timeout", usualTimeout);

  // deno-lint-ignore require-await -- async, so that what is thrown becomes a rejection
  return async function perform<Input, Result extends object>(
    { name, encode, decode }: Operation<Input, Result>,
    input: Input,
    options: CallOptions & { readonly customerUuid?: string } = {},
  ): Promise<Result> {
    const { signal, timeout = usualTimeout, customerUuid = account } = options;
    limit("timeout", timeout);
    const further = options.headers && furtherHeaders(options.headers, header);
    if (customerUuid !== account) visible("customerUuid", customerUuid);
    const outgoing = encode(input, customerUuid);
    signal?.throwIfAborted();
    if ("ok" in outgoing) return outgoing;
    const { path, body: wire, known = {}, secret, headers: own } = outgoing;
    const maxAttempts = options.maxAttempts ?? usualAttempts ?? (wire ? 1 : 3);
    limit("maxAttempts", maxAttempts);

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
      Class: new (message: string, init: OtpErrorInit) => E,
      code: OtpErrorCode,
      { state, cause, retryAfter }: Pick<OtpErrorInit, "cause" | "retryAfter"> & { state: string },
    ): E {
      return new Class(`Cannot complete "${name}": ${state}`, {
        code,
        operation: name,
        attempts,
        outcome,
        http,
        retryAfter,
        cause: redact(cause, [key, secret ?? key]),
      });
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
      const { status, headers, ok } = response;
      const redirect = !ok && status < 400; // Browsers hide one behind status 0.
      if (redirect || over.aborted) response.body?.cancel().catch(() => {});
      over.throwIfAborted(); // Only a `fetch` that ignores the signal comes this far.

      const { text, cause, flaw }: BodyText = redirect
        ? { text: "", flaw: "redirect" }
        : await readBody(response, maxResponseBytes, (close) => cancel = close);
      let body: unknown = text.slice(0, 2_048);
      try {
        body = JSON.parse(text);
      } catch {
        // What the parser says repeats a part of the text.
      }
      const object = isObject(body) ? body : {};
      http = { status, headers, body, attempts };
      const told = typeof object.code === "string" ? object.code : "";
      const isMeant = ok ? object === body && !flaw : status < 500 && personal.includes(told);
      if (!redirect && status < 500) outcome = ok ? "applied" : "not_applied";

      let code = flaw ?? "not_json_object";
      if (isMeant) {
        const result = decode(object, known, ok ? undefined : told);
        if (result) return attach(result, http);
        code = "missing_field";
      }
      const retryAfter = readRetryAfter(headers.get("retry-after"), timing.now());
      const isError = status >= 400;
      if (isError) code = ERROR_CODE.test(told) && !told.includes(key) ? told : "http_error";
      throw failure(isError ? ApiError : ResponseError, code, {
        state: `the API answered ${status} ${code}`,
        cause,
        retryAfter,
      });
    }

    /** Makes the request, and again as long as the rules allow it. */
    async function exchange(): Promise<Result> {
      key = visible(keyOption, typeof credential === "function" ? await credential() : credential);
      const init: FetchInit = {
        method: "GET",
        headers: {
          accept: "application/json",
          ...further,
          ...own,
          [header]: prefix + key,
          ...(wire && { "content-type": "application/json" }),
        },
        ...(wire && { method: "POST", body: JSON.stringify(wire) }),
        redirect: "manual",
        signal: over,
      };
      for (;;) {
        try {
          return await attempt(init);
        } catch (error) {
          const { status, retryAfter } = Object(error) as Partial<ApiError>;
          const didNothing = status === 429 || (status === 503 && retryAfter !== undefined);
          const mayPass = !wire && PASSING.includes(status);
          // Full jitter, so that clients that failed together do not come back together: up to 250 ms, then
          // up to twice as long each time. What does not fit into the deadline is the end.
          const wait = retryAfter ??
            timing.random() * 125 * 2 ** attempts;
          if (
            over.aborted || attempts >= maxAttempts || !(didNothing || mayPass) ||
            timing.now() + wait >= deadline
          ) throw error;
          await new Promise<void>((resolve) => {
            // When the call is over before, nothing waits for this any more.
            cancel = timing.after(wait, resolve);
          });
        }
      }
    }

    // The deadline and the caller's signal hold whether or not `fetch` honours its own.
    return new Promise<Result>((resolve, reject) => {
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
