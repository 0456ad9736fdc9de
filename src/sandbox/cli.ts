#!/usr/bin/env -S deno run --allow-net
/**
 * The sandbox as a command: a local server, with the inbox page at `/`.
 *
 * | runtime | command |
 * |---|---|
 * | Deno | `deno run --allow-net jsr:@ding-otp/client/sandbox/cli` |
 * | Node | `npx @ding-otp/client sandbox` |
 * | Bun | `bunx --bun @ding-otp/client sandbox` |
 *
 * `--help` lists the options, and so does `npx @ding-otp/client` alone. The exit code is 2 for invalid
 * arguments, and 1 if the server cannot listen on the address.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, isIP } from "node:net";
import process from "node:process";
import { parseArgs } from "node:util";
import { LARGEST_BODY } from "./http/call.ts";
import type { Message } from "./message.ts";
import { Sandbox } from "./sandbox.ts";
import { environment } from "./server/environment.ts";
import { parseHost } from "./server/guard.ts";
import { createHandler } from "./server/handler.ts";

const VERSION = "0.1.0";

const HELP = `Runs a sandbox of Prelude Verify v2 and the Ding OTP API v1, with an inbox page at /

Usage: npx @ding-otp/client sandbox [options]
       deno run --allow-net jsr:@ding-otp/client/sandbox/cli [options]

  --host <name>       Address to listen on (default: 127.0.0.1, this machine only)
  --port <number>     Port to listen on, 0 for any free port (default: 6870)
  --allow-host <name> Host name to respond to in addition to localhost and IP
                      addresses, e.g. a service of docker compose (repeatable)
  --code <digits>     Always send this code, 4 to 8 digits (default: random)
  --window <seconds>  How long a code is valid (default: 600)
  --password <text>   Ask for this password on the inbox page
  --clock <kind>      system (default) runs like a clock on the wall; virtual
                      stands still, except for what a test advances
  --start <date>      When the clock starts, e.g. 2026-01-01T00:00:00Z (default:
                      now; with --seed or --clock virtual, that date)
  --seed <integer>    Generate the same codes and ids on every run
  --quiet             Print only errors, and no codes
  --help              Print this help
  --version           Print the version`;

interface Arguments {
  readonly host: string;
  readonly port: number;
  /** Host names to respond to, in addition to `localhost` and IP addresses. */
  readonly hosts: readonly string[];
  readonly quiet: boolean;
  readonly password: string | undefined;
  /** What the clock does, for people. */
  readonly clock: string;
  readonly sandbox: Sandbox;
}

type Handle = (request: Request) => Promise<Response>;

/** How often the page's clock ticks and due webhooks are posted, in milliseconds. */
const TICK = 1_000;

/** Where to find the server on this machine when it listens on all addresses. */
const ANY_ADDRESS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

/** When the clock starts on runs that are to be the same every time. */
const FIXED_START = "2026-01-01T00:00:00Z";

const NOT_HTTP = JSON.stringify({ code: "bad_request", message: "this is not an HTTP request" });

main();

function main(): void {
  const read = readArguments(process.argv.slice(2));
  if (read instanceof Error) {
    const [line] = read.message.replace("Cannot create the sandbox: ", "").split(/\.\s/);
    fail(2, `Cannot start the sandbox: ${line} (--help lists the options)`);
  } else if (typeof read === "string") {
    console.log(read);
  } else {
    listen(read);
  }
}

function fail(code: number, line: string): void {
  console.error(line);
  process.exitCode = code;
}

/** Reads the arguments; returns a text to print instead, or an error if they are invalid. */
function readArguments(args: string[]): Arguments | string | Error {
  try {
    return parse(args);
  } catch (error) {
    return error as Error;
  }
}

