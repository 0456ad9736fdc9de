/** The public keys that verify signatures. */

import { decodeBase64 } from "./base64.ts";

/**
 * A public RSA key of at least 2048 bits: a PEM (`-----BEGIN PUBLIC KEY-----`, SPKI, RFC 7468) as
 * the vendor's dashboard shows it, or a `CryptoKey` for `RSA-PSS` with `SHA-256` and the usage
 * `verify`.
 *
 * A PEM may be in quotes, and its line breaks may be written as `\n`, as in environment variables.
 */
// Derived, because the types of Node have no global `CryptoKey`.
export type PublicKey = string | Parameters<typeof crypto.subtle.verify>[1];

const PEM = /^\s*(["']?)\s*-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----\s*\1\s*$/;

// Environment variables often have line breaks as a backslash and a letter.
const ESCAPED_BREAKS = /\\[rn]/g;

const cache = new Map<string, CryptoKey>();

/**
 * Imports a public key. Call it when the server starts, to find a bad key then instead of at the
 * first delivery, and pass the result to {@linkcode verifyWebhook}.
 *
 * @param pem The PEM, as an environment variable has it; `undefined` is rejected
 * @throws {TypeError} If it is not the PEM of a usable key; the message says which forms are accepted
 *
 * @example Check the key at startup
 * ```ts
 * import { importPublicKey } from "@ding-otp/client/webhooks";
 *
 * const env: Record<string, string | undefined> = {}; // in Node, process.env
 * await importPublicKey(env.PRELUDE_WEBHOOK_KEY).catch((error: unknown) => {
 *   console.log(error instanceof TypeError); // true
 * });
 * ```
 */
export async function importPublicKey(
  pem: string | undefined,
): Promise<Exclude<PublicKey, string>> {
  return await importKey(pem);
}

/**
 * Imports the keys of the option `publicKey`.
 *
 * @throws {TypeError} If one of them is not usable, or if there is none
 */
export function importKeys(
  publicKey: PublicKey | readonly PublicKey[] | undefined,
): Promise<Exclude<PublicKey, string>[]> {
  const keys = [publicKey].flat();
  // An empty list is rejected like an empty key.
  return Promise.all((keys.length > 0 ? keys : [undefined]).map(importKey));
}

async function importKey(publicKey: PublicKey | undefined): Promise<CryptoKey> {
  try {
    const key = typeof publicKey === "string"
      ? cache.get(publicKey) ?? await importPem(publicKey)
      : publicKey!;
    const { name, hash, modulusLength } = key.algorithm as RsaHashedKeyAlgorithm;
    const fits = name === "RSA-PSS" && hash.name === "SHA-256" && modulusLength >= 2048;
    if (fits && key.usages.includes("verify")) return key;
  } catch {
    // Without its cause: each engine words it differently, and one might quote the key.
  }
  throw new TypeError(
    `Cannot accept webhook: "publicKey" is ${publicKey ? "not usable" : "missing"}; pass a PEM ` +
      "(-----BEGIN PUBLIC KEY-----, with line breaks or \\n, in quotes or not) " +
      "or CryptoKey (RSA-PSS, SHA-256, verify) of 2048 bits or more",
  );
}

async function importPem(pem: string): Promise<CryptoKey> {
  const spki = decodeBase64(PEM.exec(pem.replace(ESCAPED_BREAKS, "\n"))![2]!.replace(/\s/g, ""));
  const algorithm = { name: "RSA-PSS", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  const maxCached = 32;
  if (cache.size === maxCached) cache.clear();
  cache.set(pem, key);
  return key;
}
