/** A cookie that only this server can read and create, and that expires on the server's terms. */
import { Tickets } from "@ding-otp/client/sign-in";

/** Options of a {@linkcode SealedCookie}. */
export interface SealedCookieOptions {
  /** At least 32 random characters, the same on all instances. */
  readonly secret: string;
  /** Returns the time, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** Reads and writes a cookie that nobody else can read, its owner included. */
export class SealedCookie<Value> {
  readonly #tickets: Tickets<Value>;

  constructor({ secret, now }: SealedCookieOptions) {
    this.#tickets = new Tickets({ secrets: [secret], purpose: "session", now });
  }

  /** Returns the value in a `cookie` header, unless it is missing, forged or expired. */
  async read(header: string | null, secure: boolean): Promise<Value | undefined> {
    const prefix = `${nameOf(secure)}=`;
    const cookie = header?.split("; ").find((cookie) => cookie.startsWith(prefix));
    return await this.#tickets.open(cookie?.slice(prefix.length));
  }

  /** Returns the `set-cookie` header for a value that is valid for `age` milliseconds. */
  async write(value: Value, age: number, secure: boolean): Promise<string> {
    return setCookie(await this.#tickets.seal(value, { expiresIn: age }), age, secure);
  }

  /** Returns the `set-cookie` header that deletes the cookie. */
  clear(secure: boolean): string {
    return setCookie("", 0, secure);
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
