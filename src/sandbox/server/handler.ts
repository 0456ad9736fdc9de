import { methodNotAllowed, notFound, Refusal } from "../http/refusal.ts";
import { own } from "../own.ts";
import type { Sandbox } from "../sandbox.ts";
import { encodeRefusal } from "./answers.ts";
import { CONTROLS } from "./controls.ts";
import { outOfRange, requireNames, UnknownName } from "../validate.ts";
import { assertOwnHost, assertPassword, assertSameOrigin, parseHost } from "./guard.ts";
import type { Mounted } from "./mounted.ts";

/** Options of {@linkcode createHandler}. */
export interface HandlerOptions {
  /**
   * Host names to allow in addition to `localhost` and IP addresses, without ports. Any other name is
   * refused, since an attacker's DNS could point it here (DNS rebinding).
   * @default {[]}
   */
  readonly hosts?: readonly string[];
  /**
   * A password for the page and everything else below `/sandbox/`, which show codes to anyone. Browsers
   * ask for it (HTTP Basic, with any user name); programs can also send it as a bearer token. The API
   * itself needs the sandbox's credentials as always, so choose your own when strangers can reach it.
   */
  readonly password?: string;
  /**
   * The path of an app to mount the sandbox at, e.g. `"/otp"`. The page is then at `/otp/`, its
   * resources are below `/otp/sandbox/`, and the APIs below `/otp/v1/` and `/otp/v2/`.
   * @default {""}
   */
  readonly path?: string;
}

/**
 * Creates a web-standard handler that serves a sandbox and its inbox page: the page at `/`, its
 * resources below `/sandbox/`, and the API everywhere else.
 *
 * | below `/sandbox/` | what it does |
 * |---|---|
 * | `GET events` | streams a snapshot, then every event, as server-sent events; at most 32 streams at a time |
 * | `GET messages?to=+15555550100&wait=5000` | lists the messages to a recipient, or all messages; with `wait`, waits up to so many milliseconds (60,000 at most) until there is one; with `after`, only those after the message with this id |
 * | `GET webhook-key` | returns the public key of the webhooks of v2, as PEM |
 * | `POST clock` `{"advance": 60000}` | advances the clock, by milliseconds |
 * | `POST faults` `{"fault": {"type": "lost"}, "operation": "send"}` | arms a fault, with the options of {@linkcode Sandbox.arm}, e.g. `"to": "+15555550100"`; `"times": null` means every call |
 * | `DELETE faults`, `DELETE faults/{id}` | disarms all faults, or one |
 * | `POST webhooks/{id}` `{}` | posts a webhook again |
 * | `POST reset` `{}` | restores the initial state |
 *
 * These refuse requests from other sites. Every path, including those of the API, refuses requests
 * for a host name that is not allowed. To call the API in process under any name, pass
 * {@linkcode Sandbox.fetch} to the client instead.
 *
 * Like {@linkcode Sandbox.fetch}, the handler rejects if a fault leaves no response. A server should
 * then close the connection; `Deno.serve` and `Bun.serve` respond with 500 instead. With a system clock, call `sandbox.advance(0)` every second, so that the
 * page's clock ticks and webhooks are posted on time.
 *
 * @param sandbox The sandbox to serve.
 * @param options The host names to allow, a password and a path.
 * @throws {RangeError} If `hosts` contains anything other than host names, `password` is empty, or
 * `path` is not a path like `/otp`.
 * @throws {TypeError} If an option does not exist.
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
 * @example Mount it in an app, behind a password
 * ```ts
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { createHandler } from "@ding-otp/client/sandbox/server";
 *
 * const sandbox = new Sandbox({ clock: "system" });
 * const sandboxHandler = createHandler(sandbox, { path: "/otp", password: "open sesame" });
 *
 * export function handle(request: Request): Response | Promise<Response> {
 *   const { pathname } = new URL(request.url);
 *   if (pathname === "/otp" || pathname.startsWith("/otp/")) return sandboxHandler(request);
 *   return new Response("the app");
 * }
 * ```
 *
 * @example Read the messages over HTTP, from a test in any language
 * ```ts
 * import { Sandbox } from "@ding-otp/client/sandbox";
 * import { createHandler } from "@ding-otp/client/sandbox/server";
 *
 * const handle = createHandler(new Sandbox());
 * const url = "http://localhost/sandbox/messages?to=+15555550100";
 * const messages = await (await handle(new Request(url))).json();
 * if (messages.length !== 0) throw new Error("nothing was sent yet");
 * ```
 */
