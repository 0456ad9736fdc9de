/**
 * Own properties of objects. Inherited ones are ignored: a property added to `Object.prototype` is neither an
 * option, nor an input, nor part of a response.
 */

/** An object other than an array. */
export type Named = Record<string, unknown>;

/** Returns whether a value is an object other than an array. */
export function isObject(value: unknown): value is Named {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns an own property of an object. */
export function ownValue(object: object, name: PropertyKey): unknown {
  return Object.hasOwn(object, name) ? (object as Record<PropertyKey, unknown>)[name] : undefined;
}

/** Returns a copy of an object without a prototype. */
export function withoutPrototype<T extends object>(object: T): T {
  return Object.assign(Object.create(null), object);
}
