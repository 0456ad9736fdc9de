/** `lookup`: `GET /v2/lookup/{phone_number}`. */

import { ownValue, type Wire } from "../fields.ts";
import type { LookupInput } from "../otp_client.ts";
import type { LookupOk, LookupRefused, SendRefusal } from "../results.ts";
import { judge, type Operation, type Verdict } from "../transport/operation.ts";
import { checkStrings } from "../validate.ts";
import { encodeTarget, type PreludeFacts, TARGET_REFUSALS, type TargetWord } from "./operation.ts";

/**
 * The kind of line behind a number. The list is open, as the API's is.
 *
 * Source: the vendor's reference of `GET /v2/lookup/{phone_number}`.
 */
export type PreludeLineType =
  | "calling_cards"
  | "fixed_line"
  | "isp"
  | "local_rate"
  | "mobile"
  | "other"
  | "pager"
  | "payphone"
  | "premium_rate"
  | "satellite"
  | "service"
  | "shared_cost"
  | "short_codes_commercial"
  | "toll_free"
  | "universal_access"
  | "unknown"
  | "voice_mail"
  | "voip"
  | "vpn"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** The result of {@linkcode Prelude.lookup}: a discriminated union on `ok`. */
export type PreludeLookupResult =
  & PreludeFacts
  & (
    | LookupOk<PreludeLineType>
    | Omit<LookupRefused<PreludeLineType>, "reason"> & {
      /** Why; a closed list. */
      readonly reason: SendRefusal;
    }
  );

const VERDICT: Verdict<PreludeLookupResult, TargetWord> = {
  fields: {
    phoneNumber: "string",
    countryCode: "string",
    callerName: "string",
    lineType: "string",
    carrier: ["network_info.carrier_name", "string"],
    mcc: ["network_info.mcc", "string"],
    mnc: ["network_info.mnc", "string"],
    requestId: "string",
    correlationId: ["metadata.correlation_id", "string"],
  },
  required: "phoneNumber",
  refusals: TARGET_REFUSALS,
  derive: deriveFlags,
};

function deriveFlags(object: Wire): Partial<PreludeLookupResult> {
  const flags = ownValue(object, "flags");
  if (!Array.isArray(flags)) return {};
  return {
    numberPorted: flags.includes("ported"),
    temporaryPhoneNumber: flags.includes("temporary"),
  };
}

/** The lookup of one number. */
export const LOOKUP: Operation<LookupInput, PreludeLookupResult> = {
  name: "lookup",
  encode({ phoneNumber, type }) {
    const words = checkStrings("type", type).join();
    const encoded = encodeTarget({ phoneNumber });
    if (encoded === undefined) return { ok: false, reason: "invalid_phone_number" };
    const { target, ...about } = encoded;
    const path = `/v2/lookup/${encodeURIComponent(target.value)}`;
    return {
      path: words ? `${path}?type=${encodeURIComponent(words)}` : path,
      ...about,
    };
  },
  decode: (answer) => judge(answer, VERDICT),
};
