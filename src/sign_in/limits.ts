/** The limits of a guard, and their validation. */

import { checkNames, checkObject } from "./otp.ts";
import { MAX_PERIOD, refuse, whole } from "./validate.ts";

/** A number of messages per period. */
export interface Limit {
  /** How many, from 1 to 100,000,000. */
  readonly limit: number;
  /** Milliseconds from the first one on: from 1,000 up to 366 days. */
  readonly period: number;
}

/** A limit on messages and on wrong codes. */
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
   * How many leading digits, including the calling code, make up a range: from 1 to 15.
   *
   * @default {7}
   */
  readonly digits?: number | undefined;
}

/** One limit, or several that all apply, such as one per hour and one per day. */
export type OneOrMore<Kind> = Kind | readonly Kind[];

/** The option whose limit refused a call. */
export type LimitName = "callingCodes" | "perNumber" | "perNetwork" | "unconfirmed" | "total";

/** The limits of a guard. What is omitted is unlimited. */
export interface Limits {
  /**
   * Allowed prefixes: calling codes such as `"+33"`, or longer ones such as `"+1212"`. `"+1"`
   * covers 25 countries, some of them expensive.
   */
  readonly callingCodes?: readonly string[] | undefined;
  /** Messages to one number. */
  readonly perNumber?: OneOrMore<CheckedLimit> | undefined;
  /**
   * Messages requested by one network, by the `ip` of a call: an IPv4 address or an IPv6 /64. A /56
   * gets four times the limit, a /48 sixteen times. Calls without a valid address share one
   * network.
   */
  readonly perNetwork?: OneOrMore<CheckedLimit> | undefined;
  /** Messages to one range of numbers, minus correct codes. SMS pumping shows here. */
  readonly unconfirmed?: OneOrMore<RangeLimit> | undefined;
  /** All messages. Caps the bill. */
  readonly total?: OneOrMore<Limit> | undefined;
}

/** A validated limit. */
export interface Rule extends Limit {
  readonly name: LimitName;
  /** Distinguishes several limits of the same name in store keys. */
  readonly index: number;
  /** Set where wrong codes are limited. */
  readonly wrongChecks?: number;
  readonly digits: number;
}

/**
 * Checked in this order. Those independent of the number come first, so they reveal nothing about
 * it.
 */
const NAMES = ["perNetwork", "total", "perNumber", "unconfirmed"] as const;

/** The options of a guard that are limits. */
export const LIMIT_NAMES: readonly LimitName[] = [...NAMES, "callingCodes"];

/** The properties that only some limits have. */
const SPECIAL: Readonly<Partial<Record<LimitName, string>>> = {
  perNetwork: "wrongChecks",
  perNumber: "wrongChecks",
  unconfirmed: "digits",
};

const MAX_LIMIT = 100_000_000;
/** A shorter period is meant in seconds, and would limit nothing. */
const MIN_PERIOD = 1_000;

// Country codes have one or two assigned digits, or else three (ITU-T E.164.D). A lookahead is not
// taken back, so that the first alternative decides.
const COUNTRY_CODE =
  "^(\\+(?=(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\\d\\d))\\2)";
const CALLING_CODE = new RegExp(COUNTRY_CODE + "\\d{0,8}$");
const TRUNK_ZEROS = new RegExp(COUNTRY_CODE + "0+");

/**
 * Removes zeros after the country code. Vendors ignore them, so +33 06… is a second spelling of
 * +33 6… that must not have a limit of its own. Only for counting: in Italy they are needed.
 */
export function withoutTrunkZeros(phoneNumber: string): string {
  return phoneNumber.replace(TRUNK_ZEROS, "$1");
}

/** Validates the limits and puts them in order. */
export function readRules(limits: Limits): Rule[] {
  return NAMES.flatMap((name) => {
    // Not for null: a limit that is missing from a configuration must not be taken for none.
    const { [name]: rules = [] }: Limits = limits;
    return [rules].flat().map((rule, index) => readRule(name, index, rule));
  });
}

function readRule(name: LimitName, index: number, rule: CheckedLimit & RangeLimit): Rule {
  const option = `options.${name}`;
  checkNames(checkObject(option, rule), ["limit", "period", SPECIAL[name] ?? ""]);
  const limit = whole(`${option}.limit`, rule.limit, MAX_LIMIT);
  const { period, wrongChecks = 2 * limit, digits = 7 } = rule;
  return {
    name,
    index,
    limit,
    period: whole(`${option}.period`, period, MAX_PERIOD, MIN_PERIOD),
    ...(name === "perNumber" || name === "perNetwork") && {
      wrongChecks: whole(`${option}.wrongChecks`, wrongChecks, 2 * MAX_LIMIT),
    },
    digits: whole(`${option}.digits`, digits, 15),
  };
}

/** Validates the calling codes. */
export function readCallingCodes(codes: unknown): readonly string[] | undefined {
  if (codes === undefined) return undefined;
  if (!Array.isArray(codes) || !codes.length || !codes.every((code) => CALLING_CODE.test(code))) {
    refuse("options.callingCodes", 'an array of calling codes such as "+33"');
  }
  return codes.slice();
}
