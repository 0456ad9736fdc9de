/** IP addresses in one form each, and the networks that they belong to. */

/**
 * The canonical form of an IP address: dotted for IPv4 and for IPv4-mapped IPv6, RFC 5952 for other IPv6;
 * `undefined` for anything else.
 */
export function canonicalAddress(text: string): string | undefined {
  try {
    // The URL parser reads every form of an address, and writes one. Of IPv4 it reads too many: octal, hex.
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
 * The networks that a canonical address belongs to, smallest first: an IPv4 address itself; of IPv6 the
 * /64, which is one line, then the /56 and the /48, which one customer may have.
 */
export function networksOf(address: string): string[] {
  if (!address.includes(":")) return [address];
  const zeros = "0:".repeat(9 - address.split(":").length);
  const [a, b, c, d] = address.replace("::", `:${zeros}`).split(":").map((group) =>
    parseInt(group || "0", 16)
  );
  return [`${a}:${b}:${c}:${d}`, `${a}:${b}:${c}:${d! >> 8}:`, `${a}:${b}:${c}`];
}
