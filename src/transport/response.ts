/** Turns a response into a result or an error. */

import { ApiError, attach, type OtpErrorCode, ResponseError } from "../errors.ts";
import { isObject, ownValue } from "../objects.ts";
import { readBody } from "./body.ts";
import { type Call, failure } from "./call.ts";
import type { Answer } from "./operation.ts";
import { redactText } from "./redact.ts";
import { retryAfterOf } from "./retry.ts";

/** Why a response is not a valid API response. */
const FLAWS = {
  redirect: 'is a redirect; check "baseUrl"',
  too_large: 'is longer than "maxResponseBytes"',
  cut_off: "is cut off",
  not_json: 'is not a JSON object; check "baseUrl"',
  missing_field: "lacks a required field",
} satisfies Partial<Record<OtpErrorCode, string>>;

/**
 * Reads a response, and records the exchange and the outcome in the call.
 *
 * @returns The result of the operation
 * @throws {ApiError} If it is a 4xx or 5xx other than a refusal of the person's input
 * @throws {ResponseError} If it is not a valid API response
 */
export async function readResponse<Result extends object>(
  call: Call,
  decode: (answer: Answer) => Result | undefined,
  response: Response,
): Promise<Result> {
  const { status, headers, ok } = response;
  const { config, outgoing: { known }, secrets, attempts, controller } = call;
  // After an abort, a response comes only from a `fetch` that ignores its signal; the call has already
  // rejected, so this error is not seen.
  if (isRedirect(response) || controller.signal.aborted) {
    // A stream of another kind than the web's has no `cancel`.
    response.body?.cancel?.().catch(() => {});
    call.http = { status, headers, body: "", attempts };
    throw responseError(call, "redirect");
  }

  const { text, flaw, cause } = await readBody(call, response);
  const body = parseJson(text);
  call.http = { status, headers, body, attempts };
  if (ok) call.outcome = "applied";
  else if (!mayBeApplied(status)) call.outcome = "not_applied";

  const object = isObject(body) && !flaw ? body : undefined;
  if (ok) {
    const result = object && decode({ object, known, secrets, code: undefined });
    if (result) return attach(result, call.http);
    throw responseError(call, flaw ?? (object ? "missing_field" : "not_json"), cause);
  }
  const code = errorCode(call, body);
  const isResult = object && status < 500 && Object.hasOwn(config.api.resultCodes, code);
  const result = isResult && decode({ object, known, secrets, code });
  if (result) return attach(result, call.http);
  throw apiError(call, status, code, cause);
}

/** Returns whether a response is a redirect: status 0 in browsers, already followed by some custom `fetch`. */
function isRedirect({ status, ok, redirected }: Response): boolean {
  return redirected || (!ok && status < 400);
}

/**
 * Returns whether the request may have taken effect in spite of an error: a proxy may return a 5xx, 408 or 499
 * for a request that it has already forwarded.
 */
function mayBeApplied(status: number): boolean {
  return status >= 500 || status === 408 || status === 499;
}

/** Parses a text as JSON, or returns its beginning if it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The error is not passed on: it contains part of the text.
    return text.slice(0, 2_048);
  }
}

// An identifier without four digits in a row, which could be a phone number or a code.
const ERROR_CODE = /^(?!.*\d{4})[a-z]\w{0,63}$/i;

/** Returns the error code in a body, or `"http_error"` if there is none or it could contain a secret. */
function errorCode({ secrets }: Call, body: unknown): string {
  const code = isObject(body) ? ownValue(body, "code") : undefined;
  const isCode = typeof code === "string" && ERROR_CODE.test(code) &&
    redactText(code, secrets) === code;
  return isCode ? code : "http_error";
}

function apiError(call: Call, status: number, code: string, cause: unknown): ApiError {
  const retryAfter = retryAfterOf(call, call.config.clock.Date.now());
  const state = `the API responded with ${status} ${code}${paramOf(call)}${
    hint(call, status, code)
  }`;
  return failure(call, ApiError, state, {
    code,
    cause,
    retryAfter: Number.isNaN(retryAfter) ? undefined : retryAfter,
  });
}

/** Returns the field that an error is about, as v2 names it: ` (options.template_id)`. */
function paramOf({ http, secrets }: Call): string {
  const { body } = http!;
  const param = isObject(body) ? ownValue(body, "param") : undefined;
  const isName = typeof param === "string" && /^[a-z_.]{1,64}$/i.test(param) &&
    redactText(param, secrets) === param;
  return isName ? ` (${param})` : "";
}

/** Says where the usual cause of a status is. Ding's for a wrong key is not documented: 401, or 403 without a code. */
function hint({ config: { api } }: Call, status: number, code: string): string {
  if (status === 401 || (status === 403 && code === "http_error")) {
    return `; check "${api.keyOption}"`;
  }
  const isUnknownPath = status === 404 && (code === "http_error" || code === "not_found");
  return isUnknownPath ? '; check the path of "baseUrl"' : "";
}

function responseError(call: Call, flaw: keyof typeof FLAWS, cause?: unknown): ResponseError {
  const state = `the response (status ${call.http!.status}) ${FLAWS[flaw]}`;
  return failure(call, ResponseError, state, { code: flaw, cause });
}
