import type { Message } from "./message.ts";

/**
 * The credentials that the sandbox accepts, named as in the clients' options. The defaults are made
 * up: well formed, and useless anywhere else.
 */
export interface SandboxCredentials {
  /** The API key of the Ding API v1, sent as `x-api-key`. */
  readonly apiKey: string;
  /** The account, sent as `customer_uuid`. */
  readonly customerUuid: string;
  /** The bearer token of Prelude Verify v2. */
  readonly apiToken: string;
}

/** How much a {@linkcode Sandbox} remembers; beyond these limits it forgets the oldest. */
export interface SandboxMemory {
  /**
   * Authentications, open or closed; once forgotten, an id is unknown.
   * @default {10_000}
   */
  readonly authentications?: number;
  /**
   * Messages in the inbox.
   * @default {1_000}
   */
  readonly messages?: number;
  /**
   * Requests in the journal.
   * @default {1_000}
   */
  readonly requests?: number;
  /**
   * Webhook deliveries.
   * @default {1_000}
   */
  readonly webhooks?: number;
}

/** How a {@linkcode Sandbox} delivers webhooks, and where to. */
export interface SandboxWebhookOptions {
  /**
   * Origins to post to in addition to loopback addresses, e.g. `https://hooks.example.com`.
   * @default {[]}
   */
  readonly allow?: readonly string[];
  /** Posts the events; the global `fetch` by default. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /**
   * How long to wait for a response, in milliseconds of real time.
   * @default {5_000}
   */
  readonly timeout?: number;
  /**
   * How many times to post each event: 2 or more creates duplicates.
   * @default {1}
   */
  readonly copies?: number;
  /**
   * The order of the events that one request causes.
   * @default {"sent"}
   */
  readonly order?: "sent" | "reversed";
}

/** The message that a code is for, passed to the function in {@linkcode SandboxOptions.code}. */
export interface CodeContext {
  /** The recipient: an E.164 phone number or an email address. */
  readonly to: string;
  /** The number of the message in its window: 1 for the first, 2 for the first retry. */
  readonly attempt: number;
  /** The requested number of digits, 4 to 8. */
  readonly length: number;
}

/** Options of a {@linkcode Sandbox}; durations are in milliseconds, and at most 100 years of 365 days. */
export interface SandboxOptions {
  /**
   * How long a window stays open after the first message.
   * @default {600_000}
   */
  readonly window?: number;
  /**
   * How many more messages a window allows after the first.
   * @default {3}
   */
  readonly retries?: number;
  /**
   * The minimum time before each retry, counted from the previous message; the last entry also
   * applies to every later retry.
   * @default {[30_000, 60_000, 120_000]}
   */
  readonly retryGaps?: readonly number[];
  /**
   * How many codes can be checked in a window, right or wrong; a retry does not add to them.
   * @default {5}
   */
  readonly checks?: number;
  /**
   * Digits of a random code, 4 to 8, unless the request asks for a different number.
   * @default {6}
   */
  readonly codeLength?: number;
  /**
   * A fixed code of 4 to 8 digits, or a function that returns one; random codes by default. A code in
   * the request takes precedence.
   */
  readonly code?: string | ((context: CodeContext) => string);
  /**
   * Whether a retry sends a new code, which invalidates the previous one, or the same code again.
   * @default {"new"}
   */
  readonly codeOnRetry?: "new" | "same";
  /**
   * A `"virtual"` clock moves only with {@linkcode Sandbox.advance}; a `"system"` clock also runs by
   * itself.
   * @default {"virtual"}
   */
  readonly clock?: "virtual" | "system";
  /**
   * The initial time of the clock, in the years 0 to 9899. By default, a virtual clock starts at 2026-01-01T00:00:00Z and a
   * system clock at the current time.
   */
  readonly start?: Date;
  /** An integer that makes codes and ids the same on every run; they are random without it. */
  readonly seed?: number;
  /**
   * The channels that the account has. A send that lists another one in `options.channels` is refused
   * with `channel_not_enabled_in_region`, and a `preferred_channel` that is not among them is ignored.
   * @default {["sms", "rcs", "whatsapp", "viber", "zalo", "telegram"]}
   */
  readonly channels?: readonly ("sms" | "rcs" | "whatsapp" | "viber" | "zalo" | "telegram")[];
  /**
   * Called with each message as it goes out, for example to log the code of a preview deployment or
   * to forward it to a chat. The response to the request waits for the promise that it returns, and
   * the call rejects if it throws or rejects.
   *
   * @example Log the codes of a Worker
   * ```ts
   * import { Sandbox } from "@ding-otp/client/sandbox";
   *
   * const sandbox = new Sandbox({
   *   clock: "system",
   *   onMessage: ({ to, text }) => console.log(`To ${to}: ${text}`),
   * });
   * ```
   */
  readonly onMessage?: (message: Message) => void | Promise<void>;
  /** Credentials to accept instead of the defaults. */
  readonly credentials?: Partial<SandboxCredentials>;
  /** How webhooks are delivered, and where to. */
  readonly webhooks?: SandboxWebhookOptions;
  /** How much the sandbox remembers. */
  readonly memory?: SandboxMemory;
}
