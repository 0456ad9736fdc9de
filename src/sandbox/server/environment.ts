import type { Sandbox } from "../sandbox.ts";

/** The environment variables of a program that uses the sandbox. */
export async function environment(
  origin: string,
  sandbox: Sandbox,
): Promise<Readonly<Record<string, string>>> {
  const { apiKey, customerUuid, apiToken } = sandbox.credentials;
  const publicKey = await sandbox.webhookPublicKey();
  return {
    PRELUDE_BASE_URL: origin,
    PRELUDE_API_TOKEN: apiToken,
    // On one line, which `importPublicKey` reads.
    PRELUDE_WEBHOOK_KEY: publicKey.trimEnd().replaceAll("\n", "\\n"),
    DING_BASE_URL: `${origin}/v1`,
    DING_API_KEY: apiKey,
    DING_CUSTOMER_UUID: customerUuid,
  };
}
