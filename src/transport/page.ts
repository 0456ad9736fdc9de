/** Whether a key would be public. */

/** What tells a page from a server. */
interface Scope {
  readonly navigator?: { readonly product?: string };
  readonly process?: { readonly type?: string; readonly versions?: { readonly node?: string } };
}

/**
 * Whether this is a web page, a web worker, or a React Native app, where everybody can read the key. A server
 * that looks like a page, as under jsdom or happy-dom, is none.
 */
export function isPage(scope: object = globalThis): boolean {
  const { navigator, process } = scope as Scope;
  // Electron's renderer has a `process` of Node, too.
  const isNode = process?.versions?.node !== undefined && process.type !== "renderer";
  if (isNode || "Deno" in scope || "Bun" in scope) return false;
  // A page has a document, a web worker can import scripts.
  return "document" in scope || "importScripts" in scope || navigator?.product === "ReactNative";
}
