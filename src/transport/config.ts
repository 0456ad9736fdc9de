/** What a client is configured with: its options, checked once, and what sets its API apart. */

import {
  checkBaseUrl,
  checkHeaders,
  checkLimit,
  checkObject,
  checkToken,
  ENVIRONMENT_HINT,
  fail,
  failType,
} from "../validate.ts";
import { CLOCK, type Clock } from "./clock.ts";
import type { CallOptions, ClientOptions, Credential, Fetch } from "./options.ts";

/** What sets one API apart. */
export interface Api {
  /** Where it is, unless `baseUrl` says otherwise. */
  readonly baseUrl: string;
  /** The option that holds the key. */
  readonly keyOption: string;
  /** The header that carries the key. */
  readonly keyHeader: string;
  /** What precedes the key in that header. */
  readonly keyPrefix: string;
  /** The option of a client and of a call that holds the account, if requests name one. */
  readonly accountOption?: string;
  /** Its keys are the error codes that are about the person and not the program: they become results. */
  readonly personalCodes: object;
}

/** The checked options of a client. */
export interface Config {
  readonly api: Api;
  readonly credential: Credential;
  /** The account; empty if the API has none. */
  readonly account: string;
  readonly baseUrl: string;
  readonly fetch: Fetch | undefined;
  readonly timeout: number;
  readonly maxAttempts: number | undefined;
  readonly maxResponseBytes: number;
  readonly clock: Clock;
}

/** The checked options of a call, with those of its client where it has none. */
export interface CallConfig extends Config {
  /** The signal of the caller. */
  readonly callerSignal: AbortSignal | undefined;
  /** Additional headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The options that only one API, or only a test, has. */
interface OwnOptions {
  readonly [option: string]: unknown;
  readonly [CLOCK]?: Clock;
}

/** Checks the options of a client. */
export function configure(clientOptions: ClientOptions, api: Api): Config {
  const options = checkObject("options", clientOptions);
  const { baseUrl = api.baseUrl, fetch, maxResponseBytes = 262_144 } = options;
  const { [api.keyOption]: credential, [CLOCK]: clock = globalThis } = options as OwnOptions;
  // A page has a document, a web worker can import scripts; servers have neither.
  if (!options.allowBrowser && ("document" in globalThis || "importScripts" in globalThis)) {
    fail("allowBrowser", "must be true in a browser, where everybody can read the key");
  }
  if (fetch !== undefined && typeof fetch !== "function") failType("fetch", "a function", fetch);
  return {
    ...checkCallOptions(options, { api, timeout: 10_000 }),
    api,
    credential: typeof credential === "function"
      ? credential as Credential
      : checkToken(api.keyOption, credential, ENVIRONMENT_HINT),
    baseUrl: checkBaseUrl(baseUrl),
    fetch,
    maxResponseBytes: checkLimit("maxResponseBytes", maxResponseBytes),
    clock,
  };
}

/** Checks the options of a call. */
export function configureCall(config: Config, callOptions: CallOptions = {}): CallConfig {
  const options = checkObject("options", callOptions);
  return {
    ...config,
    ...checkCallOptions(options, config),
    callerSignal: options.signal,
    headers: checkHeaders(options.headers ?? {}, [config.api.keyHeader, "customer-uuid"]),
  };
}

/** Checks the options that a client and a call have; `preset` has what they leave out. */
function checkCallOptions(
  options: CallOptions,
  preset: Pick<Config, "api" | "timeout"> & Partial<Config>,
): Pick<Config, "timeout" | "maxAttempts" | "account"> {
  const { accountOption = "" } = preset.api;
  const { timeout = preset.timeout, maxAttempts = preset.maxAttempts } = options;
  const { [accountOption]: account = preset.account } = options as OwnOptions;
  return {
    timeout: checkLimit("timeout", timeout, "number of milliseconds"),
    maxAttempts: maxAttempts === undefined ? undefined : checkLimit("maxAttempts", maxAttempts),
    account: accountOption && checkToken(accountOption, account, ENVIRONMENT_HINT),
  };
}

/** Returns the key: the option itself, or what its function returns for this call. */
export async function readKey({ api, credential }: Config): Promise<string> {
  if (typeof credential === "string") return credential;
  return checkToken(api.keyOption, await credential(), "; look at what its function returns");
}
