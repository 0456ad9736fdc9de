/** Reading the body of an answer: at most so many bytes, and never left open. */

import type { OtpErrorCode } from "../errors.ts";

/** What was read, as UTF-8; what is wrong with it, if anything is; what the reading was rejected with. */
export type BodyText = readonly [text: string, flaw?: OtpErrorCode, cause?: unknown];

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
  try {
    const reader = body?.getReader();
    const decoder = new TextDecoder();
    onOpen(() => reader?.cancel().catch(() => {}));
    for (let chunk; reader && !(chunk = await reader.read()).done;) {
      limit -= chunk.value.byteLength;
      if (limit < 0) {
        reader.cancel().catch(() => {});
        return [text, "too_large"];
      }
      text += decoder.decode(chunk.value, { stream: true });
    }
    return [text + decoder.decode()];
  } catch (cause) {
    return [text, "cut_off", cause];
  }
}
