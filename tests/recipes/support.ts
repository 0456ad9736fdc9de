/** What the tests of the recipes share. It is copied beside each of them. */
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { Sandbox, type SandboxOptions } from "@ding-otp/client/sandbox";
import { createHandler } from "@ding-otp/client/sandbox/server";

/** A server on a loopback port. */
export interface Running {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A sandbox that listens. */
export interface RunningSandbox extends Running {
  /** The sandbox itself: its inbox, clock and faults. */
  readonly sandbox: Sandbox;
}

/**
 * Starts a sandbox on this machine's clock, and sets the environment variables that lead a recipe to it.
 * Import the recipe's files afterwards.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const sandbox = new Sandbox({ clock: "system", ...options });
  const handle = createHandler(sandbox);
  const server = createServer(async (incoming, outgoing) => {
    try {
      const response = await handle(await toRequest(incoming));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(new Uint8Array(await response.arrayBuffer()));
    } catch {
      outgoing.destroy(); // A fault that leaves no response.
    }
  });
  const { url, close } = await listen(server);
  process.env.PRELUDE_API_TOKEN = sandbox.credentials.apiToken;
  process.env.PRELUDE_BASE_URL = url;
  return { sandbox, url, close };
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const { method = "GET", url, headers } = incoming;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: headers as Record<string, string>,
    body: method === "GET" || method === "HEAD" ? null : new Blob(chunks),
  });
}

/** Lets a server listen on a free port of this machine. */
export async function listen(server: Server): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return runningServer(server);
}

/** A server that listens, as a test needs it. */
export function runningServer(server: Server): Running {
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Posts JSON. */
export function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** How many of 21 people, whose requests have headers of their own, get a code. */
export async function sentTo21(
  url: string,
  headersOf: (index: number) => Record<string, string>,
): Promise<number> {
  let sent = 0;
  for (let index = 0; index < 21; index++) {
    const phoneNumber = `+155555501${String(index + 10)}`;
    sent += (await post(url, { phoneNumber }, headersOf(index))).ok ? 1 : 0;
  }
  return sent;
}

/** A browser, as far as cookies go. */
export class Visitor {
  /** The value of each cookie. */
  readonly cookies: Map<string, string> = new Map();
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    const headers = new Headers(init.headers);
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await fetch(this.#url + path, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      this.cookies.set(name!, value!);
    }
    return response;
  }

  /** Posts JSON, and reads the JSON that comes back. */
  async post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await this.fetch(path, init);
    return { status: response.status, body: await response.json() };
  }
}

/** A code of the same length that is not the right one. */
export function wrong(code: string): string {
  return code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
}

/** The path of something that `scripts/tools` installed, such as `workerd/bin/workerd`. */
export function tool(path: string): string {
  return `${process.env.RECIPES_TOOLS}/${path}`;
}

/** A request's body that nobody with good intentions sends. */
export interface Stranger {
  readonly name: string;
  readonly body: string;
  readonly contentType: string;
}

/** The fields that the recipes read. */
const FIELDS = ["phoneNumber", "phone", "number", "emailAddress", "checkCode", "code", "ticket"];

const VALUES: Readonly<Record<string, unknown>> = {
  null: null,
  "a number": 42,
  "a boolean": true,
  "an empty string": "",
  "a list": ["+15555550100"],
  "an object": { toString: "+15555550100" },
  "a nested object": { phoneNumber: { phoneNumber: {} }, __proto__: null },
  "a long string": "1".repeat(1_000_000),
};

/** Bodies that a stranger may send: wrong values in each field, wrong JSON, no JSON. */
export const strangers: readonly Stranger[] = strangersWith({});

/** The same, with values of a request's other fields that are right. */
export function strangersWith(valid: Readonly<Record<string, unknown>>): Stranger[] {
  const contentType = "application/json";
  const wrong = Object.entries(VALUES).map(([name, value]) => {
    const fields = Object.fromEntries(FIELDS.map((field) => [field, value]));
    return { name, body: JSON.stringify({ ...fields, ...valid }), contentType };
  });
  return [
    ...wrong,
    { name: "no fields", body: JSON.stringify(valid), contentType },
    { name: "JSON null", body: "null", contentType },
    { name: "JSON list", body: "[]", contentType },
    { name: "JSON number", body: "42", contentType },
    { name: "JSON string", body: '"+15555550100"', contentType },
    { name: "invalid JSON", body: '{"phoneNumber": ', contentType },
    { name: "an empty body", body: "", contentType },
    { name: "plain text", body: JSON.stringify(valid), contentType: "text/plain" },
    { name: "a form", body: "phoneNumber=42", contentType: "application/x-www-form-urlencoded" },
    { name: "a broken form", body: "--x", contentType: "multipart/form-data; boundary=x" },
  ];
}

/** Fails if any of the bodies is answered with a status of 500 or more. */
export async function neverFails(
  send: (init: RequestInit) => Promise<Response>,
  bodies: readonly Stranger[] = strangers,
): Promise<void> {
  for (const { name, body, contentType } of bodies) {
    const response = await send({
      method: "POST",
      headers: { "content-type": contentType },
      body,
    });
    const text = await response.text();
    assert.ok(response.status < 500, `${name}: ${response.status} ${text.slice(0, 500)}`);
  }
}
