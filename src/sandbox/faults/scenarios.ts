import type { Fault } from "./plan.ts";
import type {
  CheckOutcome,
  DeliveryOutcome,
  RetryOutcome,
  SendOutcome,
} from "../state/outcomes.ts";

/** What happens to the numbers of one block. */
export interface Scenario {
  /** What happens, in a line. */
  readonly description: string;
  /** Ten numbers in E.164 form, so that tests which run side by side need not share one. */
  readonly numbers: readonly string[];
}

/** The faults that have numbers of their own; {@linkcode Sandbox.arm} can do more. */
export type FaultScenario =
  | "lost"
  | "silent"
  | "server_error"
  | "too_many_requests"
  | "too_many_requests_until"
  | "unavailable"
  | "unavailable_until"
  | "bad_gateway"
  | "truncated"
  | "cut_off"
  | "endless"
  | "stalled"
  | "redirect"
  | "mistyped"
  | "slow";

/** Numbers by what they bring about. */
export interface MagicNumbers {
  /** What every send to the number comes to. */
  readonly send: Readonly<Record<SendOutcome, Scenario>>;
  /** What every check of a code sent to the number comes to, whatever the code. */
  readonly check: Readonly<Record<CheckOutcome, Scenario>>;
  /** What every retry comes to, however early or often. */
  readonly retry: Readonly<Record<RetryOutcome, Scenario>>;
  /** What becomes of every message to the number. */
  readonly delivery: Readonly<Record<DeliveryOutcome, Scenario>>;
  /** What goes wrong with every send to the number. */
  readonly fault: Readonly<Record<FaultScenario, Scenario>>;
}

/** What a number does otherwise than its window would. */
export interface Script {
  readonly send?: SendOutcome;
  readonly check?: CheckOutcome;
  readonly retry?: RetryOutcome;
  readonly delivery?: DeliveryOutcome;
  readonly fault?: Fault;
}

/** Ten scenarios of ten numbers fill 555-0100 to 555-0199, which every area code keeps free. */
function inArea<Name extends string>(
  area: string,
  descriptions: Readonly<Record<Name, string>>,
): Readonly<Record<Name, Scenario>> {
  const scenarios = Object.entries<string>(descriptions).map(([name, description], index) => {
    const numbers = Array.from({ length: 10 }, (_, last) => `+1${area}55501${index}${last}`);
    return [name, { description, numbers }];
  });
  return Object.fromEntries(scenarios);
}

/**
 * Numbers that bring about what is hard to bring about otherwise, ten for each scenario, all from
 * the North American numbers reserved for fiction (555-0100 to 555-0199). All other numbers are
 * ordinary ones.
 *
 * | area code | what it is about |
 * |---|---|
 * | `+1 701` | send |
 * | `+1 702` | check |
 * | `+1 703` | retry |
 * | `+1 704` | delivery |
 * | `+1 705`, `+1 706` | faults, of every send |
 * | `+1 707` | send, where Prelude Verify v2 has more words; v1 takes the nearest of its own |
 * | `+1 708` | check, likewise |
 *
 * @example A person whose number is blocked
 * ```ts
 * import { magicNumbers } from "@ding-otp/client/sandbox";
 *
 * const [number] = magicNumbers.send.blocked_number.numbers;
 * if (number !== "+17015550160") throw new Error("the numbers stay as they are");
 * ```
 */
