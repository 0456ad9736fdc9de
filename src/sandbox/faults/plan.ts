import type { ArmedFault, Fault, FaultOptions, OperationName } from "../fault.ts";
import { own } from "../own.ts";
import type { Words } from "../state/random.ts";
import { isBetween, isIntegerBetween, LONGEST_DURATION, outOfRange } from "../validate.ts";

interface Trap {
  readonly armed: ArmedFault;
  /** The fault's own fields. */
  readonly fault: Fault;
  seen: number;
  left: number;
}

/** How many faults can be armed at the same time, and how long their texts may be. */
const MOST_FAULTS = 1_000;
const LONGEST_TEXT = 2_048;

const OPERATIONS = Object.keys(
  { send: 0, check: 0, retry: 0, feedback: 0, status: 0, lookup: 0 } satisfies Record<
    OperationName,
    0
  >,
);

/** The armed faults, in the order in which they were armed. */
export class FaultPlan {
  readonly #words: Words;
  readonly #changed: () => void;
  #traps: Trap[] = [];

  /** @param changed Called whenever a fault is added or removed. */
  constructor(words: Words, changed: () => void) {
    this.#words = words;
    this.#changed = changed;
  }

  get armed(): ArmedFault[] {
    return this.#traps.map(({ armed }) => armed);
  }

  arm(given: Fault, options: FaultOptions): ArmedFault {
    const fault = own(given);
    const { operation, call = 1, times = 1, probability = 1 } = own(options);
    requireFault(fault);
    if (this.#traps.length >= MOST_FAULTS) {
      throw new RangeError(`Cannot arm a fault: at most ${MOST_FAULTS} can be armed at a time`);
    }
    assertOption("call", isCount(call), "an integer, 1 or more");
    assertOption(
      "times",
      isCount(times) || times === Infinity,
      "an integer, 1 or more, or Infinity",
    );
    assertOption("probability", isBetween(probability, 0, 1), "a number from 0 to 1");
    assertOption(
      "operation",
      operation === undefined || OPERATIONS.includes(operation),
      OPERATIONS.join(", "),
    );
    const armed = { fault: { ...fault }, operation, call, times, probability };
    this.#traps.push({ armed, fault, seen: 0, left: times });
    this.#changed();
    return armed;
  }

  /** Removes a fault, or all of them. */
  disarm(armed: ArmedFault | undefined): void {
    this.#traps = this.#traps.filter((trap) => armed !== undefined && trap.armed !== armed);
    this.#changed();
  }

  /** The first fault that is due for a call; the faults after it do not count that call. */
  next(operation: OperationName): Fault | undefined {
    const due = this.#traps.find((trap) => this.#isDue(trap, operation));
    if (due === undefined) return undefined;
    if (--due.left === 0) this.disarm(due.armed);
    return due.fault;
  }

  #isDue(trap: Trap, operation: OperationName): boolean {
    const { armed } = trap;
    if (armed.operation !== undefined && armed.operation !== operation) return false;
    if (++trap.seen < armed.call) return false;
    return armed.probability === 1 || this.#words() < armed.probability * 2 ** 32;
  }
}

/** Checks of each fault's parameters; faults also come as JSON from the page, so types prove nothing. */
const CHECKS: {
  readonly [Type in Fault["type"]]: (fault: Extract<Fault, { readonly type: Type }>) => void;
} = {
  lost: () => {},
  silent: () => {},
  error({ status = 500, code = "" }) {
    assertOption("status", isIntegerBetween(status, 400, 599), "an integer from 400 to 599");
    requireText("code", code);
  },
  busy({ status = 503, retryAfter = 0 }) {
    assertOption("status", status === 429 || status === 503, "429 or 503");
    requireDuration("retryAfter", retryAfter);
  },
  bad_gateway: () => {},
  redirect: ({ location = "" }) => requireHeader("location", location),
  truncated: ({ length = 0 }) => requireLength(length),
  cut_off: () => {},
  stalled: () => {},
  endless: ({ length = 0 }) => requireLength(length),
  mistyped: ({ contentType = "" }) => requireHeader("contentType", contentType),
  latency: ({ ms }) => requireDuration("ms", ms),
};

function requireFault(fault: Fault): void {
  assertOption("type", Object.hasOwn(CHECKS, fault.type), Object.keys(CHECKS).join(", "));
  (CHECKS[fault.type] as (fault: Fault) => void)(fault);
}

function requireDuration(name: string, value: number): void {
  assertOption(
    name,
    isBetween(value, 0, LONGEST_DURATION),
    `a number of milliseconds from 0 to ${LONGEST_DURATION}`,
  );
}

function requireText(name: string, value: string): void {
  assertOption(
    name,
    typeof value === "string" && value.length <= LONGEST_TEXT,
    `a string of at most ${LONGEST_TEXT} characters`,
  );
}

/** A header outside printable ASCII would make every response throw. */
function requireHeader(name: string, value: string): void {
  requireText(name, value);
  assertOption(name, /^[\x20-\x7e]*$/.test(value), "printable ASCII");
}

function requireLength(value: number): void {
  assertOption("length", isBetween(value, 0, Infinity), "a number, 0 or more");
}

function isCount(value: number): boolean {
  return isIntegerBetween(value, 1, Infinity);
}

function assertOption(name: string, isValid: boolean, expected: string): void {
  if (!isValid) throw outOfRange("arm a fault", name, expected);
}
