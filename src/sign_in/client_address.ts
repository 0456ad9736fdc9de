/** Where a request came from, as far as somebody who can be trusted has said so. */

import { canonicalAddress } from "./network.ts";
import { refuse, whole } from "./validate.ts";

/**
 * Who says where a request came from: a platform that sets a header of its own, or your own proxy.
 *
 * - `"cloudflare"`: `cf-connecting-ip`, if the server takes requests from Cloudflare alone.
 * - `"fly"`: `fly-client-ip`.
 * - `"vercel"`: `x-vercel-forwarded-for`.
 * - `{ header, hops }`: a header to which each proxy appends the address that it saw.
 */
export type AddressSource = "cloudflare" | "fly" | "vercel" | ProxyHeader;

/** A header of your own proxies. */
export interface ProxyHeader {
  /** Its name: `"x-forwarded-for"`, `"forwarded"` (RFC 7239), or another. */
  readonly header: string;
  /**
   * How many proxies of yours append to it, from 1 to 20. Entries farther left were written by whoever
   * sent the request, and are not looked at.
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
 * The IP address that a request came from, in canonical form: the one input for limits by network.
 *
 * Nothing is trusted that `from` does not name. What is no address is `undefined`, and so is a list that is
 * shorter than the hops: it did not come through all proxies. Where no proxy stands before the server,
 * use the address of the connection instead (Deno's `info.remoteAddr.hostname`, Bun's
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
 *   headers: { "x-forwarded-for": "203.0.113.99, 2001:DB8:0:0::7" }, // the first is made up
 * });
 * assertEquals(clientAddress(request, { header: "x-forwarded-for" }), "2001:db8::7");
 * ```
 */
export function clientAddress(
  request: Pick<Request, "headers">,
  from: AddressSource,
): string | undefined {
  const { header, hops } = readSource(from);
  const entries = (request.headers.get(header) ?? "").split(",");
  const entry = entries.at(-hops)?.trim() ?? "";
  return readAddress(header === "forwarded" ? forwardedFor(entry) : entry);
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

/** The `for` parameter of an element of `Forwarded` (RFC 7239, section 4). */
function forwardedFor(element: string): string {
  return /(?:^|;)\s*for="?([^";]*)"?\s*(?:;|$)/i.exec(element)?.[1] ?? "";
}

/** Takes brackets and a port off an address. */
function readAddress(text: string): string | undefined {
  const [, bracketed, dotted] = /^(?:\[(.*)\]|([\d.]+))(?::\d{1,5})?$/.exec(text) ?? [];
  return canonicalAddress(bracketed ?? dotted ?? text);
}
