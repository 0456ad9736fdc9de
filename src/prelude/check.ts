/** `check`: `POST /v2/verification/check`. */

import { toCode } from "../normalize.ts";
import type { CheckResult } from "../results.ts";
import { judge, type Operation, type Verdict } from "../transport/operation.ts";
import { checkString } from "../validate.ts";
import { encodeTarget, type PreludeFacts, type PreludeTarget } from "./operation.ts";

/**
 * The input of {@linkcode Prelude.check}: whom the code went to, and the code. Take the target from the
 * person's session, never from the request.
 */
export type PreludeCheckInput = PreludeTarget & {
  /** Ignored, so that what `send` returned can be passed on as it is. */
  readonly authenticationUuid?: string | undefined;
  /**
   * The code as the person typed it. White space, hyphens, dots, slashes and parentheses are dropped, other
   * scripts' decimal digits become ASCII, leading zeros stay.
   */
  readonly checkCode: string;
};

/**
 * The result of {@linkcode Prelude.check}: a discriminated union on `ok`. The reason `expired` is the API's
 * `expired_or_not_found`: the code is too old, it was used, or none was sent.
 */
export type PreludeCheckResult = CheckResult<"success"> & PreludeFacts & {
  /** The phone number in E.164 form, as it was sent. */
  readonly phoneNumber?: string;
  /** The email address, as it was sent. */
  readonly emailAddress?: string;
};

const VERDICT: Verdict<PreludeCheckResult, "failure" | "expired_or_not_found"> = {
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

/** One check; a wrong code uses up one of those that are allowed. */
export const CHECK: Operation<PreludeCheckInput, PreludeCheckResult> = {
  name: "check",
  encode(input) {
    const encoded = encodeTarget(input);
    const code = toCode(checkString("checkCode", input.checkCode));
    if (encoded === undefined || code === "") return { ok: false, reason: "invalid" };
    return {
      path: "/v2/verification/check",
      body: { target: encoded.target, code },
      known: encoded.known,
      secrets: [code, ...encoded.secrets],
    };
  },
  decode: (answer) => judge(answer, VERDICT),
};