export function createHandler(
  sandbox: Sandbox,
  options: HandlerOptions = {},
): (request: Request) => Promise<Response> {
  requireNames("create the handler", own(options), { names: ["hosts", "password", "path"] });
  const hosts = readHosts(options);
  const password = readPassword(options);
  const mount = readPath(options);
  return async (original) => {
    const found = unmount(original, mount);
    if (found instanceof Response) return found;
    const request = found;
    const url = new URL(request.url);
    const isControl = url.pathname === "/" || url.pathname.startsWith("/sandbox/");
    try {
      assertOwnHost(url, hosts);
      if (isControl) {
        assertPassword(request, password);
        const response = await answerControl({ sandbox, mount }, request, url);
        return await withoutBody(request, response);
      }
    } catch (thrown) {
      return await withoutBody(request, encodeRefusal(toRefusal(thrown)));
    }
    return await sandbox.fetch(request);
  };
}

function readHosts(options: HandlerOptions): readonly string[] {
  const { hosts = [] } = own(options);
  const parsed = Array.isArray(hosts) ? hosts.map(parseHost) : [undefined];
  if (parsed.every((host) => host !== undefined)) return parsed;
  throw outOfRange("create the handler", "hosts", "a list of host names without ports");
}

function readPassword(options: HandlerOptions): string | undefined {
  const { password } = own(options);
  if (password === undefined || (typeof password === "string" && password !== "")) return password;
  throw outOfRange("create the handler", "password", "a non-empty string");
}

function readPath(options: HandlerOptions): string {
  const { path = "" } = own(options);
  if (path === "" || /^(\/[\w.~-]+)+$/.test(path)) return path;
  throw outOfRange("create the handler", "path", "a path like /otp");
}

/** The request as if the sandbox were at the root; a response if it is not for the sandbox. */
function unmount(request: Request, mount: string): Request | Response {
  if (mount === "") return request;
  const url = new URL(request.url);
  const { pathname } = url;
  if (pathname === mount) {
    return new Response(null, own({ status: 308, headers: own({ location: `${mount}/` }) }));
  }
  if (!pathname.startsWith(`${mount}/`)) return encodeRefusal(notFound());
  url.pathname = pathname.slice(mount.length);
  return new Request(url, request);
}

/** The response, or only its head if that is all the request asks for. */
async function withoutBody({ method }: Request, response: Response): Promise<Response> {
  if (method !== "HEAD") return response;
  await response.body?.cancel();
  return new Response(null, response);
}

async function answerControl(
  mounted: Mounted,
  request: Request,
  url: URL,
): Promise<Response> {
  const found = CONTROLS.filter(({ path }) => path.test(url.pathname));
  if (found.length === 0) throw notFound();
  const method = request.method === "HEAD" ? "GET" : request.method;
  const control = found.find((control) => control.method === method);
  if (control === undefined) throw methodNotAllowed(found.map(({ method }) => method));
  if (control.method !== "GET") assertSameOrigin(request, url);
  if (control.query !== undefined) requireQuery(url.searchParams, control.query);
  return await control.handle(mounted, request, control.path.exec(url.pathname)![1] ?? "");
}

/** A parameter that is ignored may be the one that limits what a request does or shows. */
function requireQuery(parameters: URLSearchParams, names: readonly string[]): void {
  const action = "read the query";
  requireNames(action, own(Object.fromEntries(parameters)), { names });
  const repeated = names.find((name) => parameters.getAll(name).length > 1);
  if (repeated !== undefined) throw outOfRange(action, repeated, "there only once");
}

/** The sandbox reports invalid arguments with these errors, which here mean a bad request. */
function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof RangeError || thrown instanceof UnknownName) {
    return new Refusal("bad_request", thrown.message);
  }
  throw thrown;
}
