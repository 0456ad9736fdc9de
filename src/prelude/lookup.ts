/** `lookup`: `GET /v2/lookup/{phone_number}`. */

import type { LookupInput } from "../otp_client.ts";
import type { LookupOk, LookupRefused, SendRefusal } from "../results.ts";
import { type Operation, type ResultRules, toResult } from "../transport/operation.ts";
import { ownStrings, ownTyped } from "../validate.ts";
import { encodeTarget, type PreludeFacts, TARGET_REFUSALS, type TargetWord } from "./target.ts";

/**
 * The type of line behind a number. The list is open, as the API's is.
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
  & {
    /** The name of the carrier before the number was ported. */
    readonly originalCarrier?: string;
    /** The mobile country code before the number was ported (ITU-T E.212). */
    readonly originalMcc?: string;
    /** The mobile network code before the number was ported (ITU-T E.212). */
    readonly originalMnc?: string;
  }
  & (
    | LookupOk<PreludeLineType>
    | Omit<LookupRefused<PreludeLineType>, "reason"> & {
      /** Why; a closed list. */
      readonly reason: SendRefusal;
    }
  );

const RULES: ResultRules<PreludeLookupResult, TargetWord> = {
  fields: {
    phoneNumber: "string",
    countryCode: "string",
    callerName: "string",
    lineType: "string",
    numberPorted: ["flags", isPorted],
    temporaryPhoneNumber: ["flags", isTemporary],
    carrier: ["network_info.carrier_name", "string"],
    mcc: ["network_info.mcc", "string"],
    mnc: ["network_info.mnc", "string"],
    originalCarrier: ["original_network_info.carrier_name", "string"],
    originalMcc: ["original_network_info.mcc", "string"],
    originalMnc: ["original_network_info.mnc", "string"],
    requestId: "string",
    correlationId: ["metadata.correlation_id", "string"],
  },
  required: "phoneNumber",
  ok: undefined,
  refusals: TARGET_REFUSALS,
};

function isPorted(flags: unknown): boolean | undefined {
  return Array.isArray(flags) ? flags.includes("ported") : undefined;
}

function isTemporary(flags: unknown): boolean | undefined {
  return Array.isArray(flags) ? flags.includes("temporary") : undefined;
}

/** Looks up a phone number. */
export const LOOKUP: Operation<LookupInput, PreludeLookupResult> = {
  name: "lookup",
  encode(input) {
    const words = ownStrings(input, "type").join();
    const query = words && `?type=${encodeURIComponent(words)}`;
    const phoneNumber = ownTyped(input, "phoneNumber") as string;
    return encodeTarget({ phoneNumber }, ({ value }) => ({
      path: `/v2/lookup/${encodeURIComponent(value)}${query}`,
      body: undefined,
      code: undefined,
    }), { invalid: "invalid_phone_number", none: "invalid_phone_number" });
  },
  decode: (answer) => toResult(answer, RULES),
};
