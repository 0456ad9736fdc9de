/** Reading the body of an answer: at most so many bytes, and never left open. */

import type { OtpErrorCode } from "../errors.ts";

/** What was read, as UTF-8; what is wrong with it, if anything is; what the reading was rejected with. */
export type BodyText = readonly [text: string, flaw?: OtpErrorCode, cause?: unknown];

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
    // Deno hands a reader without a buffer 64 KiB for each piece of what comes from the network (what does
    // not, has no URL), and making those costs a third of a call or more.
    const mode = response.url && "Deno" in globalThis ? "byob" : undefined;
    let reader: ReadableStreamBYOBReader | undefined;
    try {
      reader = response.body?.getReader({ mode: mode! });
    } catch {
      // Another `fetch` may tell a URL for what is no stream of bytes. Its reader takes no notice of a buffer.
      reader = response.body?.getReader() as never;
    }
    const decoder = new TextDecoder();
    const cancel = () => reader?.cancel().catch(() => {});
    onOpen(cancel);
    for (
      let chunk;
      reader && !(chunk = await reader.read((mode && new Uint8Array(2_048))!)).done;
    ) {
      limit -= chunk.value.byteLength;
      if (limit < 0) {
        cancel();
        return [text, "too_large"];
      }
      text += decoder.decode(chunk.value, { stream: true });
    }
    text += decoder.decode();
    return [text];
  } catch (cause) {
    return [text, "cut_off", cause];
  }
}
