/** Updates for the page, as server-sent events (WHATWG HTML, 9.2). */
import { magicNumbers } from "../faults/scenarios.ts";
import type { Sandbox, SandboxEvent } from "../sandbox.ts";
import { environment } from "./environment.ts";
import { listFault } from "./faults.ts";

/** How long a page waits before it reconnects, in milliseconds. */
const RECONNECT = 1_000;

/** How many past requests a new page gets to show. */
const NEWEST_REQUESTS = 200;

/** A snapshot, then every event: a page that reconnects starts over and misses nothing. */
export function streamEvents(sandbox: Sandbox, { signal, url }: Request): Response {
  const events = sandbox.subscribe({ signal });
  const encoder = new TextEncoder();
  const first = `retry: ${RECONNECT}\n${encode(snapshot(sandbox, new URL(url)))}`;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(first)),
    async pull(controller) {
      const { done, value } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(encode(describe(value))));
    },
    async cancel() {
      await events.return?.();
    },
  }, { highWaterMark: 0 });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}

/** Encodes one event; serialized JSON has no line breaks, so it fits in one line of data. */
function encode(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

function describe(event: SandboxEvent): object {
  return event.type === "faults" ? { ...event, faults: event.faults.map(listFault) } : event;
}

function snapshot(sandbox: Sandbox, { origin }: URL): object {
  const { messages, requests, faults, credentials } = sandbox;
  const ids = new Set(messages.map(({ authenticationUuid }) => authenticationUuid));
  return {
    type: "snapshot",
    now: sandbox.now(),
    credentials,
    environment: environment(origin, sandbox),
    scenarios: magicNumbers,
    messages,
    windows: [...ids].map((id) => sandbox.window(id)).filter((window) => window !== undefined),
    requests: requests.slice(-NEWEST_REQUESTS),
    faults: faults.map(listFault),
  };
}
