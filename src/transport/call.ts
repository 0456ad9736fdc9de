/** The state of one call, and the errors made of it. */

import type { OtpErrorInit, Outcome } from "../errors.ts";
import type { HttpExchange, OperationName } from "../results.ts";
import type { CallSettings, Config } from "./config.ts";
import type { Outgoing } from "./operation.ts";
import { redact } from "./redact.ts";

/** Everything about one call. Only the last six properties change, and only the steps of the call do that. */
export interface Call {
  readonly config: Config;
  readonly settings: CallSettings;
  readonly operation: OperationName;
  readonly outgoing: Outgoing;
  /** Additional headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body; `undefined` if there is none. */
  readonly json: string | undefined;
  /** Whether it changes nothing, so that it may be repeated (RFC 9110, 9.2.1). */
  readonly isSafe: boolean;
  /** When the deadline passes, in milliseconds since 1970. */
  readonly deadline: number;
  /** Aborted when the call is over before it has settled. */
  readonly controller: AbortController;

  key: string;
  /** What may appear in no error. None is empty, as the empty text is in every text. */
  secrets: readonly string[];
  attempts: number;
  outcome: Outcome;
  http: HttpExchange | undefined;
  /** Ends what the controller does not: a wait, the reading of a body. */
  onAbort: (() => void) | undefined;
}

/** Makes the error of a call from its state. */
export function failure<E>(
  call: Call,
  Class: new (message: string, init: OtpErrorInit) => E,
  state: string,
  facts: Pick<OtpErrorInit, "code" | "cause" | "retryAfter">,
): E {
  const { operation, attempts, outcome, http, secrets } = call;
  return new Class(`Cannot complete "${operation}": ${state}`, {
    ...facts,
    cause: redact(facts.cause, secrets),
    operation,
    attempts,
    outcome,
    http,
  });
}
