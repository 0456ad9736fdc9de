import type { ArmedFault, Fault, FaultOptions, OperationName } from "../fault.ts";
import type { Words } from "../state/random.ts";
import { isBetween, isIntegerBetween, LONGEST_DURATION, outOfRange } from "../validate.ts";

interface Trap {
  readonly armed: ArmedFault;
  seen: number;
  left: number;
}

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

  arm(fault: Fault, { operation, call = 1, times = 1, probability = 1 }: FaultOptions): ArmedFault {
    requireFault(fault);
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
    const armed = { fault, operation, call, times, probability };
    this.#traps.push({ armed, seen: 0, left: times });
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
    return due.armed.fault;
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
  error: ({ status = 500 }) =>
    assertOption("status", isIntegerBetween(status, 400, 599), "an integer from 400 to 599"),
  busy({ status = 503, retryAfter = 0 }) {
    assertOption("status", status === 429 || status === 503, "429 or 503");
    requireDuration("retryAfter", retryAfter);
  },
  bad_gateway: () => {},
  redirect: () => {},
  truncated: ({ length = 0 }) => requireLength(length),
  cut_off: () => {},
  stalled: () => {},
  endless: ({ length = 0 }) => requireLength(length),
  mistyped: () => {},
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

function requireLength(value: number): void {
  assertOption("length", isBetween(value, 0, Infinity), "a number, 0 or more");
}

function isCount(value: number): boolean {
  return isIntegerBetween(value, 1, Infinity);
}

function assertOption(name: string, isValid: boolean, expected: string): void {
  if (!isValid) throw outOfRange("arm a fault", name, expected);
}
