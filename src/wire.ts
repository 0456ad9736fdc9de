/** Between our names and the wire's: what each field is called over there, and of which type it is. */

import { typed } from "./transport/options.ts";

/** An object of the wire. */
export type Wire = Record<string, unknown>;

/** A field of an object: its name there, its name here, its type. */
export interface Field {
  readonly wire: string;
  /** Ours, still in snake_case. */
  readonly name: string;
  /** Ours, in camelCase. */
  readonly ours: string;
  readonly type: string;
}

/**
 * The fields of an object, from their names on the wire, parted by spaces: each with its type behind a
 * colon unless it is a string, and behind another name of ours where that is not its own in camelCase, as
 * in `"status remaining_retries=remaining_retry:number"`.
 */
export function fields(shape: string): readonly [Field, ...Field[]] {
  return shape.split(" ").map((field) => {
    const [names, type = "string"] = field.split(":") as [string, string?];
    const [name, wire = name] = names.split("=") as [string, string?];
    return { wire, name, ours: name.replace(/_./g, (match) => match[1]!.toUpperCase()), type };
  }) as [Field, ...Field[]];
}

/** Whether a value is an object that may have fields; a list is not. */
export function isObject(value: unknown): value is Wire {
  return Object(value) === value && !Array.isArray(value);
}

/** How to read the types that JSON does not have, by their names; `undefined` is unreadable. */
export type Readers = Readonly<Record<string, (value: unknown) => unknown>>;

/** Reads fields, by our names; what is absent, empty or of another type is left out. */
export function read(object: Wire, fields: readonly Field[], readers: Readers = {}): Wire {
  const facts: Wire = {};
  for (const { wire, ours, type } of fields) {
    const value = object[wire];
    // deno-lint-ignore valid-typeof -- the type comes out of a table
    const fact = typeof value === type ? value : readers[type]?.(value) ?? "";
    if (fact !== "") facts[ours] = fact;
  }
  return facts;
}

/** Writes those of the fields that the input has, by the wire's names; nothing if it has none. */
export function write(input: object, fields: readonly Field[]): Wire | undefined {
  let object: Wire | undefined;
  for (const { wire, ours, type } of fields) {
    const value = (input as Wire)[ours];
    if (value === undefined || value === null) continue;
    (object ??= {})[wire] = typed(ours, value, type);
  }
  return object;
}
