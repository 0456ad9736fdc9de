/** What the caller sees of a fault. */
import type { Fault } from "./plan.ts";
import { type Answer, type Dialect, encodeRefusal, Refusal } from "../http/call.ts";

/** What a fault befalls. */
export interface Befallen {
  readonly dialect: Dialect;
  /** The API's own answer; `undefined` when the request took no effect. */
  readonly answer: Answer | undefined;
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly now: number;
}

/** A fault that leaves the API's own answer to be seen, if not whole. */
type Damage = Extract<
  Fault,
  { readonly type: "truncated" | "cut_off" | "stalled" | "endless" | "mistyped" | "latency" }
>;

/** The answer that a fault leaves; `undefined` for none. */
export function befall(fault: Fault, { dialect, answer, now }: Befallen): Answer | undefined {
  switch (fault.type) {
    case "lost":
    case "silent":
      return undefined;
    case "error": {
      const { status = 500, code = dialect.internalError } = fault;
      return encodeRefusal(dialect, new Refusal(code, "a fault of the sandbox", { status }));
    }
    case "busy": {
      const { status = 503 } = fault;
      const code = status === 429 ? "too_many_requests" : "service_unavailable";
      const headers = { "retry-after": retryAfter(fault, now) };
      return encodeRefusal(dialect, new Refusal(code, "come again later", { status, headers }));
    }
    case "bad_gateway":
      return text(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", {
        "content-type": "text/html",
      });
    case "redirect":
      return text(307, "", { location: fault.location ?? "https://elsewhere.invalid/" });
    default:
      return answer && damage(fault, answer);
  }
}

function damage(fault: Damage, answer: Answer): Answer {
  const json = JSON.stringify(answer.body);
  const half = json.slice(0, json.length / 2);
  const { status, headers } = answer;
  switch (fault.type) {
    case "truncated":
      return text(status, fault.length === undefined ? half : json.slice(0, fault.length), headers);
    case "cut_off":
      return {
        ...text(status, half, headers),
        wire: flow(half, (controller) => {
          controller.error(new TypeError("Cannot read the body: the connection was closed"));
        }),
      };
    case "stalled":
      return { ...text(status, half, headers), wire: flow(half, () => new Promise(() => {})) };
    case "endless":
      return { ...answer, wire: flow(json, whiteSpace(fault.length ?? Infinity)) };
    case "mistyped": {
      const { "content-type": _, ...others } = headers;
      const { contentType = "text/html" } = fault;
      const typed = contentType === "" ? others : { ...others, "content-type": contentType };
      // Bytes, since a text for a body brings a content type along.
      return { ...answer, headers: typed, wire: flow(json, (controller) => controller.close()) };
    }
    case "latency":
      return answer;
  }
}

function retryAfter(
  { retryAfter = 1_000, form = "seconds" }: Extract<Fault, { readonly type: "busy" }>,
  now: number,
): string {
  const seconds = Math.ceil(retryAfter / 1_000);
  return form === "seconds" ? String(seconds) : new Date(now + seconds * 1_000).toUTCString();
}

function text(status: number, wire: string, headers: Answer["headers"]): Answer {
  return { status, headers, body: wire, wire };
}

type Controller = ReadableStreamDefaultController<Uint8Array>;

/** A body that begins with a text and goes on as `then` says, until the request is aborted. */
function flow(
  start: string,
  then: (controller: Controller) => void | Promise<void>,
): (signal: AbortSignal | undefined) => ReadableStream<Uint8Array> {
  return (signal) => {
    let abort: () => void;
    return new ReadableStream<Uint8Array>({
      start(controller) {
        abort = () => controller.error(signal?.reason);
        signal?.addEventListener("abort", abort);
        controller.enqueue(new TextEncoder().encode(start));
      },
      pull: then,
      cancel: () => signal?.removeEventListener("abort", abort),
    }, { highWaterMark: 0 });
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

/** Pending until the signal is aborted, which it may never be. */
export function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
