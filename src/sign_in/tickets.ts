/** Encrypted, authenticated, expiring state. */

import { fromBase64Url, toBase64Url, utf8 } from "./bytes.ts";
import { clockOf, MAX_PERIOD, refuse, secretBytes, whole } from "./validate.ts";

/** The options of {@linkcode Tickets}. */
export interface TicketsOptions {
  /**
   * Random secrets of at least 32 bytes each, the same on all servers; strings are UTF-8 encoded.
   * The first one seals, all of them open: to rotate, put the new one first, and remove the old one
   * when its last ticket has expired.
   */
  readonly secrets: readonly (string | Uint8Array)[];
  /** What the tickets are for, such as `"sign-in"`. Tickets for another purpose do not open. */
  readonly purpose: string;
  /**
   * The clock: milliseconds since 1970 (UTC).
   *
   * @default {Date.now}
   */
  readonly now?: (() => number) | undefined;
}

/** The options of {@linkcode Tickets.open}. */
export interface OpenOptions {
  /**
   * Binds the ticket to a session, device, or user id. With another context, or none, it does not
   * open.
   */
  readonly context?: string | undefined;
}

/** The options of {@linkcode Tickets.seal}. */
export interface SealOptions extends OpenOptions {
  /** The lifetime of the ticket in milliseconds, up to 366 days. */
  readonly expiresIn: number;
}

// AES-GCM (NIST SP 800-38D): a nonce of 96 bits, and the whole tag of 128.
const NONCE_BYTES = 12;
/**
 * Plaintexts are padded to a multiple of this, so that the length reveals nothing about the state.
 */
const BLOCK_BYTES = 192;

/**
 * Seals state between two requests into a string for a cookie, a hidden form field, or an app. A
 * ticket reveals nothing, cannot be changed, and expires.
 *
 * AES-256-GCM with a key derived from the secret (HKDF-SHA-256); `purpose` and `context` are
 * authenticated with it. Nonces are random: rotate a secret before it has sealed 2^32 tickets
 * (NIST SP 800-38D, 8.3).
 *
 * A ticket cannot count and cannot be revoked. Until it expires, it can be replayed, even after a
 * newer one was issued. Count elsewhere what may happen only once.
 *
 * @typeParam State What is sealed: a value that JSON can hold.
 *
 * @example Seal, open, and present for another purpose
 * ```ts
 * import { Tickets } from "@ding-otp/client/sign-in";
 * import { assertEquals } from "@std/assert";
 *
 * const secrets = [crypto.getRandomValues(new Uint8Array(32))];
 * const tickets = new Tickets<{ userId: number }>({ secrets, purpose: "change-email" });
 *
 * const ticket = await tickets.seal({ userId: 7 }, { expiresIn: 600_000 });
 * assertEquals(await tickets.open(ticket), { userId: 7 });
 *
 * const others = new Tickets({ secrets, purpose: "delete-account" });
 * assertEquals(await others.open(ticket), undefined);
 * ```
 */
export class Tickets<State = unknown> {
  readonly #secrets: readonly Uint8Array<ArrayBuffer>[];
  readonly #keys: CryptoKey[] = [];
  readonly #purpose: string;
  readonly #now: () => number;

  /**
   * Creates tickets for one purpose.
   *
   * @throws {TypeError} If an option is missing or of the wrong kind.
   * @throws {RangeError} If a secret is shorter than 32 bytes.
   */
  constructor(options: TicketsOptions) {
    const { secrets, purpose, now } = options ?? {};
    if (!Array.isArray(secrets) || secrets.length < 1) {
      refuse("options.secrets", "an array of at least one secret");
    }
    if (typeof purpose !== "string" || !purpose) refuse("options.purpose", "a string, not empty");
    this.#secrets = secrets.map((secret, index) =>
      secretBytes(`options.secrets[${index}]`, secret)
    );
    this.#purpose = purpose;
    this.#now = clockOf(now);
  }

  /**
   * Seals a state as base64url. States of up to 170 bytes of JSON all give tickets of 294
   * characters.
   *
   * @throws {TypeError | RangeError} If the state cannot be JSON, or an option is wrong.
   */
  async seal(state: State, { expiresIn, context }: SealOptions): Promise<string> {
    const expiresAt = this.#now() + whole("options.expiresIn", expiresIn, MAX_PERIOD);
    const json = JSON.stringify(state);
    if (!json) refuse("state", "a value that JSON can hold");
    const content = pad(`[${expiresAt},${json}]`);
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const algorithm = this.#algorithm(nonce, context);
    const sealed = await crypto.subtle.encrypt(algorithm, await this.#key(0), content);
    return toBase64Url([...nonce, ...new Uint8Array(sealed)]);
  }

  /**
   * Opens a ticket. Returns `undefined` if it is forged, truncated, expired, sealed for another
   * purpose or context or with another secret, or not a string. It does not say which.
   *
   * @throws {TypeError} If `context` is not a string.
   */
  async open(ticket: unknown, { context }: OpenOptions = {}): Promise<State | undefined> {
    const bytes = typeof ticket === "string" ? fromBase64Url(ticket) : undefined;
    if (!bytes) return undefined;
    const algorithm = this.#algorithm(bytes.slice(0, NONCE_BYTES), context);
    for (const index of this.#secrets.keys()) {
      const key = await this.#key(index);
      try {
        const content = await crypto.subtle.decrypt(algorithm, key, bytes.slice(NONCE_BYTES));
        const [expiresAt, state] = JSON.parse(new TextDecoder().decode(content));
        return this.#now() < expiresAt ? state : undefined;
      } catch {
        // Not sealed with this secret.
      }
    }
    return undefined;
  }

  #algorithm(iv: Uint8Array<ArrayBuffer>, context: string | undefined): AesGcmParams {
    if (context !== undefined && typeof context !== "string") refuse("options.context", "a string");
    // JSON keeps purpose and context apart.
    const additionalData = utf8(JSON.stringify([this.#purpose, context ?? null]));
    return { name: "AES-GCM", iv, additionalData };
  }

  async #key(index: number): Promise<CryptoKey> {
    // Caches the key, not the promise: in a Worker, a request cannot await another request's
    // promise.
    return this.#keys[index] ??= await deriveKey(this.#secrets[index]!);
  }
}

async function deriveKey(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const info = utf8("@ding-otp/client ticket");
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const aes = { name: "AES-GCM", length: 256 };
  return await crypto.subtle.deriveKey(hkdf, base, aes, false, ["encrypt", "decrypt"]);
}

/** Pads JSON with spaces, which its parser skips. */
function pad(json: string): Uint8Array<ArrayBuffer> {
  const missing = -utf8(json).length % BLOCK_BYTES + BLOCK_BYTES;
  return utf8(json + " ".repeat(missing % BLOCK_BYTES));
}
