/**
 * An operation of the API, named as in the clients. In v2 a retry is another `send`, and there is no
 * `status`.
 */
export type OperationName = "send" | "check" | "retry" | "feedback" | "status" | "lookup";

/**
 * Something that goes wrong between the caller and the API.
 *
 * | `type` | what happens |
 * |---|---|
 * | `lost` | the connection closes before a response: `fetch` rejects with a `TypeError` |
 * | `silent` | no response comes: `fetch` stays pending until it is aborted |
 * | `error` | an error in the API's own format, by default 500 `internal_server_error`, in v2 `internal` |
 * | `busy` | 429 or, by default, 503, with `retry-after` in seconds or as a date by the sandbox's clock; `retryAfter` is in milliseconds, 1,000 by default, and rounded up to seconds |
 * | `bad_gateway` | a proxy in front of the API returns 502 with HTML |
 * | `redirect` | 307, by default to a host that cannot exist |
 * | `truncated` | the body ends after `length` characters, by default half of them, as if complete |
 * | `cut_off` | the connection closes in the middle of the body: reading it rejects with a `TypeError` |
 * | `stalled` | the body stops in the middle: reading it stays pending until it is aborted |
 * | `endless` | `length` bytes of white space follow the body, by default without end |
 * | `mistyped` | the content type is wrong, by default `text/html`; `""` removes it |
 * | `latency` | the sandbox's clock advances by `ms` before the request takes effect; nothing else |
 *
 * For faults that replace the API's own response, `accepted` says whether the request takes effect,
 * so that a message is in the inbox although the caller saw no success. It defaults to `true` for
 * `lost`, `silent`, and an `error` of 500 or above.
 */
export type Fault =
  | { readonly type: "lost" | "silent" | "bad_gateway"; readonly accepted?: boolean }
  | {
    readonly type: "error";
    readonly status?: number;
    readonly code?: string;
    readonly accepted?: boolean;
  }
  | {
    readonly type: "busy";
    readonly status?: 429 | 503;
    readonly retryAfter?: number;
    readonly form?: "seconds" | "date";
    readonly accepted?: boolean;
  }
  | { readonly type: "redirect"; readonly location?: string; readonly accepted?: boolean }
  | { readonly type: "truncated" | "endless"; readonly length?: number }
  | { readonly type: "cut_off" | "stalled" }
  | { readonly type: "mistyped"; readonly contentType?: string }
  | { readonly type: "latency"; readonly ms: number };

/** Which calls a fault applies to. */
export interface FaultOptions {
  /** The operation whose calls count; by default every call counts. */
  readonly operation?: OperationName;
  /**
   * The person whose calls count: an E.164 phone number or an email address; by default everybody's. A
   * call that names an authentication is about the person that it was created for.
   */
  readonly to?: string;
  /**
   * The first call that the fault applies to, counted from now.
   * @default {1}
   */
  readonly call?: number;
  /**
   * How many calls the fault applies to from then on; `Infinity` for all.
   * @default {1}
   */
  readonly times?: number;
  /**
   * The probability, from 0 to 1, that the fault applies to each of these calls; drawn from the
   * sandbox's `seed`.
   * @default {1}
   */
  readonly probability?: number;
}

/** A fault that is waiting for its call. */
export interface ArmedFault extends Required<Omit<FaultOptions, "operation" | "to">> {
  /** The fault. */
  readonly fault: Fault;
  /** The operation whose calls count; `undefined` if every call counts. */
  readonly operation: OperationName | undefined;
  /** The person whose calls count; `undefined` if everybody's count. */
  readonly to: string | undefined;
}
