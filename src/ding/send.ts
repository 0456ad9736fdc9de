/** `send`: `POST /authentication`. */

import { aboutNumber } from "./about_number.ts";
import { NUMBER_REFUSALS } from "./refusals.ts";
import { SIGNALS } from "./signals.ts";
import type { OtpSendInput } from "../otp_client.ts";
import type { DingOperation } from "./operation.ts";
import { verdict } from "../transport/operation.ts";
import type { SendResult } from "../types.ts";
import { fields, write } from "../wire.ts";

/** The end user's device. The list is open, as the API's is. */
export type DeviceType =
  | "IOS"
  | "ANDROID"
  | "WEB"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** What `send` needs to know, and what helps against fraud. */
export interface SendInput extends OtpSendInput {
  /** The end user's device. */
  readonly deviceType?: DeviceType | undefined;
  /** Whether you trust this user: a stronger signal than "has been here". */
  readonly isReturningUser?: boolean | undefined;
  /** The hash of Android's SMS Retriever API; needs `deviceType: "ANDROID"`. */
  readonly appRealm?: string | undefined;
}

const REQUEST = fields(
  `callback_url correlation_id locale sender_id template_id ${SIGNALS}`,
);

/** One send: the first code to a person, or a further one while an authentication is open. */
export const SEND: DingOperation<SendInput, SendResult> = {
  name: "send",
  encode(input, customerUuid) {
    return aboutNumber(input.phoneNumber, (phoneNumber) => ({
      path: "/authentication",
      body: { customer_uuid: customerUuid, phone_number: phoneNumber, ...write(input, REQUEST) },
    }));
  },
  ...verdict({
    answer: "authentication_uuid status created_at:time expires_at:time",
    ok: "pending",
    refusals: `rate_limited spam_detected ${NUMBER_REFUSALS}`,
  }),
};
