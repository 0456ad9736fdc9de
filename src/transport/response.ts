/** From a response to a result or an error. */

import { ApiError, attach, type OtpErrorCode, ResponseError } from "../errors.ts";
import { isObject, ownValue } from "../fields.ts";
import { readBody } from "./body.ts";
import { type Call, failure } from "./call.ts";
import type { Answer } from "./operation.ts";
import { redactText } from "./redact.ts";
import { parseRetryAfter } from "./retry.ts";

/** Why a response is not one of the API's. */
const FLAWS = {
  redirect: "is a redirect",
  too_large: 'is longer than "maxResponseBytes"',
  cut_off: "broke off",
  not_json: "is not a JSON object",
  missing_field: "lacks a required field",
} satisfies Partial<Record<OtpErrorCode, string>>;

/**
 * Reads a response.
 *
 * @returns The result of the operation
 * @throws {ApiError} If it is an error that is not about the person
 * @throws {ResponseError} If it is not a response of the API
 */
export async function readResponse<Result extends object>(
  call: Call,
  decode: (answer: Answer) => Result | undefined,
  response: Response,
): Promise<Result> {
  const { status, headers, ok } = response;
  const { attempts } = call;
  // A call that is over gets a response only from a `fetch` that ignores its signal.
  if (isRedirect(response) || call.controller.signal.aborted) {
    response.body?.cancel().catch(() => {});
    call.http = { status, headers, body: "", attempts };
    throw responseError(call, "redirect");
  }

  const { text, flaw, cause } = await readBody(response, call.config.maxResponseBytes, (cancel) => {
    call.onAbort = cancel;
  });
  const body = parseJson(text);
  call.http = { status, headers, body, attempts };
  // Behind a 5xx of a proxy, the API may have done its work.
  if (status < 500) call.outcome = ok ? "applied" : "not_applied";

  const answer = flaw ? undefined : toAnswer(call, body);
  const result = answer && decode(answer);
  if (result) return attach(result, call.http);
  if (!ok) throw apiError(call, cause);
  throw responseError(call, flaw ?? (answer ? "missing_field" : "not_json"), cause);
}

/** Browsers hide a redirect behind status 0; a `fetch` of the caller's own may have followed it. */
function isRedirect({ status, ok, redirected }: Response): boolean {
  return redirected || (!ok && status < 400);
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

/** What an operation decodes: the object of a 2xx, or an error that is about the person. */
function toAnswer(call: Call, body: unknown): Answer | undefined {
  if (!isObject(body)) return undefined;
  const { config: { api }, outgoing: { known }, http } = call;
  if (http!.status < 300) return { object: body, known };
  const code = ownValue(body, "code");
  const isPersonal = http!.status < 500 && typeof code === "string" &&
    Object.hasOwn(api.personalCodes, code);
  return isPersonal ? { object: body, known, code } : undefined;
}

function apiError(call: Call, cause: unknown): ApiError {
  const { status, headers, body } = call.http!;
  const code = errorCode(call, body);
  return failure(call, ApiError, `the API responded with ${status} ${code}`, {
    code,
    cause,
    retryAfter: parseRetryAfter(headers.get("retry-after"), call.config.clock.Date.now()),
  });
}

// A word, and nothing that could be a number or a code that the API repeats.
const ERROR_CODE = /^(?!.*\d{4})[a-z]\w{0,63}$/i;

/** The API's own code of an error, unless it repeats a secret. */
function errorCode(call: Call, body: unknown): string {
  const code = isObject(body) ? ownValue(body, "code") : undefined;
  const isCode = typeof code === "string" && ERROR_CODE.test(code) &&
    redactText(code, call.secrets) === code;
  return isCode ? code : "http_error";
}

function responseError(call: Call, flaw: keyof typeof FLAWS, cause?: unknown): ResponseError {
  const { status } = call.http!;
  return failure(call, ResponseError, `the response (status ${status}) ${FLAWS[flaw]}`, {
    code: flaw,
    cause,
  });
}
