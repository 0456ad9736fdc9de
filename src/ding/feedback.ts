/** `feedback`: `POST /authentication/feedback`. */

import { type Operation, verdict } from "../transport/operation.ts";
import { typed } from "../transport/options.ts";
import type { FeedbackResult } from "../types.ts";
import { aboutNumber } from "./about_number.ts";
import { NUMBER_REFUSALS } from "./refusals.ts";
import { fields } from "../wire.ts";

/** How the sign-in ended. The list is open, as the API's is. */
export type FeedbackStatus =
  | "onboarded"
  | "not_onboarded"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** What `feedback` tells. */
export interface FeedbackInput {
  /** The phone number, read as `send` reads it. */
  readonly phoneNumber: string;
  /** Whether the person was signed in. */
  readonly status: FeedbackStatus;
}

/** Feedback on one number. */
export const FEEDBACK: Operation<FeedbackInput, FeedbackResult> = {
  name: "feedback",
  encode(input, customerUuid) {
    const status = typed("status", input.status);
    return aboutNumber(input.phoneNumber, (phoneNumber) => ({
      path: "/authentication/feedback",
      body: { customer_uuid: customerUuid, phone_number: phoneNumber, status },
    }));
  },
  ...verdict({ answer: fields("uuid"), refusals: fields(NUMBER_REFUSALS) }),
};
