import type { Answer, Call } from "./http.ts";

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
  /** What was answered. */
  readonly answer: RecordedAnswer;
}

/** What the sandbox answered to a {@linkcode RecordedRequest}. */
export interface RecordedAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as parsed. */
  readonly body: unknown;
}

const SECRET = new Set(["x-api-key", "authorization", "proxy-authorization", "cookie"]);

/** Bodies are kept up to this many characters: the journal is for reading, and has to stay small. */
const LONGEST_BODY = 4_096;

/** Writes down a request without what it proves its sender with. */
export function recordRequest(call: Call, answer: Answer, at: Date): RecordedRequest {
  const { pathname, search } = call.url;
  const headers: Record<string, string> = {};
  for (const [name, value] of call.headers) {
    headers[name] = SECRET.has(name) ? "[redacted]" : value;
  }
  const body = call.text !== undefined && call.text.length > LONGEST_BODY
    ? call.text.slice(0, LONGEST_BODY)
    : call.json ?? call.text;
  return { at, method: call.method, path: pathname + search, headers, body, answer };
}
