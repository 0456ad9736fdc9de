/** The public keys that verify signatures. */

import { decodeBase64 } from "./base64.ts";

/**
 * A public RSA key of at least 2048 bits: a PEM (`-----BEGIN PUBLIC KEY-----`, SPKI, RFC 7468) as
 * the vendor's dashboard shows it, or a `CryptoKey` for `RSA-PSS` with `SHA-256`.
 */
// Derived, because the types of Node have no global `CryptoKey`.
export type PublicKey = string | Parameters<typeof crypto.subtle.verify>[1];

const PEM = /^\s*-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----\s*$/;

const cache = new Map<string, CryptoKey>();

/**
 * Imports the keys of the option `publicKey`.
 *
 * @throws {TypeError} If one of them is not usable, or if there is none
 */
export function importKeys(
  publicKey: PublicKey | readonly PublicKey[],
): Promise<Exclude<PublicKey, string>[]> {
  const keys = [publicKey].flat();
  // An empty list is rejected like an empty key.
  return Promise.all((keys.length > 0 ? keys : [""]).map(importKey));
}

async function importKey(publicKey: PublicKey): Promise<CryptoKey> {
  try {
    const key = typeof publicKey === "string"
      ? cache.get(publicKey) ?? await importPem(publicKey)
      : publicKey;
    const { name, hash, modulusLength } = key.algorithm as RsaHashedKeyAlgorithm;
    const fits = name === "RSA-PSS" && hash.name === "SHA-256" && modulusLength >= 2048;
    if (fits && key.usages.includes("verify")) return key;
  } catch {
    // Without its cause: each engine words it differently, and one might quote the key.
  }
  throw new TypeError(
    'Cannot accept webhook: "publicKey" is not a PEM (SPKI) or CryptoKey (RSA-PSS, SHA-256) ' +
      "of 2048 bits or more",
  );
}

async function importPem(pem: string): Promise<CryptoKey> {
  const spki = decodeBase64(PEM.exec(pem)![1]!.replace(/\s/g, ""));
  const algorithm = { name: "RSA-PSS", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  const maxCached = 32;
  if (cache.size === maxCached) cache.clear();
  cache.set(pem, key);
  return key;
}
