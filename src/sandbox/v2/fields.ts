/** The fields of v2's requests: which there are, and what is wrong with a value. */
import type { Channel } from "../state/channels.ts";
import { isPossibleCode } from "../state/codes.ts";
import {
  type Fields,
  isFields,
  isFilled,
  isIpAddress,
  isLanguageTag,
  isRetrieverHash,
  isSender,
  isWebAddress,
  LONGEST,
} from "../formats.ts";
import { Refusal } from "../http/call.ts";
import { isEmailAddress, isPhoneNumber } from "../phone.ts";
import { v2Webhooks } from "./webhooks.ts";
import type { Delivery, SendDetails } from "../state/windows.ts";

/** Whom a verification is about. */
export interface Target {
  readonly type: "phone_number" | "email_address";
  readonly value: string;
}

/** What a create says beside its target. */
export interface CreateOptions {
  readonly details: SendDetails;
  readonly delivery: Delivery;
}

interface Rule {
  /** The error code for a value that is not as it should be. */
  readonly code: string;
  /** What the value is not, when it is not as it should be. */
  readonly is: string;
  readonly test: (value: unknown) => boolean;
}

type Rules = ReadonlyMap<string, Rule>;

const CHANNELS = ["sms", "rcs", "whatsapp", "viber", "zalo", "telegram"] satisfies Channel[];
const METHODS = ["auto", "voice", "message"];
const PLATFORMS = ["android", "ios", "ipados", "tvos", "web"];

const INVALID = "invalid_request";

const FILLED = filled(INVALID);
const PHONE_NUMBER = rule("invalid_phone_number", "in E.164 form", text(isPhoneNumber));
const EMAIL_ADDRESS = rule("invalid_email_address", "an email address", text(isEmailAddress));

const BODY: Rules = new Map([
  ["dispatch_id", rule(INVALID, "a text of 36 characters", text(({ length }) => length === 36))],
]);

const METADATA: Rules = new Map([
  [
    "correlation_id",
    rule("invalid_correlation_id", "a text of 1 to 64 characters", text(isCorrelationId)),
  ],
]);

const OPTIONS: Rules = new Map([
  ["callback_url", rule("invalid_callback_url", "an http or https URL", text(isWebAddress))],
  ["code_size", rule("invalid_code_size", "an integer from 4 to 8", isCodeSize)],
  ["custom_code", rule(INVALID, "4 to 8 digits", text(isPossibleCode))],
  ["integration", FILLED],
  ["locale", rule("invalid_locale", "a BCP 47 language tag", text(isLanguageTag))],
  ["method", oneOf(METHODS)],
  ["preferred_channel", oneOf(CHANNELS)],
  [
    "sender_id",
    rule(
      "invalid_sender_id",
      "1 to 11 letters, digits and spaces, nor a phone number",
      text(isSender),
    ),
  ],
  ["template_id", filled("invalid_template_id")],
  ["variables", rule("invalid_template_variables", "an object of strings", isVariables)],
]);

const SIGNALS: Rules = new Map([
  ["app_version", FILLED],
  ["device_id", FILLED],
  ["device_model", FILLED],
  ["device_platform", oneOf(PLATFORMS)],
  ["ip", rule(INVALID, "an IP address", text(isIpAddress))],
  ["is_trusted_user", rule(INVALID, "a boolean", (value) => typeof value === "boolean")],
  ["ja4_fingerprint", FILLED],
  ["os_version", FILLED],
  ["user_agent", FILLED],
]);

/** What each platform's app realm is. */
const REALMS: ReadonlyMap<unknown, Rule> = new Map([
  [
    "android",
    rule(
      "invalid_app_realm_value",
      "an SMS Retriever hash of 11 characters",
      text(isRetrieverHash),
    ),
  ],
  ["web", rule("invalid_app_realm_value", "a domain", text(isDomain))],
]);

/** The body as an object. */
export function readFields(json: unknown): Fields {
  if (isFields(json)) return json;
  throw new Refusal(INVALID, "the body is not a JSON object");
}

/** A required text, no longer than an authentication's memory has room for. */
export function readText(fields: Fields, name: string): string {
  return readRuled(fields[name], name, FILLED);
}

