/** The fields of v1's requests: which there are, and what is wrong with a value. */
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
import { isPhoneNumber } from "../phone.ts";
import { v1Webhooks } from "./webhooks.ts";
import type { SendDetails } from "../state/windows.ts";

interface TextRule {
  /** The error code for a value that is not as it should be. */
  readonly code: string;
  /** What the value is not, when it is not as it should be. */
  readonly is: string;
  readonly test: (value: string) => boolean;
}

const TEXT_RULES: Readonly<Record<string, TextRule>> = {
  callback_url: { code: "bad_request", is: "an http or https URL", test: isWebAddress },
  correlation_id: filled("bad_request"),
  device_id: filled("invalid_device_id"),
  device_type: { code: "bad_request", is: "IOS, ANDROID or WEB", test: isDeviceType },
  device_model: filled("invalid_device_model"),
  os_version: filled("invalid_os_version"),
  app_version: filled("invalid_app_version"),
  ip: { code: "bad_request", is: "an IP address", test: isIpAddress },
  app_realm: {
    code: "invalid_app_realm",
    is: "an SMS Retriever hash of 11 characters",
    test: isRetrieverHash,
  },
  locale: { code: "bad_request", is: "a BCP 47 language tag", test: isLanguageTag },
  sender_id: {
    code: "invalid_sender_id",
    is: "1 to 11 letters, digits and spaces, nor a phone number",
    test: isSender,
  },
  template_id: filled("invalid_template_id"),
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

/** The body as an object. */
export function readFields(json: unknown): Fields {
  if (isFields(json)) return json;
  throw new Refusal("bad_request", "the body is not a JSON object");
}

/** A required field. */
export function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === "string") return value;
  throw new Refusal("bad_request", `${name} is not a string`);
}

/** A phone number in E.164 form. */
export function requirePhoneNumber(value: string): string {
  if (isPhoneNumber(value)) return value;
  throw new Refusal("invalid_phone_number", "the phone number is not in E.164 form");
}

/** Checks the optional fields of a send. */
export function readDetails(fields: Fields): SendDetails {
  const texts: Record<string, string | undefined> = {};
  for (const [name, rule] of Object.entries(TEXT_RULES)) {
    if (fields[name] !== undefined) texts[name] = readRuled(fields, name, rule);
  }
  const returning = fields["is_returning_user"];
  if (returning !== undefined && typeof returning !== "boolean") {
    throw new Refusal("bad_request", "is_returning_user is not a boolean");
  }
  requireAndroid(texts["app_realm"], texts["device_type"]);
  return {
    correlationId: texts["correlation_id"],
    templateId: texts["template_id"],
    senderId: texts["sender_id"],
    signals: Object.fromEntries(
      SIGNALS.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
    ),
    callback: texts["callback_url"] === undefined ? undefined : {
      url: texts["callback_url"],
      form: v1Webhooks,
    },
  };
}

function readRuled(fields: Fields, name: string, { code, is, test }: TextRule): string {
  const value = readText(fields, name);
  if (value.length <= LONGEST && test(value)) return value;
  throw new Refusal(code, `${name} is not ${is}`);
}

function requireAndroid(appRealm: string | undefined, deviceType: string | undefined): void {
  if (appRealm === undefined || deviceType === "ANDROID") return;
  throw deviceType === undefined
    ? new Refusal("app_realm_require_device_type", "app_realm comes without device_type")
    : new Refusal("unsupported_app_realm_device_type", "app_realm is for ANDROID alone");
}

function filled(code: string): TextRule {
  return { code, is: `a text of 1 to ${LONGEST} characters`, test: isFilled };
}

function isDeviceType(value: string): boolean {
  return ["IOS", "ANDROID", "WEB"].includes(value);
}
