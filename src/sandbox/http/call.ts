/** Reading a request, whether it comes as the arguments of `fetch` or as a `Request`. */
import { own } from "../own.ts";
import { Refusal } from "./refusal.ts";

/** A request that has been read. */
export interface Call {
  /** In capitals. */
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** The body; `undefined` if it is larger than {@linkcode LARGEST_BODY} or not UTF-8. */
  readonly text: string | undefined;
  readonly isTooLarge: boolean;
  readonly signal: AbortSignal | undefined;
  /** The body as JSON; `undefined` if it is not JSON. */
  readonly json: unknown;
}

/** The body of a call. */
type Body = Pick<Call, "text" | "isTooLarge" | "json">;

/** The longest body that is read, in bytes. */
export const LARGEST_BODY = 65_536;

const TOO_LARGE: Body = { text: undefined, isTooLarge: true, json: undefined };
const NOT_UTF_8: Body = { text: undefined, isTooLarge: false, json: undefined };

/**
 * A `fetch` that also works as the handler of a server. Whatever a server passes in addition to the
 * request, such as the peer's address or the environment, is ignored.
 */
export interface SandboxFetch {
  /** As the handler of `Deno.serve`, of `Bun.serve`, or of a Worker. */
  (request: Request, ...context: unknown[]): Promise<Response>;
  /** As `fetch`. */
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
}

/**
 * Reads the arguments of `fetch`. A string body does not go through a `Request`, which would be most
 * of the cost of a call.
 */
export async function readCall(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Call> {
  const body = init?.body ?? "";
  if (input instanceof Request || typeof body !== "string") {
    return await readRequest(init === undefined ? input as Request : new Request(input, init));
  }
  init?.signal?.throwIfAborted();
  return {
    method: (init?.method ?? "GET").toUpperCase(),
    url: new URL(input),
    headers: new Headers(init?.headers),
    signal: init?.signal ?? undefined,
    ...readText(body),
  };
}

/** Throws a {@linkcode Refusal} for a body that was too large to read. */
export function requireBody({ isTooLarge }: Call): void {
  if (!isTooLarge) return;
  throw new Refusal("payload_too_large", `the body must not exceed ${LARGEST_BODY} bytes`, {
    status: 413,
  });
}

async function readRequest(request: Request): Promise<Call> {
  request.signal.throwIfAborted();
  return {
    method: request.method.toUpperCase(),
    url: new URL(request.url),
    headers: new Headers(request.headers),
    signal: request.signal,
    ...await readBody(request),
  };
}

async function readBody(request: Request): Promise<Body> {
  const bytes = await readBytes(request);
  if (bytes === undefined) return TOO_LARGE;
  try {
    return readText(new TextDecoder("utf-8", own({ fatal: true })).decode(bytes));
  } catch {
    return NOT_UTF_8;
  }
}

/** The bytes of a body; `undefined` if there are too many, in which case the rest is cancelled. */
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

function readText(text: string): Body {
  return exceedsLimit(text) ? TOO_LARGE : { text, isTooLarge: false, json: parse(text) };
}

function exceedsLimit(text: string): boolean {
  // UTF-8 takes at most 3 bytes for each UTF-16 unit, so most texts need no encoding.
  return text.length * 3 > LARGEST_BODY && new TextEncoder().encode(text).length > LARGEST_BODY;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
