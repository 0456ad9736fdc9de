/** Makes one request of a call. */

import { NetworkError } from "../errors.ts";
import { typeName } from "../validate.ts";
import { type Call, failure, hostOf } from "./call.ts";
import type { FetchInit } from "./options.ts";
import { redactText } from "./redact.ts";

/** Makes the request. Rejects with a {@linkcode NetworkError} if `fetch` does not return a response. */
export async function sendRequest(call: Call): Promise<Response> {
  call.controller.signal.throwIfAborted();
  call.attempts++;
  call.outcome = "unknown";
  call.http = undefined;
  // The global `fetch` is looked up for each request, so that later instrumentation applies.
  const { fetch = globalThis.fetch, baseUrl } = call.config;
  let response: Response;
  let isComplete: boolean;
  try {
    response = await fetch(baseUrl + call.outgoing.path, requestInit(call));
    // Here, because the getters of something else may throw.
    isComplete = isResponse(response);
  } catch (cause) {
    throw failure(call, NetworkError, noResponse(call, cause), { code: "network", cause });
  }
  if (isComplete) return response;
  const state = `"fetch" must return a Response, not ${typeName(response)}`;
  throw failure(call, NetworkError, state, { code: "not_a_response" });
}

/** Says where no response came from, and why, if `fetch` says so. */
function noResponse({ config, secrets }: Call, cause: unknown): string {
  const host = hostOf(config);
  const code = causeCode(cause, secrets);
  const hint = code === "NotCapable" ? `; run Deno with --allow-net=${host}` : "";
  return `no response from ${host}${code === undefined ? "" : ` (${code})`}${hint}`;
}

/** Returns whether a value has the parts of a `Response` that are needed; that of a custom `fetch` may not. */
function isResponse(value: Partial<Response> | undefined): boolean {
  return typeof value?.status === "number" && typeof value.headers?.get === "function" &&
    typeof value.text === "function";
}

function requestInit(
  { config: { api }, outgoing, json, headers, key, controller }: Call,
): FetchInit {
  const all: Record<string, string> = { accept: "application/json" };
  if (json) all["content-type"] = "application/json";
  Object.assign(all, headers, outgoing.headers);
  all[api.ownHeaders[0]] = api.keyPrefix + key;
  return {
    method: json ? "POST" : "GET",
    headers: all,
    ...(json && { body: sentOnceByDeno(json) }),
    ...sentOnceByBun(),
    ...neverCached(),
    redirect: "manual",
    signal: controller.signal,
  };
}

/**
 * Deno's `fetch` repeats a POST whose body is a string or bytes if a kept-alive connection closes before a
 * response, so that one `send` may become two messages. It cannot repeat a `Blob`. See docs/runtimes.md.
 */
function sentOnceByDeno(json: string): string | Blob {
  return "Deno" in globalThis ? new Blob([json]) : json;
}

/**
 * Bun before 1.3.14 repeats a POST with any body on a kept-alive connection, even after half of a response
 * (https://github.com/oven-sh/bun/pull/28708). So before 1.4 no connection is kept alive. See docs/runtimes.md.
 */
function sentOnceByBun(): Pick<FetchInit, "keepalive"> {
  const { Bun } = globalThis as { readonly Bun?: { readonly version: string } };
  if (Bun === undefined) return {};
  const [major = 0, minor = 0] = Bun.version.split(".").map(Number);
  return major < 1 || (major === 1 && minor < 4) ? { keepalive: false } : {};
}

/**
 * Next.js 13 and 14 patch `fetch` and cache the responses to POSTs, so that a used code would be accepted
 * again. On Workers nothing is cached by default, and older compatibility dates throw on the option.
 */
function neverCached(): Pick<FetchInit, "cache"> {
  const { navigator } = globalThis as { readonly navigator?: { readonly userAgent?: string } };
  return navigator?.userAgent === "Cloudflare-Workers" ? {} : { cache: "no-store" };
}

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
function causeCode(cause: unknown, secrets: readonly string[]): string | undefined {
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
