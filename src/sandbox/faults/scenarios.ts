import type { Fault } from "../fault.ts";
import type { DeliveryOutcome } from "../message.ts";
import { own } from "../own.ts";
import type {
  CheckOutcome,
  LookupOutcome,
  RetryOutcome,
  Script,
  SendOutcome,
} from "../state/outcomes.ts";

/** What happens to ten of the {@linkcode magicNumbers}. */
export interface Scenario {
  /** One line on what happens. */
  readonly description: string;
  /** Ten E.164 numbers, so that tests that run in parallel need not share one. */
  readonly numbers: readonly string[];
}

/** The faults that have magic numbers; {@linkcode Sandbox.arm} offers more. */
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

/** Magic numbers by what they cause. */
export interface MagicNumbers {
  /** The outcome of every send to the number. */
  readonly send: Readonly<Record<SendOutcome, Scenario>>;
  /** The outcome of every check of a code sent to the number, whatever the code. */
  readonly check: Readonly<Record<CheckOutcome, Scenario>>;
  /** The outcome of every retry, however early or often. */
  readonly retry: Readonly<Record<RetryOutcome, Scenario>>;
  /** What a lookup of the number finds out. */
  readonly lookup: Readonly<Record<LookupOutcome, Scenario>>;
  /** What happens to every message to the number. */
  readonly delivery: Readonly<Record<DeliveryOutcome, Scenario>>;
  /** The fault of every send to the number. */
  readonly fault: Readonly<Record<FaultScenario, Scenario>>;
}

/** The script of a number, which may include a fault. */
interface FaultyScript extends Script {
  readonly fault?: Fault;
}

/** Ten scenarios of ten numbers fill 555-0100 to 555-0199, which are reserved in every area code. */
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
 * Numbers that cause what is otherwise hard to reproduce, ten for each scenario, all from the North
 * American numbers reserved for fiction (555-0100 to 555-0199). All other numbers behave normally.
 *
 * | area code | what it controls |
 * |---|---|
 * | `+1 701` | send |
 * | `+1 702` | check |
 * | `+1 703` | retry |
 * | `+1 704` | delivery |
 * | `+1 705`, `+1 706` | faults of every send |
 * | `+1 707` | send, outcomes that only Prelude Verify v2 has; v1 returns its closest status |
 * | `+1 708` | check, likewise |
 * | `+1 709` | send, errors that only Prelude Verify v2 has, likewise |
 * | `+1 712` | lookup |
 *
 * @example A person whose number is blocked
 * ```ts
 * import { magicNumbers } from "@ding-otp/client/sandbox";
 *
 * const [number] = magicNumbers.send.blocked_number.numbers;
 * if (number !== "+17015550160") throw new Error("magic numbers never change");
 * ```
 */
export const magicNumbers: MagicNumbers = {
  send: {
    ...inArea("701", {
      pending: "The code is sent, as to any other number",
      rate_limited: "No code is sent: too many attempts",
      spam_detected: "No code is sent: flagged by anti-fraud; each number has its own risk factor",
      unrecognized: "The code is sent, with a status that no client knows",
      invalid_phone_number: "Refused: the number does not exist",
      invalid_line: "Refused: the line cannot receive messages",
      blocked_number: "Refused: on the block list",
      unsupported_region: "Refused: the region is not supported",
    }),
    ...inArea("707", {
      challenged: "The request is suspicious: the code is sent, but not by SMS or voice",
      shadow_blocked:
        "The code is sent, although the request would be blocked if blocking were on; each number " +
        "has its own risk factor",
      silent: "The phone's network confirms the number; nobody gets a message",
      expired_signature: "No code is sent: the signals are more than an hour old",
      invalid_signature: "No code is sent: the signature of the signals is invalid",
    }),
    ...inArea("709", {
      invalid_line_type: "Error: the line cannot receive messages",
      unsupported_country: "Error: the country is not supported",
      too_many_attempts: "Error: too many attempts",
      spending_limit_exceeded: "Error: the account has reached its spending limit",
      insufficient_balance: "Error: the account's balance is too low",
      suspended_account: "Error: the account is suspended",
      channel_not_enabled_in_region: "Error: no channel is enabled in the region",
      template_not_found: "Error: the template does not exist",
      template_not_registered_in_country: "Error: the template is not registered in the country",
    }),
  },
  check: {
    ...inArea("702", {
      valid: "Every code is right",
      invalid: "Every code is wrong",
      without_attempt: "There is no code to check",
      rate_limited: "Too many checks",
      already_validated: "The code was already used",
      expired: "The window has closed",
      unknown: "The status that the API itself calls unknown",
      unrecognized: "A status that no client knows",
      impossible_code: "Refused: not a possible code",
    }),
    ...inArea("708", {
      transaction_missing: "The code was sent for a payment that the check does not name",
      transaction_mismatch: "The code was sent for a different payment",
      too_many_checks: "Error: too many checks",
    }),
  },
  retry: inArea("703", {
    approved: "Another code is sent",
    denied: "No retries are left",
    no_attempt: "There is no message to repeat",
    rate_limited: "Too early",
    expired: "The window has closed",
    already_validated: "The code was already used",
    unrecognized: "Another code is sent, with a status that no client knows",
  }),
  delivery: inArea("704", {
    delivered: "The message arrives, as at any other number",
    undeliverable: "The message is sent but does not arrive",
  }),
  lookup: inArea("712", {
    mobile: "A mobile phone, as any other number",
    ported: "A mobile phone that came from another carrier",
    temporary: "A temporary number",
    fixed_line: "A landline",
    voip: "An internet phone",
  }),
  fault: {
    ...inArea("705", {
      lost: "The code is sent, and the connection closes before the response",
      silent: "The code is sent, and the response never comes",
      server_error: "The code is sent, and the response is 500",
      too_many_requests: "429, retry after 1 second",
      too_many_requests_until: "429, retry after a date 1 second ahead",
      unavailable: "503, retry after 1 second",
      unavailable_until: "503, retry after a date 1 second ahead",
      bad_gateway: "A proxy returns 502 with HTML",
      truncated: "The code is sent, and the response is half of its JSON",
      cut_off: "The code is sent, and the connection closes in the middle of the response",
    }),
    ...inArea("706", {
      endless: "The code is sent, and the response never ends",
      stalled: "The code is sent, and the response stops in the middle",
      redirect: "A redirect to another host",
      mistyped: "The code is sent, and the response claims to be HTML",
      slow: "The code is sent after 30 seconds by the sandbox's clock",
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

const ORDINARY: FaultyScript = own({});
const SCRIPTS = new Map<unknown, FaultyScript>();

function addScripts<Name extends string>(
  scenarios: Readonly<Record<Name, Scenario>>,
  scriptOf: (name: Name) => FaultyScript,
): void {
  for (const [name, { numbers }] of Object.entries<Scenario>(scenarios)) {
    for (const number of numbers) SCRIPTS.set(number, own(scriptOf(name as Name)));
  }
}

addScripts(magicNumbers.send, (send) => ({ send }));
addScripts(magicNumbers.check, (check) => ({ check }));
addScripts(magicNumbers.retry, (retry) => ({ retry }));
addScripts(magicNumbers.lookup, (lookup) => ({ lookup }));
addScripts(magicNumbers.delivery, (delivery) => ({ delivery }));
addScripts(magicNumbers.fault, (name) => ({ fault: own(FAULTS[name]) }));

/** The script of a recipient, which is empty for all but the magic numbers. */
export function scriptFor(to: unknown): FaultyScript {
  return SCRIPTS.get(to) ?? ORDINARY;
}
