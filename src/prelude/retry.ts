/** `retry`: `POST /v2/verification` again. */

import type { RetryResult } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { encodeTarget, type PreludeTarget } from "./target.ts";
import {
  encodeSend,
  type PreludeSendFacts,
  type PreludeSendInput,
  type PreludeSentStatus,
  SENT_FIELDS,
  SENT_STATUSES,
} from "./send.ts";

/**
 * The input of {@linkcode Prelude.retry}: whom the code goes to, and what was passed to `send`, as the API
 * does not remember it. To change the method, as in "call me", use `send` again: in an open verification that
 * is a retry.
 */
export type PreludeRetryInput =
  & PreludeTarget
  & Omit<PreludeSendInput, "phoneNumber" | "emailAddress" | "method">
  & {
    /** Ignored, so that what `send` returned can be passed on as it is. */
    readonly authenticationUuid?: string | undefined;
  };

/**
 * The result of {@linkcode Prelude.retry}: a discriminated union on `ok`. Without `resumed`, the old
 * verification was over and this is the first code of another. The API says neither when the next retry is
 * possible nor how many are left.
 */
export type PreludeRetryResult = RetryResult<PreludeSentStatus> & PreludeSendFacts & {
  /** The phone number in E.164 form, as it was sent. */
  readonly phoneNumber?: string;
  /** The email address, as it was sent. */
  readonly emailAddress?: string;
};

const RULES: ResultRules<PreludeRetryResult, "blocked" | "repeated_attempts"> = {
  fields: SENT_FIELDS,
  required: "authenticationUuid",
  ok: SENT_STATUSES,
  refusals: { blocked: "denied", repeated_attempts: "rate_limited" },
};

/** A `send` without what only the first call of a verification may say. */
export const RETRY: Operation<PreludeRetryInput, PreludeRetryResult> = {
  name: "retry",
  encode(input) {
    // The result of `send` has a method, too, which is not an option to pass on.
    const details = { ...input, method: undefined };
    return encodeTarget(input, (target) => encodeSend(target, details), "denied");
  },
  decode: (answer) => toResult(answer, RULES),
};
