/** Stacks that begin in the code of the caller, which is where the person on call has to look first. */

/** The errors of this package whose stack has not been moved to the caller yet. */
const unmoved = new WeakSet<object>();

/** Lets {@linkcode fromCaller} move the stack of an error, which this package has made. */
export function movable<E extends Error>(error: E): E {
  unmoved.add(error);
  return error;
}

/** Not part of the language. Firefox has it since version 138. */
interface Capture {
  readonly captureStackTrace?: (error: Error, callee?: unknown) => void;
}

/**
 * Makes the stack of an error begin at the caller of the first of `callees` that is on the stack, if this package
 * has made it. Returns the error, also if the program has replaced what makes stacks.
 */
export function fromCaller(error: unknown, callees: readonly unknown[]): unknown {
  // Once: a program may pass it on to another call, as the reason of a signal or from a key function.
  if (!unmoved.delete(Object(error))) return error;
  try {
    moveStack(error as Error, callees);
  } catch {
    // The stack stays as it is.
  }
  return error;
}

function moveStack(error: Error, callees: readonly unknown[]): void {
  const { captureStackTrace } = Error as Capture;
  // Bun prints an uncaught error with the frames that it had when its stack was first read.
  const before = "Bun" in globalThis ? undefined : error.stack;
  for (const callee of callees) {
    captureStackTrace?.(error, callee);
    const { stack } = error as { readonly stack: unknown };
    if (typeof stack !== "string" || stack.includes("\n")) return;
  }
  // The caller is not known, for instance because nobody awaits the call.
  if (before === undefined) captureStackTrace?.(error);
  else error.stack = before;
}
