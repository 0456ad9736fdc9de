/** `check`: `POST /check`. */

import type { DingOperation } from "./operation.ts";
import { verdict } from "../transport/operation.ts";
import { typed, visible } from "../transport/options.ts";
import { toCode } from "../typed_text.ts";
import type { CheckResult } from "../types.ts";

/** What `check` needs to know. */
export interface CheckInput {
  /** The id that `send` gave. Take it from the person's session, never from the request. */
  readonly authenticationUuid: string;
  /**
   * The code as the person typed it. White space, hyphens, dots, slashes and parentheses are dropped,
   * other scripts' decimal digits become ASCII, leading zeros stay.
   */
  readonly checkCode: string;
}

/** One check; a wrong code uses up one of those that are allowed. */
export const CHECK: DingOperation<CheckInput, CheckResult> = {
  name: "check",
  encode(input, customerUuid) {
    const authenticationUuid = visible("authenticationUuid", input.authenticationUuid);
    const code = toCode(typed("checkCode", input.checkCode));
    if (code === "") return { ok: false, reason: "invalid", authenticationUuid };
    return {
      path: "/check",
      body: {
        customer_uuid: customerUuid,
        authentication_uuid: authenticationUuid,
        check_code: code,
      },
      known: { authenticationUuid },
      secret: code,
    };
  },
  ...verdict({
    answer: "status authentication_uuid",
    ok: "valid",
    refusals:
      "invalid invalid=impossible_code expired=expired_auth already_validated rate_limited " +
      "without_attempt unknown",
  }),
};
