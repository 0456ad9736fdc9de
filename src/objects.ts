/**
 * What is an object's own. What somebody put on `Object.prototype` is neither an option, nor an input, nor an
 * answer.
 */

/** An object of named values. */
export type Named = Record<string, unknown>;

/** Whether a value is an object with named values; an array is not. */
export function isObject(value: unknown): value is Named {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a property of an object, unless it is inherited. */
export function ownValue(object: object, name: PropertyKey): unknown {
  return Object.hasOwn(object, name) ? (object as Record<PropertyKey, unknown>)[name] : undefined;
}

/** Returns a copy of an object that inherits nothing. */
export function withoutPrototype<T extends object>(object: T): T {
  return Object.assign(Object.create(null), object);
}
