/** The fields of v2's requests, and what each of them must be. */
import {
  isDomain,
  isEmailAddress,
  isFilled,
  isIpAddress,
  isLanguageTag,
  isPhoneNumber,
  isPossibleCode,
  isRetrieverHash,
  isSender,
  isWebAddress,
} from "../formats.ts";
import {
  type Fields,
  filledRule,
  isObject,
  oneOfRule,
  requireField,
  requireObject,
  requireText,
  type Rule,
  rule,
  textRule,
} from "../http/fields.ts";
import { Refusal } from "../http/refusal.ts";
import type { MessageOptions, SendDetails } from "../state/authentication.ts";
import type { Channel } from "../state/channels.ts";
import { isIntegerBetween } from "../validate.ts";
import { webhookFormat } from "./webhooks.ts";

/** The person to verify. */
interface Target {
  readonly type: "phone_number" | "email_address";
  readonly value: string;
}

/** What a send says in addition to its target. */
interface SendOptions {
  readonly details: SendDetails;
  readonly message: MessageOptions;
}

/** Feedback on one verification. */
interface Feedback {
  readonly to: string;
  readonly status: "onboarded" | "not_onboarded";
}

type Rules = ReadonlyMap<string, Rule>;

/** The error code of a field that has none of its own. */
export const INVALID = "invalid_request";

const MOST_FEEDBACKS = 100;

const CHANNELS = ["sms", "rcs", "whatsapp", "viber", "zalo", "telegram"] satisfies Channel[];
const METHODS = ["auto", "voice", "message"];
const PLATFORMS = ["android", "ios", "ipados", "tvos", "web"];

const FILLED = filledRule(INVALID);
const PHONE_NUMBER = textRule("invalid_phone_number", "in E.164 format", isPhoneNumber);
const EMAIL_ADDRESS = textRule("invalid_email_address", "an email address", isEmailAddress);
const TARGET_TYPE = oneOfRule(INVALID, ["phone_number", "email_address"]);

const BODY: Rules = new Map([
  ["dispatch_id", textRule(INVALID, "a string of 36 characters", ({ length }) => length === 36)],
]);

const METADATA: Rules = new Map([
  [
    "correlation_id",
    textRule("invalid_correlation_id", "a string of 1 to 64 characters", isCorrelationId),
  ],
]);

const OPTIONS: Rules = new Map([
  ["callback_url", textRule("invalid_callback_url", "an http or https URL", isWebAddress)],
  ["code_size", rule("invalid_code_size", "an integer from 4 to 8", isCodeSize)],
  ["custom_code", textRule(INVALID, "4 to 8 digits", isPossibleCode)],
  ["integration", FILLED],
  ["locale", textRule("invalid_locale", "a BCP 47 language tag", isLanguageTag)],
  ["method", oneOfRule(INVALID, METHODS)],
  ["preferred_channel", oneOfRule(INVALID, CHANNELS)],
  [
    "sender_id",
    textRule(
      "invalid_sender_id",
      "1 to 11 letters, digits and spaces, or a phone number",
      isSender,
    ),
  ],
  ["template_id", filledRule("invalid_template_id")],
  ["variables", rule("invalid_template_variables", "an object of strings", isVariables)],
]);

const SIGNALS: Rules = new Map([
  ["app_version", FILLED],
  ["device_id", FILLED],
  ["device_model", FILLED],
  ["device_platform", oneOfRule(INVALID, PLATFORMS)],
  ["ip", textRule(INVALID, "an IP address", isIpAddress)],
  ["is_trusted_user", rule(INVALID, "a boolean", (value) => typeof value === "boolean")],
  ["ja4_fingerprint", FILLED],
  ["os_version", FILLED],
  ["user_agent", FILLED],
]);

/** The app realm of each platform. */
const REALMS: ReadonlyMap<unknown, Rule> = new Map([
  [
    "android",
    textRule("invalid_app_realm_value", "an SMS Retriever hash of 11 characters", isRetrieverHash),
  ],
  ["web", textRule("invalid_app_realm_value", "a domain", isDomain)],
]);

const REALM_PLATFORM = oneOfRule("invalid_app_realm_platform", [...REALMS.keys()] as string[]);

/** A required string. */
export function readText(fields: Fields, name: string): string {
  return requireText(fields[name], name, FILLED);
}