function parse(args: string[]): Arguments | string {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values, positionals } = parseArgs({
    args,
    // npx runs the package's only command by the name of the package, so `sandbox` is an argument.
    allowPositionals: true,
    options: {
      host: { ...text, default: "127.0.0.1" },
      port: { ...text, default: "6870" },
      "allow-host": { ...text, multiple: true, default: [] },
      code: text,
      window: { ...text, default: "600" },
      seed: text,
      clock: { ...text, default: "system" },
      start: text,
      password: text,
      quiet: flag,
      help: flag,
      version: flag,
    },
  });
  const unexpected = positionals.find((name, index) => index > 0 || name !== "sandbox");
  if (unexpected !== undefined) throw new Error(`Unexpected argument '${unexpected}'`);
  if (values.help) return HELP;
  if (values.version) return VERSION;
  if (values.host === "") throw new Error("--host must not be empty");
  if (!values["allow-host"].every((name) => parseHost(name) !== undefined)) {
    throw new Error("--allow-host must be a host name without a port");
  }
  const { code, password } = values;
  if (password === "") throw new Error("--password must not be empty");
  const clock = readClock(values);
  const sandbox = new Sandbox({
    ...clock,
    window: number("window", values.window, { least: 1, most: 10 ** 9 }) * 1_000,
    ...code !== undefined && { code },
    ...values.seed !== undefined &&
      { seed: number("seed", values.seed, { least: -(2 ** 31), most: 2 ** 32 - 1 }) },
    ...!values.quiet && { onMessage: (message) => console.log(describeMessage(message)) },
  });
  const port = number("port", values.port, { least: 0, most: 65_535 });
  // Requests to an address are allowed anyway, and one such as `::1` is no host name of a URL.
  const named = isIP(values.host) === 0 && parseHost(values.host) !== undefined;
  const hosts = [...named ? [values.host] : [], ...values["allow-host"]];
  return {
    host: values.host,
    port,
    hosts,
    quiet: values.quiet,
    password,
    clock: describeClock(clock),
    sandbox,
  };
}

interface ClockOptions {
  readonly clock: "system" | "virtual";
  readonly start?: Date;
}

/** Whoever asks for the same codes on every run gets the same dates, too. */
function readClock(
  { clock, start, seed }: {
    readonly clock: string;
    readonly start?: string;
    readonly seed?: string;
  },
): ClockOptions {
  if (clock !== "system" && clock !== "virtual") {
    throw new Error("--clock must be system or virtual");
  }
  const isFixed = seed !== undefined || clock === "virtual";
  const text = start ?? (isFixed ? FIXED_START : undefined);
  if (text === undefined) return { clock };
  const date = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(date.getTime())) {
    throw new Error("--start must be a date like 2026-01-01T00:00:00Z");
  }
  return { clock, start: date };
}

function describeClock({ clock, start }: ClockOptions): string {
  if (clock === "virtual") return `stands still at ${start?.toISOString()} until it is advanced`;
  return start === undefined ? "this machine's time" : `runs from ${start.toISOString()}`;
}

/** `12:30:05  sms  +15555550100  123456`, with a note if nobody could read it. */
function describeMessage({ sentAt, channel, to, code, delivery }: Message): string {
  const note = channel === "silent"
    ? "(silent: nobody gets a message)"
    : delivery === "delivered"
    ? undefined
    : "(not delivered)";
  // An email address may contain control characters, which a terminal would obey.
  const recipient = to.replace(/[\p{Cc}\p{Cf}]/gu, "\ufffd");
  const time = sentAt.toTimeString().slice(0, 8);
  return [time, channel, recipient, code, note].filter((part) => part !== undefined).join("  ");
}

function number(
  name: string,
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`--${name} must be an integer from ${least} to ${most}`);
}

