/**
 * Measures the sandbox in process: how many codes it sends and checks in a second on one core, and its
 * memory: a million windows, opened and expired on the virtual clock, leave the heap where it was, and
 * large bodies, unread event streams and armed faults take no more than so much. Fails when it is
 * slower or larger than promised.
 */
import { Sandbox } from "@ding-otp/client/sandbox";
import { createHandler } from "@ding-otp/client/sandbox/server";
import { printTable } from "../table.ts";
import { median } from "./statistics.ts";

const LEAST_PAIRS = 20_000;
const MOST_GROWTH = 1_000_000;
/** Bytes that a full journal of the largest bodies, unread streams and armed faults may each take. */
const MOST_HELD = 12_000_000;
const WINDOW = 600_000;

interface Api {
  /** Sends to a number; what a check of the code is about. */
  send(to: string): Promise<string>;
  /** The status of a check. */
  check(about: string, code: string): Promise<string>;
}

async function post(
  sandbox: Sandbox,
  url: string,
  { headers, body }: { readonly headers: Record<string, string>; readonly body: object },
  // deno-lint-ignore no-explicit-any -- whatever the API says
): Promise<any> {
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  return await (await sandbox.fetch(url, init)).json();
}

function dingOf(sandbox: Sandbox): Api {
  const { apiKey, customerUuid: customer_uuid } = sandbox.credentials;
  const headers = { "x-api-key": apiKey, "content-type": "application/json" };
  const url = "https://api.ding.live/v1";
  return {
    async send(phone_number) {
      const body = { customer_uuid, phone_number };
      return (await post(sandbox, `${url}/authentication`, { headers, body })).authentication_uuid;
    },
    async check(authentication_uuid, check_code) {
      const body = { customer_uuid, authentication_uuid, check_code };
      return (await post(sandbox, `${url}/check`, { headers, body })).status;
    },
  };
}

function preludeOf(sandbox: Sandbox): Api {
  const { apiToken } = sandbox.credentials;
  const headers = { authorization: `Bearer ${apiToken}`, "content-type": "application/json" };
  const url = "https://api.prelude.dev/v2/verification";
  return {
    async send(value) {
      const body = { target: { type: "phone_number", value } };
      await post(sandbox, url, { headers, body });
      return value;
    },
    async check(value, code) {
      const body = { target: { type: "phone_number", value }, code };
      return (await post(sandbox, `${url}/check`, { headers, body })).status;
    },
  };
}

/** A number of its own for each index, below a calling code that no country has (ITU-T E.164.D). */
function number(index: number): string {
  return `+999${index}`;
}

/** Sends, looks into the inbox and checks, as a test does; the median of pairs a second. */
async function measurePairs(create: (sandbox: Sandbox) => Api): Promise<number> {
  const sandbox = new Sandbox();
  const api = create(sandbox);
  const rates: number[] = [];
  let sent = 0;
  for (let round = -3; round < 10; round++) {
    const pairs = 5_000;
    const start = performance.now();
    for (let i = 0; i < pairs; i++) {
      const about = await api.send(number(sent++));
      const status = await api.check(about, sandbox.messages.at(-1)!.code);
      if (status !== "valid" && status !== "success") throw new Error(`the code is ${status}`);
    }
    if (round >= 0) rates.push(pairs * 1_000 / (performance.now() - start));
  }
  return median(rates);
}

