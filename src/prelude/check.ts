/** `check`: `POST /v2/verification/check`. */

import { toCode } from "../normalize.ts";
import type { CheckResult } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { ownString } from "../validate.ts";
import { encodeTarget, type PreludeFacts, type PreludeTarget } from "./target.ts";

/**
 * The input of {@linkcode Prelude.check}: the phone number or email address that the code was sent to, and the
 * code. Take the former from the person's session, never from the request.
 */
export type PreludeCheckInput = PreludeTarget & {
  /** Ignored; accepted so that the result of `send` can be passed on unchanged. */
  readonly authenticationUuid?: string | undefined;
  /**
   * The code as the person typed or pasted it; a message that contains it works, too. Input that cannot be a
   * code is refused as `invalid` without a request. Leading zeros are kept.
   */
  readonly checkCode: string;
};

/**
 * The result of {@linkcode Prelude.check}: a discriminated union on `ok`. The reason `expired` is the API's
 * `expired_or_not_found`: the code has expired, was already used, or none was sent.
 */
export type PreludeCheckResult = CheckResult<"success"> & PreludeFacts & {
  /** The phone number in E.164 form, as it was sent to the API. */
  readonly phoneNumber?: string;
  /** The email address, as it was sent to the API. */
  readonly emailAddress?: string;
};

const RULES: ResultRules<PreludeCheckResult, "failure" | "expired_or_not_found"> = {
  fields: {
    authenticationUuid: ["id", "string"],
    status: "string",
    requestId: "string",
    correlationId: ["metadata.correlation_id", "string"],
  },
  required: "authenticationUuid",
  ok: ["success"],
  refusals: { failure: "invalid", expired_or_not_found: "expired" },
};

/** Checks a code; a wrong one counts against the allowed number of checks. */
export const CHECK: Operation<PreludeCheckInput, PreludeCheckResult> = {
  name: "check",
  encode(input) {
    const code = toCode(ownString(input, "checkCode"));
    if (code === undefined) return { ok: false, reason: "invalid" };
    return encodeTarget(
      input,
      (target) => ({ path: "/v2/verification/check", body: { target, code }, code }),
      "invalid",
    );
  },
  decode: (answer) => toResult(answer, RULES),
};
