/** An operation as the transport sees it: two pure halves with the network between them. */

import { ownValue, type PropertiesOf, readFields, type ShapeOf, type Wire } from "../fields.ts";
import type { OperationName } from "../results.ts";

/** One operation of one API. */
export interface Operation<Input, Result> {
  readonly name: OperationName;
  /**
   * Makes the request, or the result itself when what a person typed cannot be sent. Throws a `TypeError` for
   * what only a program can get wrong.
   */
  encode(input: Input, account: string): Outgoing | Refused<Result>;
  /**
   * Makes the result of a response, or returns `undefined` when it is not one of this operation: a required
   * field is missing, or its error code is not about the person.
   */
  decode(answer: Answer): Result | undefined;
}

/** A request, without what is the same in all. */
export interface Outgoing {
  /** The path below the base URL, with its query. */
  readonly path: string;
  /** The body; without one the request is a GET, which changes nothing (RFC 9110, 9.2.1). */
  readonly body?: Wire;
  /** Headers of this operation alone. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly known: Known;
  /** What may appear in no error: the digits of the phone number, the code. None is empty. */
  readonly secrets: readonly string[];
}

/** What is known before the response; the result repeats it. */
export interface Known {
  readonly phoneNumber?: string;
  readonly emailAddress?: string;
  readonly authenticationUuid?: string;
}

/** A response that may become a result. */
export interface Answer {
  /** The JSON object of a 2xx, or of an error whose code is about the person. */
  readonly object: Wire;
  readonly known: Known;
  /** The error code, if it is an error. */
  readonly code?: string;
}

/** The member of a result that says no. */
export type Refused<Result> = Extract<Result, { readonly ok: false }>;
type Accepted<Result> = Extract<Result, { readonly ok: true }>;

/**
 * How a response becomes a result with `ok` and `reason`. A field, status or reason that the result does not
 * have does not compile.
 *
 * @typeParam Word What the API says when it refuses: statuses, block reasons, error codes
 */
export interface Verdict<Result, Word extends string> {
  /** The fields of the response that the result has. */
  readonly fields: ShapeOf<Omit<PropertiesOf<Result>, "ok" | "reason" | "http">>;
  /** The field without which nothing is `ok`. */
  readonly required: keyof Accepted<Result>;
  /** The statuses that are `ok`; without any, every 2xx is, as the API tells none. */
  readonly ok?: readonly StatusOf<Accepted<Result>>[];
  /** What the API says when it refuses, and the reason that is here. */
  readonly refusals: Readonly<Record<Word, ReasonOf<Result>>>;
  /** Facts that are not fields of their own. */
  readonly derive?: (object: Wire) => Partial<Result>;
}

type StatusOf<Result> = Result extends { readonly status: infer Status } ? Status : never;
type ReasonOf<Result> = Refused<Result> extends { readonly reason: infer Reason } ? Reason : never;

/** Makes the result of a response, by a verdict. */
export function judge<Result, Word extends string>(
  { object, known, code }: Answer,
  { fields, required, ok, refusals, derive }: Verdict<Result, Word>,
): Result | undefined {
  const facts: Wire = readFields<Wire>(object, fields as ShapeOf<Wire>);
  const status = code ?? facts.status;
  const isOk = code === undefined && (!ok || (ok as readonly unknown[]).includes(status)) &&
    isSame(known.authenticationUuid, facts.authenticationUuid);
  if (isOk) {
    const isComplete = facts[required as string] !== undefined;
    return isComplete ? { ok: true, ...known, ...facts, ...derive?.(object) } as Result : undefined;
  }
  if (status === undefined) return undefined;
  // v2 says why in a field of its own.
  const reason = wordFor(facts.blockReason, refusals) ?? wordFor(status, refusals) ??
    "unrecognized";
  return { ok: false, reason, ...known, ...facts, status } as Result;
}

/** A verdict on another authentication than the one that was asked about signs nobody in. */
function isSame(asked: string | undefined, told: unknown = asked): boolean {
  return asked === undefined || (told as string).toLowerCase() === asked.toLowerCase();
}

function wordFor(word: unknown, words: object): unknown {
  return typeof word === "string" ? ownValue(words, word) : undefined;
}
