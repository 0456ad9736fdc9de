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
 * The input of {@linkcode Prelude.retry}: the phone number or email address that `send` returned, and the
 * options that were passed to `send`, which the API does not remember. To change the method, as in "call me
 * instead", call `send` again: while the verification is open, that is a retry.
 */
export type PreludeRetryInput =
  & PreludeTarget
  & Omit<PreludeSendInput, "phoneNumber" | "emailAddress" | "method">
  & {
    /** Ignored; accepted so that the result of `send` can be passed on unchanged. */
    readonly authenticationUuid?: string | undefined;
  };

/**
 * The result of {@linkcode Prelude.retry}: a discriminated union on `ok`. Without `resumed`, the verification
 * had ended and this is the first code of a new one. The API returns neither when the next retry is possible
 * nor how many are left.
 */
export type PreludeRetryResult = RetryResult<PreludeSentStatus> & PreludeSendFacts & {
  /** The phone number in E.164 form, as it was sent to the API. */
  readonly phoneNumber?: string;
  /** The email address, as it was sent to the API. */
  readonly emailAddress?: string;
};

const RULES: ResultRules<PreludeRetryResult, "blocked" | "repeated_attempts"> = {
  fields: SENT_FIELDS,
  required: "authenticationUuid",
  ok: SENT_STATUSES,
  refusals: { blocked: "denied", repeated_attempts: "rate_limited" },
};

/** Sends a further code: a `send` without the option `method`. */
export const RETRY: Operation<PreludeRetryInput, PreludeRetryResult> = {
  name: "retry",
  encode(input) {
    // The result of `send` has a `method`, too, which is not the option of that name.
    const details = { ...input, method: undefined };
    return encodeTarget(input, (target) => encodeSend(target, details), "denied");
  },
  decode: (answer) => toResult(answer, RULES),
};
