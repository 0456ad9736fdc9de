/** Crockford's base 32 digits, without i, l, o and u. */
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

/** A UUID as a TypeID: a prefix for what it identifies, then its 128 bits in base 32. */
export function typeId(prefix: string, uuid: string): string {
  const bits = BigInt(`0x${uuid.replaceAll("-", "")}`).toString(32).padStart(26, "0");
  return `${prefix}_${bits.replace(/[a-v]/g, (digit) => DIGITS[parseInt(digit, 32)]!)}`;
}
