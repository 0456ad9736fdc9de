/** Reads what a form sent, and no more than a form of ours can be. */

/** A body that is not one of our forms. */
export class FormError extends Error {
  readonly status: 413 | 415;

  constructor(status: 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

const MOST_BYTES = 4096;

/** The fields of a form. It is not trusted with more memory than it needs, whatever its length says. */
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