/** The phone number or email address that a request is about. */
export function readTarget(fields: Fields, param = "target"): Target {
  const target = fields["target"];
  if (!isFields(target)) throw refuseObject(param);
  const { type, value } = target;
  if (type === "phone_number") {
    return { type, value: readRuled(value, `${param}.value`, PHONE_NUMBER) };
  }
  if (type === "email_address") {
    return { type, value: readRuled(value, `${param}.value`, EMAIL_ADDRESS) };
  }
  throw refuse(`${param}.type`, oneOf(["phone_number", "email_address"]));
}

/** A phone number that stands in a path. */
export function requirePhoneNumber(value: string): string {
  return readRuled(value, "phone_number", PHONE_NUMBER);
}

/** Checks the optional fields of a create. */
export function readOptions(fields: Fields, target: Target): CreateOptions {
  check(fields, BODY);
  const metadata = readSection(fields, "metadata", METADATA);
  const options = readSection(fields, "options", OPTIONS);
  const signals = readSection(fields, "signals", SIGNALS);
  checkAppRealm(options["app_realm"]);
  const { callback_url, code_size, custom_code } = options as
    & {
      readonly [name in "callback_url" | "custom_code"]?: string;
    }
    & { readonly code_size?: number };
  if (code_size !== undefined && custom_code !== undefined) {
    throw new Refusal("custom_size_conflict", "custom_code comes together with code_size", {
      param: "options.custom_code",
    });
  }
  return {
    details: {
      correlationId: metadata["correlation_id"] as string | undefined,
      templateId: options["template_id"] as string | undefined,
      senderId: options["sender_id"] as string | undefined,
      signals: Object.fromEntries(Object.entries(signals).filter(([name]) => SIGNALS.has(name))),
      callback: callback_url === undefined ? undefined : { url: callback_url, form: v2Webhooks },
    },
    delivery: {
      channel: channelOf(options, target),
      code: custom_code,
      codeLength: code_size,
    },
  };
}

function readRuled(value: unknown, param: string, rule: Rule): string {
  if (rule.test(value)) return value as string;
  throw refuse(param, rule);
}

function channelOf({ method, preferred_channel }: Fields, { type }: Target): Channel {
  if (type === "email_address") return "email";
  if (method === "voice") return "voice";
  return preferred_channel as Channel | undefined ?? "sms";
}

function checkAppRealm(realm: unknown): void {
  if (realm === undefined) return;
  const param = "options.app_realm";
  if (!isFields(realm)) throw refuseObject(param);
  const { platform, value } = realm;
  if (platform === undefined || value === undefined) {
    throw new Refusal("invalid_app_realm", "app_realm is not a platform and a value", { param });
  }
  const rule = REALMS.get(platform);
  if (rule === undefined) {
    throw refuse(`${param}.platform`, {
      ...oneOf([...REALMS.keys()] as string[]),
      code: "invalid_app_realm_platform",
    });
  }
  if (!rule.test(value)) throw refuse(`${param}.value`, rule);
}

function readSection(fields: Fields, name: string, rules: Rules): Fields {
  const section = fields[name] ?? {};
  if (!isFields(section)) throw refuseObject(name);
  check(section, rules, `${name}.`);
  return section;
}

function check(fields: Fields, rules: Rules, path = ""): void {
  for (const [name, value] of Object.entries(fields)) {
    const rule = rules.get(name);
    if (rule !== undefined && !rule.test(value)) throw refuse(path + name, rule);
  }
}

function refuse(param: string, { code, is }: Rule): Refusal {
  return new Refusal(code, `${param} is not ${is}`, { param });
}

function refuseObject(param: string): Refusal {
  return new Refusal(INVALID, `${param} is not an object`, { param });
}

function rule(code: string, is: string, test: Rule["test"]): Rule {
  return { code, is, test };
}

function filled(code: string): Rule {
  return rule(code, `a text of 1 to ${LONGEST} characters`, text(isFilled));
}

function oneOf(words: readonly string[]): Rule {
  return rule(INVALID, words.join(" or "), (value) => words.includes(value as string));
}

function text(test: (value: string) => boolean): Rule["test"] {
  return (value) => typeof value === "string" && value.length <= LONGEST && test(value);
}

function isCorrelationId(value: string): boolean {
  return isFilled(value) && value.length <= 64;
}

function isCodeSize(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 4 && (value as number) <= 8;
}

function isVariables(value: unknown): boolean {
  return isFields(value) && Object.values(value).every((text) => typeof text === "string");
}

function isDomain(value: string): boolean {
  return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/i.test(value);
}
