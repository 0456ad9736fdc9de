/** Canonical IP addresses and their networks. */

/**
 * Returns the canonical form of an IP address: dotted for IPv4 and for IPv4-mapped IPv6, RFC 5952
 * for other IPv6;
 * `undefined` for anything else.
 */
export function canonicalAddress(text: string): string | undefined {
  try {
    // The URL parser canonicalizes addresses. It also accepts octal and hexadecimal IPv4, so
    // compare.
    if (/^[\d.]+$/.test(text)) {
      return new URL(`http://${text}`).hostname === text ? text : undefined;
    }
    const address = text.replace(/%.*/, ""); // the zone of a link-local address (RFC 4007)
    if (!/^[\da-f:.]+$/i.test(address)) return undefined;
    const ipv6 = new URL(`http://[${address}]`).hostname.slice(1, -1);
    const [, high, low] = /^::ffff:(\w+):(\w+)$/.exec(ipv6) ?? [];
    return high ? `${dotted(high)}.${dotted(low!)}` : ipv6;
  } catch {
    return undefined;
  }
}

function dotted(group: string): string {
  const bits = parseInt(group, 16);
  return `${bits >> 8}.${bits & 255}`;
}

/**
 * Returns the networks of a canonical address, smallest first: an IPv4 address itself, or the /64,
 * /56, and /48 of an IPv6 address. A line usually has a /64, a customer a /56 or a /48.
 */
export function networksOf(address: string): string[] {
  if (!address.includes(":")) return [address];
  const zeros = "0:".repeat(9 - address.split(":").length);
  const [a, b, c, d] = address.replace("::", `:${zeros}`).split(":").map((group) =>
    parseInt(group || "0", 16)
  );
  return [`${a}:${b}:${c}:${d}`, `${a}:${b}:${c}:${d! >> 8}:`, `${a}:${b}:${c}`];
}
