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
import type { Feedback, Payment } from "../state/window.ts";
import { type Channel, MESSAGE_CHANNELS } from "../message.ts";
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
interface TargetFeedback {
  readonly to: string;
  readonly feedback: Feedback;
}

type Rules = ReadonlyMap<string, Rule>;

/** The error code of a field that has none of its own. */
export const INVALID = "invalid_request";

const MOST_FEEDBACKS = 100;

/** The template of codes that confirm a payment; its variables name the payment. */
const PAYMENT_TEMPLATE = "prelude:psd2";

const METHODS = ["auto", "voice", "message"];
const PLATFORMS = ["android", "ios", "ipados", "tvos", "web"];

const FILLED = filledRule(INVALID);
const BOOLEAN = rule(INVALID, "a boolean", (value) => typeof value === "boolean");
const PHONE_NUMBER = textRule("invalid_phone_number", "in E.164 format", isPhoneNumber);
const EMAIL_ADDRESS = textRule("invalid_email_address", "an email address", isEmailAddress);
const TEST_CODE = textRule(INVALID, "4 to 8 digits", isPossibleCode);
const TARGET_TYPE = oneOfRule(INVALID, ["phone_number", "email_address"]);

const DISPATCH_ID = textRule(INVALID, "a string of 36 characters", ({ length }) => length === 36);
const VARIABLE = filledRule("invalid_template_variables");
const FEEDBACK_TYPE = oneOfRule(INVALID, ["verification.started", "verification.completed"]);

const BODY: Rules = new Map([["dispatch_id", DISPATCH_ID]]);

const METADATA: Rules = new Map([
  [
    "correlation_id",
    textRule("invalid_correlation_id", "a string of 1 to 80 characters", isCorrelationId),
  ],
]);

const OPTIONS: Rules = new Map([
  ["channels", rule(INVALID, `a list of ${MESSAGE_CHANNELS.join(", ")}`, isChannels)],
  ["callback_url", textRule("invalid_callback_url", "an http or https URL", isWebAddress)],
  ["code_size", rule("invalid_code_size", "an integer from 4 to 8", isCodeSize)],
  ["custom_code", textRule("invalid_custom_code", "4 to 8 digits", isPossibleCode)],
  ["force_challenge", BOOLEAN],
  ["integration", FILLED],
  ["locale", textRule("invalid_locale", "a BCP 47 language tag", isLanguageTag)],
  ["max_auto_fallbacks", rule(INVALID, "an integer, 0 or more", isFallbackCount)],
  ["method", oneOfRule(INVALID, METHODS)],
  ["preferred_channel", oneOfRule(INVALID, MESSAGE_CHANNELS)],
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
  ["device_id", filledRule("invalid_device_id")],
  ["device_model", FILLED],
  ["device_platform", oneOfRule(INVALID, PLATFORMS)],
  ["ip", textRule(INVALID, "an IP address", isIpAddress)],
  ["is_trusted_user", BOOLEAN],
  ["ja4_fingerprint", FILLED],
  ["os_version", filledRule("invalid_os_version")],
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

/** A phone number, in a path or a body. */
export function requirePhoneNumber(value: unknown): string {
  return requireText(value, "phone_number", PHONE_NUMBER);
}

/** The code of a test number. */
export function readTestCode(fields: Fields): string {
  return requireText(fields["attempt_code"], "attempt_code", TEST_CODE);
}

/** The payment that a check confirms; `undefined` if it names none. */
export function readPayment({ psd2 }: Fields): Payment | undefined {
  if (psd2 === undefined) return undefined;
  const fields = requireObject(psd2, { code: INVALID, param: "psd2" });
  return paymentOf(fields, { param: "psd2", rule: FILLED });
}

/** Reads the optional fields of a send to an account that has certain channels. */
export function readSendOptions(
  fields: Fields,
  { target, enabled }: { readonly target: Target; readonly enabled: readonly Channel[] },
): SendOptions {
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
      payment: paymentToSend(options),
      onlyChannels: readChannels(options, enabled),
      maxAutoFallbacks: options["max_auto_fallbacks"] as number | undefined,
      forceChallenge: options["force_challenge"] === true,
      callback: url === undefined ? undefined : { url, format: webhookFormat },
    },
    message: { channel: channelOf(options, { target, enabled }), code, codeLength },
  };
}

