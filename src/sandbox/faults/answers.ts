/** What the caller sees of a fault. */
import type { Fault } from "../fault.ts";
import { Refusal } from "../http/refusal.ts";
import { own } from "../own.ts";
import type { Reply } from "../http/reply.ts";

/** What {@linkcode applyFault} works with. */
export interface FaultContext {
  /** The API's own reply; `undefined` if the request did not take effect. */
  readonly reply: Reply | undefined;
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly now: number;
  /** An error in the format of the version of the API. */
  readonly encodeRefusal: (refusal: Refusal) => Reply;
  /** The code of an error on the service's side. */
  readonly internalError: string;
}

/** A fault that damages the API's own reply instead of replacing it. */
type Damage = Extract<
  Fault,
  { readonly type: "truncated" | "cut_off" | "stalled" | "endless" | "mistyped" | "latency" }
>;

/** Whether the request takes effect in spite of the fault. */
export function isAccepted(fault: Fault): boolean {
  switch (fault.type) {
    case "lost":
    case "silent":
      return fault.accepted ?? true;
    case "error":
      return fault.accepted ?? (fault.status ?? 500) >= 500;
    case "busy":
    case "bad_gateway":
    case "redirect":
      return fault.accepted ?? false;
    default:
      return true;
  }
}

/** The reply that a fault leaves; `undefined` for none. */
export function applyFault(
  fault: Fault,
  { reply, now, encodeRefusal, internalError }: FaultContext,
): Reply | undefined {
  switch (fault.type) {
    case "lost":
    case "silent":
      return undefined;
    case "error": {
      const { status = 500, code = internalError } = fault;
      return encodeRefusal(new Refusal(code, "a fault armed in the sandbox", { status }));
    }
    case "busy": {
      const { status = 503 } = fault;
      const code = status === 429 ? "too_many_requests" : "service_unavailable";
      const headers = { "retry-after": retryAfter(fault, now) };
      return encodeRefusal(new Refusal(code, "try again later", { status, headers }));
    }
    case "bad_gateway":
      return text(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", {
        "content-type": "text/html",
      });
    case "redirect":
      return text(307, "", { location: fault.location ?? "https://elsewhere.invalid/" });
    default:
      return reply && damage(fault, reply);
  }
}

function damage(fault: Damage, reply: Reply): Reply {
  const json = JSON.stringify(reply.body);
  const half = json.slice(0, json.length / 2);
  const { status, headers } = reply;
  switch (fault.type) {
    case "truncated":
      return text(status, fault.length === undefined ? half : json.slice(0, fault.length), headers);
    case "cut_off":
      return {
        ...text(status, half, headers),
        wire: stream(half, (controller) => {
          controller.error(new TypeError("Cannot read the body: the connection was closed"));
        }),
      };
    case "stalled":
      return { ...text(status, half, headers), wire: stream(half, () => new Promise(() => {})) };
    case "endless":
      return { ...reply, wire: stream(json, whiteSpace(fault.length ?? Infinity)) };
    case "mistyped": {
      const { "content-type": _, ...others } = headers;
      const { contentType = "text/html" } = fault;
      const typed = contentType === "" ? others : { ...others, "content-type": contentType };
      // A stream, since a string body would add a content type of its own.
      return { ...reply, headers: typed, wire: stream(json, (controller) => controller.close()) };
    }
    case "latency":
      return reply;
  }
}

function retryAfter(
  { retryAfter = 1_000, form = "seconds" }: Extract<Fault, { readonly type: "busy" }>,
  now: number,
): string {
  const seconds = Math.ceil(retryAfter / 1_000);
  return form === "seconds" ? String(seconds) : new Date(now + seconds * 1_000).toUTCString();
}

function text(status: number, wire: string, headers: Reply["headers"]): Reply {
  return { status, headers, body: wire, wire };
}

type Controller = ReadableStreamDefaultController<Uint8Array>;

/** A body that starts with a text and continues with `then`, until the request is aborted. */
function stream(
  start: string,
  then: (controller: Controller) => void | Promise<void>,
): (signal: AbortSignal | undefined) => ReadableStream<Uint8Array> {
  return (signal) => {
    let abort: () => void;
    const source: UnderlyingDefaultSource<Uint8Array> = {
      start(controller) {
        abort = () => controller.error(signal?.reason);
        signal?.addEventListener("abort", abort);
        controller.enqueue(new TextEncoder().encode(start));
      },
      pull: then,
      cancel: () => signal?.removeEventListener("abort", abort),
    };
    return new ReadableStream(own(source), own({ highWaterMark: 0 }));
  };
}

function whiteSpace(length: number): (controller: Controller) => void {
  let left = length;
  return (controller) => {
    const size = Math.min(left, 16_384);
    if (size === 0) return controller.close();
    left -= size;
    controller.enqueue(new Uint8Array(size).fill(0x20));
  };
}

/** Pending until the signal is aborted, which may never happen. */
export function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
