/** `check`: `POST /check`. */

import { toCode } from "../normalize.ts";
import type { CheckResult } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { holdsNothing, ownToken, ownTyped } from "../validate.ts";
import { ID_HINT } from "./phone_number.ts";

/** The input of {@linkcode Ding.check}. */
export interface DingCheckInput {
  /** The id that `send` returned. Take it from the person's session, never from the request. */
  readonly authenticationUuid: string;
  /**
   * The code as the person typed or pasted it; a message that contains it works, too. Input that cannot be a
   * code is refused as `invalid` without a request. Leading zeros are kept.
   */
  readonly checkCode: string;
}

type Result = CheckResult<"valid">;

type Word =
  | "invalid"
  | "impossible_code"
  | "expired_auth"
  | "invalid_auth_uuid"
  | "already_validated"
  | "rate_limited"
  | "without_attempt"
  | "unknown";

const RULES: ResultRules<Result, Word> = {
  fields: { status: "string", authenticationUuid: "string" },
  required: "status",
  ok: ["valid"],
  refusals: {
    invalid: "invalid",
    impossible_code: "invalid",
    expired_auth: "expired",
    invalid_auth_uuid: "expired",
    already_validated: "already_validated",
    rate_limited: "rate_limited",
    without_attempt: "without_attempt",
    unknown: "unknown",
  },
};

/** Checks a code; a wrong one counts against the allowed number of checks. */
export const CHECK: Operation<DingCheckInput, Result> = {
  name: "check",
  encode(input, account) {
    if (holdsNothing(input, "authenticationUuid")) return { ok: false, reason: "expired" };
    const authenticationUuid = ownToken(input, "authenticationUuid", ID_HINT);
    const code = toCode(ownTyped(input, "checkCode"));
    if (code === undefined) return { ok: false, reason: "invalid", authenticationUuid };
    return {
      path: "/check",
      body: { customer_uuid: account, authentication_uuid: authenticationUuid, check_code: code },
      known: { authenticationUuid },
      secrets: [code],
    };
  },
  decode: (answer) => toResult(answer, RULES),
};