/** Reads the list of feedback; a mistake in one item refuses them all. */
export function readFeedbacks({ feedbacks }: Fields): readonly TargetFeedback[] {
  if (Array.isArray(feedbacks) && feedbacks.length >= 1 && feedbacks.length <= MOST_FEEDBACKS) {
    return feedbacks.map((feedback, index) => readFeedback(feedback, `feedbacks.${index}`));
  }
  throw new Refusal(INVALID, `feedbacks must be a list of 1 to ${MOST_FEEDBACKS} items`, {
    param: "feedbacks",
  });
}

function readFeedback(item: unknown, param: string): TargetFeedback {
  const fields = requireObject(item, { code: INVALID, param });
  const { value: to } = readTarget(fields, `${param}.target`);
  requireField(fields["type"], `${param}.type`, FEEDBACK_TYPE);
  requireFields(fields, BODY, `${param}.`);
  const metadata = requireObject(fields["metadata"] ?? {}, {
    code: INVALID,
    param: `${param}.metadata`,
  });
  requireFields(metadata, METADATA, `${param}.metadata.`);
  return {
    to,
    feedback: {
      status: fields["type"] === "verification.completed" ? "onboarded" : "not_onboarded",
      correlationId: metadata["correlation_id"] as string | undefined,
      dispatchId: fields["dispatch_id"] as string | undefined,
    },
  };
}

/** The channel that a message should take; `undefined` to leave it to the API. */
function channelOf(
  { method, preferred_channel: preferred }: Fields,
  { target, enabled }: { readonly target: Target; readonly enabled: readonly Channel[] },
): Channel | undefined {
  if (target.type === "email_address") return "email";
  if (method === "voice") return "voice";
  return enabled.find((channel) => channel === preferred);
}

/** The only channels to use, each of which the account has to have. */
function readChannels(
  options: Fields,
  enabled: readonly Channel[],
): readonly Channel[] | undefined {
  const param = "options.channels";
  const channels = options["channels"] as readonly Channel[] | undefined;
  if (channels === undefined) return undefined;
  if (options["preferred_channel"] !== undefined) {
    throw new Refusal(INVALID, "channels and preferred_channel must not be used together", {
      param,
    });
  }
  const missing = channels.find((channel) => !enabled.includes(channel));
  if (missing === undefined) return channels;
  throw new Refusal("channel_not_enabled_in_region", `the account does not have ${missing}`, {
    param,
  });
}

/** The payment of a code, which the template for payments requires. */
function paymentToSend(options: Fields): Payment | undefined {
  if (options["template_id"] !== PAYMENT_TEMPLATE) return undefined;
  const variables = requireObject(options["variables"] ?? {}, {
    code: "invalid_template_variables",
    param: "options.variables",
  });
  return paymentOf(variables, { param: "options.variables", rule: VARIABLE });
}

function paymentOf(
  fields: Fields,
  { param, rule }: { readonly param: string; readonly rule: Rule },
): Payment {
  return {
    amount: requireText(fields["amount"], `${param}.amount`, rule),
    currency: requireText(fields["currency"], `${param}.currency`, rule),
    recipient: requireText(fields["recipient"], `${param}.recipient`, rule),
  };
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
  return isFilled(text) && text.length <= 80;
}

function isChannels(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && new Set(value).size === value.length &&
    value.every((channel) => MESSAGE_CHANNELS.includes(channel));
}

function isFallbackCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isCodeSize(value: unknown): boolean {
  return isIntegerBetween(value, 4, 8);
}

function isVariables(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}
