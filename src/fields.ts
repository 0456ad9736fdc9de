/** Reads and writes the fields of JSON objects, by their names and types here and on the wire. */

import { isObject, type Named, ownValue } from "./objects.ts";
import { failType } from "./validate.ts";

/** A JSON object, with the API's field names. */
export type Wire = Named;

/** The fields read from one, with the names used here. */
export type Facts = Named;

/**
 * The type of a field: a JSON type, the shape of a nested object, or a function that reads the value and
 * returns `undefined` if it cannot.
 */
type FieldType = "string" | "number" | "boolean" | "object" | Shape | ((value: unknown) => unknown);

/** A field: its type, preceded by its path on the wire unless that is its name in snake_case. */
type Field = FieldType | readonly [path: string, type: FieldType];

interface Shape {
  readonly [name: string]: Field;
}

/** The field types that can hold a value of `Value`. */
type FieldTypeOf<Value> =
  | ((value: unknown) => Value | undefined)
  | (Value extends string ? "string"
    : Value extends number ? "number"
    : Value extends boolean ? "boolean"
    : "object" | ShapeOf<Value>);

/** All properties of a union of objects, not only those its members share. */
export type PropertiesOf<Union> = {
  [Name in Union extends unknown ? keyof Union : never]: Union extends { [K in Name]?: infer Value }
    ? Value
    : never;
};

/**
 * The shape of an object: the fields to read or write, by their names here. A path may lead into nested
 * objects: `correlationId: ["metadata.correlation_id", "string"]`.
 *
 * A name that is not a property of `Object`, or a type that does not match, fails to compile.
 */
export type ShapeOf<Object> = {
  readonly [Name in keyof PropertiesOf<Object>]?:
    | FieldTypeOf<NonNullable<PropertiesOf<Object>[Name]>>
    | readonly [path: string, type: FieldTypeOf<NonNullable<PropertiesOf<Object>[Name]>>];
};

/** Reads the fields of a shape, leaving out those that are absent, an empty string, or of another type. */
export function readFields<Result>(object: Wire, shape: ShapeOf<Result>): Partial<Result> {
  const facts: Facts = {};
  const { byStep } = tableOf(shape);
  // Own properties only. Listing them costs less than to ask for each field whether it is one.
  for (const step of Object.keys(object)) {
    for (const { name, rest, type } of byStep.get(step) ?? []) {
      let value = object[step];
      for (const next of rest) value = isObject(value) ? ownValue(value, next) : undefined;
      if (value !== undefined) value = readValue(value, type);
      if (value !== undefined && value !== "") facts[name] = value;
    }
  }
  return facts as Partial<Result>;
}

/**
 * Writes the fields of a shape that the input has, leaving out `undefined` and `null`. Returns `undefined`
 * if there are none.
 *
 * @throws {TypeError} If a value is of another type
 */
export function writeFields<Input extends object>(
  input: Input,
  shape: ShapeOf<Input>,
): Wire | undefined {
  let object: Wire | undefined;
  const { byName } = tableOf(shape);
  for (const given of Object.keys(input)) {
    const place = byName.get(given);
    const value = input[given as keyof Input];
    if (place === undefined || value === undefined || value === null) continue;
    const { step, type } = place;
    // Fields that are written have only JSON types.
    const found: string = typeof value;
    if (found !== type) failType(given, `${type === "object" ? "an" : "a"} ${type}`, value);
    // They are never nested, so the path has one step.
    (object ??= {})[step] = value;
  }
  return object;
}

/** A field of a shape, and where it is on the wire: a path of one step, or of more into nested objects. */
interface Place {
  readonly name: string;
  readonly step: string;
  readonly rest: readonly string[];
  readonly type: FieldType;
}

/** The fields of a shape by their names here, and by the first step of their paths on the wire. */
interface Table {
  readonly byName: ReadonlyMap<string, Place>;
  readonly byStep: ReadonlyMap<string, readonly Place[]>;
}

// Shapes are constants, and parsing one costs more than reading a response with it.
const tables = new WeakMap<object, Table>();

function tableOf(shape: object): Table {
  let table = tables.get(shape);
  if (table === undefined) {
    const places = Object.entries(shape as Shape).map(([name, field]): Place => {
      const [path, type] = isPlaced(field) ? field : [toSnakeCase(name), field];
      const [step, ...rest] = path.split(".");
      return { name, step: step!, rest, type };
    });
    const byStep = new Map<string, Place[]>();
    for (const place of places) byStep.set(place.step, [...byStep.get(place.step) ?? [], place]);
    table = { byName: new Map(places.map((place) => [place.name, place])), byStep };
    tables.set(shape, table);
  }
  return table;
}

function isPlaced(field: Field): field is Exclude<Field, FieldType> {
  return Array.isArray(field);
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function readValue(value: unknown, type: FieldType): unknown {
  if (typeof type === "function") return type(value);
  if (typeof type === "object") return isObject(value) ? readFields(value, type) : undefined;
  const found: string = typeof value;
  return found === type ? value : undefined;
}
