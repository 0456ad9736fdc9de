/** `lookup`: `GET /v2/lookup/{phone_number}`. */

import type { Operation } from "../transport/operation.ts";
import { operation } from "./operation.ts";
import type { PreludeLookupResult } from "./results.ts";

/** What `lookup` needs to know. */
export interface PreludeLookupInput {
  /** The phone number, read as `send` reads it. */
  readonly phoneNumber: string;
  /** What to ask for beyond the usual: `"cnam"` for the caller name. The list is open. */
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  readonly type?: readonly ("cnam" | (string & {}))[] | undefined;
}

/** The look-up of one number. */
export const LOOKUP: Operation<PreludeLookupInput, PreludeLookupResult> = operation<
  PreludeLookupInput,
  PreludeLookupResult
>({
  name: "lookup",
  request: ({ value }, { type }) => ({
    path: `/v2/lookup/${encodeURIComponent(value)}${
      type?.[0] ? `?type=${encodeURIComponent(type.join())}` : ""
    }`,
  }),
  ok: [undefined], // This answer has no status.
  key: "phoneNumber",
});
