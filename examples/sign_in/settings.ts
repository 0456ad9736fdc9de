/** The settings, checked when the server starts. */
import type { AddressSource } from "@ding-otp/client/sign-in";
import { isPublic, readOrigin } from "./origin.ts";

/** The settings, from a Worker's bindings or from environment variables. */
export interface Settings {
  readonly PRELUDE_API_TOKEN?: string;
  readonly PRELUDE_BASE_URL?: string;
  readonly SIGN_IN_SECRET?: string;
  readonly SIGN_IN_ORIGIN?: string;
  readonly SIGN_IN_ADDRESS?: string;
  readonly SIGN_IN_HOPS?: string;
}

/** The settings, as the server uses them. */
export interface Config {
  readonly origin: string | undefined;
  readonly address: "connection" | AddressSource | undefined;
  /** `undefined` for a sandbox. */
  readonly api: Api | undefined;
}

/** The account, and the secret that seals the cookies of its visitors. */
export interface Api {
  readonly apiToken: string;
  readonly baseUrl: string | undefined;
  readonly secret: string;
}

/** Reads the settings. Throws if one is missing or cannot be what was meant. */
export function readSettings(setting: (name: keyof Settings) => string | undefined): Config {
  const required = (name: keyof Settings) => {
    const value = setting(name);
    if (!value) throw new Error(`Cannot sign anyone in: ${name} is not set`);
    return value;
  };
  const from = setting("SIGN_IN_ORIGIN");
  const origin = from === undefined ? undefined : readOrigin(from);
  // Behind a proxy, all connections come from it, and all visitors would share one limit.
  if (origin !== undefined && isPublic(origin)) required("SIGN_IN_ADDRESS");
  const address = readAddressSource(setting("SIGN_IN_ADDRESS"), setting("SIGN_IN_HOPS"));
  // An empty token is a mistake, not a wish for the sandbox.
  if (setting("PRELUDE_API_TOKEN") === undefined) return { origin, address, api: undefined };
  const api = {
    apiToken: required("PRELUDE_API_TOKEN"),
    baseUrl: setting("PRELUDE_BASE_URL"),
    secret: required("SIGN_IN_SECRET"),
  };
  return { origin, address, api };
}

function readAddressSource(from: string | undefined, hops = "1"): Config["address"] {
  switch (from) {
    case undefined:
    case "connection":
    case "cloudflare":
    case "fly":
    case "vercel":
      return from;
  }
  if (!/^[a-z\d-]+$/i.test(from)) {
    throw new RangeError(
      'Cannot sign anyone in: SIGN_IN_ADDRESS must be "connection", "cloudflare", "fly", ' +
        '"vercel" or the name of a header',
    );
  }
  if (!/^([1-9]|1\d|20)$/.test(hops)) {
    throw new RangeError("Cannot sign anyone in: SIGN_IN_HOPS must be a number from 1 to 20");
  }
  return { header: from, hops: Number(hops) };
}
