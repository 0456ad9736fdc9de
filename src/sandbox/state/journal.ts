import type { Fault } from "../fault.ts";
import type { Call } from "../http/call.ts";
import type { Reply } from "../http/reply.ts";

/** A request that the sandbox received, and its response. */
export interface RecordedRequest {
  /** The time by the sandbox's clock. */
  readonly at: Date;
  /** In capitals. */
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** By lowercase name; the values of those that carry credentials are `"[redacted]"`. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body: parsed if it is JSON, otherwise as text, and only the first 4,096 characters of a
   * longer one; `undefined` if it is too large or not UTF-8.
   */
  readonly body: unknown;
  /** The response; `undefined` if a fault left none. */
  readonly response: RecordedResponse | undefined;
  /** The type of the fault that was applied, if any. */
  readonly fault: Fault["type"] | undefined;
}

/** The sandbox's response to a {@linkcode RecordedRequest}. */
export interface RecordedResponse {
  /** The HTTP status. */
  readonly status: number;
  /** By lowercase name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed if it is JSON, otherwise as text. */
  readonly body: unknown;
}

const SECRET = new Set(["x-api-key", "authorization", "proxy-authorization", "cookie"]);

/** The most characters of a body to keep: the journal is for people to read, and has to stay small. */
const LONGEST_BODY = 4_096;

/** A request and its response as they are: most are never read, so they are recorded on demand. */
export interface Exchange extends Pick<Call, "method" | "url" | "headers"> {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly at: number;
  readonly body: unknown;
  readonly reply: Reply | undefined;
  readonly fault: Fault | undefined;
}

/** Keeps what the journal needs of a request. */
export function keepExchange(
  { method, url, headers, text, json }: Call,
  rest: Pick<Exchange, "at" | "reply" | "fault">,
): Exchange {
  const isLong = text !== undefined && text.length > LONGEST_BODY;
  const body = isLong ? copy(text.slice(0, LONGEST_BODY)) : json ?? text;
  return { method, url, headers, body, ...rest };
}

/** The same text in memory of its own: a slice would keep the whole text that it was cut from. */
function copy(text: string): string {
  return JSON.parse(JSON.stringify(text));
}

/** The public record of an exchange, without credentials. */
export function recordExchange(
  { at, method, url, headers, body, reply, fault }: Exchange,
): RecordedRequest {
  const redacted = [...headers].map(([name, value]) => [
    name,
    SECRET.has(name) ? "[redacted]" : value,
  ]);
  return {
    at: new Date(at),
    method,
    path: url.pathname + url.search,
    headers: Object.fromEntries(redacted),
    body,
    response: reply && { status: reply.status, headers: reply.headers, body: reply.body },
    fault: fault?.type,
  };
}
