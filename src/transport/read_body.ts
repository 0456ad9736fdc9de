/** Reading the body of an answer: at most so many bytes, and never left open. */

import type { OtpErrorCode } from "../errors.ts";

/** What was read, as UTF-8; what is wrong with it, if anything is; what the reading was rejected with. */
export type BodyText = readonly [text: string, flaw?: OtpErrorCode, cause?: unknown];

/**
 * Whether a body ends within `limit` bytes whatever the sender does, because HTTP ends it there (RFC 9112,
 * 6.3). What did not come from the network has no URL, and from a page another origin's encoding is hidden.
 */
function isFramed({ url, type, headers }: Response, limit: number): boolean | "" {
  return url && type !== "cors" &&
    !headers.has("content-encoding") && !headers.has("transfer-encoding") &&
    parseInt(headers.get("content-length")!) <= limit;
}

/**
 * Reads a body up to `limit` bytes, and cancels what is longer. It never rejects. `onOpen` is handed a
 * function that cancels the reading from outside.
 */
export async function readBody(
  response: Response,
  limit: number,
  onOpen: (cancel: () => void) => void,
): Promise<BodyText> {
  let text = "";
  try {
    if (isFramed(response, limit)) return [await response.text()];
    const reader = response.body?.getReader();
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
