/** `send`: `POST /authentication`. */

import { aboutNumber } from "./about_number.ts";
import { NUMBER_REFUSALS } from "./refusals.ts";
import { SIGNALS } from "./signals.ts";
import { type Operation, verdict } from "../transport/operation.ts";
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
export interface SendInput {
  /**
   * The phone number. Spaces, hyphens, dots, slashes, parentheses and what cannot be seen are dropped;
   * the rest has to be in E.164 form, such as `+33612345678`.
   */
  readonly phoneNumber: string;
  /** The address of a webhook for delivery events. */
  readonly callbackUrl?: string | undefined;
  /** An id of your own, repeated in webhooks. */
  readonly correlationId?: string | undefined;
  /** Android's `ANDROID_ID` or iOS' `identifierForVendor`. */
  readonly deviceId?: string | undefined;
  /** The end user's device. */
  readonly deviceType?: DeviceType | undefined;
  /** The device's model. */
  readonly deviceModel?: string | undefined;
  /** The version of the device's operating system. */
  readonly osVersion?: string | undefined;
  /** The version of your app. */
  readonly appVersion?: string | undefined;
  /** The end user's IP address. */
  readonly ip?: string | undefined;
  /** Whether you trust this user: a stronger signal than "has been here". */
  readonly isReturningUser?: boolean | undefined;
  /** The hash of Android's SMS Retriever API; needs `deviceType: "ANDROID"`. */
  readonly appRealm?: string | undefined;
  /**
   * The language of the message, a BCP 47 tag such as `fr-FR`.
   *
   * @default {that of the number's country, then "en-US"}
   */
  readonly locale?: string | undefined;
  /** The sender that the message shows. */
  readonly senderId?: string | undefined;
  /** Which text the message has. */
  readonly templateId?: string | undefined;
}

const REQUEST = fields(
  `callback_url correlation_id locale sender_id template_id ${SIGNALS}`,
);

/** One send: the first code to a person, or a further one while an authentication is open. */
export const SEND: Operation<SendInput, SendResult> = {
  name: "send",
  encode(input, customerUuid) {
    return aboutNumber(input.phoneNumber, (phoneNumber) => ({
      path: "/authentication",
      body: { customer_uuid: customerUuid, phone_number: phoneNumber, ...write(input, REQUEST) },
    }));
  },
  ...verdict({
    answer: fields("authentication_uuid status created_at:time expires_at:time"),
    ok: "pending",
    refusals: fields(`rate_limited spam_detected ${NUMBER_REFUSALS}`),
  }),
};
