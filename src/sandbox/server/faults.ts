import type { ArmedFault, Fault, FaultOptions } from "../faults/plan.ts";
import { Refusal } from "../http/call.ts";
import type { Sandbox } from "../sandbox.ts";
import { readObject } from "./json.ts";

/** An armed fault as the page sees it. `times` is `null` in JSON for every call. */
export interface ListedFault extends ArmedFault {
  readonly id: string;
}

const ids = new WeakMap<ArmedFault, string>();
let last = 0;

/** Gives a fault an id that stays with it. */
export function listFault(armed: ArmedFault): ListedFault {
  const id = ids.get(armed) ?? String(++last);
  ids.set(armed, id);
  return { id, ...armed };
}

/** The armed fault with an id; throws a {@linkcode Refusal} when there is none. */
export function findFault(sandbox: Sandbox, id: string): ArmedFault {
  const armed = sandbox.faults.find((armed) => ids.get(armed) === id);
  if (armed !== undefined) return armed;
  throw new Refusal("not_found", "no fault with this id is armed", { status: 404 });
}

type Kind = (value: unknown) => boolean;

const string: Kind = (value) => typeof value === "string";
const number: Kind = (value) => typeof value === "number";
const boolean: Kind = (value) => typeof value === "boolean";
const header: Kind = (value) => typeof value === "string" && /^[\x20-\x7e]*$/.test(value);

const FAULT: Readonly<Record<string, Kind>> = {
  type: string,
  accepted: boolean,
  status: number,
  code: string,
  retryAfter: number,
  form: string,
  location: header,
  length: number,
  contentType: header,
  ms: number,
};

const OPTIONS: Readonly<Record<string, Kind>> = {
  operation: string,
  call: number,
  times: number,
  probability: number,
};

/** A fault and its options from JSON, so far that {@linkcode Sandbox.arm} can judge their values. */
export function readFault(json: unknown): [fault: Fault, options: FaultOptions] {
  const { fault, times, ...rest } = readObject(json, "the body");
  const options = { ...rest, ...times !== undefined && { times: times ?? Infinity } };
  return [
    readFields(readObject(fault, '"fault"'), FAULT) as unknown as Fault,
    readFields(options, OPTIONS) as FaultOptions,
  ];
}

function readFields(
  fields: Readonly<Record<string, unknown>>,
  kinds: Readonly<Record<string, Kind>>,
): Readonly<Record<string, unknown>> {
  for (const [name, value] of Object.entries(fields)) {
    if (Object.hasOwn(kinds, name) && kinds[name]!(value)) continue;
    throw new Refusal("bad_request", `"${name}" is not a field that can be, or not of its type`);
  }
  return fields;
}
