/** From the options of a client to its calls: the deadline, the requests, the judging of answers. */

import {
  ApiError,
  attach,
  NetworkError,
  OtpError,
  type OtpErrorInit,
  type Outcome,
  ResponseError,
  TimeoutError,
} from "../errors.ts";
import type { HttpExchange } from "../types.ts";
import { isObject, type Wire } from "../wire.ts";
import type { Operation } from "./operation.ts";
import {
  type CallOptions,
  type ClientOptions,
  type Credential,
  endpoint,
  furtherHeaders,
  limit,
  refuse,
  typed,
  visible,
} from "./options.ts";
import { type BodyText, readBody } from "./read_body.ts";
import { redact } from "./redact.ts";
import { readRetryAfter } from "./retry_after.ts";
import { TIMING, type Timing } from "./timing.ts";

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
  options?: CallOptions,
) => Promise<Result>;

/** What a client's options hold beside those that all clients have. */
type Private = {
  readonly [keyOption: string]: Credential;
  readonly [TIMING]?: Timing;
};

// A word of the API, and nothing that could be a number or a code that it repeats.
const ERROR_CODE = /^(?!.*\d{4})[a-z]\w{0,63}$/i;

/** Checks the options of a client, and gives what performs its operations. */
export function connect(client: ClientOptions, dialect: Dialect): Perform {
  const {
    fetch: ownFetch,
    timeout: usualTimeout = 10_000,
    maxAttempts: usualAttempts,
    maxResponseBytes = 262_144,
  } = client;
  const { key: keyOption, header, prefix = "", personal } = dialect;
  const {
    [keyOption]: credential,
    [TIMING]: timing = globalThis as Timing,
  } = client as unknown as Private;
  // A page has a document, a web worker can import scripts; servers have neither.
  if (!client.allowBrowser && ("document" in globalThis || "importScripts" in globalThis)) {
    refuse("allowBrowser", "is not set in a browser");
  }
  if (typeof credential !== "function") visible(keyOption, credential);
  if (ownFetch !== undefined) typed("fetch", ownFetch, "function");
  const { Bun } = globalThis as { readonly Bun?: { readonly version: string } };
  const root = endpoint(client.baseUrl ?? dialect.baseUrl);
  limit("timeout", usualTimeout);
  limit("maxAttempts", usualAttempts);
  limit("maxResponseBytes", maxResponseBytes);

  return <Input, Result extends object>(
    { name, encode, decode }: Operation<Input, Result>,
    input: Input,
    options: CallOptions = {},
  ) =>
    // What is thrown in here rejects the promise, too.
    new Promise<Result>((resolve, reject) => {
      const { signal, timeout = usualTimeout, maxAttempts = usualAttempts } = options;
      limit("timeout", timeout);
      limit("maxAttempts", maxAttempts);
      const further = furtherHeaders(options.headers, header);
      const outgoing = encode(input);
      signal?.throwIfAborted();
      if ("ok" in outgoing) return resolve(outgoing);
      const { path, body: wire, known = {}, secret = [], headers: own } = outgoing;

      const controller = new AbortController();
      const { signal: over } = controller;
      const deadline = timing.Date.now() + timeout;
      let key = "";
      const json = JSON.stringify(wire);
      let attempts = 0;
      let outcome: Outcome = "not_applied";
      let http: HttpExchange | undefined;
      // Ends what the signal does not end: a wait, the reading of a body.
      let cancel: (() => void) | undefined;

      function withoutSecrets(value: unknown): unknown {
        return redact(value, [key].concat(secret));
      }

      function failure<E>(
        Class: new (message: string, init: OtpErrorInit) => E,
        state: string,
        facts: Pick<OtpErrorInit, "code" | "cause" | "retryAfter">,
      ): E {
        return new Class(`Cannot complete "${name}": ${state}`, {
          ...facts,
          operation: name,
          attempts,
          outcome,
          http,
          cause: withoutSecrets(facts.cause),
        });
      }

      /** Makes one request and judges the answer: status, error body, JSON object, fields. */
      async function attempt(): Promise<Result | OtpError> {
        over.throwIfAborted();
        attempts++;
        outcome = "unknown";
        http = undefined;
        let response: Response;
        try {
          // The global one is looked up at each call, so that what instruments it later is not passed by.
          response = await (ownFetch ?? fetch)(root + path, {
            method: wire ? "POST" : "GET",
            headers: {
              accept: "application/json",
              ...(wire && { "content-type": "application/json" }),
              ...further,
              ...own,
              [header]: prefix + key,
            },
            // Deno repeats a POST by itself when a kept connection closes before an answer; a Blob it cannot.
            body: wire && "Deno" in globalThis ? new Blob([json]) : json,
            // So does Bun before 1.3.14, whatever the body is, unless it keeps no connection.
            ...(Bun?.version! < "1.4" && { keepalive: false }),
            redirect: "manual",
            signal: over,
          });
        } catch (cause) {
          return failure(NetworkError, "no answer", { code: "network", cause });
        }
        const { status, headers, ok } = response;
        // Browsers hide a redirect behind status 0; a `fetch` of one's own may have followed it. Only one
        // that ignores the signal answers a call that is over.
        const isUnread = over.aborted || response.redirected || (!ok && status < 400);
        if (isUnread) response.body?.cancel().catch(() => {});

        const [text, flaw, cause]: BodyText = isUnread
          ? ["", "redirect"]
          : await readBody(response, maxResponseBytes, (close) => cancel = close);
        let body: unknown = text.slice(0, 2_048);
        try {
          body = JSON.parse(text);
        } catch {
          // What the parser says repeats a part of the text.
        }
        http = { status, headers, body, attempts };
        const { code: told } = Object(body);
        const isMeant = ok ? isObject(body) && !flaw : status < 500 && personal.includes(told);
        if (status < 500 && !isUnread) outcome = ok ? "applied" : "not_applied";

        const result = isMeant && decode(body as Wire, known, ok ? undefined : told);
        if (result) return attach(result, http);

        const isError = !ok && !isUnread;
        const code = isError
          ? typeof told === "string" && ERROR_CODE.test(told) && withoutSecrets(told) === told
            ? told
            : "http_error"
          : flaw ?? (isMeant ? "missing_field" : "not_json");
        return failure(isError ? ApiError : ResponseError, `the API answered ${status} ${code}`, {
          code,
          cause,
          retryAfter: readRetryAfter(headers.get("retry-after"), timing.Date.now()),
        });
      }

      /** Makes the request, and again as long as the rules allow it. */
      async function exchange(): Promise<Result> {
        try {
          key = visible(
            keyOption,
            typeof credential === "function" ? await credential() : credential,
          );
          for (;;) {
            const result = await attempt();
            if (!(result instanceof OtpError)) return result;
            const { status, retryAfter } = result as Partial<ApiError>;
            // Of a read, no answer at all and these may pass by themselves.
            const mayRepeat = status === 429 || (wire
              ? status === 503 && retryAfter !== undefined
              : [undefined, 500, 502, 503, 504].includes(status));
            // Full jitter, so that clients that failed together do not come back together: up to 250 ms,
            // then up to twice as long each time. What does not fit into the deadline is the end.
            const wait = retryAfter ?? timing.Math.random() * 125 * 2 ** attempts;
            if (
              !mayRepeat || over.aborted || attempts >= (maxAttempts ?? (wire ? 1 : 3)) ||
              timing.Date.now() + wait >= deadline
            ) throw result;
            // When the call is over before, nothing waits for this any more.
            await new Promise<void>((resolve) => {
              const timer = timing.setTimeout(resolve, wait);
              cancel = () => timing.clearTimeout(timer);
            });
          }
        } finally {
          settle();
        }
      }

      // The deadline and the caller's signal hold whether or not `fetch` honours its own.
      const stop = (reason: unknown) => {
        settle();
        reject(reason);
        controller.abort(reason);
        cancel?.();
      };
      const onAbort = () => stop(signal!.reason);
      const timer = timing.setTimeout(
        () => stop(failure(TimeoutError, `no answer in ${timeout} ms`, { code: "timeout" })),
        timeout,
      );
      const settle = () => {
        timing.clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      signal?.addEventListener("abort", onAbort);
      exchange().then(resolve, reject);
    });
}
