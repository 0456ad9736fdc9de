/** Reading the fields of a request. */
import { isFilled, LONGEST_TEXT } from "../formats.ts";
import { own } from "../own.ts";
import { Refusal } from "./refusal.ts";

/** A JSON object, without what it would inherit. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a field must be. */
export interface Rule {
  /** The error code of a value that breaks the rule. */
  readonly code: string;
  /** What the value must be, for the message: `an IP address`. */
  readonly expected: string;
  readonly test: (value: unknown) => boolean;
}

/** The own fields of a JSON object; `undefined` for any other value. */
export function ownFields(json: unknown): Fields | undefined {
  return isObject(json) ? own(json) : undefined;
}

export function isObject(json: unknown): json is Fields {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** The body, or the field `param` of it, as an object; throws a {@linkcode Refusal} otherwise. */
export function requireObject(
  json: unknown,
  options: { readonly code?: string; readonly param?: string } = {},
): Fields {
  const fields = ownFields(json);
  if (fields !== undefined) return fields;
  const { code = "bad_request", param } = own(options);
  throw new Refusal(code, `${param ?? "the body"} must be a JSON object`, { param });
}

/** Throws a {@linkcode Refusal} that names the field if its value breaks the rule. */
export function requireField(value: unknown, param: string, { code, expected, test }: Rule): void {
  if (!test(value)) throw new Refusal(code, `${param} must be ${expected}`, { param });
}

/** A field that has to be a string. */
export function requireText(value: unknown, param: string, rule: Rule): string {
  requireField(value, param, rule);
  return value as string;
}

export function rule(code: string, expected: string, test: Rule["test"]): Rule {
  return { code, expected, test };
}

/** The rule for a string of bounded length that passes a test. */
export function textRule(code: string, expected: string, test: (text: string) => boolean): Rule {
  return rule(
    code,
    expected,
    (value) => typeof value === "string" && value.length <= LONGEST_TEXT && test(value),
  );
}

/** The rule for any string that is neither blank nor too long. */
export function filledRule(code: string): Rule {
  return textRule(code, `a string of 1 to ${LONGEST_TEXT} characters`, isFilled);
}

/** The rule for one of a few words. */
export function oneOfRule(code: string, words: readonly string[]): Rule {
  return rule(code, words.join(" or "), (value) => words.includes(value as string));
}
