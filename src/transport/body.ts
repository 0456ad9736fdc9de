/** Reading the body of a response: at most so many bytes, and never left open. */

import type { Call } from "./call.ts";

/** What was read, as UTF-8, and what was wrong with the body, if anything was. */
export interface BodyText {
  readonly text: string;
  readonly flaw?: "too_large" | "cut_off";
  /** What the reading was rejected with. */
  readonly cause?: unknown;
}

/** Reads a body up to `maxResponseBytes`, and cancels one that is longer. Never rejects. */
export async function readBody(call: Call, response: Response): Promise<BodyText> {
  const { fetch, maxResponseBytes } = call.config;
  let text = "";
  try {
    const { body } = response;
    // A `fetch` of the caller's own may return what has no stream, and may return a URL and a length of its own.
    if (!body?.getReader) return measured(await response.text(), maxResponseBytes);
    if (!fetch && isBoundedByDeno(response, maxResponseBytes)) {
      return { text: await response.text() };
    }
    const decoder = new TextDecoder();
    const byob = byobReader(response);
    const reader = byob ?? body.getReader();
    const cancel = () => void reader.cancel().catch(() => {});
    call.onAbort = cancel;
    for (let size = 0;;) {
      const { done, value } = byob
        ? await byob.read(new Uint8Array(2_048))
        : await (reader as ReadableStreamDefaultReader<Uint8Array>).read();
      if (done) return { text: text + decoder.decode() };
      size += value.byteLength;
      if (size > maxResponseBytes) {
        cancel();
        return { text, flaw: "too_large" };
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch (cause) {
    return { text, flaw: "cut_off", cause };
  }
}

function measured(text: string, limit: number): BodyText {
  return new TextEncoder().encode(text).length > limit ? { text, flaw: "too_large" } : { text };
}

/**
 * Whether Deno itself holds a body to the limit: its HTTP client reads no more of a response from the network
 * than `content-length` says. Reading in pieces costs a fifth of a call there. Other runtimes do not enforce
 * the length.
 */
function isBoundedByDeno({ url, headers }: Response, limit: number): boolean {
  return "Deno" in globalThis && url !== "" &&
    /^\d{1,10}$/.test(headers.get("content-length") ?? "") &&
    Number(headers.get("content-length")) <= limit &&
    !headers.has("transfer-encoding") && !headers.has("content-encoding");
}

/**
 * Deno allocates 64 KiB for each chunk that a default reader gets from the network, which costs a third of a
 * call. A reader that brings its own buffer avoids that. What a `fetch` of the caller's own returns may have a
 * URL and no byte stream: then there is none.
 */
function byobReader({ url, body }: Response): ReadableStreamBYOBReader | undefined {
  if (!("Deno" in globalThis) || url === "") return undefined;
  try {
    return body!.getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}
