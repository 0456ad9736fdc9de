/** The fields of v1's requests, and what each of them must be. */
import {
  isIpAddress,
  isLanguageTag,
  isPhoneNumber,
  isRetrieverHash,
  isSender,
  isWebAddress,
} from "../formats.ts";
import {
  type Fields,
  filledRule,
  oneOfRule,
  requireField,
  requireText,
  type Rule,
  rule,
  textRule,
} from "../http/fields.ts";
import { Refusal } from "../http/refusal.ts";
import { own } from "../own.ts";
import type { SendDetails } from "../state/authentication.ts";
import { webhookFormat } from "./webhooks.ts";

const BAD = "bad_request";

/** A value of the wrong type is a bad request, whatever the error code of its field. */
const STRING = rule(BAD, "a string", (value) => typeof value === "string");
const BOOLEAN = rule(BAD, "a boolean", (value) => typeof value === "boolean");
const PHONE_NUMBER = rule(
  "invalid_phone_number",
  "in E.164 format",
  (value) => isPhoneNumber(value as string),
);

const STRINGS: Readonly<Record<string, Rule>> = {
  callback_url: textRule(BAD, "an http or https URL", isWebAddress),
  correlation_id: filledRule(BAD),
  device_id: filledRule("invalid_device_id"),
  device_type: oneOfRule(BAD, ["IOS", "ANDROID", "WEB"]),
  device_model: filledRule("invalid_device_model"),
  os_version: filledRule("invalid_os_version"),
  app_version: filledRule("invalid_app_version"),
  ip: textRule(BAD, "an IP address", isIpAddress),
  app_realm: textRule(
    "invalid_app_realm",
    "an SMS Retriever hash of 11 characters",
    isRetrieverHash,
  ),
  locale: textRule(BAD, "a BCP 47 language tag", isLanguageTag),
  sender_id: textRule(
    "invalid_sender_id",
    "1 to 11 letters, digits and spaces, or a phone number",
    isSender,
  ),
  template_id: filledRule("invalid_template_id"),
};

const SIGNALS = [
  "device_id",
  "device_type",
  "device_model",
  "os_version",
  "app_version",
  "ip",
  "is_returning_user",
  "app_realm",
] as const;

/** A required string. */
export function readText(fields: Fields, name: string): string {
  return requireText(fields[name], name, STRING);
}

/** A phone number in E.164 format. */
export function requirePhoneNumber(value: string): string {
  return requireText(value, "phone_number", PHONE_NUMBER);
}

/** Reads the optional fields of a send. */
export function readDetails(fields: Fields): SendDetails {
  const texts: Record<string, string | undefined> = own({});
  for (const [name, rule] of Object.entries(STRINGS)) {
    if (fields[name] !== undefined) texts[name] = requireText(readText(fields, name), name, rule);
  }
  const returning = fields["is_returning_user"];
  if (returning !== undefined) requireField(returning, "is_returning_user", BOOLEAN);
  requireAndroid(texts["app_realm"], texts["device_type"]);
  return {
    correlationId: texts["correlation_id"],
    templateId: texts["template_id"],
    senderId: texts["sender_id"],
    signals: Object.fromEntries(
      SIGNALS.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
    ),
    payment: undefined,
    onlyChannels: undefined,
    maxAutoFallbacks: undefined,
    forceChallenge: false,
    callback: texts["callback_url"] === undefined ? undefined : {
      url: texts["callback_url"],
      format: webhookFormat,
    },
  };
}

function requireAndroid(appRealm: string | undefined, deviceType: string | undefined): void {
  if (appRealm === undefined || deviceType === "ANDROID") return;
  throw deviceType === undefined
    ? new Refusal("app_realm_require_device_type", "app_realm requires device_type")
    : new Refusal("unsupported_app_realm_device_type", "app_realm is only supported on ANDROID");
}
