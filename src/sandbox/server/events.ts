/** Updates for the page, as server-sent events (WHATWG HTML, 9.2). */
import { magicNumbers } from "../faults/scenarios.ts";
import { own } from "../own.ts";
import type { Sandbox, SandboxEvent } from "../sandbox.ts";
import { environment } from "./environment.ts";
import { listFault } from "./faults.ts";
import { Limit } from "./limit.ts";
import type { Mounted } from "./mounted.ts";

/** How long a page waits before it reconnects, in milliseconds. */
const RECONNECT = 1_000;

/** How many past requests and webhooks a new page gets to show. */
const NEWEST_REQUESTS = 200;
const NEWEST_WEBHOOKS = 100;

/** About how many characters of a snapshot are encoded at a time. */
const CHUNK = 65_536;

/** Each stream holds events until they are read. */
const streams = new Limit({
  code: "too_many_streams",
  most: 32,
  what: "pages can be open",
});

/**
 * A snapshot, then every event: a page that reconnects starts over and misses nothing. Everything is
 * encoded only when it is read, so a stream that nobody reads holds little.
 */
export async function streamEvents(
  { sandbox, mount }: Mounted,
  { signal, url }: Request,
): Promise<Response> {
  const variables = await environment(new URL(url).origin + mount, sandbox);
  const close = streams.enter(sandbox);
  const first = chunks(snapshot(sandbox, variables));
  const encoder = new TextEncoder();
  let events: ReturnType<Sandbox["subscribe"]> | undefined;
  signal.addEventListener("abort", close);
  if (signal.aborted) close();
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      // In the same step as the beginning of the snapshot, so that nothing is told twice.
      events ??= sandbox.subscribe({ signal });
      const { done: isComplete, value: chunk } = first.next();
      if (!isComplete) return controller.enqueue(encoder.encode(chunk));
      const { done, value } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`data: ${JSON.stringify(describe(value))}\n\n`));
    },
    async cancel() {
      signal.removeEventListener("abort", close);
      close();
      await events?.return?.();
    },
  };
  return new Response(
    new ReadableStream(own(source), own({ highWaterMark: 0 })),
    own({
      headers: own({ "content-type": "text/event-stream", "cache-control": "no-store" }),
    }),
  );
}

function describe(event: SandboxEvent): object {
  return event.type === "faults" ? { ...event, faults: event.faults.map(listFault) } : event;
}

/** Joins short texts to chunks of about the same length. */
function* chunks(texts: Iterable<string>): Generator<string, undefined> {
  let chunk = "";
  for (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/**
 * The first event, in pieces. Serialized JSON has no line breaks, so all of it is one line of data.
 * A window is described when its turn comes; if it has changed by then, the event that follows says
 * the same again.
 */
function* snapshot(sandbox: Sandbox, environment: object): Generator<string, void> {
  const { messages, requests, webhooks, faults, credentials } = sandbox;
  const ids = new Set(messages.map(({ authenticationUuid }) => authenticationUuid));
  const head = JSON.stringify({
    type: "snapshot",
    now: sandbox.now(),
    credentials,
    environment,
    scenarios: magicNumbers,
    faults: faults.map(listFault),
  });
  yield `retry: ${RECONNECT}\ndata: ${head.slice(0, -1)}`;
  yield* list("messages", messages);
  yield* list("windows", describeWindows(sandbox, ids));
  yield* list("requests", requests.slice(-NEWEST_REQUESTS));
  yield* list("webhooks", webhooks.slice(-NEWEST_WEBHOOKS));
  yield "}\n\n";
}

/** A further member of a JSON object: a list, one item at a time. */
function* list(name: string, items: Iterable<object>): Generator<string, void> {
  let separator = `,"${name}":[`;
  for (const item of items) {
    yield separator + JSON.stringify(item);
    separator = ",";
  }
  yield separator === "," ? "]" : `${separator}]`;
}

function* describeWindows(sandbox: Sandbox, ids: Iterable<string>): Generator<object, void> {
  for (const id of ids) {
    const window = sandbox.window(id);
    if (window !== undefined) yield window;
  }
}
