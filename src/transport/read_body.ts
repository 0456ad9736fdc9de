/** Reading the body of an answer: at most so many bytes, and never left open. */

import type { OtpErrorCode } from "../errors.ts";

/** How far the reading of a body came. */
export interface BodyText {
  /** What was read, as UTF-8. */
  readonly text: string;
  /** What is wrong with it, if anything is. */
  readonly flaw?: OtpErrorCode;
  /** What the reading was rejected with, if it was. */
  readonly cause?: unknown;
}

/**
 * Reads at most `limit` bytes of a body and cancels the rest. It never rejects. `onOpen` is handed a
 * function that cancels the reading from outside.
 */
export async function readBody(
  response: Response,
  limit: number,
  onOpen: (cancel: () => void) => void,
): Promise<BodyText> {
  let text = "";
  try {
    if (response.body === null) return { text };
    // HTTP holds a body to its content-length, so this one cannot grow; as decoded it could.
    const { headers } = response;
    const length = headers.get("content-length");
    const framed = length !== null && Number(length) <= limit &&
      !headers.has("content-encoding") && !headers.has("transfer-encoding");
    if (framed) {
      text = await response.text();
      // One UTF-16 unit is at least one byte: a `fetch` that lied about the length is caught here.
      return text.length > limit ? { text: "", flaw: "too_large" } : { text };
    }

    const reader = response.body.getReader();
    const cancel = () => void reader.cancel().catch(() => {});
    onOpen(cancel);
    const decoder = new TextDecoder();
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: text + decoder.decode() };
      size += value.byteLength;
      if (size > limit) {
        cancel();
        return { text, flaw: "too_large" };
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch (cause) {
    return { text, flaw: "cut_off", cause };
  }
}
