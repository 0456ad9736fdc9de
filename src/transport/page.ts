/** Detects environments where the key would be public. */

/** The globals that distinguish a page from a server. */
interface Scope {
  readonly navigator?: { readonly product?: string };
  readonly process?: { readonly type?: string; readonly versions?: { readonly node?: string } };
}

/**
 * Returns whether this is a web page, a web worker or a React Native app, where anyone can read the key. A
 * server that has the globals of a page, as under jsdom or happy-dom, is not one.
 */
export function isPage(scope: object = globalThis): boolean {
  // First, because reading `process` takes Deno 8 ms the first time.
  if ("Deno" in scope || "Bun" in scope) return false;
  const { navigator } = scope as Scope;
  // A page has `document`, a web worker `importScripts`.
  const hasMarks = "document" in scope || "importScripts" in scope ||
    navigator?.product === "ReactNative";
  return hasMarks && !isNode(scope as Scope);
}

/** Returns whether Node is underneath; Electron's renderer also has its `process`. */
function isNode({ process }: Scope): boolean {
  return process?.versions?.node !== undefined && process.type !== "renderer";
}
