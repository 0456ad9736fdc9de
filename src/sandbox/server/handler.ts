import { Refusal } from "../http/call.ts";
import type { Sandbox } from "../sandbox.ts";
import { encodeRefusal, notFound } from "./answers.ts";
import { type Control, createControls } from "./controls.ts";
import { assertOwnHost, assertSameOrigin } from "./guard.ts";

/** Options of {@linkcode createHandler}. */
export interface HandlerOptions {
  /**
   * Host names under which the page may be opened, beside `localhost` and addresses. Any other name
   * is refused, since a stranger's page could have been given it by the stranger's DNS.
   * @default {[]}
   */
  readonly hosts?: readonly string[];
}

/**
 * A web-standard handler that serves a sandbox with its inbox page: the page at `/`, what belongs to
 * it below `/sandbox/`, and everything else by the sandbox itself.
 *
 * | below `/sandbox/` | what it does |
 * |---|---|
 * | `GET events` | everything there is, then every change, as server-sent events |
 * | `GET messages?to=%2B15555550100` | the messages to a number, or all of them |
 * | `POST clock` `{"advance": 60000}` | moves the clock on, by milliseconds |
 * | `POST faults` `{"fault": {"type": "lost"}, "operation": "send"}` | arms a fault, with the options of {@linkcode Sandbox.arm}; `"times": null` for every call |
 * | `DELETE faults`, `DELETE faults/{id}` | disarms all faults, or one |
 * | `POST reset` `{}` | makes everything as it was at the beginning |
 *
 * These take no request from a page of another site, and no host name that is not the sandbox's own.
 *
 * Like {@linkcode Sandbox.fetch}, the handler rejects where a fault leaves no answer: a server closes
 * the connection then. On a system clock, have {@linkcode Sandbox.advance} called with 0 every
 * second, so that the page's clock ticks.
 *
 * @param sandbox The sandbox to serve.
 * @param options Where the page may be opened.
 *
 * @example On a port, with Deno
 * ```ts
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { createHandler } from "@ding-otp/client/sandbox/server";
 *
 * const sandbox = new Sandbox({ clock: "system" });
 * const server = Deno.serve({ hostname: "127.0.0.1", port: 0 }, createHandler(sandbox));
 * await server.shutdown();
 * ```
 *
 * @example A test in any language reads the code over HTTP
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
  const controls = createControls(sandbox);
  return async (request) => {
    const url = new URL(request.url);
    const { pathname } = url;
    if (pathname !== "/" && !pathname.startsWith("/sandbox/")) return await sandbox.fetch(request);
    const response = await answerControl(controls, { request, url, hosts }).catch((thrown) =>
      encodeRefusal(toRefusal(thrown))
    );
    if (request.method !== "HEAD") return response;
    await response.body?.cancel();
    return new Response(null, response);
  };
}

async function answerControl(
  controls: readonly Control[],
  { request, url, hosts }: {
    readonly request: Request;
    readonly url: URL;
    readonly hosts: readonly string[];
  },
): Promise<Response> {
  assertOwnHost(url, hosts);
  const found = controls.filter(({ path }) => path.test(url.pathname));
  if (found.length === 0) throw notFound();
  const method = request.method === "HEAD" ? "GET" : request.method;
  const control = found.find((control) => control.method === method);
  if (control === undefined) {
    const allow = found.map(({ method }) => method === "GET" ? "GET, HEAD" : method).join(", ");
    throw new Refusal("method_not_allowed", "this path takes another method", {
      status: 405,
      headers: { allow },
    });
  }
  if (control.method !== "GET") assertSameOrigin(request, url);
  return await control.handle(request, control.path.exec(url.pathname)![1] ?? "");
}

/** The sandbox judges values by throwing a RangeError, which here is the caller's mistake. */
function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof RangeError) return new Refusal("bad_request", thrown.message);
  throw thrown;
}
