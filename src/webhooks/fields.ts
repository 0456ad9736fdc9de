/** Reading the fields of a JSON object by their names on the wire. */

import { readTime } from "../time.ts";

interface Types {
  string: string;
  number: number;
  time: Date;
}

/** Fields by their names on the wire, each with its type or, if it is an object, with its fields. */
export interface Shape {
  readonly [name: string]: keyof Types | Shape;
}

/** A name of the wire (`created_at`) as ours (`createdAt`). */
type Camel<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

type Read<Type> = Type extends keyof Types ? Types[Type]
  : Type extends Shape ? Fields<Type>
  : never;

/** What is read of an object: by our names, without what is absent or unreadable. */
export type Fields<S extends Shape> = {
  readonly [Name in keyof S & string as Camel<Name>]?: Read<S[Name]>;
};

/** Reads the fields of a shape. */
export function readFields<S extends Shape>(wire: object, shape: S): Fields<S> {
  const fields: Record<string, unknown> = {};
  for (const name in shape) {
    const value = read((wire as Record<string, unknown>)[name], shape[name]!);
    const ours = name.replace(/_./g, ([, letter]) => letter!.toUpperCase());
    if (value !== undefined) fields[ours] = value;
  }
  return fields as Fields<S>;
}

function read(value: unknown, type: keyof Types | Shape): unknown {
  if (type === "time") return readTime(value);
  if (typeof type !== "string") {
    return value instanceof Object ? readFields(value, type) : undefined;
  }
  const found = typeof value;
  return found === type ? value : undefined;
}
