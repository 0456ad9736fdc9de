/** Keeping secrets out of what `fetch` was rejected with: some runtimes put the URL into it. */

/**
 * The cause itself when nothing in it repeats a secret, else a copy of what it says with the secrets
 * struck out; `undefined` for what is no error.
 */
export function redact(cause: unknown, secrets: readonly (string | undefined)[]): unknown {
  const strike = (text: unknown) =>
    secrets.reduce<string>(
      (left, secret) => secret ? left.replaceAll(secret, "[redacted]") : left,
      String(text),
    );
  const harmless = (value: unknown): boolean =>
    Object(value) !== value ? strike(value) === String(value) : value instanceof Error &&
      // The texts of a DOMException are not its own properties.
      [...Reflect.ownKeys(value), "name", "message", "stack"].every((key) =>
        harmless((value as unknown as Record<PropertyKey, unknown>)[key])
      );

  try {
    if (harmless(cause)) return cause;
    if (!(cause instanceof Error)) return undefined;
    const { name, message, cause: inner } = cause;
    const copy = new Error(strike(message), inner ? { cause: redact(inner, secrets) } : undefined);
    return Object.assign(copy, { name }, "code" in cause && { code: strike(cause.code) });
  } catch {
    return undefined; // A property that throws, or a cause of itself.
  }
}
