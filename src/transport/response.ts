/** From a response to a result or an error. */

import { ApiError, attach, type OtpErrorCode, ResponseError } from "../errors.ts";
import { isObject, ownValue } from "../objects.ts";
import { readBody } from "./body.ts";
import { type Call, failure } from "./call.ts";
import type { Answer } from "./operation.ts";
import { redactText } from "./redact.ts";
import { retryAfterOf } from "./retry.ts";

/** Why a response is not one of the API's. */
const FLAWS = {
  redirect: "is a redirect",
  too_large: 'is longer than "maxResponseBytes"',
  cut_off: "is cut off",
  not_json: "is not a JSON object",
  missing_field: "lacks a required field",
} satisfies Partial<Record<OtpErrorCode, string>>;

/**
 * Reads a response.
 *
 * @returns The result of the operation
 * @throws {ApiError} If it is an error that is not about the person
 * @throws {ResponseError} If it is not a valid response of the API
 */
export async function readResponse<Result extends object>(
  call: Call,
  decode: (answer: Answer) => Result | undefined,
  response: Response,
): Promise<Result> {
  const { status, headers, ok } = response;
  const { config, outgoing: { known }, attempts, controller } = call;
  // A call that is over gets a response only from a `fetch` that ignores its signal, and nobody sees the error.
  if (isRedirect(response) || controller.signal.aborted) {
    response.body?.cancel().catch(() => {});
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
    const result = object && decode({ object, known });
    if (result) return attach(result, call.http);
    throw responseError(call, flaw ?? (object ? "missing_field" : "not_json"), cause);
  }
  const code = errorCode(call, body);
  const isResult = object && status < 500 && Object.hasOwn(config.api.resultCodes, code);
  const result = isResult && decode({ object, known, code });
  if (result) return attach(result, call.http);
  throw apiError(call, status, code, cause);
}

/** Browsers hide a redirect behind status 0; a `fetch` of the caller's own may have followed it. */
function isRedirect({ status, ok, redirected }: Response): boolean {
  return redirected || (!ok && status < 400);
}

/**
 * Whether the API may have done its work behind an error: a proxy returns a 5xx, and a 408 or 499, for a
 * request that it had passed on.
 */
function mayBeApplied(status: number): boolean {
  return status >= 500 || status === 408 || status === 499;
}

/** Parses JSON, or returns the beginning of a text that is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's error repeats a part of the text.
    return text.slice(0, 2_048);
  }
}

// A word, and nothing that could be a number or a code that the API repeats.
const ERROR_CODE = /^(?!.*\d{4})[a-z]\w{0,63}$/i;

/** The API's own code of an error, unless it repeats a secret. */
function errorCode({ secrets }: Call, body: unknown): string {
  const code = isObject(body) ? ownValue(body, "code") : undefined;
  const isCode = typeof code === "string" && ERROR_CODE.test(code) &&
    redactText(code, secrets) === code;
  return isCode ? code : "http_error";
}

function apiError(call: Call, status: number, code: string, cause: unknown): ApiError {
  const retryAfter = retryAfterOf(call, call.config.clock.Date.now());
  return failure(call, ApiError, `the API responded with ${status} ${code}`, {
    code,
    cause,
    retryAfter: Number.isNaN(retryAfter) ? undefined : retryAfter,
  });
}

function responseError(call: Call, flaw: keyof typeof FLAWS, cause?: unknown): ResponseError {
  const state = `the response (status ${call.http!.status}) ${FLAWS[flaw]}`;
  return failure(call, ResponseError, state, { code: flaw, cause });
}
