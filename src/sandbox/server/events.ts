/** What the page is told, as server-sent events (WHATWG HTML, 9.2). */
import { magicNumbers } from "../faults/scenarios.ts";
import type { Change, Sandbox } from "../sandbox.ts";
import { environment } from "./environment.ts";
import { listFault } from "./faults.ts";

/** How long a page waits before it comes back after a lost connection, in milliseconds. */
const RECONNECT = 1_000;

/** The journal as far as a page shows it that comes late. */
const NEWEST_REQUESTS = 200;

/** All there is, and then every change: a page that comes back begins afresh, and misses nothing. */
export function streamEvents(sandbox: Sandbox, { signal, url }: Request): Response {
  const changes = sandbox.subscribe({ signal });
  const encoder = new TextEncoder();
  const first = `retry: ${RECONNECT}\n${encode(snapshot(sandbox, new URL(url)))}`;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(first)),
    async pull(controller) {
      const { done, value } = await changes.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(encode(describe(value))));
    },
    async cancel() {
      await changes.return?.();
    },
  }, { highWaterMark: 0 });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}

/** JSON has no line breaks of its own, so one line of data holds it. */
function encode(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

function describe(change: Change): object {
  return change.type === "faults" ? { ...change, faults: change.faults.map(listFault) } : change;
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
