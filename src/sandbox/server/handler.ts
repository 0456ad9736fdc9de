import { methodNotAllowed, notFound, Refusal } from "../http/refusal.ts";
import type { Sandbox } from "../sandbox.ts";
import { encodeRefusal } from "./answers.ts";
import { CONTROLS } from "./controls.ts";
import { assertOwnHost, assertSameOrigin } from "./guard.ts";

/** Options of {@linkcode createHandler}. */
export interface HandlerOptions {
  /**
   * Host names to allow in addition to `localhost` and IP addresses. Any other name is refused,
   * since an attacker's DNS could point it here (DNS rebinding).
   * @default {[]}
   */
  readonly hosts?: readonly string[];
}

/**
 * Creates a web-standard handler that serves a sandbox and its inbox page: the page at `/`, its
 * resources below `/sandbox/`, and the API everywhere else.
 *
 * | below `/sandbox/` | what it does |
 * |---|---|
 * | `GET events` | streams a snapshot, then every event, as server-sent events |
 * | `GET messages?to=%2B15555550100` | lists the messages to a recipient, or all messages |
 * | `POST clock` `{"advance": 60000}` | advances the clock, by milliseconds |
 * | `POST faults` `{"fault": {"type": "lost"}, "operation": "send"}` | arms a fault, with the options of {@linkcode Sandbox.arm}; `"times": null` means every call |
 * | `DELETE faults`, `DELETE faults/{id}` | disarms all faults, or one |
 * | `POST reset` `{}` | restores the initial state |
 *
 * These refuse requests from other sites and for host names that are not allowed.
 *
 * Like {@linkcode Sandbox.fetch}, the handler rejects if a fault leaves no response; a server then
 * closes the connection. With a system clock, call `sandbox.advance(0)` every second, so that the
 * page's clock ticks and webhooks are posted on time.
 *
 * @param sandbox The sandbox to serve.
 * @param options The host names to allow.
 *
 * @example Serve it on a port with Deno
 * ```ts
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { createHandler } from "@ding-otp/client/sandbox/server";
 *
 * const sandbox = new Sandbox({ clock: "system" });
 * const server = Deno.serve({ hostname: "127.0.0.1", port: 0 }, createHandler(sandbox));
 * await server.shutdown();
 * ```
 *
 * @example Read the messages over HTTP, from a test in any language
 * ```ts
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { createHandler } from "@ding-otp/client/sandbox/server";
 *
 * const handle = createHandler(new Sandbox());
 * const url = "http://localhost/sandbox/messages?to=%2B15555550100";
 * const messages = await (await handle(new Request(url))).json();
 * if (messages.length !== 0) throw new Error("nothing was sent yet");
 * ```
 */
export function createHandler(
  sandbox: Sandbox,
  { hosts = [] }: HandlerOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const { pathname } = url;
    if (pathname !== "/" && !pathname.startsWith("/sandbox/")) return await sandbox.fetch(request);
    const response = await answerControl(sandbox, { request, url, hosts }).catch((thrown) =>
      encodeRefusal(toRefusal(thrown))
    );
    if (request.method !== "HEAD") return response;
    await response.body?.cancel();
    return new Response(null, response);
  };
}

async function answerControl(
  sandbox: Sandbox,
  { request, url, hosts }: {
    readonly request: Request;
    readonly url: URL;
    readonly hosts: readonly string[];
  },
): Promise<Response> {
  assertOwnHost(url, hosts);
  const found = CONTROLS.filter(({ path }) => path.test(url.pathname));
  if (found.length === 0) throw notFound();
  const method = request.method === "HEAD" ? "GET" : request.method;
  const control = found.find((control) => control.method === method);
  if (control === undefined) throw methodNotAllowed(found.map(({ method }) => method));
  if (control.method !== "GET") assertSameOrigin(request, url);
  return await control.handle(sandbox, request, control.path.exec(url.pathname)![1] ?? "");
}

/** The sandbox reports invalid values with a `RangeError`, which here means a bad request. */
function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof RangeError) return new Refusal("bad_request", thrown.message);
  throw thrown;
}
