/** An operation as the transport sees it: two pure halves with the network between them. */

import { type Facts, type PropertiesOf, readFields, type ShapeOf, type Wire } from "../fields.ts";
import { ownValue } from "../objects.ts";
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
  readonly body?: Wire | undefined;
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
export interface ResultRules<Result, Word extends string> {
  /** The fields of the response that the result has. */
  readonly fields: ShapeOf<Omit<PropertiesOf<Result>, "ok" | "reason" | "http">>;
  /** The field without which nothing is `ok`. */
  readonly required: keyof Accepted<Result>;
  /** The statuses that are `ok`. If omitted, every 2xx is, because the response has no status. */
  readonly ok?: readonly StatusOf<Accepted<Result>>[];
  /** Maps the API's words for a refusal to our reasons. */
  readonly refusals: Readonly<Record<Word, ReasonOf<Result>>>;
}

type StatusOf<Result> = Result extends { readonly status: infer Status } ? Status : never;
type ReasonOf<Result> = Refused<Result> extends { readonly reason: infer Reason } ? Reason : never;

/** Makes the result of a response. */
export function toResult<Result, Word extends string>(
  { object, known, code }: Answer,
  { fields, required, ok, refusals }: ResultRules<Result, Word>,
): Result | undefined {
  const facts: Facts = readFields<Facts>(object, fields as ShapeOf<Facts>);
  const status = code ?? ownValue(facts, "status");
  const isOk = code === undefined && (!ok || (ok as readonly unknown[]).includes(status)) &&
    isAbout(known, ownValue(facts, "authenticationUuid"));
  if (isOk) {
    const isComplete = ownValue(facts, required) !== undefined;
    return isComplete ? { ok: true, ...known, ...facts } as Result : undefined;
  }
  if (typeof status !== "string") return undefined;
  // v2 says why in a field of its own.
  const reason = ownValue(refusals, ownValue(facts, "blockReason") as string) ??
    ownValue(refusals, status) ?? "unrecognized";
  return { ok: false, reason, ...known, ...facts, status } as Result;
}

/** A response about another authentication than the one that was asked about must not sign anyone in. */
function isAbout(known: Known, told: unknown): boolean {
  const asked = ownValue(known, "authenticationUuid");
  return !(typeof asked === "string" && typeof told === "string") ||
    asked.toLowerCase() === told.toLowerCase();
}
