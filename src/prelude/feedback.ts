/** `feedback`: `POST /v2/watch/feedback`. */

import type { FeedbackStatus } from "../otp_client.ts";
import { ownValue } from "../objects.ts";
import type { HttpExchange, SendRefusal } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { encodeIds } from "./send.ts";
import { ownString } from "../validate.ts";
import {
  encodeTarget,
  type PreludeFacts,
  type PreludeTarget,
  TARGET_REFUSALS,
  type TargetWord,
} from "./target.ts";

/** The input of {@linkcode Prelude.feedback}. */
export type PreludeFeedbackInput = PreludeTarget & {
  /** Whether the person was signed in. Any other value is sent to the API unchanged. */
  readonly status: FeedbackStatus;
  /** Your own id that was passed to `send`. */
  readonly correlationId?: string | undefined;
  /** The id that the vendor's browser or mobile SDK returned, 36 characters. */
  readonly dispatchId?: string | undefined;
};

/** The result of {@linkcode Prelude.feedback}: a discriminated union on `ok`. */
export type PreludeFeedbackResult = PreludeFeedbackOk | PreludeFeedbackRefused;

/** The feedback was accepted. */
export interface PreludeFeedbackOk extends PreludeFacts {
  /** The feedback was accepted. */
  readonly ok: true;
  /** The API's status. */
  readonly status: "success";
  /** The phone number in E.164 form, as it was sent to the API. */
  readonly phoneNumber?: string;
  /** The email address, as it was sent to the API. */
  readonly emailAddress?: string;
  /** The response. Not enumerable, so it is neither logged nor serialized. */
  readonly http?: HttpExchange;
}

/** The phone number or email address was refused, so no feedback was accepted. */
export interface PreludeFeedbackRefused extends PreludeFacts {
  /** No feedback was accepted. */
  readonly ok: false;
  /** Why; a closed list. */
  readonly reason: SendRefusal | "invalid_email_address";
  /** The API's status or error code; absent if no request was made. */
  readonly status?: string;
  /** The phone number in E.164 form, as it was sent to the API. */
  readonly phoneNumber?: string;
  /** The email address, as it was sent to the API. */
  readonly emailAddress?: string;
  /** The response. Not enumerable; absent if no request was made. */
  readonly http?: HttpExchange;
}

const TYPES = {
  onboarded: "verification.completed",
  not_onboarded: "verification.started",
};

const RULES: ResultRules<PreludeFeedbackResult, TargetWord> = {
  fields: {
    status: "string",
    requestId: "string",
    correlationId: ["metadata.correlation_id", "string"],
  },
  required: "status",
  ok: ["success"],
  refusals: TARGET_REFUSALS,
};

/** Reports on a phone number or email address. */
export const FEEDBACK: Operation<PreludeFeedbackInput, PreludeFeedbackResult> = {
  name: "feedback",
  encode(input) {
    const status = ownString(input, "status");
    const type = ownValue(TYPES, status) ?? status;
    return encodeTarget(input, (target) => ({
      path: "/v2/watch/feedback",
      body: { feedbacks: [{ target, type, ...encodeIds(input) }] },
      code: undefined,
    }));
  },
  decode: (answer) => toResult(answer, RULES),
};
