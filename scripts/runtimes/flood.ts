/** A misbehaving server: it announces one length, or none, and keeps sending. */

/** A server that sends up to 256 MiB for each request. */
export interface Flood extends Disposable {
  readonly origin: string;
  /** Bytes sent in the bodies of all responses. */
  written(): number;
}

/** What the headers say of the length, by the first segment of the path. */
const LENGTH_HEADERS: Readonly<Record<string, string>> = {
  unknown: "connection: close",
  // workerd exposes only the length, and keeps reading.
  contradictory: "content-length: 2\r\ntransfer-encoding:",
};

const LIMIT = 256 * 2 ** 20;
// For the page, this is another origin.
const CORS_HEADERS = "access-control-allow-origin: *\r\naccess-control-allow-headers: *\r\n";

/** Starts the server, on a loopback port. */
export function startFlood(): Flood {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const spaces = new Uint8Array(65_536).fill(0x20);
  let written = 0;
  void accept();
  return {
    origin: `http://127.0.0.1:${listener.addr.port}`,
    written: () => written,
    [Symbol.dispose]: () => listener.close(),
  };

  async function accept(): Promise<void> {
    for await (const connection of listener) void answer(connection);
  }

  async function answer(connection: Deno.Conn): Promise<void> {
    try {
      const bytes = new Uint8Array(16_384);
      const length = await connection.read(bytes) ?? 0;
      const [, method, kind] = /^(\w+) \/(\w+)/.exec(
        new TextDecoder().decode(bytes.subarray(0, length)),
      )!;
      const isPreflight = method === "OPTIONS";
      const head = isPreflight ? "204 No Content" : `200 OK\r\n${LENGTH_HEADERS[kind!]}`;
      await connection.write(new TextEncoder().encode(`HTTP/1.1 ${head}\r\n${CORS_HEADERS}\r\n`));
      for (let sent = 0; !isPreflight && sent < LIMIT;) {
        const size = await connection.write(spaces);
        sent += size;
        written += size;
      }
    } catch {
      // The client has read enough and hung up.
    } finally {
      connection.close();
    }
  }
}
