/** Serves the sign-in on Node, which has no built-in server for `fetch` handlers. */
import { createServer } from "node:http";
import process from "node:process";
import { Readable } from "node:stream";
import server from "./mod.ts";

const { PORT = "8000" } = process.env;

createServer(async (incoming, outgoing) => {
  const { method = "GET", headers, socket } = incoming;
  try {
    // Concatenated, because a path such as //example.com would resolve to another host.
    const request = new Request(`http://${headers.host}${incoming.url}`, {
      method,
      headers: headers as Record<string, string>,
      ...method === "GET" || method === "HEAD"
        ? {}
        // Node declares its own type for the stream, although it is a web stream.
        : { body: Readable.toWeb(incoming) as unknown as BodyInit, duplex: "half" },
    });
    const response = await server.fetch(request, {
      remoteAddr: { hostname: socket.remoteAddress },
    });
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(new Uint8Array(await response.arrayBuffer()));
  } catch {
    outgoing.writeHead(400).end();
  }
}).listen(Number(PORT), "127.0.0.1", () => console.log(`http://localhost:${PORT}`));
