/** What this API says of the person, where it says it with an error code. */

/** The codes that are about the phone number. */
export const NUMBER_REFUSALS =
  "invalid_phone_number invalid_line blocked_number unsupported_region";

/** All codes that are about the person and not about the program: they become results. */
export const PERSONAL_CODES: readonly string[] = `${NUMBER_REFUSALS} impossible_code`.split(" ");
