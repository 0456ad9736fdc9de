/**
 * The sign-in as a server. `deno serve`, `bun`, `workerd` and `wrangler` run this module directly;
 * `node.ts` serves it on Node.
 *
 * Without `PRELUDE_API_TOKEN`, it talks to a sandbox in this process and prints the messages.
 *
 * @module
 */
import { createHandler, environment, type Handler, type Platform } from "./handler.ts";
import { readSettings } from "./settings.ts";

// Wrong settings stop the server here. A Worker's bindings come with its first request.
readSettings((name) => environment[name]);

let handle: Handler | undefined;

const server = {
  /** Where Bun listens. By default, it would be reachable from other machines. */
  hostname: "127.0.0.1",
  fetch(request: Request, platform: Platform = {}): Promise<Response> {
    // Created on the first request: before it, a Worker has no settings and no random numbers.
    handle ??= createHandler(platform);
    return handle(request, platform);
  },
};

export default server;
