/** `check`: `POST /v2/verification/check`. */

import type { Operation } from "../transport/operation.ts";
import { typed } from "../transport/options.ts";
import { toCode } from "../typed_text.ts";
import { fields } from "../wire.ts";
import { operation } from "./operation.ts";
import type { PreludeCheckResult } from "./results.ts";
import type { Target } from "./target.ts";

/**
 * What `check` needs to know: whom the code went to, and the code. Take the target from the person's
 * session, never from the request.
 */
export type PreludeCheckInput = Target & {
  /** May stay in what `send` gave; this API does without. */
  readonly authenticationUuid?: string | undefined;
  /**
   * The code as the person typed it. White space, hyphens, dots, slashes and parentheses are dropped,
   * other scripts' decimal digits become ASCII, leading zeros stay.
   */
  readonly checkCode: string;
};

/** One check; a wrong code uses up one of those that are allowed. */
export const CHECK: Operation<PreludeCheckInput, PreludeCheckResult> = operation<
  PreludeCheckInput,
  PreludeCheckResult
>({
  name: "check",
  request(target, { checkCode }) {
    const code = toCode(typed("checkCode", checkCode));
    return code
      ? { path: "/v2/verification/check", body: { target, code }, secret: code }
      : { ok: false, reason: "invalid" };
  },
  personal: fields("invalid=failure expired=expired_or_not_found"),
});
