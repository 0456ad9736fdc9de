/** A server without HTTP's manners: it announces one length, or none, and sends on. */

/** Who answers without end, up to 256 MiB for each request. */
export interface Flood extends Disposable {
  readonly origin: string;
  /** How many bytes of bodies went out, to all requests together. */
  written(): number;
}

/** What is said of the length, by the first segment of the path. */
const LENGTHS: Readonly<Record<string, string>> = {
  unknown: "connection: close",
  // workerd shows the length alone, and reads on without end.
  contradictory: "content-length: 2\r\ntransfer-encoding:",
};

const MOST = 256 * 2 ** 20;
// A page asks another port for leave first (CORS).
const LEAVE = "access-control-allow-origin: *\r\naccess-control-allow-headers: *\r\n";

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
      const [, method, about] = /^(\w+) \/(\w+)/.exec(
        new TextDecoder().decode(bytes.subarray(0, length)),
      )!;
      const isAsked = method === "OPTIONS";
      const head = isAsked ? "204 No Content" : `200 OK\r\n${LENGTHS[about!]}`;
      await connection.write(new TextEncoder().encode(`HTTP/1.1 ${head}\r\n${LEAVE}\r\n`));
      for (let sent = 0; !isAsked && sent < MOST;) {
        const size = await connection.write(spaces);
        sent += size;
        written += size;
      }
    } catch {
      // Who has read enough is gone.
    } finally {
      connection.close();
    }
  }
}