export const magicNumbers: MagicNumbers = {
  send: {
    ...inArea("701", {
      pending: "The code is sent, as to an ordinary number",
      rate_limited: "No code is sent: this person gets none now",
      spam_detected: "No code is sent: flagged by anti-fraud",
      unrecognized: "The code is sent, and the status is a word that nobody knows yet",
      invalid_phone_number: "Refused: no such number",
      invalid_line: "Refused: a line that takes no messages",
      blocked_number: "Refused: on the block list",
      unsupported_region: "Refused: no service in the number's region",
    }),
    ...inArea("707", {
      challenged: "Suspicious: the code is sent, but neither by SMS nor by voice",
      shadow_blocked: "The code is sent, and would not have been if the block were not a dry run",
      silent: "The phone's network vouches for the number, without a message to a person",
      expired_signature: "No code is sent: the signals were collected over an hour ago",
      invalid_signature: "No code is sent: the signature of the signals is wrong",
    }),
  },
  check: {
    ...inArea("702", {
      valid: "Every code is right",
      invalid: "No code is right",
      without_attempt: "Nothing was sent that could be checked",
      rate_limited: "Too many checks",
      already_validated: "The code has been used",
      expired: "The window has closed",
      unknown: "The API's own word for not knowing",
      unrecognized: "A status that nobody knows yet",
      impossible_code: "Refused: no code is like this one",
    }),
    ...inArea("708", {
      transaction_missing: "The code was sent for a payment, of which the check says nothing",
      transaction_mismatch: "The code was sent for another payment",
    }),
  },
  retry: inArea("703", {
    approved: "A further code is sent",
    denied: "No retries are left",
    no_attempt: "There was no message to repeat",
    rate_limited: "Too early",
    expired: "The window has closed",
    already_validated: "The code has been used",
    unrecognized: "A further code is sent, and the status is a word that nobody knows yet",
  }),
  delivery: inArea("704", {
    delivered: "The message arrives, as at an ordinary number",
    undeliverable: "The message is sent and does not arrive",
  }),
  fault: {
    ...inArea("705", {
      lost: "The code is sent, and the connection is closed before the answer",
      silent: "The code is sent, and the answer never comes",
      server_error: "The code is sent, and the answer is 500",
      too_many_requests: "429, to be tried again in 1 second",
      too_many_requests_until: "429, to be tried again at a date 1 second ahead",
      unavailable: "503, to be tried again in 1 second",
      unavailable_until: "503, to be tried again at a date 1 second ahead",
      bad_gateway: "A proxy answers 502 with HTML",
      truncated: "The code is sent, and the answer is half of its JSON",
      cut_off: "The code is sent, and the connection is closed in the middle of the answer",
    }),
    ...inArea("706", {
      endless: "The code is sent, and the answer never ends",
      stalled: "The code is sent, and the answer stops in the middle",
      redirect: "A redirect to another host",
      mistyped: "The code is sent, and the answer says that it is HTML",
      slow: "The code is sent after 30 seconds of the sandbox's clock",
    }),
  },
};

const FAULTS: Readonly<Record<FaultScenario, Fault>> = {
  lost: { type: "lost" },
  silent: { type: "silent" },
  server_error: { type: "error" },
  too_many_requests: { type: "busy", status: 429 },
  too_many_requests_until: { type: "busy", status: 429, form: "date" },
  unavailable: { type: "busy" },
  unavailable_until: { type: "busy", form: "date" },
  bad_gateway: { type: "bad_gateway" },
  truncated: { type: "truncated" },
  cut_off: { type: "cut_off" },
  endless: { type: "endless" },
  stalled: { type: "stalled" },
  redirect: { type: "redirect" },
  mistyped: { type: "mistyped" },
  slow: { type: "latency", ms: 30_000 },
};

const ORDINARY: Script = {};
const SCRIPTS = new Map<unknown, Script>();

function addScripts<Name extends string>(
  scenarios: Readonly<Record<Name, Scenario>>,
  scriptOf: (name: Name) => Script,
): void {
  for (const [name, { numbers }] of Object.entries<Scenario>(scenarios)) {
    for (const number of numbers) SCRIPTS.set(number, scriptOf(name as Name));
  }
}

addScripts(magicNumbers.send, (send) => ({ send }));
addScripts(magicNumbers.check, (check) => ({ check }));
addScripts(magicNumbers.retry, (retry) => ({ retry }));
addScripts(magicNumbers.delivery, (delivery) => ({ delivery }));
addScripts(magicNumbers.fault, (name) => ({ fault: FAULTS[name] }));

/** What a number is scripted to do; an ordinary one nothing. */
export function scriptFor(number: unknown): Script {
  return SCRIPTS.get(number) ?? ORDINARY;
}
