/** `lookup`: `GET /lookup/{phone_number}`. */

import type { DingOperation } from "./operation.ts";
import { verdict } from "../transport/operation.ts";
import { typed } from "../transport/options.ts";
import type { LookupResult } from "../types.ts";
import { aboutNumber } from "./about_number.ts";
import { NUMBER_REFUSALS } from "./refusals.ts";

/** What `lookup` needs to know. */
export interface LookupInput {
  /** The phone number, read as `send` reads it. */
  readonly phoneNumber: string;
  /** What to ask for beyond the usual: `"cnam"` for the caller name. The list is open. */
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  readonly type?: readonly ("cnam" | (string & {}))[] | undefined;
}

/** The look-up of one number. */
export const LOOKUP: DingOperation<LookupInput, LookupResult> = {
  name: "lookup",
  encode({ phoneNumber: given, type = [] }, customerUuid) {
    const query = type.map((word) => `&type=${encodeURIComponent(typed("type", word))}`).join("");
    return aboutNumber(given, (phoneNumber) => ({
      path: `/lookup/${encodeURIComponent(phoneNumber)}${query.replace("&", "?")}`,
      headers: { "customer-uuid": customerUuid },
    }));
  },
  ...verdict({
    answer: "phone_number country_code carrier mcc mnc number_ported:boolean " +
      "temporary_phone_number:boolean caller_name line_type",
    refusals: NUMBER_REFUSALS,
  }),
};