/** Bytes in use after a collection: the heap and the buffers outside it. */
async function memory(): Promise<number> {
  const { gc } = globalThis as { gc?: () => void };
  for (let i = 0; i < 3; i++) {
    gc!();
    // Buffers outside the heap are freed in a task after the collection that finds them unused.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

/** What is held once the sandbox has been through something. */
interface Held {
  readonly bytes: number;
  /** What holds it; only there to stay alive until it is measured. */
  readonly kept: unknown;
}

async function measureHeld(fill: (sandbox: Sandbox) => Promise<unknown>): Promise<Held> {
  await fill(new Sandbox()); // what is allocated once, such as compiled code, is not counted
  const sandbox = new Sandbox();
  const before = await memory();
  const kept = [sandbox, await fill(sandbox)];
  return { bytes: await memory() - before, kept };
}

/** A journal full of bodies that are as long as is read. */
async function fillJournal(sandbox: Sandbox): Promise<void> {
  const headers = { "content-type": "text/plain" };
  for (let i = 0; i < 2_000; i++) {
    const body = String(i).padEnd(65_536);
    const init = { method: "POST", headers, body };
    await (await sandbox.fetch("https://api.ding.live/v1/check", init)).body?.cancel();
  }
}

/** Event streams of a full sandbox, of which each reads once and then no more, as a stalled page. */
async function openStreams(sandbox: Sandbox): Promise<unknown> {
  const api = preludeOf(sandbox);
  const handle = createHandler(sandbox);
  const streams: unknown[] = [];
  async function open(): Promise<void> {
    const { body } = await handle(new Request("http://localhost/sandbox/events"));
    const reader = body!.getReader();
    streams.push(reader, await reader.read());
  }
  for (let i = 0; i < 150; i++) await open();
  await fillJournal(sandbox);
  for (let i = 0; i < 1_000; i++) await api.send(number(i));
  for (let i = 0; i < 150; i++) await open();
  return streams;
}

/** As many faults as can be armed, over HTTP, with texts as long as they may be. */
async function armFaults(sandbox: Sandbox): Promise<void> {
  const handle = createHandler(sandbox);
  const headers = { "content-type": "application/json" };
  for (let i = 0; i < 10_000; i++) {
    const fault = { type: "error", code: String(i).padEnd(2_048) };
    const init = { method: "POST", headers, body: JSON.stringify({ fault, call: 1_000 }) };
    const response = await handle(new Request("http://localhost/sandbox/faults", init));
    await response.body?.cancel();
  }
}

/** Bytes of the heap before and after a million windows, with the sandbox's memory full at both times. */
async function measureHeap(): Promise<{ readonly before: number; readonly after: number }> {
  const sandbox = new Sandbox();
  const api = dingOf(sandbox);
  let opened = 0;
  async function open(windows: number): Promise<number> {
    for (const end = opened + windows; opened < end; opened++) {
      await api.send(number(opened));
      if (opened % 1_000 === 999) sandbox.advance(WINDOW);
    }
    return await memory();
  }
  return { before: await open(20_000), after: await open(1_000_000) };
}

const rates = {
  "Ding v1": await measurePairs(dingOf),
  "Prelude v2": await measurePairs(preludeOf),
};
printTable(
  ["", "send + check, pairs a second"],
  Object.entries(rates).map(([name, rate]) => [name, Math.round(rate).toLocaleString("en")]),
);
const { before, after } = await measureHeap();
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
console.log(`\nheap: ${megabytes(before)}, after a million windows ${megabytes(after)}`);

const held = {
  "2,000 requests of 64 KiB": await measureHeld(fillJournal),
  "300 unread event streams": await measureHeld(openStreams),
  "10,000 faults": await measureHeld(armFaults),
};
console.log();
printTable(
  ["", "memory held"],
  Object.entries(held).map(([name, { bytes }]) => [name, megabytes(bytes)]),
);

const faults = Object.entries(rates)
  .filter(([, rate]) => rate < LEAST_PAIRS)
  .map(([name]) => `${name}: fewer than ${LEAST_PAIRS} pairs a second`);
if (after - before > MOST_GROWTH) faults.push(`heap: grew by more than ${megabytes(MOST_GROWTH)}`);
for (const [name, { bytes }] of Object.entries(held)) {
  if (bytes > MOST_HELD) faults.push(`${name}: hold more than ${megabytes(MOST_HELD)}`);
}
for (const fault of faults) console.error(fault);
Deno.exit(faults.length > 0 ? 1 : 0);
