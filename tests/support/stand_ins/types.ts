/**
 * The part of `@std/testing/types` that the tests use, for machines that cannot reach JSR. Signatures are
 * those of `@std/testing/types`. `IsExact` is stricter: an intersection is not the object type that it
 * comes to.
 */

/** Whether two types are the same, by assignability of generic functions over each of them. */
export type IsExact<T, U> = (<X>() => X extends T ? 1 : 2) extends (<X>() => X extends U ? 1 : 2)
  ? true
  : false;

/** Whether a type is `any`. */
export type IsAny<T> = 0 extends 1 & T ? true : false;

/** Compiles only when the type parameter is exactly the literal that is claimed. */
export function assertType<T extends boolean>(_expectTrue: T): void {}
