/** Keeping secrets out of what `fetch` rejected with: some runtimes put the URL into its message. */

/**
 * Returns the cause itself when it is made of errors and primitive values and none of them repeats a
 * secret. Otherwise returns a copy that has the secrets replaced, and no other objects.
 */
export function redact(cause: unknown, secrets: readonly string[]): unknown {
  let isClean = true;

  function copy(value: unknown): unknown {
    if (value instanceof Error) return copyError(value);
    if (Array.isArray(value)) return value.map(copy); // The `errors` of an AggregateError.
    const copied = typeof value === "string" ? redactText(value, secrets) : withoutObjects(value);
    if (copied !== value) isClean = false;
    return copied;
  }

  function copyError(error: Error): Error {
    // The message and name of a DOMException are getters of its prototype.
    const names = [...Object.getOwnPropertyNames(error), "name", "message"] as (keyof Error)[];
    const copied = new Error("");
    for (const name of names) copied[name] = copy(error[name]) as string;
    return copied;
  }

  try {
    const copied = copy(cause);
    return isClean ? cause : copied;
  } catch {
    // A property that throws, or a cause of itself: better none than one that leaks.
    return undefined;
  }
}

function withoutObjects(value: unknown): unknown {
  return Object(value) === value ? undefined : value;
}

/** Replaces secrets in a text. */
export function redactText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, "[redacted]"), text);
}
