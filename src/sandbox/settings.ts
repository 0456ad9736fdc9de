import { isPossibleCode } from "./formats.ts";
import type {
  CodeContext,
  SandboxCredentials,
  SandboxMemory,
  SandboxOptions,
  SandboxWebhookOptions,
} from "./options.ts";
import { own } from "./own.ts";
import { type Channel, MESSAGE_CHANNELS } from "./message.ts";
import {
  EARLIEST_TIME,
  isBetween,
  isIntegerBetween,
  LATEST_TIME,
  LONGEST_DURATION,
  outOfRange,
  requireNames,
  wrongType,
} from "./validate.ts";

/** The options as the sandbox uses them: validated and complete. */
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
  readonly channels: readonly Channel[];
  readonly onMessage: SandboxOptions["onMessage"];
  readonly credentials: SandboxCredentials;
  readonly webhooks: Required<SandboxWebhookOptions>;
  readonly memory: Required<SandboxMemory>;
}

const ACTION = "create the sandbox";

/** The names of each object of options; those of the options themselves have no path. */
const NAMES = {
  options: namesOf<SandboxOptions>({
    window: 0,
    retries: 0,
    retryGaps: 0,
    checks: 0,
    codeLength: 0,
    code: 0,
    codeOnRetry: 0,
    clock: 0,
    start: 0,
    seed: 0,
    channels: 0,
    onMessage: 0,
    credentials: 0,
    webhooks: 0,
    memory: 0,
  }),
  credentials: namesOf<SandboxCredentials>({ apiKey: 0, customerUuid: 0, apiToken: 0 }),
  webhooks: namesOf<SandboxWebhookOptions>({ allow: 0, fetch: 0, timeout: 0, copies: 0, order: 0 }),
  memory: namesOf<SandboxMemory>({ authentications: 0, messages: 0, requests: 0, webhooks: 0 }),
};

/** The keys of a record that the compiler requires to be complete. */
function namesOf<T>(names: Readonly<Record<keyof T, 0>>): readonly string[] {
  return Object.keys(names);
}

const START = Date.UTC(2026, 0, 1);

const CREDENTIALS: SandboxCredentials = {
  apiKey: "sandbox-key-good-for-nothing-elsewhere",
  customerUuid: "5a4db0c5-0000-4000-8000-000000000001",
  apiToken: "sandbox-token-good-for-nothing-elsewhere",
};

/** Validates the options and fills in the defaults. */
export function readOptions(given: SandboxOptions): Settings {
  const options = readObject("options", given);
  const { seed } = options;
  return {
    window: duration("window", options.window ?? 600_000, 1),
    retries: integer("retries", options.retries ?? 3, 0, 100),
    retryGaps: readGaps(options.retryGaps ?? [30_000, 60_000, 120_000]),
    checks: integer("checks", options.checks ?? 5, 1, 100),
    codeLength: integer("codeLength", options.codeLength ?? 6, 4, 8),
    code: readCode(options.code),
    codeOnRetry: oneOf("codeOnRetry", options.codeOnRetry ?? "new", ["new", "same"]),
    clock: oneOf("clock", options.clock ?? "virtual", ["virtual", "system"]),
    start: readStart(options),
    seed: seed === undefined ? undefined : integer("seed", seed, -(2 ** 31), 2 ** 32 - 1),
    channels: readChannels(options.channels),
    onMessage: readOnMessage(options.onMessage),
    credentials: readCredentials(readObject("credentials", options.credentials)),
    webhooks: readWebhooks(readObject("webhooks", options.webhooks)),
    memory: readMemory(readObject("memory", options.memory)),
  };
}

/** The own fields of an object of options; `undefined` and `null` are no options. */
function readObject<T extends object>(name: keyof typeof NAMES, value: T | undefined): T {
  if (typeof (value ?? {}) !== "object") throw wrongType(ACTION, name, "an object");
  const fields = own((value ?? {}) as T);
  const path = name === "options" ? "" : `${name}.`;
  requireNames(ACTION, fields, { names: NAMES[name], path });
  return fields;
}

function integer(name: string, value: number, least: number, most: number): number {
  if (isIntegerBetween(value, least, most)) return value;
  throw outOfRange(ACTION, name, `an integer from ${least} to ${most}`);
}

function duration(name: string, value: number, least = 0): number {
  if (isBetween(value, least, LONGEST_DURATION)) return value;
  throw outOfRange(ACTION, name, `a number of milliseconds from ${least} to ${LONGEST_DURATION}`);
}

function oneOf<T extends string>(name: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  throw outOfRange(ACTION, name, allowed.map((word) => `"${word}"`).join(" or "));
}

function text(name: string, value: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw wrongType(ACTION, name, "a non-empty string");
}

function readCode(code: SandboxOptions["code"]): Settings["code"] {
  if (code === undefined || typeof code === "function") return code;
  if (typeof code === "string" && isPossibleCode(code)) return () => code;
  throw outOfRange(ACTION, "code", "4 to 8 digits");
}

function readGaps(gaps: readonly number[]): readonly number[] {
  if (!Array.isArray(gaps) || gaps.length === 0) {
    throw outOfRange(ACTION, "retryGaps", "a non-empty list of durations");
  }
  return gaps.map((gap) => duration("retryGaps", gap));
}

function readChannels(channels: SandboxOptions["channels"]): readonly Channel[] {
  if (channels === undefined) return MESSAGE_CHANNELS;
  const isList = Array.isArray(channels) && channels.length > 0 &&
    channels.every((channel) => MESSAGE_CHANNELS.includes(channel));
  if (isList) return [...channels];
  throw outOfRange(ACTION, "channels", `a non-empty list of ${MESSAGE_CHANNELS.join(", ")}`);
}

function readOnMessage(onMessage: SandboxOptions["onMessage"]): SandboxOptions["onMessage"] {
  if (onMessage === undefined || typeof onMessage === "function") return onMessage;
  throw wrongType(ACTION, "onMessage", "a function");
}

function readStart({ clock, start }: SandboxOptions): number | undefined {
  if (start === undefined) return clock === "system" ? undefined : START;
  if (!(start instanceof Date)) throw wrongType(ACTION, "start", "a Date");
  const time = start.getTime();
  if (isBetween(time, EARLIEST_TIME, LATEST_TIME)) return time;
  throw outOfRange(ACTION, "start", "a valid Date in the years 0 to 9899");
}

function readWebhooks(options: SandboxWebhookOptions): Settings["webhooks"] {
  const { allow = [], fetch = (url, init) => globalThis.fetch(url, init), timeout = 5_000 } =
    options;
  if (!Array.isArray(allow) || !allow.every(isOrigin)) {
    throw outOfRange(ACTION, "webhooks.allow", "a list of origins like https://hooks.example.com");
  }
  if (typeof fetch !== "function") throw wrongType(ACTION, "webhooks.fetch", "a function");
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
