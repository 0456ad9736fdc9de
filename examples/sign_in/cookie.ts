/** A cookie that only this server can create, and that expires on the server's terms. */

/** Options of a {@linkcode SignedCookie}. */
export interface SignedCookieOptions {
  /** At least 32 random characters, the same on all instances. */
  readonly secret: string;
  /** Returns the time, in milliseconds since the epoch. */
  readonly now: () => number;
}

const encoder = new TextEncoder();

/** Reads and writes a cookie, signed with HMAC-SHA-256 but not encrypted: its owner can read it. */
export class SignedCookie<Value> {
  readonly #secret: string;
  readonly #now: () => number;
  #key: Promise<CryptoKey> | undefined;

  constructor({ secret, now }: SignedCookieOptions) {
    if (secret.length < 32) {
      throw new RangeError('Cannot sign cookies: "secret" must have at least 32 characters');
    }
    this.#secret = secret;
    this.#now = now;
  }

  /** Returns the value in a `cookie` header, unless it is missing, forged or expired. */
  async read(header: string | null, secure: boolean): Promise<Value | undefined> {
    const prefix = `${nameOf(secure)}=`;
    const cookie = header?.split("; ").find((cookie) => cookie.startsWith(prefix));
    const [payload = "", signature = ""] = cookie?.slice(prefix.length).split(".") ?? [];
    const [signed, bytes] = [fromBase64Url(payload), fromBase64Url(signature)];
    if (signed === undefined || bytes === undefined) return undefined;
    // `verify` compares in constant time.
    if (!await crypto.subtle.verify("HMAC", await this.#hmac(), bytes, signed)) return undefined;
    const { value, until } = JSON.parse(new TextDecoder().decode(signed));
    return this.#now() < until ? value : undefined;
  }

  /** Returns the `set-cookie` header for a value that is valid for `age` milliseconds. */
  async write(value: Value, age: number, secure: boolean): Promise<string> {
    const payload = encoder.encode(JSON.stringify({ value, until: this.#now() + age }));
    const signature = await crypto.subtle.sign("HMAC", await this.#hmac(), payload);
    return setCookie(`${toBase64Url(payload)}.${toBase64Url(signature)}`, age, secure);
  }

  /** Returns the `set-cookie` header that deletes the cookie. */
  clear(secure: boolean): string {
    return setCookie("", 0, secure);
  }

  #hmac(): Promise<CryptoKey> {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const secret = encoder.encode(this.#secret);
    return this.#key ??= crypto.subtle.importKey("raw", secret, algorithm, false, [
      "sign",
      "verify",
    ]);
  }
}

/** Browsers accept a `__Host-` cookie from this host only, not from others on the same domain. */
function nameOf(secure: boolean): string {
  return secure ? "__Host-sign_in" : "sign_in";
}

function setCookie(text: string, age: number, secure: boolean): string {
  const attributes = `Path=/; Max-Age=${Math.floor(age / 1000)}; HttpOnly; SameSite=Lax`;
  return `${nameOf(secure)}=${text}; ${attributes}${secure ? "; Secure" : ""}`;
}

function toBase64Url(bytes: ArrayBuffer | Uint8Array): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
