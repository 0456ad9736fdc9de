/** One call from beginning to end. */

import { OtpError } from "../errors.ts";
import { checkObject } from "../validate.ts";
import { type Call, startCall } from "./call.ts";
import { type Config, configureCall, readKey } from "./config.ts";
import { sleep, withDeadline } from "./deadline.ts";
import type { Operation, Outgoing, Refused } from "./operation.ts";
import type { CallOptions } from "./options.ts";
import { sendRequest } from "./request.ts";
import { readResponse } from "./response.ts";
import { retryDelay } from "./retry.ts";

/**
 * Performs an operation: checks the options, encodes the input, makes one request (or as many as
 * `maxAttempts` and the rules of {@linkcode retryDelay} permit) and decodes the response.
 */
export async function perform<Input extends object, Result extends object>(
  config: Config,
  operation: Operation<Input, Result>,
  input: Input,
  options?: CallOptions,
): Promise<Result> {
  const callConfig = configureCall(config, options);
  const encoded = operation.encode(checkObject("input", input), callConfig.account);
  callConfig.callerSignal?.throwIfAborted();
  // Only a refusal has it, and only as its own.
  if (Object.hasOwn(encoded, "ok")) return encoded as Refused<Result>;
  const call = startCall(callConfig, operation.name, encoded as Outgoing);
  return await withDeadline(call, () => attemptUntilDone(call, operation.decode));
}

async function attemptUntilDone<Result extends object>(
  call: Call,
  decode: Operation<never, Result>["decode"],
): Promise<Result> {
  call.key = await readKey(call);
  call.secrets = [call.key, ...call.secrets];
  for (;;) {
    try {
      return await readResponse(call, decode, await sendRequest(call));
    } catch (error) {
      const delay = error instanceof OtpError ? retryDelay(call, error) : undefined;
      if (delay === undefined) throw error;
      await sleep(call, delay);
    }
  }
}
