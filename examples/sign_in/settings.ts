/** The settings, checked when the server starts. */
import { type AddressSource, readAddressSource } from "./address.ts";
import { isPublic, readOrigin } from "./origin.ts";

/** The settings, from a Worker's bindings or from environment variables. */
export interface Settings {
  readonly DING_API_KEY?: string;
  readonly DING_CUSTOMER_UUID?: string;
  readonly DING_BASE_URL?: string;
  readonly SIGN_IN_SECRET?: string;
  readonly SIGN_IN_ORIGIN?: string;
  readonly SIGN_IN_ADDRESS?: string;
  readonly SIGN_IN_HOPS?: string;
}

/** The settings, as the server uses them. */
export interface Config {
  readonly origin: string | undefined;
  readonly address: AddressSource | undefined;
  /** `undefined` for a sandbox. */
  readonly api: Api | undefined;
}

/** The account, and the secret that signs the cookies of its visitors. */
export interface Api {
  readonly apiKey: string;
  readonly customerUuid: string;
  readonly baseUrl: string | undefined;
  readonly secret: string;
}

/** Reads the settings. Throws if one is missing or cannot be what was meant. */
export function readSettings(setting: (name: keyof Settings) => string | undefined): Config {
  const required = (name: keyof Settings) => {
    const value = setting(name);
    if (value === undefined) throw new Error(`Cannot sign anyone in: ${name} is not set`);
    return value;
  };
  const origin = setting("SIGN_IN_ORIGIN") === undefined
    ? undefined
    : readOrigin(required("SIGN_IN_ORIGIN"));
  // Behind a proxy, all connections come from it, and all visitors would share one limit.
  if (origin !== undefined && isPublic(origin)) required("SIGN_IN_ADDRESS");
  const address = readAddressSource(setting("SIGN_IN_ADDRESS"), setting("SIGN_IN_HOPS"));
  const apiKey = setting("DING_API_KEY");
  if (apiKey === undefined) return { origin, address, api: undefined };
  const api = {
    apiKey,
    customerUuid: required("DING_CUSTOMER_UUID"),
    baseUrl: setting("DING_BASE_URL"),
    secret: required("SIGN_IN_SECRET"),
  };
  return { origin, address, api };
}
