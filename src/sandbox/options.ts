import { type CodeContext, isPossibleCode } from "./state/codes.ts";
import type { WebhookOptions } from "./state/webhooks.ts";

/**
 * What the sandbox asks of its callers, by the names that the clients' options have: made up, well
 * formed, and good for nothing elsewhere.
 */
export interface SandboxCredentials {
  /** The API key of the Ding API v1, sent as `x-api-key`. */
  readonly apiKey: string;
  /** The account, sent as `customer_uuid`. */
  readonly customerUuid: string;
  /** The bearer token of Prelude Verify v2. */
  readonly apiToken: string;
}

/** How much a {@linkcode Sandbox} remembers; beyond that the oldest is forgotten. */
export interface SandboxMemory {
  /**
   * Authentications, open or closed; a forgotten one is an unknown id.
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
   * Events for callback addresses.
   * @default {1_000}
   */
  readonly webhooks?: number;
}

/** Options of a {@linkcode Sandbox}; durations are in milliseconds. */
export interface SandboxOptions {
  /**
   * How long a window stays open after the first message.
   * @default {600_000}
   */
  readonly window?: number;
  /**
   * Further messages that a window allows after the first.
   * @default {3}
   */
  readonly retries?: number;
  /**
   * The least time before each retry, counted from the message before it; the last one holds for
   * all that follow.
   * @default {[30_000, 60_000, 120_000]}
   */
  readonly retryGaps?: readonly number[];
  /**
   * Codes that may be checked in a window, right or wrong; a retry does not add to them.
   * @default {5}
   */
  readonly checks?: number;
  /**
   * Digits of a random code, 4 to 8, unless the request sets another number.
   * @default {6}
   */
  readonly codeLength?: number;
  /**
   * A fixed code of 4 to 8 digits, or a function that returns one; random codes by default. A code in
   * the request goes before it.
   */
  readonly code?: string | ((context: CodeContext) => string);
  /**
   * Whether a retry sends a new code, and the one before is no longer right, or the same again.
   * @default {"new"}
   */
  readonly codeOnRetry?: "new" | "same";
  /**
   * `"virtual"` stands still until {@linkcode Sandbox.advance}; `"system"` goes on by itself as
   * well.
   * @default {"virtual"}
   */
  readonly clock?: "virtual" | "system";
  /**
   * Where the clock starts. By default a virtual clock starts at 2026-01-01T00:00:00Z, and the
   * system's at the present.
   */
  readonly start?: Date;
  /** An integer that makes codes and ids the same on every run; left out, they are random. */
  readonly seed?: number;
  /** The credentials to accept, in place of those made up. */
  readonly credentials?: Partial<SandboxCredentials>;
  /** How webhooks are delivered, and where to beside loopback addresses. */
  readonly webhooks?: WebhookOptions;
  /** How much is remembered. */
  readonly memory?: SandboxMemory;
}

/** The options as the sandbox uses them: complete and checked. */
export interface Settings {
  readonly window: number;
  readonly retries: number;
  readonly retryGaps: readonly number[];
  readonly checks: number;
  readonly codeLength: number;
  readonly code: ((context: CodeContext) => string) | undefined;
  readonly codeOnRetry: "new" | "same";
  readonly clock: "virtual" | "system";
  readonly start: number | undefined;
  readonly seed: number | undefined;
  readonly credentials: SandboxCredentials;
  readonly webhooks: Required<WebhookOptions>;
  readonly memory: Required<SandboxMemory>;
}

const START = Date.UTC(2026, 0, 1);

const CREDENTIALS: SandboxCredentials = {
  apiKey: "sandbox-key-good-for-nothing-elsewhere",
  customerUuid: "5a4db0c5-0000-4000-8000-000000000001",
  apiToken: "sandbox-token-good-for-nothing-elsewhere",
};

function refuse(option: string, state: string): RangeError {
  return new RangeError(`Cannot create the sandbox: "${option}" is not ${state}`);
}

function integer(option: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw refuse(option, `an integer from ${least} to ${most}`);
}

