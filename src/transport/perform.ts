/** Performs one call from beginning to end. */

import { OtpError } from "../errors.ts";
import { checkHeaders, checkNames, checkObject, ownToken } from "../validate.ts";
import { withoutPrototype } from "../objects.ts";
import { fromCaller } from "../stack.ts";
import type { Call } from "./call.ts";
import { CALL_OPTIONS, checkCallOptions, type Config, configOf } from "./config.ts";
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
    const { call, refused } = prepareCall(configOf(client), operation, input, options);
    if (call === undefined) return refused;
    return await withDeadline(
      call,
      options.signal,
      () => attemptUntilDone(call, operation.decode),
    );
  } catch (error) {
    // The method is on the stack until the first `await`; in JavaScriptCore, which has tail calls, not even then.
    const method = Object(client)[operation.name] ?? perform;
    throw fromCaller(error, [method, perform]);
  }
}

/** A call, or a refusal that needs no request. Complete, so that nothing is inherited. */
type Prepared<Result> =
  | { readonly call: Call; readonly refused: undefined }
  | { readonly call: undefined; readonly refused: Refused<Result> };

/** Validates the options and encodes the input. */
function prepareCall<Input extends object, Result>(
  config: Config,
  operation: Operation<Input, Result>,
  input: Input,
  options: CallOptions,
): Prepared<Result> {
  const { api, clock, preset } = config;
  checkNames(options, CALL_OPTIONS);
  const settings = checkCallOptions(api, options, preset);
  const headers = checkHeaders(options.headers, api.ownHeaders);
  const encoded = operation.encode(checkObject("input", input), settings.account);
  options.signal?.throwIfAborted();
  // Only a refusal has an own property `ok`.
  if (Object.hasOwn(encoded, "ok")) {
    return { call: undefined, refused: encoded as Refused<Result> };
  }

  // Every property is set, so that none is inherited from `Object.prototype`.
  const outgoing: Outgoing = { body: undefined, headers: undefined, ...encoded as Outgoing };
  const call: Call = {
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
  return { call, refused: undefined };
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
