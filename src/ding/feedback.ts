/** `feedback`: `POST /authentication/feedback`. */

import type { DingOperation } from "./operation.ts";
import { verdict } from "../transport/operation.ts";
import { typed } from "../transport/options.ts";
import type { FeedbackResult } from "../types.ts";
import { aboutNumber } from "./about_number.ts";
import { NUMBER_REFUSALS } from "./refusals.ts";

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
export const FEEDBACK: DingOperation<FeedbackInput, FeedbackResult> = {
  name: "feedback",
  encode(input, customerUuid) {
    const status = typed("status", input.status);
    return aboutNumber(input.phoneNumber, (phoneNumber) => ({
      path: "/authentication/feedback",
      body: { customer_uuid: customerUuid, phone_number: phoneNumber, status },
    }));
  },
  ...verdict({ answer: "uuid", refusals: NUMBER_REFUSALS }),
};
