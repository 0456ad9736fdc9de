/**
 * One way to register a test on every runtime: `Deno.test` where there is Deno, so that its
 * sanitizers watch, and `node:test` (or what stands in for it) elsewhere.
 */

/** What a test needs beyond the language and the web's own APIs. */
export type Need = "sockets";

interface DenoLike {
  test(definition: { name: string; ignore: boolean; fn: () => void | Promise<void> }): void;
}

const deno = (globalThis as { Deno?: DenoLike }).Deno;
const runner = deno === undefined ? (await import("node:test")).test : undefined;

const inWorker = globalThis.navigator?.userAgent === "Cloudflare-Workers";
const withoutSockets = inWorker || "document" in globalThis;

/** Registers a test; `needs` says what has to be there, and a test that cannot have it is skipped. */
export function test(
  name: string,
  fn: () => void | Promise<void>,
  options: { readonly needs?: readonly Need[] } = {},
): void {
  const ignore = withoutSockets && (options.needs ?? []).includes("sockets");
  if (deno !== undefined) deno.test({ name, ignore, fn });
  else runner!(name, { skip: ignore && "needs a listening socket" }, fn);
}
