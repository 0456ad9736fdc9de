/** What the operations of this API have in common: whom they are about, and how they are answered. */

import type { Operation, Outgoing } from "../transport/operation.ts";
import { refuse, typed } from "../transport/options.ts";
import { toE164 } from "../typed_text.ts";
import type { OperationName } from "../types.ts";
import { type Field, fields, type Wire } from "../wire.ts";
import { readFacts } from "./facts.ts";
import type { Target } from "./target.ts";

/** A target in the API's own form. */
export interface WireTarget extends Wire {
  /** `phone_number` or `email_address`. */
  readonly type: string;
  readonly value: string;
}

/** What an operation asks about its target. */
export interface Request extends Pick<Outgoing, "path" | "body"> {
  /** A code in it. */
  readonly secret?: string | undefined;
}

type Refused<Result> = Extract<Result, { readonly ok: false }>;

/** What sets one operation apart from another. */
export interface Definition<Input, Result> {
  readonly name: OperationName;
  /** Makes the request, or gives the result at once, as `encode` of an {@linkcode Operation} does. */
  request(target: WireTarget, input: Input): Request | Refused<Result>;
  /** The statuses that are `ok`. */
  readonly ok?: readonly unknown[];
  /** The fact without which nothing is `ok`, by our name. */
  readonly key?: string;
  /**
   * What is said of the person, behind our reasons: statuses, block reasons, error codes. Where these are
   * not the usual ones, the first is also said of a target that cannot be one.
   */
  readonly personal?: readonly [Field, ...Field[]];
}

/** What the API says of a target, with its status, its block reason or its error code. */
export const PERSONAL: readonly [Field, ...Field[]] = fields(
  "spam_detected=suspicious rate_limited=repeated_attempts blocked_number=in_block_list " +
    "invalid_line=invalid_phone_line invalid_phone_number invalid_line " +
    "invalid_line=unsupported_line_type unsupported_region",
);

/** Our name for a word of the wire. */
export function named(word: unknown, fields: readonly Field[]): string | undefined {
  return fields.find(({ wire }) => wire === word)?.name;
}

/** Makes an operation of what sets it apart. */
export function operation<Input extends Target, Result>({
  name,
  request,
  ok = ["success"],
  key = "authenticationUuid",
  personal = PERSONAL,
}: Definition<Input, Result>): Operation<Input, Result> {
  return {
    name,
    encode(input) {
      const isEmail = input.emailAddress !== undefined;
      if (isEmail && input.phoneNumber) refuse("emailAddress", "is not alone");
      const [{ ours, name: type }] = fields(isEmail ? "email_address" : "phone_number");
      const text = typed(ours, (input as unknown as Wire)[ours]);
      const value = isEmail ? /^[^\s@]+@[^\s@]+$/.exec(text.trim())?.[0] : toE164(text);
      if (!value) {
        const reason = personal === PERSONAL ? `invalid_${type}` : personal[0].name;
        return { ok: false, reason } as unknown as Refused<Result>;
      }
      const outgoing = request({ type, value }, input);
      return "ok" in outgoing ? outgoing : {
        ...outgoing,
        known: { [ours]: value },
        // Some runtimes show a number with its plus sign escaped, so the rest of it is looked for.
        secret: [outgoing.secret || value, value.slice(1)],
      };
    },
    decode(object, known, code) {
      const facts = readFacts(object as Record<string, Wire>);
      if (code) facts.status = code;
      const { status, blockReason } = facts;
      const isOk = !code && ok.includes(status);
      if (!isOk) {
        facts.reason = named(blockReason, personal) ?? named(status, personal) ?? "unrecognized";
      } else if (status === "retry") facts.resumed = true;
      return (isOk ? facts[key] : status) ? { ok: isOk, ...facts, ...known } as Result : undefined;
    },
  };
}
