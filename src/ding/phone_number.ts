/** The phone number in the requests of this API, and its refusal. */

import { toE164 } from "../normalize.ts";
import type { NumberRefusal } from "../results.ts";
import type { Outgoing } from "../transport/operation.ts";
import { ownTyped } from "../validate.ts";

/** The error codes caused by the phone number; the reasons have the same names. */
export type NumberCode = Exclude<NumberRefusal, "unrecognized">;

/** Maps the error codes caused by the phone number to reasons. */
export const NUMBER_REFUSALS: Readonly<Record<NumberCode, NumberCode>> = {
  invalid_phone_number: "invalid_phone_number",
  invalid_line: "invalid_line",
  blocked_number: "blocked_number",
  unsupported_region: "unsupported_region",
};

/** The error codes about the person's input or session; only the keys are used. */
export const RESULT_CODES: Readonly<
  Record<NumberCode | "impossible_code" | "invalid_auth_uuid", string>
> = {
  invalid_phone_number: "",
  invalid_line: "",
  blocked_number: "",
  unsupported_region: "",
  impossible_code: "",
  invalid_auth_uuid: "",
};

/** The hint for a missing id. */
export const ID_HINT = "; pass what `send` returned, from the person's session";

/** Makes the request about a phone number, or refuses what is not one. */
export function encodeNumber(
  input: { readonly phoneNumber: string },
  request: (phoneNumber: string) => Pick<Outgoing, "path" | "body" | "headers">,
): Outgoing | { readonly ok: false; readonly reason: "invalid_phone_number" } {
  const phoneNumber = toE164(ownTyped(input, "phoneNumber"));
  if (phoneNumber === undefined) return { ok: false, reason: "invalid_phone_number" };
  // Some runtimes print the number with an escaped plus sign, so the secret is its digits.
  return { ...request(phoneNumber), known: { phoneNumber }, secrets: [phoneNumber.slice(1)] };
}
