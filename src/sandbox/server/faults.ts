/** Faults as the page lists and arms them. */
import type { ArmedFault, Fault, FaultOptions } from "../fault.ts";
import { type Fields, requireObject } from "../http/fields.ts";
import { notFound } from "../http/refusal.ts";
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

/** The armed fault with an id; throws a `Refusal` if there is none. */
export function findFault(sandbox: Sandbox, id: string): ArmedFault {
  const armed = sandbox.faults.find((armed) => ids.get(armed) === id);
  if (armed !== undefined) return armed;
  throw notFound("no fault with this id is armed");
}

/** Reads a fault and its options, whose values {@linkcode Sandbox.arm} checks. */
export function readFault(body: Fields): [fault: Fault, options: FaultOptions] {
  const { fault, times, ...rest } = body;
  const options = { ...rest, ...times !== undefined && { times: times ?? Infinity } };
  return [requireObject(fault, { param: "fault" }) as unknown as Fault, options as FaultOptions];
}
