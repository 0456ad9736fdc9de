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
 * Reads a body up to `limit` bytes, and cancels what is longer. It never rejects. `onOpen` is handed a
 * function that cancels the reading from outside.
 */
export async function readBody(
  { body }: Response,
  limit: number,
  onOpen: (cancel: () => void) => void,
): Promise<BodyText> {
  let text = "";
  let size = 0;
  try {
    const reader = body?.getReader();
    if (reader) {
      const decoder = new TextDecoder();
      const cancel = () => void reader.cancel().catch(() => {});
      onOpen(cancel);
      for (let chunk; !(chunk = await reader.read()).done;) {
        size += chunk.value.byteLength;
        if (size > limit) {
          cancel();
          return { text, flaw: "too_large" };
        }
        text += decoder.decode(chunk.value, { stream: true });
      }
      text += decoder.decode();
    }
    return { text };
  } catch (cause) {
    return { text, flaw: "cut_off", cause };
  }
}
