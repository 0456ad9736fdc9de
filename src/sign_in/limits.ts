/** The limits of a guard: what can be set, and how it is checked. */

import { MAX_PERIOD, refuse, whole } from "./validate.ts";

/** So many in so long. */
export interface Limit {
  /** How many: from 1 to 100,000,000. */
  readonly limit: number;
  /** In how long, in milliseconds: up to 366 days, from the first one on. */
  readonly period: number;
}

/** A limit on messages, and on the checks that come after them. */
export interface CheckedLimit extends Limit {
  /**
   * How many wrong codes may be checked in the same period.
   *
   * @default {twice the limit}
   */
  readonly wrongChecks?: number | undefined;
}

/** A limit on unconfirmed messages to a range of numbers. */
export interface RangeLimit extends Limit {
  /**
   * How many digits, calling code included, the numbers of one range have in common: from 1 to 15.
   *
   * @default {7}
   */
  readonly digits?: number | undefined;
}

/** One limit, or several that all hold: so many in an hour, and so many in a day. */
export type OneOrMore<Kind> = Kind | readonly Kind[];

/** Which limit refused a call, by its option's name. */
export type LimitName = "callingCodes" | "perNumber" | "perNetwork" | "unconfirmed" | "total";

/** What a guard allows. What is left out is not limited. */
export interface Limits {
  /**
   * The beginnings of the numbers that messages may go to: calling codes, such as `"+33"`, or longer,
   * such as `"+1212"`. A `"+1"` covers 25 countries, some of them expensive.
   */
  readonly callingCodes?: readonly string[] | undefined;
  /** Messages to one number. */
  readonly perNumber?: OneOrMore<CheckedLimit> | undefined;
  /**
   * Messages that one network asks for, by the `ip` of a call: an IPv4 address, or an IPv6 /64. A /56 may
   * ask for four times as many, a /48 for sixteen times. All calls without an address are one network.
   */
  readonly perNetwork?: OneOrMore<CheckedLimit> | undefined;
  /** Messages to one range of numbers, minus right codes: the mark of SMS pumping. */
  readonly unconfirmed?: OneOrMore<RangeLimit> | undefined;
  /** Messages to anybody, so that the bill has an end. */
  readonly total?: OneOrMore<Limit> | undefined;
}

/** One limit of a guard, checked. */
export interface Rule extends Limit {
  readonly name: LimitName;
  /** Tells the limits of one name apart in the keys of the store. */
  readonly index: number;
  /** Set where checks are limited, too. */
  readonly wrongChecks?: number;
  readonly digits: number;
}

/** Those that do not look at the number come first: what they refuse says nothing about a number. */
const NAMES = ["perNetwork", "total", "perNumber", "unconfirmed"] as const;

const MAX_LIMIT = 100_000_000;

// The assigned country codes of one and two digits; all others have three (ITU-T E.164.D).
const CALLING_CODE =
  /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d)\d{0,8}$/;

/** Checks the limits, and puts them into the order in which they are asked. */
export function readRules(limits: Limits): Rule[] {
  return NAMES.flatMap((name) => {
    const rules: OneOrMore<CheckedLimit & RangeLimit> = limits[name] ?? [];
    return [rules].flat().map((rule, index) => readRule(name, index, rule));
  });
}

function readRule(name: LimitName, index: number, rule: CheckedLimit & RangeLimit): Rule {
  const option = `options.${name}`;
  const limit = whole(`${option}.limit`, rule?.limit, MAX_LIMIT);
  const { period, wrongChecks = 2 * limit, digits = 7 } = rule;
  return {
    name,
    index,
    limit,
    period: whole(`${option}.period`, period, MAX_PERIOD),
    ...(name === "perNumber" || name === "perNetwork") && {
      wrongChecks: whole(`${option}.wrongChecks`, wrongChecks, 2 * MAX_LIMIT),
    },
    digits: whole(`${option}.digits`, digits, 15),
  };
}

/** Checks the calling codes. */
export function readCallingCodes(codes: unknown): readonly string[] | undefined {
  if (codes === undefined) return undefined;
  if (!Array.isArray(codes) || !codes.length || !codes.every((code) => CALLING_CODE.test(code))) {
    refuse("options.callingCodes", 'an array of calling codes such as "+33"');
  }
  return codes.slice();
}
