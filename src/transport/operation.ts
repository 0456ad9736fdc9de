/** An operation as the transport sees it: two pure halves with the network between them. */

import type { OperationName } from "../types.ts";
import { type Field, read, type Wire } from "../wire.ts";

/** What is known before the answer: the result tells it, too. */
export interface Known {
  readonly phoneNumber?: string;
  readonly authenticationUuid?: string;
}

/** A request, but for what is the same in all. */
export interface Outgoing {
  /** The path below the base URL, with its query. */
  readonly path: string;
  /** The body; without one the request is a GET, which changes nothing (RFC 9110, 9.2.1). */
  readonly body?: Wire;
  /** Headers of this operation alone. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly known: Known;
  /** What may appear in no error: the digits of the phone number, the code. */
  readonly secret?: string;
}

/** The half that reads an answer. */
export interface Decoder<Result> {
  /** Reads the object of a 2xx; gives the name of a promised field that is absent or unreadable. */
  decode(object: Wire, known: Known): Result | string;
  /** Reads an error whose code is about the person. Where none can be, every error is thrown. */
  refuse?(code: string, object: Wire, known: Known): Result;
}

/** One operation in one dialect of the API. */
export interface Operation<Input, Result> extends Decoder<Result> {
  readonly name: OperationName;
  /**
   * Makes the request, or gives the result at once where what the person typed cannot be sent; throws a
   * `TypeError` for what the program did wrongly.
   */
  encode(input: Input, customerUuid: string): Outgoing | Extract<Result, { ok: false }>;
}

/** How an answer becomes a result with `ok` and `reason`. */
export interface Verdict {
  /** The fields of the answer. A result that is `ok` has to have the first. */
  readonly answer: readonly [Field, ...Field[]];
  /** The one status that is `ok`; without one, every 2xx is. */
  readonly ok?: string;
  /** The words that are refusals. */
  readonly refusals: readonly Field[];
}

/** Makes the decoder of an operation whose result has `ok` and `reason`. */
export function verdict<Result>(
  { answer, ok, refusals }: Verdict,
): Required<Decoder<Result>> {
  function refuse(word: string, object: Wire, known: Known): Result {
    const reason = refusals.find(({ wire }) => wire === word)?.name ?? "unrecognized";
    return { ok: false, reason, ...known, ...read(object, answer), status: word } as Result;
  }
  function decode(object: Wire, known: Known): Result | string {
    const facts = read(object, answer);
    const { status, authenticationUuid: told } = facts;
    const { authenticationUuid: asked = told } = known;
    if (ok && !status) return "status";
    // A verdict on another authentication than the one that was asked about signs nobody in.
    const other = told && String(told).toLowerCase() !== String(asked).toLowerCase();
    if (ok && (status !== ok || other)) return refuse(String(status), object, known);
    const [{ ours: promised }] = answer;
    return facts[promised] ? { ok: true, ...known, ...facts } as Result : promised;
  }
  return { decode, refuse };
}
