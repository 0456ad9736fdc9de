/** Reading the body of a webhook: once, and at most so many bytes. */

import { WebhookError } from "./error.ts";

/** Reads the raw bytes; the stream of a longer body is cancelled. */
export async function readBody(request: Request): Promise<ArrayBuffer> {
  if (request.bodyUsed) throw new TypeError("Cannot accept webhook: its body was read before");
  const maxBytes = 65_536;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      // Leaving the loop cancels the stream. NaN, of a chunk that is no bytes, leaves it too.
      if (!(size <= maxBytes)) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new WebhookError("unreadable_body", { cause });
  }
  if (!(size <= maxBytes)) throw new WebhookError("body_too_large");
  return await new Blob(chunks).arrayBuffer();
}
