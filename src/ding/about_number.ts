/** What the operations on a phone number share: the reading of it. */

import type { Outgoing } from "../transport/operation.ts";
import { typed } from "../transport/options.ts";
import { toE164 } from "../typed_text.ts";

/** Makes the request for a phone number as typed, or refuses it. */
export function aboutNumber(
  given: unknown,
  request: (phoneNumber: string) => Pick<Outgoing, "path" | "body" | "headers">,
): Outgoing | { ok: false; reason: "invalid_phone_number" } {
  const phoneNumber = toE164(typed("phoneNumber", given));
  return !phoneNumber
    ? { ok: false, reason: "invalid_phone_number" }
    // Some runtimes show the number with its plus sign escaped, so only its digits are looked for.
    : { ...request(phoneNumber), known: { phoneNumber }, secret: phoneNumber.slice(1) };
}
