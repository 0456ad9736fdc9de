import type { Sandbox } from "../sandbox.ts";

/** The environment variables of a program that uses the sandbox. */
export function environment(
  origin: string,
  { credentials: { apiKey, customerUuid, apiToken } }: Sandbox,
): Readonly<Record<string, string>> {
  return {
    DING_BASE_URL: `${origin}/v1`,
    DING_API_KEY: apiKey,
    DING_CUSTOMER_UUID: customerUuid,
    PRELUDE_BASE_URL: origin,
    PRELUDE_API_TOKEN: apiToken,
  };
}
