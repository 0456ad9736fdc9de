/** What a lookup knows about a phone number. */

/** The carrier of every number. 001-01 is the test network of ITU-T E.212. */
export const CARRIER = { name: "Sandbox Mobile", mcc: "001", mnc: "01" } as const;

/** The carrier that a ported number had before. */
export const FORMER_CARRIER = { name: "Sandbox Telecom", mcc: "001", mnc: "02" } as const;

/** The name behind every number. */
export const CALLER_NAME = "SANDBOX CALLER";

/** Calling codes and the country (ISO 3166-1) that has most of their numbers, longest codes first. */
const COUNTRIES = new Map(
  (
    "351PT 352LU 353IE 354IS 355AL 356MT 357CY 358FI 359BG 370LT 371LV 372EE 380UA 381RS 385HR " +
    "386SI 420CZ 421SK 212MA 213DZ 216TN 221SN 225CI 233GH 234NG 237CM 251ET 254KE 255TZ 256UG " +
    "852HK 855KH 880BD 886TW 961LB 962JO 964IQ 965KW 966SA 971AE 972IL 973BH 974QA 977NP " +
    "20EG 27ZA 30GR 31NL 32BE 33FR 34ES 36HU 39IT 40RO 41CH 43AT 44GB 45DK 46SE 47NO 48PL 49DE " +
    "51PE 52MX 53CU 54AR 55BR 56CL 57CO 58VE 60MY 61AU 62ID 63PH 64NZ 65SG 66TH 81JP 82KR 84VN " +
    "86CN 90TR 91IN 92PK 93AF 94LK 98IR 1US 7RU"
  ).split(" ").map((entry) => [entry.slice(0, -2), entry.slice(-2)]),
);

/** The country of an E.164 number; `undefined` for an uncommon calling code. */
export function countryOf(number: string): string | undefined {
  for (const length of [3, 2, 1]) {
    const country = COUNTRIES.get(number.slice(1, 1 + length));
    if (country !== undefined) return country;
  }
  return undefined;
}
