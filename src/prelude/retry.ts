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
  & Omit<
    PreludeSendInput,
    | "phoneNumber"
    | "emailAddress"
    | "method"
    | "onlyChannels"
    | "maxAutoFallbacks"
    | "forceChallenge"
  >
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

/** The options that only the first call of a verification reads. */
const FIRST_CALL_ONLY: { readonly [Name in keyof PreludeSendInput]?: undefined } = {
  method: undefined,
  onlyChannels: undefined,
  maxAutoFallbacks: undefined,
  forceChallenge: undefined,
};

type Word = "blocked" | "repeated_attempts" | "too_many_attempts" | "too_many_checks";

const RULES: ResultRules<PreludeRetryResult, Word> = {
  fields: SENT_FIELDS,
  required: "authenticationUuid",
  ok: SENT_STATUSES,
  refusals: {
    blocked: "denied",
    repeated_attempts: "rate_limited",
    too_many_attempts: "rate_limited",
    too_many_checks: "rate_limited",
  },
};

/** Sends a further code: a `send` without what only the first call reads. */
export const RETRY: Operation<PreludeRetryInput, PreludeRetryResult> = {
  name: "retry",
  encode(input) {
    // The result of `send` has a `method`, too, which is not the option of that name.
    const details = { ...input, ...FIRST_CALL_ONLY };
    return encodeTarget(input, (target) => encodeSend(target, details), {
      invalid: "denied",
      none: "expired",
    });
  },
  decode: (answer) => toResult(answer, RULES),
};
