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
  const { navigator, process } = scope as Scope;
  // Electron's renderer also has Node's `process`.
  const isNode = process?.versions?.node !== undefined && process.type !== "renderer";
  if (isNode || "Deno" in scope || "Bun" in scope) return false;
  // A page has `document`, a web worker `importScripts`.
  return "document" in scope || "importScripts" in scope || navigator?.product === "ReactNative";
}
