/** Reads a submitted form, up to a size limit. */

/** A request body that cannot be one of our forms. */
export class FormError extends Error {
  readonly status: 413 | 415;

  constructor(status: 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

const MOST_BYTES = 4096;

/** Reads the fields of a form. Counts bytes, because the length in a header is only a claim. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const [type] = (request.headers.get("content-type") ?? "").split(";");
  if (type !== "application/x-www-form-urlencoded") {
    throw new FormError(415, "This is not a form.");
  }
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new FormError(413, "This form is too long.");
    text += decoder.decode(chunk, { stream: true });
  }
  return new URLSearchParams(text);
}
