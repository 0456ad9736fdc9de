/** Removes secrets from the errors that `fetch` rejects with: some runtimes put the URL in the message. */

import { typeName } from "../validate.ts";

/**
 * Returns the cause itself if it consists of errors, arrays and primitive values, none of which contains a
 * secret. Otherwise returns a copy with secrets replaced and all other objects removed.
 */
export function redact(cause: unknown, secrets: readonly string[]): unknown {
  let isClean = true;

  function copy(value: unknown, name?: string): unknown {
    if (isError(value)) return copyError(value);
    // The `errors` of an AggregateError.
    if (Array.isArray(value)) return value.map((item) => copy(item));
    const copied = typeof value === "string" ? copyText(value, name) : withoutObjects(value);
    if (copied !== value) isClean = false;
    return copied;
  }

  function copyText(text: string, name: string | undefined): string {
    return name === "stack" ? redactStack(text, secrets) : redactText(text, secrets);
  }

  function copyError(error: Error): Error {
    // The name and message of a DOMException are getters on its prototype.
    const names = [...Object.getOwnPropertyNames(error), "name", "message"] as (keyof Error)[];
    const copied = new Error("");
    for (const name of names) copied[name] = copy(error[name], name) as string;
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

const FRAME = /^\s+at /;

/**
 * Replaces secrets in a stack. Its frames are the program's own names and paths, in which a key such as `test`
 * would ruin `latest.ts`, so only those of eight characters and more are replaced there.
 */
function redactStack(stack: string, secrets: readonly string[]): string {
  const longSecrets = secrets.filter(({ length }) => length >= 8);
  const lines = stack.split("\n");
  return lines.map((line) => redactText(line, FRAME.test(line) ? longSecrets : secrets)).join("\n");
}

/** Replaces secrets in a text with `[redacted]`. */
export function redactText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, "[redacted]"), text);
}
