/** `check`: `POST /v2/verification/check`. */

import { toCode } from "../normalize.ts";
import { ownValue } from "../objects.ts";
import type { CheckResult } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { checkObject, ownString, ownTyped } from "../validate.ts";
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
  /**
   * The payment that the code confirms (PSD2, strong customer authentication): as it was shown to the person.
   * Required for a code sent with the template `prelude:psd2`; the API ignores it for any other.
   */
  readonly payment?: PreludePayment | undefined;
};

/** A payment that a code confirms. */
export interface PreludePayment {
  /** The amount, such as `"49.90"`. */
  readonly amount: string;
  /** The ISO 4217 code of the currency. */
  readonly currency: string;
  /** The name of the recipient. */
  readonly recipient: string;
}

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

type Word =
  | "failure"
  | "expired_or_not_found"
  | "transaction_missing"
  | "transaction_mismatch"
  | "too_many_attempts"
  | "too_many_checks";

const RULES: ResultRules<PreludeCheckResult, Word> = {
  fields: {
    authenticationUuid: ["id", "string"],
    status: "string",
    requestId: "string",
    correlationId: ["metadata.correlation_id", "string"],
  },
  required: "authenticationUuid",
  ok: ["success"],
  refusals: {
    failure: "invalid",
    expired_or_not_found: "expired",
    transaction_missing: "transaction_missing",
    transaction_mismatch: "transaction_mismatch",
    too_many_attempts: "rate_limited",
    too_many_checks: "rate_limited",
  },
};

/** Checks a code; a wrong one counts against the allowed number of checks. */
export const CHECK: Operation<PreludeCheckInput, PreludeCheckResult> = {
  name: "check",
  encode(input) {
    const code = toCode(ownTyped(input, "checkCode"));
    if (code === undefined) return { ok: false, reason: "invalid" };
    const psd2 = encodePayment(ownValue(input, "payment"));
    return encodeTarget(
      input,
      (target) => ({ path: "/v2/verification/check", body: { target, code, psd2 }, code }),
      { invalid: "invalid", none: "expired" },
    );
  },
  decode: (answer) => toResult(answer, RULES),
};

/** Encodes a payment, all of whose fields are required. */
function encodePayment(payment: unknown): PreludePayment | undefined {
  if (payment === undefined || payment === null) return undefined;
  const given = checkObject("payment", payment as object);
  return {
    amount: ownString(given, "amount"),
    currency: ownString(given, "currency"),
    recipient: ownString(given, "recipient"),
  };
}
