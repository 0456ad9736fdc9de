/** The state of one call, and the errors built from it. */

import type { OtpErrorInit, Outcome } from "../errors.ts";
import type { HttpExchange, OperationName } from "../results.ts";
import type { CallSettings, Config } from "./config.ts";
import type { Outgoing } from "./operation.ts";
import { movable } from "../stack.ts";
import { redact } from "./redact.ts";

/** The state of one call. Only the last six properties change, and only the steps of the call change them. */
export interface Call {
  readonly config: Config;
  readonly settings: CallSettings;
  readonly operation: OperationName;
  readonly outgoing: Outgoing;
  /** Additional headers, with lowercase names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The request body as JSON; `undefined` if there is none. */
  readonly json: string | undefined;
  /** Whether the request changes nothing and may therefore be repeated (RFC 9110, 9.2.1). */
  readonly isSafe: boolean;
  /** When the deadline passes, in milliseconds since the Unix epoch. */
  readonly deadline: number;
  /** Aborted when the deadline or the caller's signal stops the call. */
  readonly controller: AbortController;

  key: string;
  /** Strings that must never appear in an error. None is empty, because every string contains "". */
  secrets: readonly string[];
  attempts: number;
  outcome: Outcome;
  http: HttpExchange | undefined;
  /** Stops what the controller does not: a wait, or the reading of a body. */
  onAbort: (() => void) | undefined;
}

/** Returns the host that requests go to, for messages. */
export function hostOf({ baseUrl }: Config): string {
  return new URL(baseUrl).host;
}

/** Creates the error of a failed call from its state. */
export function failure<E extends Error>(
  call: Call,
  Class: new (message: string, init: OtpErrorInit) => E,
  state: string,
  facts: Pick<OtpErrorInit, "code" | "cause" | "retryAfter">,
): E {
  const { operation, attempts, outcome, http, secrets } = call;
  const error = new Class(`Cannot complete "${operation}": ${state}`, {
    ...facts,
    cause: redact(facts.cause, secrets),
    operation,
    attempts,
    outcome,
    http,
  });
  return movable(error);
}
