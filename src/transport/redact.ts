/** Removes secrets from the errors that `fetch` rejects with: some runtimes put the URL in the message. */

import { typeName } from "../validate.ts";

/**
 * Returns the cause itself if it consists of errors, arrays and primitive values, none of which contains a
 * secret. Otherwise returns a copy with secrets replaced and all other objects removed.
 */
export function redact(cause: unknown, secrets: readonly string[]): unknown {
  let isClean = true;

  function copy(value: unknown): unknown {
    if (isError(value)) return copyError(value);
    if (Array.isArray(value)) return value.map(copy); // The `errors` of an AggregateError.
    const copied = typeof value === "string" ? redactText(value, secrets) : withoutObjects(value);
    if (copied !== value) isClean = false;
    return copied;
  }

  function copyError(error: Error): Error {
    // The name and message of a DOMException are getters on its prototype.
    const names = [...Object.getOwnPropertyNames(error), "name", "message"] as (keyof Error)[];
    const copied = new Error("");
    for (const name of names) {
      copied[name] = (name === "stack" ? copyStack(error) : copy(error[name])) as string;
    }
    return copied;
  }

  function copyStack(error: Error): unknown {
    const { stack } = error;
    if (typeof stack !== "string") return copy(stack);
    const copied = redactStack(error, stack, secrets);
    if (copied !== stack) isClean = false;
    return copied;
  }

  try {
    const copied = copy(cause);
    return isClean ? cause : copied;
  } catch {
    // A getter throws, or an error is its own cause: no cause is better than one that leaks a secret.
    return undefined;
  }
}

/** Returns whether it is an error of any realm: under Jest, Vitest's vm pools and node:vm, `fetch` has its own. */
function isError(value: unknown): value is Error {
  return value instanceof Error || /^(error|domexception)$/.test(typeName(value));
}

function withoutObjects(value: unknown): unknown {
  return Object(value) === value ? undefined : value;
}

/**
 * Replaces secrets in a stack. What follows its first lines, the name and the message, are the program's own names and
 * paths, in which a key such as `test` would ruin `latest.ts`, so only secrets of eight characters and more are
 * replaced there.
 */
function redactStack(
  { name, message }: Error,
  stack: string,
  secrets: readonly string[],
): string {
  const title = `${name}: ${message}\n`;
  // If it begins with anything else, no part of it is known to be frames.
  const end = stack.startsWith(title) ? title.length : stack.length;
  const longSecrets = secrets.filter(({ length }) => length >= 8);
  return redactText(stack.slice(0, end), secrets) + redactText(stack.slice(end), longSecrets);
}

/** Replaces secrets in a text with `[redacted]`. */
export function redactText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, "[redacted]"), text);
}
