/** The comparison of our fields with the vendor's, on declarations like those of its SDK. */
import { assertEquals, assertThrows } from "@std/assert";
import { readOurs } from "../scripts/compare_sdk.ts";
import { compareFields, describe, type KnownDifference } from "../scripts/sdk/compare.ts";
import { readOurFields, readVendorFields, type Sources } from "../scripts/sdk/fields.ts";
import { KNOWN } from "../scripts/sdk/known.ts";
import { test } from "./support/harness.ts";

/** Declarations in the SDK's manner, with fields that can be added. */
function declarations({ option = "", status = "" } = {}): Sources {
  return {
    verification: `
      export interface VerificationCreateParams {
        target: VerificationCreateParams.Target;
        options?: VerificationCreateParams.Options;
      }
      export declare namespace VerificationCreateParams {
        interface Target { type: 'phone_number'; value: string; }
        interface Options { app_realm?: Options.AppRealm; locale?: string; ${option} }
        namespace Options { interface AppRealm { platform: 'android'; } }
      }
      export interface VerificationCreateResponse { id: string; status: 'success' ${status}; }
      export interface VerificationCheckParams { code: string; }
      export interface VerificationCheckResponse { status: 'failure'; }`,
    lookup: "export interface LookupLookupResponse { flags?: Array<'ported'>; }",
    watch: `
      export declare namespace WatchSendFeedbacksParams {
        interface Feedback { type: 'verification.started'; metadata?: Feedback.Metadata; }
        namespace Feedback { interface Metadata { correlation_id?: string; } }
      }
      export interface WatchSendFeedbacksResponse { request_id: string; }`,
  };
}

const FIELDS = {
  "send request": ["options.app_realm", "options.locale", "target"],
  "send response": ["id", "status", "status=success"],
  "check request": ["code"],
  "check response": ["status", "status=failure"],
  "lookup response": ["flags"],
  "feedback request": ["metadata.correlation_id", "type"],
  "feedback response": ["request_id"],
};

test("the vendor's fields are read by list, with what is inside them and their words", () => {
  assertEquals(readVendorFields(declarations()), FIELDS);
});

test("our fields are read from src/prelude, by their names on the wire", async () => {
  const fields = readOurFields(await readOurs());
  assertEquals(Object.keys(fields), Object.keys(FIELDS));
  for (
    const [list, names] of [
      ["send request", ["metadata.correlation_id", "options.max_auto_fallbacks", "dispatch_id"]],
      ["send request", ["signals.device_platform", "signals.ja4_fingerprint", "target"]],
      ["send response", ["id", "silent.request_url", "status=challenged", "reason=suspicious"]],
      ["check request", ["code", "psd2.recipient", "target"]],
      ["check response", ["status=success", "status=transaction_mismatch"]],
      ["lookup response", ["original_network_info.mnc", "flags"]],
      ["feedback request", ["dispatch_id", "type"]],
    ] as const
  ) assertEquals(names.filter((name) => !fields[list]!.includes(name)), [], list);
});

for (
  const [what, changed, expected] of [
    ["field", declarations({ option: "brand?: string;" }), "options.brand"],
    ["status", declarations({ status: "| 'postponed'" }), "status=postponed"],
  ] as const
) {
  test(`a ${what} that only the vendor has is reported, unless it is known`, () => {
    const vendor = readVendorFields(changed);
    const list = what === "field" ? "send request" : "send response";
    const difference = { list, name: expected, side: "vendor" as const };
    const found = compareFields(FIELDS, vendor, []);
    assertEquals(found, { unknown: [difference], gone: [] });
    assertEquals(describe(found), `- ${list}: only the vendor has \`${expected}\``);
    const known = [{ ...difference, reason: "intended" }];
    assertEquals(describe(compareFields(FIELDS, vendor, known)), "");
  });
}

test("a field that only we have is reported, and a word is not", () => {
  const ours = { ...FIELDS, "check request": ["code", "psd2"], "check response": ["status=x"] };
  const { unknown } = compareFields(ours, FIELDS, []);
  assertEquals(unknown, [
    { list: "check request", name: "psd2", side: "ours" },
    { list: "check response", name: "status", side: "vendor" },
    { list: "check response", name: "status=failure", side: "vendor" },
  ]);
});

test("a known difference that is gone is reported", () => {
  const known: KnownDifference = { list: "check request", name: "x", side: "ours", reason: "y" };
  const found = compareFields(FIELDS, FIELDS, [known]);
  assertEquals(found, { unknown: [], gone: [known] });
  assertEquals(
    describe(found),
    "- check request: `x` is no longer only ours; remove it from `scripts/sdk/known.ts`",
  );
});

test("an interface or a shape that cannot be found is an error, not an empty list", async () => {
  const vendor = { ...declarations(), lookup: "export interface Renamed {}" };
  assertThrows(() => readVendorFields(vendor), Error, "no interface LookupLookupResponse");
  const ours = { ...await readOurs(), send: "export const SEND = 1;" };
  assertThrows(() => readOurFields(ours), Error, "no object METADATA");
});

test("every known difference has a reason, and none is listed twice", () => {
  assertEquals(KNOWN.filter(({ reason }) => reason.trim() === ""), []);
  const keys = KNOWN.map(({ list, name, side }) => `${list} ${name} ${side}`);
  assertEquals(new Set(keys).size, keys.length);
});
