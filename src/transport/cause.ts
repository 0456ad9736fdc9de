/** Says in a word why `fetch` rejected, for the message of a `NetworkError`. */

import { redactText } from "./redact.ts";

// Without digits, so that it is neither a phone number nor a code: ENOTFOUND, UND_ERR_SOCKET, NotCapable.
const CODE = /^[a-z_]{3,40}$/i;

/** What Deno's `fetch` writes, whose errors have no code. */
const DENO_MESSAGES: readonly [pattern: RegExp, code: string][] = [
  [/dns error/, "ENOTFOUND"],
  [/connection refused/i, "ECONNREFUSED"],
  [/connection (closed|reset)/i, "ECONNRESET"],
  [/peer certificate/, "CERTIFICATE"],
];

/**
 * Returns the code of an error or of its causes, such as `ENOTFOUND`, or `undefined` if there is none or it
 * could contain a secret. Errors that a custom `fetch` throws may be anything.
 */
export function causeCode(cause: unknown, secrets: readonly string[]): string | undefined {
  try {
    for (let error = Object(cause), depth = 0; depth < 4; error = Object(error.cause), depth++) {
      const code = codeOf(error);
      if (code !== undefined && redactText(code, secrets) === code) return code;
    }
  } catch {
    // A getter throws. The call must still reject with its own error.
  }
  return undefined;
}

function codeOf({ name, code, message }: Record<string, unknown>): string | undefined {
  if (typeof code === "string" && CODE.test(code)) return code;
  // A missing permission of Deno.
  if (name === "NotCapable") return name;
  return DENO_MESSAGES.find(([pattern]) => pattern.test(String(message)))?.[1];
}
