/** Differences from the vendor's SDK that are intended, with the reason for each. */
import type { KnownDifference } from "./compare.ts";

const BEHIND = "the wire has it, and the vendor's newer SDKs; the npm SDK is behind";
const SHARED = "read from every response, in case the API adds it";
const PERSON = "about the program, not the person: a refusal without a reason of its own";

/** The signals of feedback, which no client of ours sends. */
const SIGNALS = [
  "app_version",
  "device_id",
  "device_model",
  "device_platform",
  "ip",
  "is_trusted_user",
  "ja4_fingerprint",
  "os_version",
  "user_agent",
];

export const KNOWN: readonly KnownDifference[] = [
  ...["channels", "force_challenge", "max_auto_fallbacks"].map((name) =>
    ours("send request", `options.${name}`, BEHIND)
  ),
  vendors("send request", "options.integration", "for the vendor's own integrations"),
  ours("send response", "risk_factors", BEHIND),
  vendors("send response", "status=blocked", "any status that is not a success is a refusal"),
  vendors("send response", "reason=expired_signature", PERSON),
  vendors("send response", "reason=invalid_signature", PERSON),
  ...["amount", "currency", "recipient"].map((name) =>
    ours("check request", `psd2.${name}`, BEHIND)
  ),
  ours("lookup response", "metadata.correlation_id", SHARED),
  ours("lookup response", "request_id", SHARED),
  ours("feedback response", "metadata.correlation_id", SHARED),
  ...SIGNALS.map((name) =>
    vendors("feedback request", `signals.${name}`, "the send already carries the signals")
  ),
];

function ours(list: string, name: string, reason: string): KnownDifference {
  return { list, name, side: "ours", reason };
}

function vendors(list: string, name: string, reason: string): KnownDifference {
  return { list, name, side: "vendor", reason };
}
