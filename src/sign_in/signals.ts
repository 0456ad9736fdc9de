/** Signals of a request for the vendor's anti-fraud. */

import { type AddressSource, clientAddress } from "./client_address.ts";

/** Signals of a request, named as in the input of `send` and `retry`. Unknown ones are absent. */
export interface RequestSignals {
  /** The end user's IP address. */
  ip?: string;
  /** The `User-Agent` header, up to 512 characters. Only Prelude takes it. */
  userAgent?: string;
  /** The JA4 fingerprint of the TLS connection, on Cloudflare and Vercel. Only Prelude takes it. */
  ja4Fingerprint?: string;
}

/** The part of a Worker's request that is read. */
interface CloudflareRequest {
  readonly cf?: { readonly botManagement?: { readonly ja4?: unknown } };
}

/**
 * Reads the signals of a request, to be spread into the input of `send`, `retry`, or the steps of
 * `SignIn`.
 *
 * @throws {TypeError | RangeError} If `from` is wrong.
 *
 * @example On Vercel
 * ```ts
 * import { signalsOf } from "@ding-otp/client/sign-in";
 * import { assertEquals } from "@std/assert";
 *
 * const request = new Request("https://example.com/", {
 *   headers: { "x-vercel-forwarded-for": "203.0.113.7", "user-agent": "Example/1.0" },
 * });
 * assertEquals(signalsOf(request, "vercel"), { ip: "203.0.113.7", userAgent: "Example/1.0" });
 * ```
 */
export function signalsOf(
  request: Pick<Request, "headers">,
  from: AddressSource,
): RequestSignals {
  const signals: RequestSignals = {};
  const ip = clientAddress(request, from);
  if (ip) signals.ip = ip;
  const userAgent = request.headers.get("user-agent")?.slice(0, 512);
  if (userAgent) signals.userAgent = userAgent;
  const ja4 = readJa4(request, from);
  if (ja4) signals.ja4Fingerprint = ja4;
  return signals;
}

function readJa4(request: Pick<Request, "headers">, from: AddressSource): string | undefined {
  const value = from === "vercel"
    ? request.headers.get("x-vercel-ja4-digest")
    : from === "cloudflare"
    ? (request as CloudflareRequest).cf?.botManagement?.ja4
    : undefined;
  return typeof value === "string" && /^\w{1,64}$/.test(value) ? value : undefined;
}
