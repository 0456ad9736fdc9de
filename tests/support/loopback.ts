/** A server on a loopback port that does to each connection what a test says. */
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** One request, read to its end: the server has accepted it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: string;
  readonly body: string;
  /** Resolves when the connection that it came over is gone. */
  readonly gone: Promise<void>;
}

/** What the server does with a request it has accepted; it writes the answer byte by byte itself. */
export type Handler = (socket: Socket, request: Received) => void;

/** A running server. */
export interface Loopback {
  readonly origin: string;
  readonly requests: readonly Received[];
  /** How many bytes the server could hand to the network. */
  readonly written: () => number;
}

/** An answer as it goes over the wire. */
export function answer(status: number, body: string, headers: readonly string[] = []): string {
  const length = `content-length: ${new TextEncoder().encode(body).length}`;
  return [`HTTP/1.1 ${status} Whatever`, length, ...headers, "", body].join("\r\n");
}

/** Runs a server for as long as `use` takes. */
export async function withServer<T>(
  handle: Handler,
  use: (server: Loopback) => Promise<T>,
): Promise<T> {
  const requests: Received[] = [];
  const sockets = new Set<Socket>();
  let written = 0;
  const server = createServer((socket) => {
    let text = "";
    sockets.add(socket);
    socket.on("error", () => {}); // Both ends reset each other here.
    const gone = new Promise<void>((resolve) => socket.on("close", () => resolve()));
    socket.on("close", () => {
      written += socket.bytesWritten;
      sockets.delete(socket);
    });
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      text += chunk;
      for (let read; (read = readRequest(text)); text = text.slice(read.length)) {
        const request = { ...read.request, gone };
        requests.push(request);
        handle(socket, request);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({
      origin: `http://127.0.0.1:${port}`,
      requests,
      written: () => written + [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0),
    });
  } finally {
    const closed = new Promise((resolve) => server.close(resolve));
    server.on("connection", (socket) => socket.destroy()); // One that was on its way.
    for (const socket of sockets) socket.destroy();
    await closed;
  }
}

/** The first request of what came over a connection, once all of it is there. */
function readRequest(
  text: string,
): { request: Omit<Received, "gone">; length: number } | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [line = "", ...fields] = text.slice(0, end).split("\r\n");
  const headers = fields.join("\n");
  const size = Number(/^content-length: *(\d+)$/im.exec(headers)?.[1] ?? 0);
  const length = end + 4 + size;
  if (text.length < length) return undefined;
  const [method = "", path = ""] = line.split(" ");
  return { request: { method, path, headers, body: text.slice(end + 4, length) }, length };
}
