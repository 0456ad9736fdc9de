/** HTTP as far as every version of the API shares it: bodies, routes, refusals. */
import type { Operation } from "../faults/plan.ts";
import type { SandboxCredentials } from "../options.ts";
import type { Words } from "../state/random.ts";
import type { Windows } from "../state/windows.ts";

/** A request, read. */
export interface Call {
  /** In capitals. */
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** The body; `undefined` when it is larger than {@linkcode LARGEST_BODY} or not UTF-8. */
  readonly text: string | undefined;
  readonly tooLarge: boolean;
  readonly signal: AbortSignal | undefined;
  /** The body as JSON; `undefined` when it is none. */
  readonly json: unknown;
}

/** What is answered, before it becomes a `Response`. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What goes over the wire where it is not the body as JSON. */
  readonly wire?: string | ((signal: AbortSignal | undefined) => ReadableStream<Uint8Array>);
}

/** Thrown where a request is refused; the dialect writes it out in its own form of error. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The field that is to blame. */
  readonly param: string | undefined;

  constructor(
    code: string,
    message: string,
    { status = 400, headers = {}, param }: {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly param?: string;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.param = param;
  }
}

/** One endpoint. */
export interface Route {
  readonly operation: Operation;
  readonly method: "GET" | "POST";
  /** Matches a whole path; a group in it is the path's parameter. */
  readonly path: RegExp;
  /** Makes the body of a 200, or throws a {@linkcode Refusal}. */
  readonly handle: (call: Call, parameter: string) => unknown;
  /** Whom to send to, as it stands in the request. */
  readonly recipient?: (call: Call) => unknown;
}

/** One version of the API. */
export interface Dialect {
  /** What its paths begin with, e.g. `/v1/`. */
  readonly prefix: string;
  readonly routes: readonly Route[];
  /** Throws a {@linkcode Refusal} for credentials that are not the sandbox's. */
  readonly authorize: (headers: Headers) => void;
  /** The body of an error. */
  readonly encodeError: (refusal: Refusal) => unknown;
  /** The code of an error that is the service's own fault. */
  readonly internalError: string;
}

/** What a dialect speaks over. */
export interface DialectContext {
  readonly windows: Windows;
  readonly credentials: SandboxCredentials;
  readonly words: Words;
}

/** The longest body that is read, in bytes. */
export const LARGEST_BODY = 65_536;

const JSON_TYPE = { "content-type": "application/json" };

/**
 * A `fetch` that is also the handler of a server, of which what a server hands in beside the request, such
 * as the address of the peer or the environment, is of no account.
 */
export interface SandboxFetch {
  /** As the handler of `Deno.serve`, of `Bun.serve`, or of a Worker. */
  (request: Request, ...context: unknown[]): Promise<Response>;
  /** As `fetch`. */
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
}

/** Reads what was given to `fetch`. A text body needs no `Request`, which is most of the cost. */
export async function readCall(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Call> {
  const body = init?.body;
  if (input instanceof Request || (body !== null && body !== undefined && !isText(body))) {
    return await readRequest(init === undefined ? input as Request : new Request(input, init));
  }
  init?.signal?.throwIfAborted();
  const head = {
    method: (init?.method ?? "GET").toUpperCase(),
    url: new URL(input),
    headers: new Headers(init?.headers),
    signal: init?.signal ?? undefined,
  };
  return { ...head, ...readText(body ?? "") };
}

/** Where a request belongs. */
export interface Target {
  /** The dialect of the path; the first one, where the path belongs to none. */
  readonly dialect: Dialect;
  /** The endpoint, or why there is none. */
  readonly route: Route | Refusal;
}

/** Finds the endpoint of a request. */
export function findTarget(
  dialects: readonly Dialect[],
  { method, url: { pathname } }: Pick<Call, "method" | "url">,
): Target {
  const dialect = dialects.find(({ prefix }) => pathname.startsWith(prefix)) ?? dialects[0]!;
  const found = dialect.routes.filter(({ path }) => path.test(pathname));
  if (found.length === 0) {
    return { dialect, route: new Refusal("not_found", "no such path", { status: 404 }) };
  }
  const route = found.find((route) => route.method === (method === "HEAD" ? "GET" : method));
  if (route !== undefined) return { dialect, route };
  const refusal = new Refusal("method_not_allowed", "this path takes another method", {
    status: 405,
    headers: { allow: found[0]!.method === "GET" ? "GET, HEAD" : "POST" },
  });
  return { dialect, route: refusal };
}

/** The API's answer. */
export function answerCall({ dialect, route }: Target, call: Call): Answer {
  try {
    if (route instanceof Refusal) throw route;
    return { status: 200, headers: JSON_TYPE, body: handle(dialect, route, call) };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return encodeRefusal(dialect, thrown);
  }
}

/** An error in the dialect's own form. */
export function encodeRefusal(dialect: Dialect, refusal: Refusal): Answer {
  const { status, headers } = refusal;
  return { status, headers: { ...JSON_TYPE, ...headers }, body: dialect.encodeError(refusal) };
}

/** The answer as a `Response`; one to HEAD has no body. */
export function toResponse(
  { status, headers, body, wire = JSON.stringify(body) }: Answer,
  { method, signal }: Call,
): Response {
  if (method === "HEAD") return new Response(null, { status, headers });
  return new Response(typeof wire === "string" ? wire : wire(signal), { status, headers });
}

function handle(dialect: Dialect, route: Route, call: Call): unknown {
  dialect.authorize(call.headers);
  if (call.tooLarge) {
    throw new Refusal("payload_too_large", `the body is over ${LARGEST_BODY} bytes`, {
      status: 413,
    });
  }
  return route.handle(call, decodeParameter(route.path.exec(call.url.pathname)?.[1] ?? ""));
}

function decodeParameter(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new Refusal("bad_request", "the path is not percent-encoded UTF-8");
  }
}

function isText(body: unknown): body is string {
  return typeof body === "string";
}

async function readRequest(request: Request): Promise<Call> {
  request.signal.throwIfAborted();
  const { method, headers, signal } = request;
  const head = {
    method: method.toUpperCase(),
    url: new URL(request.url),
    headers: new Headers(headers),
    signal,
  };
  const bytes = await readBytes(request);
  if (bytes === undefined) return { ...head, text: undefined, tooLarge: true, json: undefined };
  try {
    return { ...head, ...readText(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { ...head, text: undefined, tooLarge: false, json: undefined };
  }
}

/** The bytes of a body; `undefined` for more of them than are read, and the rest is cancelled. */
async function readBytes({ body, signal }: Request): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const abort = () => void reader.cancel(signal.reason).catch(() => {});
  signal.addEventListener("abort", abort);
  try {
    const bytes = new Uint8Array(LARGEST_BODY);
    let length = 0;
    while (true) {
      const { done, value } = await reader.read();
      if (done) return bytes.subarray(0, length);
      if (length + value.length > LARGEST_BODY) {
        await reader.cancel();
        return undefined;
      }
      bytes.set(value, length);
      length += value.length;
    }
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function readText(text: string): Pick<Call, "text" | "tooLarge" | "json"> {
  if (isTooLarge(text)) return { text: undefined, tooLarge: true, json: undefined };
  return { text, tooLarge: false, json: parse(text) };
}

function isTooLarge(text: string): boolean {
  // UTF-8 takes at most 3 bytes for each UTF-16 unit: most texts need no counting.
  return text.length * 3 > LARGEST_BODY && new TextEncoder().encode(text).length > LARGEST_BODY;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
