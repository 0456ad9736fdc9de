/** A server for runtimes that cannot listen themselves: a sandbox, a redirect, and a flood. */
import { pathToFileURL } from "node:url";
import { root } from "../project.ts";
import { startFlood } from "./flood.ts";

/** A server on a loopback port. */
export interface Peer extends AsyncDisposable {
  readonly origin: string;
  /** The credentials of the sandbox. */
  readonly credentials: Record<string, string>;
  /** The origin of a server whose responses never end; `GET ${origin}/flooded` counts its bytes. */
  readonly flood: string;
}

/** Starts the server; requests for neither the sandbox nor the redirect go to `page`. */
export async function startPeer(
  page: (request: Request) => Response | Promise<Response> = () =>
    new Response(null, { status: 404 }),
): Promise<Peer> {
  const { Sandbox } = await import(pathToFileURL(`${root}npm/esm/src/sandbox/mod.js`).href);
  const sandbox = new Sandbox();
  const flood = startFlood();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/flooded") return new Response(String(flood.written()));
    if (pathname.startsWith("/v1/")) return sandbox.fetch(request);
    if (pathname.startsWith("/elsewhere/")) {
      return new Response(null, { status: 307, headers: { location: "http://127.0.0.1:9/" } });
    }
    return page(request);
  });
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    credentials: { ...sandbox.credentials },
    flood: flood.origin,
    async [Symbol.asyncDispose]() {
      flood[Symbol.dispose]();
      await server.shutdown();
    },
  };
}
