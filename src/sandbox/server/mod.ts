/**
 * The sandbox and its inbox page as a web-standard request handler for `Deno.serve`, `Bun.serve`, a
 * Worker or Node. `@ding-otp/client/sandbox/cli` serves the same from the command line.
 *
 * @example In a Worker
 * ```ts
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { createHandler } from "@ding-otp/client/sandbox/server";
 *
 * const handle = createHandler(new Sandbox({ clock: "system" }), { hosts: ["otp.example.com"] });
 * export default { fetch: (request: Request) => handle(request) };
 * ```
 *
 * @module
 */
export { createHandler, type HandlerOptions } from "./handler.ts";
