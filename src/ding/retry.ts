/** `retry`: `POST /retry`. */

import type { DingOperation } from "./operation.ts";
import { verdict } from "../transport/operation.ts";
import { visible } from "../transport/options.ts";
import type { RetryResult } from "../types.ts";

/** What `retry` needs to know. */
export interface RetryInput {
  /** The id that `send` gave. Take it from the person's session, never from the request. */
  readonly authenticationUuid: string;
}

/** One retry: a further code to the same person. */
export const RETRY: DingOperation<RetryInput, RetryResult> = {
  name: "retry",
  encode(input, customerUuid) {
    const authenticationUuid = visible("authenticationUuid", input.authenticationUuid);
    return {
      path: "/retry",
      body: { customer_uuid: customerUuid, authentication_uuid: authenticationUuid },
      known: { authenticationUuid },
    };
  },
  ...verdict({
    answer: "status authentication_uuid created_at:time next_retry_at:time " +
      "remaining_retries=remaining_retry:number",
    ok: "approved",
    refusals: "denied no_attempt rate_limited expired=expired_auth already_validated",
  }),
};
