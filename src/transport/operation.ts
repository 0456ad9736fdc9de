/** An operation as the transport sees it: two pure halves with the network between them. */

import type { OperationName } from "../types.ts";
import { type Field, read, type Wire } from "../wire.ts";

/** A request, but for what is the same in all. */
export interface Outgoing<Known> {
  /** The path below the base URL, with its query. */
  readonly path: string;
  /** The body; without one the request is a GET. */
  readonly body?: Wire;
  /** Headers of this operation alone. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the result tells of the input. */
  readonly known: Known;
  /** What may appear in no error: the digits of the phone number, the code. */
  readonly secret?: string;
}

/** What the person typed cannot be sent: the result is there already. */
export interface Unsent<Result> {
  readonly unsent: Result;
}

/** The half that reads an answer. */
export interface Decoder<Known, Result> {
  /** Reads the object of a 2xx; gives the name of a promised field that is absent or unreadable. */
  decode(object: Wire, known: Known): Result | string;
  /** Reads an error whose code is about the person. Where none can be, every error is thrown. */
  refuse?(code: string, object: Wire, known: Known): Result;
}

/** One operation in one dialect of the API. */
export interface Operation<Input, Known, Result> extends Decoder<Known, Result> {
  readonly name: OperationName;
  /** Whether it changes nothing, so that it may be repeated. */
  readonly safe?: boolean;
  /** Makes the request; throws a `TypeError` for what the program did wrongly. */
  encode(input: Input, customerUuid: string): Outgoing<Known> | Unsent<Result>;
}

/** How an answer becomes a result with `ok` and `reason`. */
export interface Verdict {
  /** The fields of the answer. */
  readonly answer: readonly Field[];
  /** The one status that is `ok`; without one, every 2xx is. */
  readonly ok?: string;
  /** The field, by our name, without which the answer is none. */
  readonly promised?: string;
  /** The words that are refusals. */
  readonly refusals: readonly Field[];
}

/** Makes the decoder of an operation whose result has `ok` and `reason`. */
export function verdict<Known, Result>(
  { answer, ok, promised, refusals }: Verdict,
): Required<Decoder<Known, Result>> {
  function refuse(word: string, object: Wire, known: Known): Result {
    const reason = refusals.find(({ wire }) => wire === word)?.name ?? "unrecognized";
    return { ok: false, reason, ...known, ...read(object, answer), status: word } as Result;
  }
  function decode(object: Wire, known: Known): Result | string {
    const facts = read(object, answer);
    const { status } = facts;
    if (ok && !status) return "status";
    if (ok && status !== ok) return refuse(String(status), object, known);
    return promised && !facts[promised] ? promised : { ok: true, ...known, ...facts } as Result;
  }
  return { decode, refuse };
}
