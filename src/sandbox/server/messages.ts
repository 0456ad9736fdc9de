/** The messages over HTTP, for tests that read the codes. */
import type { Message } from "../message.ts";
import type { Sandbox } from "../sandbox.ts";
import { requireRecipient } from "../state/inbox.ts";
import { isIntegerBetween, outOfRange } from "../validate.ts";
import { answer } from "./answers.ts";
import { Limit } from "./limit.ts";
import type { Mounted } from "./mounted.ts";

const ACTION = "list the messages";

/** The parameters of {@linkcode listMessages}. */
export const MESSAGE_QUERY: readonly string[] = ["to", "after", "wait"];

/** The longest wait in milliseconds: below the 100 seconds after which proxies give up. */
const LONGEST_WAIT = 60_000;

const waits = new Limit({
  code: "too_many_requests",
  most: 256,
  what: "requests can wait for a message",
});

/** Which messages a request asks for, and for how long it waits until there is one. */
interface Query {
  readonly to: string | undefined;
  readonly after: string | undefined;
  readonly wait: number;
}

/**
 * Lists the messages to one recipient, or all, that came after a certain one, or all. If there are none,
 * waits for one. Unlike {@linkcode Sandbox.waitForMessage}, this changes nothing, so that a request that
 * is repeated gets the same messages.
 */
export async function listMessages(
  { sandbox }: Mounted,
  { signal, url }: Request,
): Promise<Response> {
  const query = readQuery(new URL(url).searchParams);
  const found = find(sandbox, query);
  if (found.length > 0 || query.wait === 0) return answer(found);
  await nextMessage(sandbox, query, signal);
  return answer(find(sandbox, query));
}

function readQuery(parameters: URLSearchParams): Query {
  // A `+` that is not escaped means a space, which no recipient contains.
  const to = parameters.get("to")?.replaceAll(" ", "+");
  if (to !== undefined) requireRecipient(ACTION, to);
  const digits = parameters.get("wait") ?? "0";
  const wait = /^\d+$/.test(digits) ? Number(digits) : NaN;
  if (!isIntegerBetween(wait, 0, LONGEST_WAIT)) {
    throw outOfRange(ACTION, "wait", `a number of milliseconds from 0 to ${LONGEST_WAIT}`);
  }
  return { to, after: parameters.get("after") ?? undefined, wait };
}

function find({ messages }: Sandbox, { to, after }: Query): readonly Message[] {
  const last = messages.findIndex(({ id }) => id === after);
  if (after !== undefined && last < 0) {
    throw outOfRange(ACTION, "after", "the id of a message that the sandbox remembers");
  }
  return messages.slice(last + 1).filter((message) => to === undefined || message.to === to);
}

/** Resolves with the next message that is asked for, or when the time is over, or when the client goes. */
async function nextMessage(
  sandbox: Sandbox,
  { to, wait }: Query,
  signal: AbortSignal,
): Promise<void> {
  const leave = waits.enter(sandbox);
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, wait);
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  try {
    for await (const event of sandbox.subscribe({ signal: over.signal })) {
      if (event.type === "message" && (to === undefined || event.message.to === to)) return;
    }
  } finally {
    leave();
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}
