/** Faults as the page lists and arms them. */
import type { ArmedFault, Fault, FaultOptions } from "../fault.ts";
import { type Fields, requireObject } from "../http/fields.ts";
import { notFound, Refusal } from "../http/refusal.ts";
import type { Sandbox } from "../sandbox.ts";

/** An armed fault as the page sees it; in JSON, `times` is `null` for every call. */
export interface ListedFault extends ArmedFault {
  readonly id: string;
}

const ids = new WeakMap<ArmedFault, string>();
let last = 0;

/** Adds an id to a fault, the same every time. */
export function listFault(armed: ArmedFault): ListedFault {
  const id = ids.get(armed) ?? String(++last);
  ids.set(armed, id);
  return { id, ...armed };
}

/** The armed fault with an id; throws a {@linkcode Refusal} if there is none. */
export function findFault(sandbox: Sandbox, id: string): ArmedFault {
  const armed = sandbox.faults.find((armed) => ids.get(armed) === id);
  if (armed !== undefined) return armed;
  throw notFound("no fault with this id is armed");
}

type Kind = (value: unknown) => boolean;

const string: Kind = (value) => typeof value === "string";
const number: Kind = (value) => typeof value === "number";
const boolean: Kind = (value) => typeof value === "boolean";

const FAULT: Readonly<Record<string, Kind>> = {
  type: string,
  accepted: boolean,
  status: number,
  code: string,
  retryAfter: number,
  form: string,
  location: string,
  length: number,
  contentType: string,
  ms: number,
};

const OPTIONS: Readonly<Record<string, Kind>> = {
  operation: string,
  call: number,
  times: number,
  probability: number,
};

/** Reads a fault and its options; checks only types, since {@linkcode Sandbox.arm} checks values. */
export function readFault(body: Fields): [fault: Fault, options: FaultOptions] {
  const { fault, times, ...rest } = body;
  const options = { ...rest, ...times !== undefined && { times: times ?? Infinity } };
  return [
    readFields(requireObject(fault, { param: "fault" }), FAULT) as unknown as Fault,
    readFields(options, OPTIONS) as FaultOptions,
  ];
}

function readFields(
  fields: Fields,
  kinds: Readonly<Record<string, Kind>>,
): Fields {
  for (const [name, value] of Object.entries(fields)) {
    if (Object.hasOwn(kinds, name) && kinds[name]!(value)) continue;
    throw new Refusal("bad_request", `"${name}" is unknown or of the wrong type`);
  }
  return fields;
}
