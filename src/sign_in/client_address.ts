/** The client address of a request, from a trusted header. */

import { canonicalAddress } from "./network.ts";
import { refuse, whole } from "./validate.ts";

/**
 * The header to trust: that of a platform, or of your own proxies.
 *
 * - `"cloudflare"`: `cf-connecting-ip`. The server must accept requests from Cloudflare only.
 * - `"fly"`: `fly-client-ip`.
 * - `"vercel"`: `x-vercel-forwarded-for`.
 * - `{ header, hops }`: a header to which each of your proxies appends the address of its peer.
 */
export type AddressSource = "cloudflare" | "fly" | "vercel" | ProxyHeader;

/** A header of your own proxies. */
export interface ProxyHeader {
  /** Its name: `"x-forwarded-for"`, `"forwarded"` (RFC 7239), or another. */
  readonly header: string;
  /**
   * How many of your proxies append to it, from 1 to 20. Entries further left come from the client
   * and are ignored.
   *
   * @default {1}
   */
  readonly hops?: number | undefined;
}

const PLATFORMS: Readonly<Record<string, string>> = {
  cloudflare: "cf-connecting-ip",
  fly: "fly-client-ip",
  vercel: "x-vercel-forwarded-for",
};

/**
 * Returns the IP address of the client in canonical form.
 *
 * Trusts only the header that `from` names. Returns `undefined` if the entry is not an IP address,
 * or if the list has fewer entries than `hops`, because then the request bypassed a proxy. Without
 * a proxy, use the address of the connection instead (Deno's `info.remoteAddr.hostname`, Bun's
 * `server.requestIP(request)?.address`, Node's `request.socket.remoteAddress`).
 *
 * @throws {TypeError | RangeError} If `from` is wrong.
 *
 * @example Behind one proxy of one's own
 * ```ts
 * import { clientAddress } from "@ding-otp/client/sign-in";
 * import { assertEquals } from "@std/assert";
 *
 * const request = new Request("https://example.com/", {
 *   headers: { "x-forwarded-for": "203.0.113.99, 2001:DB8:0:0::7" }, // the first is forged
 * });
 * assertEquals(clientAddress(request, { header: "x-forwarded-for" }), "2001:db8::7");
 * ```
 */
export function clientAddress(
  request: Pick<Request, "headers">,
  from: AddressSource,
): string | undefined {
  const { header, hops } = readSource(from);
  // Express has its own request, whose headers are a plain object.
  if (typeof request?.headers?.get !== "function") refuse("request", "a Request, or { headers }");
  const entries = (request.headers.get(header) ?? "").split(",");
  const entry = entries.at(-hops)?.trim() ?? "";
  if (header !== "forwarded") return readAddress(entry);
  return QUOTED.test(entries.slice(-hops).join()) ? readAddress(forwardedFor(entry)) : undefined;
}

function readSource(from: AddressSource): { header: string; hops: number } {
  if (typeof from === "string" && Object.hasOwn(PLATFORMS, from)) {
    return { header: PLATFORMS[from]!, hops: 1 };
  }
  const { header, hops = 1 } = Object(from) as Partial<ProxyHeader>;
  if (typeof header !== "string" || !/^[\w-]+$/.test(header)) {
    refuse("from", '"cloudflare", "fly", "vercel", or { header, hops }');
  }
  return { header: header.toLowerCase(), hops: whole("from.hops", hops, 20) };
}

// Quotation marks come in pairs, with no separator between them: the client chooses the `host`, and
// one such as "a,for=192.0.2.1" would be taken for an element of its own.
const QUOTED = /^[^"\\]*("[^",;\\]*"[^"\\]*)*$/;

/** The `for` parameter of an element of `Forwarded` (RFC 7239, section 4). */
function forwardedFor(element: string): string {
  return /(?:^|;)\s*for="?([^\s";]*)"?\s*(?:;|$)/i.exec(element)?.[1] ?? "";
}

/** Takes brackets and a port off an address. */
function readAddress(text: string): string | undefined {
  const [, bracketed, dotted] = /^(?:\[(.*)\]|([\d.]+))(?::\d{1,5})?$/.exec(text) ?? [];
  return canonicalAddress(bracketed ?? dotted ?? text);
}
