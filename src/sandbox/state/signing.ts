/** RSASSA-PSS with SHA-256 (RFC 8017), the signature of Prelude Verify v2's webhooks. */
const ALGORITHM = {
  name: "RSA-PSS",
  hash: "SHA-256",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** The length of the hash, as in the vendor's own signatures. */
const SALT_LENGTH = 32;

/** A key pair that is generated on first use, since that takes a while. */
export class SigningKey {
  #keyPair: Promise<CryptoKeyPair> | undefined;

  /** The public key: SPKI, as PEM. */
  async publicKey(): Promise<string> {
    const { publicKey } = await this.#pair();
    const lines = toBase64(await crypto.subtle.exportKey("spki", publicKey)).match(/.{1,64}/g)!;
    return ["-----BEGIN PUBLIC KEY-----", ...lines, "-----END PUBLIC KEY-----", ""].join("\n");
  }

  /** The value of the `x-webhook-signature` header for a body. */
  async sign(body: string): Promise<string> {
    const { privateKey } = await this.#pair();
    const bytes = new TextEncoder().encode(body);
    const algorithm = { name: ALGORITHM.name, saltLength: SALT_LENGTH };
    const signature = toBase64(await crypto.subtle.sign(algorithm, privateKey, bytes));
    return `rsassa-pss-sha256=${signature.replaceAll("+", "-").replaceAll("/", "_")}`;
  }

  #pair(): Promise<CryptoKeyPair> {
    return this.#keyPair ??= crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  }
}

function toBase64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
