/** `feedback`: `POST /authentication/feedback`. */

import type { FeedbackStatus } from "../otp_client.ts";
import type { HttpExchange, NumberRefusal } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { ownString } from "../validate.ts";
import { encodeNumber, NUMBER_REFUSALS, type NumberCode } from "./phone_number.ts";

/** The input of {@linkcode Ding.feedback}. */
export interface DingFeedbackInput {
  /** The phone number, normalized as by `send`. */
  readonly phoneNumber: string;
  /** Whether the person was signed in. */
  readonly status: FeedbackStatus;
}

/** The result of {@linkcode Ding.feedback}: a discriminated union on `ok`. */
export type DingFeedbackResult = DingFeedbackOk | DingFeedbackRefused;

/** The feedback was accepted. */
export interface DingFeedbackOk {
  /** The feedback was accepted. */
  readonly ok: true;
  /** The phone number in E.164 form. */
  readonly phoneNumber: string;
  /** The id of the feedback. */
  readonly uuid: string;
  /** The response. Not enumerable, so it is neither logged nor serialized. */
  readonly http?: HttpExchange;
}

/** The phone number was refused, so no feedback was accepted. */
export interface DingFeedbackRefused {
  /** The phone number was refused. */
  readonly ok: false;
  /** Why; a closed list. */
  readonly reason: NumberRefusal;
  /** The API's error code; absent if no request was made. */
  readonly status?: string;
  /** The phone number in E.164 form; absent if it is not one. */
  readonly phoneNumber?: string;
  /** The id of the feedback, if the API returned one. */
  readonly uuid?: string;
  /** The response. Not enumerable; absent if no request was made. */
  readonly http?: HttpExchange;
}

const RULES: ResultRules<DingFeedbackResult, NumberCode> = {
  fields: { uuid: "string" },
  required: "uuid",
  ok: undefined,
  refusals: NUMBER_REFUSALS,
};

/** Reports on a phone number. */
export const FEEDBACK: Operation<DingFeedbackInput, DingFeedbackResult> = {
  name: "feedback",
  encode(input, account) {
    const status = ownString(input, "status");
    return encodeNumber(input, (phoneNumber) => ({
      path: "/authentication/feedback",
      body: { customer_uuid: account, phone_number: phoneNumber, status },
    }));
  },
  decode: (answer) => toResult(answer, RULES),
};
