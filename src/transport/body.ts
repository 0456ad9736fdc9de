/** Reads the body of a response, up to a limit, and never leaves it open. */

import type { Call } from "./call.ts";

/** The text that was read, decoded as UTF-8, and what is wrong with the body, if anything. */
export interface BodyText {
  readonly text: string;
  readonly flaw: "too_large" | "cut_off" | undefined;
  /** The error that ended the reading. */
  readonly cause: unknown;
}

/** Reads a body up to `maxResponseBytes`, and cancels one that is longer. Never rejects. */
export function readBody(call: Call, response: Response): Promise<BodyText> {
  const { fetch, maxResponseBytes } = call.config;
  // A custom `fetch` may return a URL and a length that are not those of a transfer, or a body without a stream.
  if (!fetch && isBoundedByDeno(response, maxResponseBytes)) return readAtOnce(response, Infinity);
  if (!response.body?.getReader) return readAtOnce(response, maxResponseBytes);
  return readInPieces(call, response);
}

async function readAtOnce(response: Response, limit: number): Promise<BodyText> {
  try {
    const text = await response.text();
    return whole(text, isLonger(text, limit) ? "too_large" : undefined);
  } catch (cause) {
    return { text: "", flaw: "cut_off", cause };
  }
}

/** Returns whether a text is longer than `limit` bytes as UTF-8. */
function isLonger(text: string, limit: number): boolean {
  return limit < Infinity && new TextEncoder().encode(text).length > limit;
}

/** Returns text that was read without an error, with every property set, so that none is inherited. */
function whole(text: string, flaw?: BodyText["flaw"]): BodyText {
  return { text, flaw, cause: undefined };
}

async function readInPieces(call: Call, response: Response): Promise<BodyText> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    const byob = byobReader(response);
    const reader = byob ?? response.body!.getReader();
    const cancel = () => void reader.cancel().catch(() => {});
    call.onAbort = cancel;
    for (let size = 0;;) {
      const { done, value } = byob
        ? await byob.read(new Uint8Array(2_048))
        : await (reader as ReadableStreamDefaultReader<Uint8Array>).read();
      if (done) return whole(text + decoder.decode());
      size += value.byteLength;
      if (size > call.config.maxResponseBytes) {
        cancel();
        return whole(text, "too_large");
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch (cause) {
    return { text, flaw: "cut_off", cause };
  }
}

/**
 * Returns whether Deno itself enforces the limit: its HTTP client reads no more of a response from the network
 * than `content-length` says. Reading in chunks costs a fifth of a call there. Other runtimes do not enforce
 * the length.
 */
function isBoundedByDeno({ url, headers }: Response, limit: number): boolean {
  if (!("Deno" in globalThis) || url === "") return false;
  const length = headers.get("content-length");
  return length !== null && /^\d+$/.test(length) && Number(length) <= limit &&
    !headers.has("transfer-encoding") && !headers.has("content-encoding");
}

/**
 * Returns a reader with its own buffer, on Deno: there, a default reader of a response from the network
 * allocates 64 KiB for each chunk, which costs a third of a call. Returns `undefined` on other runtimes, and
 * if a custom `fetch` returned a response whose body is not a byte stream.
 */
function byobReader({ url, body }: Response): ReadableStreamBYOBReader | undefined {
  if (!("Deno" in globalThis) || url === "") return undefined;
  try {
    return body!.getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}
