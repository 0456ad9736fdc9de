/** The configuration of a client: its validated options and the settings of its API. */

import {
  checkBaseUrl,
  checkLimit,
  checkNames,
  checkObject,
  ENVIRONMENT_HINT,
  fail,
  failType,
  ownToken,
} from "../validate.ts";
import { ownValue, withoutPrototype } from "../objects.ts";
import { fromCaller } from "../stack.ts";
import { CLOCK, type Clock } from "./clock.ts";
import type { CallOptions, ClientOptions, Credential, Fetch } from "./options.ts";
import { isPage } from "./page.ts";

/** The settings of one API. */
export interface Api {
  /** The default base URL. */
  readonly baseUrl: string;
  /** The name of the option that holds the key. */
  readonly keyOption: string;
  /** The option that holds the key of the other API, and its client: a usual mistake. */
  readonly otherKey: readonly [option: string, client: string];
  /** The prefix of the key in its header. */
  readonly keyPrefix: string;
  /** The name of the client and call option that holds the account, if requests name one. */
  readonly accountOption: string | undefined;
  /** The headers that only the client may set; the one that holds the key comes first. */
  readonly ownHeaders: readonly [keyHeader: string, ...others: string[]];
  /** An object whose keys are the error codes that become results: those about the person's input or session. */
  readonly resultCodes: object;
}

/** The validated options of a client. */
export interface Config {
  readonly api: Api;
  readonly credential: Credential;
  readonly baseUrl: string;
  readonly fetch: Fetch | undefined;
  readonly maxResponseBytes: number;
  readonly clock: Clock;
  /** The settings that a call may override. */
  readonly preset: CallSettings;
}

/** The validated options of a call. */
export interface CallSettings {
  readonly timeout: number;
  /** If `undefined`, the default depends on the operation. */
  readonly maxAttempts: number | undefined;
  /** The account; empty if the API has none. */
  readonly account: string;
}

/** The defaults of the options of a call. Complete, so that nothing is inherited. */
type Preset = { readonly [Name in keyof CallSettings]: CallSettings[Name] | undefined };

const DEFAULTS: Preset = { timeout: 10_000, maxAttempts: undefined, account: undefined };

/** The options of both clients, since a program may have one object for both. */
const CLIENT_OPTIONS: readonly string[] = Object.keys(
  {
    apiToken: true,
    apiKey: true,
    customerUuid: true,
    baseUrl: true,
    allowHttp: true,
    fetch: true,
    timeout: true,
    maxAttempts: true,
    maxResponseBytes: true,
    allowBrowser: true,
  } satisfies Record<keyof ClientOptions | "apiToken" | "apiKey" | "customerUuid", true>,
);

/** The options of a call. */
export const CALL_OPTIONS: readonly string[] = Object.keys(
  {
    signal: true,
    timeout: true,
    maxAttempts: true,
    headers: true,
    customerUuid: true,
  } satisfies Record<keyof CallOptions | "customerUuid", true>,
);

/** The options that only one API or only tests have. */
interface OwnOptions {
  readonly [option: string]: unknown;
  readonly [CLOCK]?: Clock;
}

const configs = new WeakMap<object, Config>();

/** Returns the configuration of a client. */
export function configOf(client: object): Config {
  const config = configs.get(client);
  if (config === undefined) {
    fail("this", "must be the client; call the method on its client, or bind it to that");
  }
  return config;
}

/** Validates the options of a client, and keeps them for its calls. */
export function configure(client: object, clientOptions: ClientOptions, api: Api): void {
  try {
    configs.set(client, readOptions(clientOptions, api));
  } catch (error) {
    throw fromCaller(error, [client.constructor]);
  }
}

function readOptions(clientOptions: ClientOptions, api: Api): Config {
  const options = withoutPrototype(checkObject("options", clientOptions));
  // First, as a key with a typo in its name is no key.
  checkNames(options, CLIENT_OPTIONS);
  const { baseUrl = api.baseUrl, fetch, maxResponseBytes = 262_144 } = options;
  const { [api.keyOption]: credential, [CLOCK]: clock = globalThis } = options as OwnOptions;
  if (!options.allowBrowser && isPage()) {
    fail("allowBrowser", "must be true in a browser or an app, where anyone can read the key");
  }
  if (fetch !== undefined && typeof fetch !== "function") failType("fetch", "a function", fetch);
  return {
    api,
    credential: typeof credential === "function"
      ? credential as Credential
      : ownToken(options, api.keyOption, keyHint(api, options)),
    baseUrl: checkBaseUrl(baseUrl, options.allowHttp),
    fetch,
    maxResponseBytes: checkLimit("maxResponseBytes", maxResponseBytes),
    clock,
    preset: checkCallOptions(api, options, DEFAULTS),
  };
}

/** The hint for a missing key: whose option it is, if that of the other client was passed. */
function keyHint({ otherKey: [option, client] }: Api, options: object): string {
  return ownValue(options, option) === undefined
    ? ENVIRONMENT_HINT
    : `; "${option}" is an option of ${client}`;
}

/** Validates the options that a client and a call share; `preset` has the defaults. */
export function checkCallOptions(
  { accountOption = "" }: Api,
  options: CallOptions,
  preset: Preset,
): CallSettings {
  const { timeout = preset.timeout, maxAttempts = preset.maxAttempts } = options;
  const { [accountOption]: account = preset.account } = options as OwnOptions;
  return {
    timeout: checkLimit("timeout", timeout, "number of milliseconds"),
    maxAttempts: maxAttempts === undefined ? undefined : checkLimit("maxAttempts", maxAttempts),
    account: accountOption &&
      ownToken({ [accountOption]: account }, accountOption, ENVIRONMENT_HINT),
  };
}
