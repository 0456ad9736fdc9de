/** `retry`: `POST /retry`. */

import { parseTimestamp } from "../timestamp.ts";
import type { RetryResult } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { holdsNothing, ownToken } from "../validate.ts";
import { ID_HINT } from "./phone_number.ts";

/** The input of {@linkcode Ding.retry}. */
export interface DingRetryInput {
  /** The id that `send` returned. Take it from the person's session, never from the request. */
  readonly authenticationUuid: string;
}

type Result = RetryResult<"approved">;

type Word =
  | "denied"
  | "no_attempt"
  | "rate_limited"
  | "expired_auth"
  | "invalid_auth_uuid"
  | "already_validated";

const RULES: ResultRules<Result, Word> = {
  fields: {
    status: "string",
    authenticationUuid: "string",
    createdAt: parseTimestamp,
    nextRetryAt: parseTimestamp,
    remainingRetries: ["remaining_retry", "number"],
  },
  required: "status",
  ok: ["approved"],
  refusals: {
    denied: "denied",
    no_attempt: "no_attempt",
    rate_limited: "rate_limited",
    expired_auth: "expired",
    invalid_auth_uuid: "expired",
    already_validated: "already_validated",
  },
};

/** Sends a further code to the same person. */
export const RETRY: Operation<DingRetryInput, Result> = {
  name: "retry",
  encode(input, account) {
    if (holdsNothing(input, "authenticationUuid")) return { ok: false, reason: "expired" };
    const authenticationUuid = ownToken(input, "authenticationUuid", ID_HINT);
    return {
      path: "/retry",
      body: { customer_uuid: account, authentication_uuid: authenticationUuid },
      known: { authenticationUuid },
      secrets: [],
    };
  },
  decode: (answer) => toResult(answer, RULES),
};
