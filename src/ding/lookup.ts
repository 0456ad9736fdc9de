/** `lookup`: `GET /lookup/{phone_number}`. */

import type { LookupInput } from "../otp_client.ts";
import type { LookupResult } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { ownStrings } from "../validate.ts";
import { encodeNumber, NUMBER_REFUSALS, type NumberCode } from "./phone_number.ts";

/**
 * The type of line behind a number. The list is open, as the API's is.
 *
 * Source: the vendor's reference of `GET /lookup/{phone_number}`.
 */
export type DingLineType =
  | "CallingCards"
  | "FixedLine"
  | "InternetServiceProvider"
  | "LocalRate"
  | "Mobile"
  | "Other"
  | "Pager"
  | "PayPhone"
  | "PremiumRate"
  | "Satellite"
  | "Service"
  | "SharedCost"
  | "ShortCodesCommercial"
  | "TollFree"
  | "UniversalAccess"
  | "Unknown"
  | "VPN"
  | "VoiceMail"
  | "Voip"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

type Result = LookupResult<DingLineType>;

const RULES: ResultRules<Result, NumberCode> = {
  fields: {
    phoneNumber: "string",
    countryCode: "string",
    carrier: "string",
    mcc: "string",
    mnc: "string",
    numberPorted: "boolean",
    temporaryPhoneNumber: "boolean",
    callerName: "string",
    lineType: "string",
  },
  required: "phoneNumber",
  ok: undefined,
  refusals: NUMBER_REFUSALS,
};

/** Looks up a phone number. */
export const LOOKUP: Operation<LookupInput, Result> = {
  name: "lookup",
  encode(input, account) {
    const query = ownStrings(input, "type").map((word) => `type=${encodeURIComponent(word)}`);
    return encodeNumber(input, (phoneNumber) => ({
      path: `/lookup/${encodeURIComponent(phoneNumber)}${
        query.length ? `?${query.join("&")}` : ""
      }`,
      headers: { "customer-uuid": account },
    }));
  },
  decode: (answer) => toResult(answer, RULES),
};
