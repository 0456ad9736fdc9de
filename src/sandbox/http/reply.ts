import { own } from "../own.ts";
import type { Call } from "./call.ts";

/** A response before it becomes a `Response`: the journal keeps it, and faults alter it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What goes over the wire if it is not the body as JSON. */
  readonly wire?: string | ((signal: AbortSignal | undefined) => ReadableStream<Uint8Array>);
}

/** A reply with a JSON body. */
export function jsonReply(
  body: unknown,
  options: Partial<Pick<Reply, "status" | "headers">> = {},
): Reply {
  const { status = 200, headers = {} } = own(options);
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}

/** Converts a reply to a `Response`; a response to HEAD has no body. */
export function toResponse(
  reply: Reply,
  { method, signal }: Call,
): Response {
  const { status, headers, body, wire = JSON.stringify(body) } = own(reply);
  const init = own({ status, headers: own(headers) });
  if (method === "HEAD") return new Response(null, init);
  return new Response(typeof wire === "string" ? wire : wire(signal), init);
}
