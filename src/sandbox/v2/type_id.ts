/** Crockford's digits, which leave out i, l, o and u. */
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

/** A UUID as a TypeID: what it is the id of, and its 128 bits in base 32. */
export function typeId(prefix: string, uuid: string): string {
  const bits = BigInt(`0x${uuid.replaceAll("-", "")}`).toString(32).padStart(26, "0");
  return `${prefix}_${bits.replace(/[a-v]/g, (digit) => DIGITS[parseInt(digit, 32)]!)}`;
}