/** The phone number or email address of a request. */
export function readTarget(fields: Fields, param = "target"): Target {
  const { type, value } = requireObject(fields["target"], { code: INVALID, param });
  requireField(type, `${param}.type`, TARGET_TYPE);
  const rule = type === "phone_number" ? PHONE_NUMBER : EMAIL_ADDRESS;
  return { type: type as Target["type"], value: requireText(value, `${param}.value`, rule) };
}

/** A phone number in a path. */
export function requirePhoneNumber(value: string): string {
  return requireText(value, "phone_number", PHONE_NUMBER);
}

/** Reads the optional fields of a send. */
export function readSendOptions(fields: Fields, target: Target): SendOptions {
  requireFields(fields, BODY);
  const metadata = readSection(fields, "metadata", METADATA);
  const options = readSection(fields, "options", OPTIONS);
  const signals = readSection(fields, "signals", SIGNALS);
  requireAppRealm(options["app_realm"]);
  const { callback_url: url, code_size: codeLength, custom_code: code } = options as {
    readonly callback_url?: string;
    readonly code_size?: number;
    readonly custom_code?: string;
  };
  if (codeLength !== undefined && code !== undefined) {
    throw new Refusal(
      "custom_size_conflict",
      "custom_code and code_size must not be used together",
      { param: "options.custom_code" },
    );
  }
  return {
    details: {
      correlationId: metadata["correlation_id"] as string | undefined,
      templateId: options["template_id"] as string | undefined,
      senderId: options["sender_id"] as string | undefined,
      signals: Object.fromEntries(Object.entries(signals).filter(([name]) => SIGNALS.has(name))),
      callback: url === undefined ? undefined : { url, format: webhookFormat },
    },
    message: { channel: channelOf(options, target), code, codeLength },
  };
}

/** Reads the list of feedback; a mistake in one item refuses them all. */
export function readFeedbacks({ feedbacks }: Fields): readonly Feedback[] {
  if (Array.isArray(feedbacks) && feedbacks.length >= 1 && feedbacks.length <= MOST_FEEDBACKS) {
    return feedbacks.map((feedback, index) => readFeedback(feedback, `feedbacks.${index}`));
  }
  throw new Refusal(INVALID, `feedbacks must be a list of 1 to ${MOST_FEEDBACKS} items`, {
    param: "feedbacks",
  });
}

function readFeedback(item: unknown, param: string): Feedback {
  const fields = requireObject(item, { code: INVALID, param });
  const { value: to } = readTarget(fields, `${param}.target`);
  const { type } = fields;
  if (type === "verification.completed") return { to, status: "onboarded" };
  if (type === "verification.started") return { to, status: "not_onboarded" };
  throw new Refusal(
    INVALID,
    `${param}.type must be verification.started or verification.completed`,
    { param: `${param}.type` },
  );
}

function channelOf({ method, preferred_channel }: Fields, { type }: Target): Channel {
  if (type === "email_address") return "email";
  if (method === "voice") return "voice";
  return preferred_channel as Channel | undefined ?? "sms";
}

function requireAppRealm(realm: unknown): void {
  if (realm === undefined) return;
  const param = "options.app_realm";
  const { platform, value } = requireObject(realm, { code: INVALID, param });
  if (platform === undefined || value === undefined) {
    throw new Refusal("invalid_app_realm", "app_realm must have a platform and a value", { param });
  }
  requireField(platform, `${param}.platform`, REALM_PLATFORM);
  requireField(value, `${param}.value`, REALMS.get(platform)!);
}

function readSection(fields: Fields, name: string, rules: Rules): Fields {
  const section = requireObject(fields[name] ?? {}, { code: INVALID, param: name });
  requireFields(section, rules, `${name}.`);
  return section;
}

/** Checks the fields that have rules; unknown fields are ignored, as by the API. */
function requireFields(fields: Fields, rules: Rules, path = ""): void {
  for (const [name, value] of Object.entries(fields)) {
    const rule = rules.get(name);
    if (rule !== undefined) requireField(value, path + name, rule);
  }
}

function isCorrelationId(text: string): boolean {
  return isFilled(text) && text.length <= 64;
}

function isCodeSize(value: unknown): boolean {
  return isIntegerBetween(value, 4, 8);
}

function isVariables(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}
