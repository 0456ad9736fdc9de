/**
 * A copy of an object's own fields, without a prototype. Reading an option or a field of a request
 * from the copy never finds what a polluted `Object.prototype` would add.
 */
export function own<T extends object>(object: T): T {
  return Object.assign(Object.create(null), object);
}