function listen(args: Arguments): void {
  const { host, port, hosts, quiet, password, sandbox } = args;
  const handle = createHandler(sandbox, { hosts, ...password !== undefined && { password } });
  const server = createServer((incoming, outgoing) => void respond(handle, { incoming, outgoing }));
  server.on("clientError", (_, socket) => {
    const head = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json";
    socket.end(`${head}\r\ncontent-length: ${NOT_HTTP.length}\r\n\r\n${NOT_HTTP}`);
  });
  server.on("error", (error) => fail(1, `Cannot listen on ${host}:${port}: ${cause(error)}`));
  // A reader of the output that goes away, such as `head`, must not end the server.
  process.stdout.on("error", () => {});
  server.listen(port, host, async () => {
    const ticking = setInterval(() => sandbox.advance(0), TICK);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        clearInterval(ticking);
        server.close();
        server.closeAllConnections();
      });
    }
    if (!quiet) console.log(await welcome(server, args));
  });
}

/** The operating system's error codes in words. */
const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: "the port is in use; --port 0 picks a free one",
  EACCES: "permission denied",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "unknown host",
};

function cause({ code = "", message }: NodeJS.ErrnoException): string {
  return LISTEN_ERRORS[code] ?? message;
}

async function welcome(
  server: Server,
  { sandbox, clock, password }: Arguments,
): Promise<string> {
  const { address, family, port } = server.address() as AddressInfo;
  const host = ANY_ADDRESS[address] ?? (family === "IPv6" ? `[${address}]` : address);
  const origin = `http://${host}:${port}`;
  const variables = Object.entries(await environment(origin, sandbox));
  return [
    `OTP sandbox listening; open the inbox page at ${origin}/`,
    ...address in ANY_ADDRESS && password === undefined
      ? ["Anyone who can reach this machine can read the codes; --password prevents that."]
      : [],
    `Clock: ${clock}`,
    "",
    ...variables.map(([name, value]) => `export ${name}=${quote(value)}`),
    "",
    "Press Ctrl+C to stop. Codes appear here as they are sent; --quiet prints none.",
  ].join("\n");
}

/** As a shell takes it; the PEM of a key contains spaces. */
function quote(value: string): string {
  return value.includes(" ") ? `'${value}'` : value;
}

/** Responds over the socket; closes the connection if there is no response or it breaks off. */
async function respond(
  handle: Handle,
  { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse },
): Promise<void> {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  try {
    const request = await toRequest(incoming, gone.signal);
    const response = request === undefined ? badRequest() : await handle(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    await response.body?.pipeTo(
      new WritableStream({ write: (chunk) => write(outgoing, chunk) }),
      { signal: gone.signal },
    );
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

/** Resolves once the chunk is sent, so that it arrives before a fault closes the connection. */
function write(outgoing: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    outgoing.write(chunk, (error) => error ? reject(error) : resolve());
  });
}

/** Converts to a web-standard request; `undefined` for a method or URL that it does not allow. */
async function toRequest(
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<Request | undefined> {
  const { method = "GET", url = "/" } = incoming;
  const { host = "localhost" } = incoming.headers;
  const body = await readBody(incoming);
  try {
    return new Request(url.startsWith("/") ? `http://${host}${url}` : url, {
      method,
      headers: incoming.rawHeaders.flatMap((name, index, raw) =>
        index % 2 === 0 ? [[name, raw[index + 1]!]] : []
      ) as [string, string][],
      body: ["GET", "HEAD"].includes(method) ? null : body,
      signal,
    });
  } catch {
    return undefined;
  }
}

/**
 * Reads as much of the body as the sandbox does. The rest is read and dropped, not left on the socket,
 * so that the client gets the response.
 */
function readBody(incoming: IncomingMessage): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const chunks: BlobPart[] = [];
    let length = 0;
    incoming.on("data", (chunk: Uint8Array<ArrayBuffer>) => {
      if (length > LARGEST_BODY) return;
      chunks.push(chunk);
      length += chunk.length;
      if (length > LARGEST_BODY) resolve(new Blob(chunks));
    });
    incoming.on("end", () => resolve(new Blob(chunks)));
    incoming.on("close", () => reject(new Error("Cannot read the request: the connection closed")));
  });
}

function badRequest(): Response {
  return new Response(NOT_HTTP, {
    status: 400,
    headers: { "content-type": "application/json" },
  });
}
