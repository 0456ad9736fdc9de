/** Performs one call from beginning to end. */

import { OtpError } from "../errors.ts";
import { checkHeaders, checkObject, fromCaller, ownToken } from "../validate.ts";
import { withoutPrototype } from "../objects.ts";
import type { Call } from "./call.ts";
import { checkCallOptions, type Config, configOf } from "./config.ts";
import { sleep, withDeadline } from "./deadline.ts";
import type { Operation, Outgoing, Refused } from "./operation.ts";
import type { CallOptions } from "./options.ts";
import { sendRequest } from "./request.ts";
import { readResponse } from "./response.ts";
import { retryDelay } from "./retry.ts";

const NO_OPTIONS = { __proto__: null } as CallOptions;

/**
 * Performs an operation: validates the options, encodes the input, makes one request (or as many as
 * `maxAttempts` and {@linkcode retryDelay} allow), and decodes the response.
 */
export async function perform<Input extends object, Result extends object>(
  client: object,
  operation: Operation<Input, Result>,
  input: Input,
  callOptions?: CallOptions,
): Promise<Result> {
  try {
    const options = callOptions === undefined
      ? NO_OPTIONS
      : withoutPrototype(checkObject("options", callOptions));
    const call = prepareCall(configOf(client), operation, input, options);
    // Only a refusal has an own property `ok`.
    if (Object.hasOwn(call, "ok")) return call as Refused<Result>;
    return await withDeadline(
      call as Call,
      options.signal,
      () => attemptUntilDone(call as Call, operation.decode),
    );
  } catch (error) {
    // The method is on the stack until the first `await`, and then only this function.
    const { [operation.name]: method } = Object(client);
    throw fromCaller(error, [method, perform], OtpError);
  }
}

/** Validates the options and encodes the input. Returns the call, or a refusal that needs no request. */
function prepareCall<Input extends object, Result>(
  config: Config,
  operation: Operation<Input, Result>,
  input: Input,
  options: CallOptions,
): Call | Refused<Result> {
  const { api, clock, preset } = config;
  const settings = checkCallOptions(api, options, preset);
  const headers = checkHeaders(options.headers, api.ownHeaders);
  const encoded = operation.encode(checkObject("input", input), settings.account);
  options.signal?.throwIfAborted();
  if (Object.hasOwn(encoded, "ok")) return encoded as Refused<Result>;

  // Every property is set, so that none is inherited from `Object.prototype`.
  const outgoing: Outgoing = { body: undefined, headers: undefined, ...encoded as Outgoing };
  return {
    config,
    settings,
    operation: operation.name,
    outgoing,
    headers,
    isSafe: outgoing.body === undefined,
    // Here, before anything is sent, so that input that is not JSON rejects with a TypeError.
    json: JSON.stringify(outgoing.body),
    deadline: clock.Date.now() + settings.timeout,
    controller: new AbortController(),
    key: "",
    secrets: outgoing.secrets,
    attempts: 0,
    outcome: "not_applied",
    http: undefined,
    onAbort: undefined,
  };
}

async function attemptUntilDone<Result extends object>(
  call: Call,
  decode: Operation<never, Result>["decode"],
): Promise<Result> {
  const { api, credential } = call.config;
  call.key = typeof credential === "string" ? credential : ownToken(
    { [api.keyOption]: await credential() },
    api.keyOption,
    "; check what its function returns",
  );
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
