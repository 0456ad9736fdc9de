/** Raw calls to a sandbox, for tests that need no client. */
import type { Sandbox } from "@ding-otp/client/sandbox";

export const BASE_URL = "https://api.ding.live/v1";
export const NUMBER = "+15555550100";
export const MINUTE = 60_000;

/** The magic numbers of `send` that are refused for the account's sake, and not for the person's. */
export const ACCOUNT_ERRORS = [
  "spending_limit_exceeded",
  "insufficient_balance",
  "suspended_account",
  "channel_not_enabled_in_region",
  "template_not_found",
  "template_not_registered_in_country",
] as const;

export function isAccountError(scenario: string): boolean {
  return ACCOUNT_ERRORS.some((name) => name === scenario);
}

/** An answer, read. */
export interface Read {
  status: number;
  // deno-lint-ignore no-explicit-any -- whatever the API says
  body: any;
}

export async function read(response: Response): Promise<Read> {
  return { status: response.status, body: await response.json() };
}

/** POSTs fields with the sandbox's own credentials. */
export async function post(sandbox: Sandbox, path: string, fields: object): Promise<Read> {
  const { apiKey, customerUuid } = sandbox.credentials;
  return await read(
    await sandbox.fetch(BASE_URL + path, {
      method: "POST",
      headers: { "x-api-key": apiKey, "content-type": "application/json" },
      body: JSON.stringify({ customer_uuid: customerUuid, ...fields }),
    }),
  );
}

export async function get(sandbox: Sandbox, path: string): Promise<Read> {
  const { apiKey, customerUuid } = sandbox.credentials;
  const headers = { "x-api-key": apiKey, "customer-uuid": customerUuid };
  return await read(await sandbox.fetch(BASE_URL + path, { headers }));
}

/** Sends to a number and returns the authentication's id and the code that arrived. */
export async function sendCode(
  sandbox: Sandbox,
  number: string = NUMBER,
): Promise<{ id: string; code: string }> {
  const { body } = await post(sandbox, "/authentication", { phone_number: number });
  return { id: body.authentication_uuid, code: sandbox.messages.at(-1)!.code };
}

export async function check(sandbox: Sandbox, id: string, code: string): Promise<string> {
  const fields = { authentication_uuid: id, check_code: code };
  return (await post(sandbox, "/check", fields)).body.status;
}

/** A code of as many digits, and none the same. */
export function wrong(code: string): string {
  return code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
}

/** POSTs to Prelude Verify v2 with the sandbox's own token. */
export async function postV2(sandbox: Sandbox, path: string, body: object): Promise<Read> {
  return await read(
    await sandbox.fetch(`https://api.prelude.dev/v2${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${sandbox.credentials.apiToken}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    }),
  );
}

/** Sends to a number over v2; `rest` is the body beside the target. */
export async function createV2(
  sandbox: Sandbox,
  value: string = NUMBER,
  rest: object = {},
): Promise<Read> {
  return await postV2(sandbox, "/verification", { target: targetOf(value), ...rest });
}

export async function checkV2(
  sandbox: Sandbox,
  code: string,
  value: string = NUMBER,
): Promise<string> {
  const { body } = await postV2(sandbox, "/verification/check", { target: targetOf(value), code });
  return body.status;
}

export function targetOf(value: string): { type: string; value: string } {
  return { type: value.includes("@") ? "email_address" : "phone_number", value };
}
