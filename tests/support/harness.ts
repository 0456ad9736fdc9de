/**
 * One way to register a test on every runtime: `Deno.test` where there is Deno, so that its
 * sanitizers watch, and `node:test` (or what stands in for it) elsewhere.
 */

/** What a test needs beyond the language and the web's own APIs. */
export type Need = "sockets" | "cookies";

interface DenoLike {
  test(definition: { name: string; ignore: boolean; fn: () => void | Promise<void> }): void;
}

const deno = (globalThis as { Deno?: DenoLike }).Deno;
const runner = deno === undefined ? (await import("node:test")).test : undefined;

const inWorker = globalThis.navigator?.userAgent === "Cloudflare-Workers";
const inPage = "document" in globalThis;
/** A page can neither listen nor see the headers of a cookie. */
const absent: Readonly<Record<Need, boolean>> = { sockets: inWorker || inPage, cookies: inPage };

/** Registers a test; `needs` says what has to be there, and a test that cannot have it is skipped. */
export function test(
  name: string,
  fn: () => void | Promise<void>,
  options: { readonly needs?: readonly Need[] } = {},
): void {
  const missing = (options.needs ?? []).find((need) => absent[need]);
  if (deno !== undefined) deno.test({ name, ignore: missing !== undefined, fn });
  else runner!(name, { skip: missing !== undefined && `needs ${missing}` }, fn);
}
