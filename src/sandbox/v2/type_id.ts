/** Crockford's base 32 digits, without i, l, o and u. */
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

/** A UUID as a TypeID: a prefix for what it identifies, then its 128 bits in base 32. */
export function typeId(prefix: string, uuid: string): string {
  const bits = BigInt(`0x${uuid.replaceAll("-", "")}`).toString(32).padStart(26, "0");
  return `${prefix}_${bits.replace(/[a-v]/g, (digit) => DIGITS[parseInt(digit, 32)]!)}`;
}

/** The UUID of a TypeID with a prefix; `undefined` for anything else. */
export function uuidOf(prefix: string, id: string): string | undefined {
  const [, digits] = new RegExp(`^${prefix}_([0-7][${DIGITS}]{25})$`).exec(id) ?? [];
  if (digits === undefined) return undefined;
  let bits = 0n;
  for (const digit of digits) bits = bits * 32n + BigInt(DIGITS.indexOf(digit));
  const hex = bits.toString(16).padStart(32, "0");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
