import type { ArmedFault, Fault, FaultOptions, OperationName } from "../fault.ts";
import { isRecipient } from "../formats.ts";
import { own } from "../own.ts";
import type { Words } from "../state/random.ts";
import {
  isBetween,
  isIntegerBetween,
  LONGEST_DURATION,
  outOfRange,
  requireNames,
} from "../validate.ts";

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
    requireFault(fault);
    const chosen = own(options);
    requireValues(chosen, OPTIONS);
    if (this.#traps.length >= MOST_FAULTS) {
      throw new RangeError(`Cannot arm a fault: at most ${MOST_FAULTS} can be armed at a time`);
    }
    const { operation, to, call = 1, times = 1, probability = 1 } = chosen;
    const armed = { fault: { ...fault }, operation, to, call, times, probability };
    this.#traps.push({ armed, fault, seen: 0, left: times });
    this.#changed();
    return armed;
  }

  /** Removes a fault, or all of them. */
  disarm(armed: ArmedFault | undefined): void {
    this.#traps = this.#traps.filter((trap) => armed !== undefined && trap.armed !== armed);
    this.#changed();
  }

  /**
   * The first fault that is due for a call; the faults after it do not count that call.
   *
   * @param recipients The people the call is about, exactly as in the request.
   */
  next(operation: OperationName, recipients: readonly unknown[]): Fault | undefined {
    const due = this.#traps.find((trap) => this.#isDue(trap, operation, recipients));
    if (due === undefined) return undefined;
    if (--due.left === 0) this.disarm(due.armed);
    return due.fault;
  }

  #isDue(trap: Trap, operation: OperationName, recipients: readonly unknown[]): boolean {
    const { armed } = trap;
    if (armed.operation !== undefined && armed.operation !== operation) return false;
    if (armed.to !== undefined && !recipients.includes(armed.to)) return false;
    if (++trap.seen < armed.call) return false;
    return armed.probability === 1 || this.#words() < armed.probability * 2 ** 32;
  }
}

const ACTION = "arm a fault";

/** What a parameter must be; faults also come as JSON from the page, so types prove nothing. */
interface Check {
  readonly expected: string;
  readonly test: (value: unknown) => boolean;
}

const flag: Check = {
  expected: "true or false",
  test: (value) => typeof value === "boolean",
};
const duration: Check = {
  expected: `a number of milliseconds from 0 to ${LONGEST_DURATION}`,
  test: (value) => isBetween(value, 0, LONGEST_DURATION),
};
const text: Check = {
  expected: `a string of at most ${LONGEST_TEXT} characters`,
  test: (value) => typeof value === "string" && value.length <= LONGEST_TEXT,
};
/** A header outside printable ASCII would make every response throw. */
const header: Check = {
  expected: `at most ${LONGEST_TEXT} characters of printable ASCII`,
  test: (value) => text.test(value) && /^[\x20-\x7e]*$/.test(value as string),
};
const length: Check = {
  expected: "a number, 0 or more",
  test: (value) => isBetween(value, 0, Infinity),
};
const count: Check = {
  expected: "an integer, 1 or more",
  test: (value) => isIntegerBetween(value, 1, Infinity),
};

function oneOf(...values: readonly unknown[]): Check {
  return { expected: values.join(" or "), test: (value) => values.includes(value) };
}

/** The parameters of each type of fault. */
const PARAMETERS: Readonly<Record<Fault["type"], Readonly<Record<string, Check>>>> = {
  lost: { accepted: flag },
  silent: { accepted: flag },
  error: {
    status: {
      expected: "an integer from 400 to 599",
      test: (value) => isIntegerBetween(value, 400, 599),
    },
    code: text,
    accepted: flag,
  },
  busy: {
    status: oneOf(429, 503),
    retryAfter: duration,
    form: oneOf("seconds", "date"),
    accepted: flag,
  },
  bad_gateway: { accepted: flag },
  redirect: { location: header, accepted: flag },
  truncated: { length },
  cut_off: {},
  stalled: {},
  endless: { length },
  mistyped: { contentType: header },
  latency: { ms: duration },
};

const OPTIONS: Readonly<Record<keyof FaultOptions, Check>> = {
  operation: oneOf("send", "check", "retry", "feedback", "status", "lookup"),
  to: {
    expected: "an E.164 phone number such as +15555550100, or an email address",
    test: isRecipient,
  },
  call: count,
  times: {
    expected: "an integer, 1 or more, or Infinity",
    test: (value) => count.test(value) || value === Infinity,
  },
  probability: {
    expected: "a number from 0 to 1",
    test: (value) => isBetween(value, 0, 1),
  },
};

function requireFault({ type, ...parameters }: Fault): void {
  if (typeof type !== "string" || !Object.hasOwn(PARAMETERS, type)) {
    throw outOfRange(ACTION, "type", Object.keys(PARAMETERS).join(", "));
  }
  requireValues(parameters, PARAMETERS[type]);
}

function requireValues(given: object, checks: Readonly<Record<string, Check>>): void {
  requireNames(ACTION, given, { names: Object.keys(checks) });
  const values = own(given as Record<string, unknown>);
  for (const [name, { expected, test }] of Object.entries(checks)) {
    const value = values[name];
    // All have a default but the milliseconds of a latency.
    const isDefault = value === undefined && name !== "ms";
    if (!isDefault && !test(value)) throw outOfRange(ACTION, name, expected);
  }
}
