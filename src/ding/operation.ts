/** What sets the operations of this API apart: the account is a part of the request. */

import type { Decoder, Outgoing } from "../transport/operation.ts";
import type { OperationName } from "../types.ts";

/** An operation of this API, for whichever account. */
export interface DingOperation<Input, Result> extends Decoder<Result> {
  readonly name: OperationName;
  /** As that of an operation of the transport, with the account that the call is for. */
  encode(input: Input, customerUuid: string): Outgoing | Extract<Result, { ok: false }>;
}
