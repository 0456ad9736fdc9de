/** Keeping secrets out of what `fetch` was rejected with: some runtimes put the URL into it. */

/**
 * The cause itself when it is made of errors and primitive values, and none of them repeats a secret; else
 * a copy with the secrets struck out, and without all other objects.
 */
export function redact(cause: unknown, secrets: readonly string[]): unknown {
  let leaks = false;

  function strike(value: unknown): unknown {
    if (value instanceof Error) {
      // What a DOMException says is not its own.
      const keys = [...Object.getOwnPropertyNames(value), "name", "message"] as (keyof Error)[];
      const copy = new Error("");
      for (const key of keys) copy[key] = strike(value[key]) as string;
      return copy;
    }
    if (Array.isArray(value)) return value.map(strike); // What an AggregateError is made of.
    const struck = typeof value === "string"
      ? secrets.reduce((text, secret) => text.replaceAll(secret, "[redacted]"), value)
      : Object(value) === value
      ? undefined
      : value;
    leaks ||= struck !== value;
    return struck;
  }

  try {
    const struck = strike(cause);
    return leaks ? struck : cause;
  } catch {
    // A property that throws, or a cause of itself: nothing is told.
  }
}
