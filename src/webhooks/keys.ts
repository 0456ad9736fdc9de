/** The public keys that signatures are checked with. */

import { decodeBase64 } from "./base64.ts";

/**
 * A public RSA key of at least 2048 bits: the text of a PEM file (`-----BEGIN PUBLIC KEY-----`, SPKI,
 * RFC 7468) as the vendor's dashboard shows it, or a `CryptoKey` for `RSA-PSS` with `SHA-256`.
 */
// Not by its name: the types of Node have no global `CryptoKey`.
export type PublicKey = string | Parameters<typeof crypto.subtle.verify>[1];

const PEM = /^\s*-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----\s*$/;

const cache = new Map<string, CryptoKey>();

/** Makes the keys of the option `publicKey` ready; rejects with a `TypeError` if one is not right. */
export function importKeys(
  publicKey: PublicKey | readonly PublicKey[],
): Promise<Exclude<PublicKey, string>[]> {
  const keys = [publicKey].flat();
  // No key at all is refused as an unusable one.
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
  const spki = decodeBase64(PEM.exec(pem)![1]!);
  const algorithm = { name: "RSA-PSS", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  const maxCached = 32;
  if (cache.size === maxCached) cache.clear();
  cache.set(pem, key);
  return key;
}
