/** What sets the operations of this API apart: the account is a part of the request. */

import type { Decoder, Operation, Outgoing } from "../transport/operation.ts";

/** An operation of this API, for whichever account. */
export interface DingOperation<Input, Result> extends Decoder<Result> {
  readonly name: Operation<Input, Result>["name"];
  /** As that of an {@linkcode Operation}. */
  encode(input: Input, customerUuid: string): Outgoing | Extract<Result, { ok: false }>;
}