function duration(option: string, value: number): number {
  if (typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw refuse(option, "a number of milliseconds");
}

function oneOf<T extends string>(option: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  throw refuse(option, allowed.map((word) => `"${word}"`).join(" or "));
}

function text(option: string, value: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new TypeError(`Cannot create the sandbox: "${option}" is not a string with text in it`);
}

function readCode(code: SandboxOptions["code"]): Settings["code"] {
  if (code === undefined || typeof code === "function") return code;
  if (typeof code === "string" && isPossibleCode(code)) return () => code;
  throw refuse("code", "4 to 8 digits");
}

function readGaps(gaps: readonly number[]): readonly number[] {
  if (!Array.isArray(gaps) || gaps.length === 0) throw refuse("retryGaps", "a list of durations");
  return gaps.map((gap) => duration("retryGaps", gap));
}

function readStart({ clock, start }: SandboxOptions): number | undefined {
  if (start === undefined) return clock === "system" ? undefined : START;
  if (start instanceof Date && !Number.isNaN(start.getTime())) return start.getTime();
  throw new TypeError('Cannot create the sandbox: "start" is not a valid Date');
}

function readWebhooks(options: WebhookOptions): Settings["webhooks"] {
  const { allow = [], fetch = (url, init) => globalThis.fetch(url, init), timeout = 5_000 } =
    options;
  if (!Array.isArray(allow) || !allow.every(isOrigin)) {
    throw refuse("webhooks.allow", "a list of origins such as https://hooks.example.com");
  }
  if (typeof fetch !== "function") {
    throw new TypeError('Cannot create the sandbox: "webhooks.fetch" is not a function');
  }
  return {
    allow: [...allow],
    fetch,
    timeout: integer("webhooks.timeout", timeout, 1, 2 ** 31 - 1),
    copies: integer("webhooks.copies", options.copies ?? 1, 1, 10),
    order: oneOf("webhooks.order", options.order ?? "sent", ["sent", "reversed"]),
  };
}

function isOrigin(text: unknown): boolean {
  return typeof text === "string" && URL.canParse(text) && new URL(text).origin === text;
}

function readCredentials(credentials: Partial<SandboxCredentials>): SandboxCredentials {
  const read = (name: keyof SandboxCredentials) =>
    text(`credentials.${name}`, credentials[name] ?? CREDENTIALS[name]);
  return {
    apiKey: read("apiKey"),
    customerUuid: read("customerUuid"),
    apiToken: read("apiToken"),
  };
}

function readMemory(memory: SandboxMemory): Settings["memory"] {
  const limit = (name: keyof SandboxMemory, value: number) =>
    integer(`memory.${name}`, memory[name] ?? value, 1, 2 ** 24);
  return {
    authentications: limit("authentications", 10_000),
    messages: limit("messages", 1_000),
    requests: limit("requests", 1_000),
    webhooks: limit("webhooks", 1_000),
  };
}

/** Checks the options and fills in the defaults. */
export function readOptions(options: SandboxOptions): Settings {
  const { credentials = {}, seed } = options;
  const window = duration("window", options.window ?? 600_000);
  if (window === 0) throw refuse("window", "more than 0");
  return {
    window,
    retries: integer("retries", options.retries ?? 3, 0, 100),
    retryGaps: readGaps(options.retryGaps ?? [30_000, 60_000, 120_000]),
    checks: integer("checks", options.checks ?? 5, 1, 100),
    codeLength: integer("codeLength", options.codeLength ?? 6, 4, 8),
    code: readCode(options.code),
    codeOnRetry: oneOf("codeOnRetry", options.codeOnRetry ?? "new", ["new", "same"]),
    clock: oneOf("clock", options.clock ?? "virtual", ["virtual", "system"]),
    start: readStart(options),
    seed: seed === undefined ? undefined : integer("seed", seed, -(2 ** 31), 2 ** 32 - 1),
    credentials: readCredentials(credentials),
    webhooks: readWebhooks(options.webhooks ?? {}),
    memory: readMemory(options.memory ?? {}),
  };
}
