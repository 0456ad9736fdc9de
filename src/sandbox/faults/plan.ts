import type { Words } from "../state/random.ts";

/**
 * An operation of the API, by the name that the client has for it. In v2 a retry is a further `send`,
 * and there is no `status`.
 */
export type Operation = "send" | "check" | "retry" | "feedback" | "status" | "lookup";

/**
 * Something that goes wrong between the caller and the API.
 *
 * | `type` | what happens |
 * |---|---|
 * | `lost` | the connection is closed before an answer: `fetch` rejects with a `TypeError` |
 * | `silent` | no answer comes: `fetch` is pending until it is aborted |
 * | `error` | an error in the API's own form, by default 500 `internal_server_error`, in v2 `internal` |
 * | `busy` | 429 or, by default, 503, with `retry-after` as seconds or as a date of the sandbox's clock; `retryAfter` in milliseconds, by default 1,000, is rounded up to seconds |
 * | `bad_gateway` | a proxy answers for the API: 502 with HTML |
 * | `redirect` | 307, by default to a host that cannot exist |
 * | `truncated` | the body ends after `length` characters, by default half of them, as if it were whole |
 * | `cut_off` | the connection is closed in the middle of the body: reading it rejects with a `TypeError` |
 * | `stalled` | the body stops in the middle: reading it is pending until it is aborted |
 * | `endless` | `length` bytes of white space follow the body, by default without end |
 * | `mistyped` | the content type is another, by default `text/html`; `""` for none |
 * | `latency` | the sandbox's clock moves on by `ms` before the request takes effect; nothing else |
 *
 * Where the API's own answer is not to be seen, `accepted` says whether the request takes effect,
 * so that a message is in the inbox although the caller saw no answer. By default it does with
 * `lost`, `silent`, and an `error` of 500 or more.
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

/** Which calls a fault befalls. */
export interface FaultOptions {
  /** The calls that count; those of every operation by default. */
  readonly operation?: Operation;
  /**
   * The first call to befall, counted from now.
   * @default {1}
   */
  readonly call?: number;
  /**
   * How many calls to befall from there on; `Infinity` for all.
   * @default {1}
   */
  readonly times?: number;
  /**
   * How likely each of these calls is to be befallen, from 0 to 1; drawn from the sandbox's `seed`.
   * @default {1}
   */
  readonly probability?: number;
}

/** A fault that lies in wait. */
export interface ArmedFault extends Required<Omit<FaultOptions, "operation">> {
  /** The fault. */
  readonly fault: Fault;
  /** The calls that count; `undefined` for those of every operation. */
  readonly operation: Operation | undefined;
}

interface Trap {
  readonly armed: ArmedFault;
  seen: number;
  left: number;
}

/** The faults that lie in wait, in the order in which they were armed. */
export class FaultPlan {
  readonly #words: Words;
  readonly #changed: () => void;
  #traps: Trap[] = [];

  /** @param changed Called whenever other faults lie in wait than before. */
  constructor(words: Words, changed: () => void) {
    this.#words = words;
    this.#changed = changed;
  }

  get armed(): ArmedFault[] {
    return this.#traps.map(({ armed }) => armed);
  }

  arm(fault: Fault, { operation, call = 1, times = 1, probability = 1 }: FaultOptions): ArmedFault {
    checkFault(fault);
    check("call", isCount(call), COUNT);
    check("times", isCount(times) || times === Infinity, COUNT);
    check("probability", probability >= 0 && probability <= 1, "from 0 to 1");
    check("operation", operation === undefined || OPERATIONS.includes(operation), "an operation");
    const armed = { fault, operation, call, times, probability };
    this.#traps.push({ armed, seen: 0, left: times });
    this.#changed();
    return armed;
  }

  disarm(armed: ArmedFault | undefined): void {
    this.#traps = this.#traps.filter((trap) => armed !== undefined && trap.armed !== armed);
    this.#changed();
  }

  /** The fault that befalls a call: the first that is due, and those after it do not count it. */
  next(operation: Operation): Fault | undefined {
    const due = this.#traps.find((trap) => this.#isDue(trap, operation));
    if (due === undefined) return undefined;
    if (--due.left === 0) this.disarm(due.armed);
    return due.armed.fault;
  }

  #isDue(trap: Trap, operation: Operation): boolean {
    const { armed } = trap;
    if (armed.operation !== undefined && armed.operation !== operation) return false;
    if (++trap.seen < armed.call) return false;
    return armed.probability === 1 || this.#words() < armed.probability * 2 ** 32;
  }
}

/** Whether a request takes effect although the fault befalls it. */
export function isAccepted(fault: Fault): boolean {
  switch (fault.type) {
    case "lost":
    case "silent":
      return fault.accepted ?? true;
    case "error":
      return fault.accepted ?? (fault.status ?? 500) >= 500;
    case "busy":
    case "bad_gateway":
    case "redirect":
      return fault.accepted ?? false;
    default:
      return true;
  }
}

const OPERATIONS: readonly Operation[] = [
  "send",
  "check",
  "retry",
  "feedback",
  "status",
  "lookup",
];

const TYPES: readonly Fault["type"][] = [
  "lost",
  "silent",
  "error",
  "busy",
  "bad_gateway",
  "redirect",
  "truncated",
  "cut_off",
  "stalled",
  "endless",
  "mistyped",
  "latency",
];

const COUNT = "a whole number from 1 upwards";

/** Faults also come as JSON from the inbox page, so their types prove nothing. */
function checkFault(fault: Fault): void {
  check("type", TYPES.includes(fault.type), "a fault's");
  if (fault.type === "error") {
    const { status = 500 } = fault;
    check("status", isCount(status) && status >= 400 && status <= 599, "from 400 to 599");
  } else if (fault.type === "busy") {
    check("status", [429, 503].includes(fault.status ?? 503), "429 or 503");
    check("retryAfter", isAmount(fault.retryAfter ?? 0, LONGEST), "a number of milliseconds");
  } else if (fault.type === "truncated" || fault.type === "endless") {
    check("length", isAmount(fault.length ?? 0, Infinity), "a number from 0 upwards");
  } else if (fault.type === "latency") {
    check("ms", isAmount(fault.ms, LONGEST), "a number of milliseconds");
  }
}

/** A hundred years: a date ahead of the clock stays one that `Date` can hold. */
const LONGEST = 100 * 365 * 86_400_000;

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function isAmount(value: number, most: number): boolean {
  return typeof value === "number" && value >= 0 && value <= most;
}

function check(option: string, isRight: boolean, state: string): void {
  if (!isRight) throw new RangeError(`Cannot arm a fault: "${option}" is not ${state}`);
}
