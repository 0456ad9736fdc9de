/** The operations of an API: a pure function before the network, and one after it. */

import { type Facts, type PropertiesOf, readFields, type ShapeOf, type Wire } from "../fields.ts";
import { ownValue } from "../objects.ts";
import type { OperationName } from "../results.ts";
import { redactText } from "./redact.ts";

/** One operation of one API. */
export interface Operation<Input, Result> {
  readonly name: OperationName;
  /**
   * Builds the request, or returns a refusal if the person's input cannot be sent. Throws a `TypeError` for
   * programming errors.
   */
  encode(input: Input, account: string): Outgoing | Refused<Result>;
  /**
   * Builds the result from a response, or returns `undefined` if the response has none: a required field is
   * missing, or this operation has no refusals.
   */
  decode(answer: Answer): Result | undefined;
}

/** The parts of a request that differ between operations. */
export interface Outgoing {
  /** The path below the base URL, with the query. */
  readonly path: string;
  /** The body; without one the request is a GET, which changes nothing (RFC 9110, 9.2.1). */
  readonly body?: Wire | undefined;
  /** Headers of this operation alone. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly known: Known;
  /** Strings that must never appear in an error: the phone number's digits, the code. None is empty. */
  readonly secrets: readonly string[];
}

/** Facts known before the response; copied into the result. */
export interface Known {
  readonly phoneNumber?: string;
  readonly emailAddress?: string;
  readonly authenticationUuid?: string;
}

/** A response that may become a result. */
export interface Answer {
  /** The JSON object of a 2xx, or of an error caused by the person's input. */
  readonly object: Wire;
  readonly known: Known;
  /** What the status in a result must not repeat. */
  readonly secrets: readonly string[];
  /** The error code; `undefined` for a 2xx. Required, so that it is never inherited. */
  readonly code: string | undefined;
}

/** The refused variant of a result. */
export type Refused<Result> = Extract<Result, { readonly ok: false }>;
type Accepted<Result> = Extract<Result, { readonly ok: true }>;

/**
 * How a response becomes a result with `ok` and `reason`. A field, status or reason that the result type lacks
 * fails to compile.
 *
 * @typeParam Word The API's terms for a refusal: statuses, block reasons, error codes
 */
export interface ResultRules<Result, Word extends string> {
  /** The fields of the response that are copied into the result. */
  readonly fields: ShapeOf<Omit<PropertiesOf<Result>, "ok" | "reason" | "http">>;
  /** The field that a result with `ok: true` must have. */
  readonly required: keyof Accepted<Result>;
  /** The statuses that are `ok`. If `undefined`, every 2xx is, because the response has no status. */
  readonly ok: readonly StatusOf<Accepted<Result>>[] | undefined;
  /** Maps the API's terms for a refusal to reasons. */
  readonly refusals: Readonly<Record<Word, ReasonOf<Result>>>;
}

type StatusOf<Result> = Result extends { readonly status: infer Status } ? Status : never;
type ReasonOf<Result> = Refused<Result> extends { readonly reason: infer Reason } ? Reason : never;

/** Builds the result from a response, or returns `undefined` if the response lacks a required field. */
export function toResult<Result, Word extends string>(
  { object, known, secrets, code }: Answer,
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
  // v2 returns the reason in its own field.
  const reason = ownValue(refusals, ownValue(facts, "blockReason") as string) ??
    ownValue(refusals, status) ?? "unrecognized";
  // Whatever it is, programs log it.
  const word = redactText(status, secrets).slice(0, 64);
  return { ok: false, reason, ...known, ...facts, status: word } as Result;
}

/** Returns whether a response is about the requested authentication; one about another must not sign anyone in. */
function isAbout(known: Known, told: unknown): boolean {
  const asked = ownValue(known, "authenticationUuid");
  return !(typeof asked === "string" && typeof told === "string") ||
    asked.toLowerCase() === told.toLowerCase();
}
