import type { Fault } from "../faults/plan.ts";
import type { Answer, Call } from "../http/call.ts";

/** A request that the sandbox got, and what it answered. */
export interface RecordedRequest {
  /** By the sandbox's clock. */
  readonly at: Date;
  /** In capitals. */
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** By name in lower case; the values of those that carry credentials are `"[redacted]"`. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body: JSON as parsed, anything else as text, and the first 4,096 characters of a longer
   * one; `undefined` when it is too large or not UTF-8.
   */
  readonly body: unknown;
  /** What was answered; `undefined` when a fault left no answer. */
  readonly answer: RecordedAnswer | undefined;
  /** The type of the fault that befell the request. */
  readonly fault: Fault["type"] | undefined;
}

/** What the sandbox answered to a {@linkcode RecordedRequest}. */
export interface RecordedAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as parsed, anything else as text. */
  readonly body: unknown;
}

const SECRET = new Set(["x-api-key", "authorization", "proxy-authorization", "cookie"]);

/** Bodies are kept up to this many characters: the journal is for reading, and has to stay small. */
const LONGEST_BODY = 4_096;

/** A request and its answer, kept as they are: most are never read, so they are written later. */
export interface Exchange extends Pick<Call, "method" | "url" | "headers"> {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly at: number;
  readonly body: unknown;
  readonly answer: Answer | undefined;
  readonly fault: Fault | undefined;
}

/** Keeps of a request what the journal tells. */
export function keepExchange(
  { method, url, headers, text, json }: Call,
  rest: Pick<Exchange, "at" | "answer" | "fault">,
): Exchange {
  const isLong = text !== undefined && text.length > LONGEST_BODY;
  const body = isLong ? text.slice(0, LONGEST_BODY) : json ?? text;
  return { method, url, headers, body, ...rest };
}

/** Writes down a request without what it proves its sender with. */
export function recordExchange(
  { at, method, url, headers, body, answer, fault }: Exchange,
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
    answer: answer && { status: answer.status, headers: answer.headers, body: answer.body },
    fault: fault?.type,
  };
}
