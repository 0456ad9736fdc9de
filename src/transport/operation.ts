/** An operation as the transport sees it: two pure halves with the network between them. */

import { TIMES } from "../time.ts";
import type { OperationName } from "../types.ts";
import { fields, read, type Wire } from "../wire.ts";

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
  readonly known?: Known;
  /** What may appear in no error: the digits of the phone number, the code. None is empty. */
  readonly secret?: string | readonly string[];
}

/** The half that reads an answer. */
export interface Decoder<Result> {
  /**
   * Reads the object of a 2xx, or that of an error whose `code` is about the person. Gives nothing
   * when a promised field is absent or unreadable, or when the operation knows no such error.
   */
  decode(object: Wire, known: Known, code?: string): Result | undefined;
}

/** One operation in one dialect of the API. */
export interface Operation<Input, Result> extends Decoder<Result> {
  readonly name: OperationName;
  /**
   * Makes the request, or gives the result at once where what the person typed cannot be sent; throws a
   * `TypeError` for what the program did wrongly.
   */
  encode(input: Input): Outgoing | Extract<Result, { ok: false }>;
}

/** How an answer becomes a result with `ok` and `reason`. */
export interface Verdict {
  /** The {@linkcode fields} of the answer. A result that is `ok` has to have the first. */
  readonly answer: string;
  /** The one status that is `ok`; without one, every 2xx is. */
  readonly ok?: string;
  /** The words that are refusals, as {@linkcode fields}. */
  readonly refusals: string;
}

/** Makes the decoder of an operation whose result has `ok` and `reason`. */
export function verdict<Result>({ answer, ok, refusals }: Verdict): Decoder<Result> {
  const shape = fields(answer);
  const words = fields(refusals);
  return {
    decode(object, known, code) {
      const facts = read(object, shape, TIMES);
      const status = code ?? facts.status;
      if (ok && !status) return undefined;
      const { authenticationUuid: asked } = known;
      const { authenticationUuid: told = asked } = facts;
      // A verdict on another authentication than the one that was asked about signs nobody in.
      const other = asked && (told as string).toLowerCase() !== asked.toLowerCase();
      if (code || (ok && (status !== ok || other))) {
        const reason = words.find(({ wire }) => wire === status)?.name ?? "unrecognized";
        return { ok: false, reason, ...known, ...facts, status } as Result;
      }
      return facts[shape[0].ours] ? { ok: true, ...known, ...facts } as Result : undefined;
    },
  };
}
