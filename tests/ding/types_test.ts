/** Types that users rely on; each line is checked by the compiler and costs nothing to run. */
import { assertType, type IsAny, type IsExact } from "@std/testing/types";
import {
  ApiError,
  type Credential,
  Ding,
  type DingBalanceUpdateEvent,
  type DingCallOptions,
  type DingEvent,
  type DingOptions,
  type DingSendInput,
  type DingStatusResult,
  type DingUnrecognizedEvent,
  type Fetch,
  type FetchInit,
  type HttpExchange,
  NetworkError,
  OtpError,
  type OtpErrorCode,
  type Outcome,
  ResponseError,
  TimeoutError,
} from "@ding-otp/client";
import { test } from "../support/harness.ts";

type Ok<Result> = Extract<Result, { ok: true }>;
type Refused<Result> = Extract<Result, { ok: false }>;
type Method<Name extends keyof Ding> = Awaited<ReturnType<Ding[Name]>>;
type SendResult = Method<"send">;
type CheckResult = Method<"check">;
type RetryResult = Method<"retry">;
type LookupResult = Method<"lookup">;

/** The keys of a type whose value is `any`. */
type AnyKeys<T> = { [Key in keyof T]-?: IsAny<T[Key]> extends true ? Key : never }[keyof T];

/** Fails to compile when something is left over. */
function never(_: never): void {}

test("types: ok narrows a send", () => {
  assertType<IsExact<Ok<SendResult>["authenticationUuid"], string>>(true);
  assertType<IsExact<Ok<SendResult>["phoneNumber"], string>>(true);
  assertType<IsExact<Ok<SendResult>["status"], "pending">>(true);
  assertType<IsExact<Refused<SendResult>["authenticationUuid"], string | undefined>>(true);
  assertType<IsExact<Refused<SendResult>["status"], string | undefined>>(true);
  assertType<"reason" extends keyof Ok<SendResult> ? true : false>(false);
});

test("types: ok narrows a check, and only to valid", () => {
  assertType<IsExact<Ok<CheckResult>["status"], "valid">>(true);
  assertType<IsExact<Ok<CheckResult>["authenticationUuid"], string>>(true);
  assertType<"valid" extends Refused<CheckResult>["reason"] ? true : false>(false);
  assertType<"reason" extends keyof Ok<CheckResult> ? true : false>(false);
});

test("types: both arms of a retry tell when the next one may be", () => {
  assertType<IsExact<Ok<RetryResult>["status"], "approved">>(true);
  assertType<IsExact<RetryResult["nextRetryAt"], Date | undefined>>(true);
  assertType<IsExact<RetryResult["remainingRetries"], number | undefined>>(true);
});

test("types: what a look-up tells is there without narrowing", () => {
  assertType<IsExact<LookupResult["countryCode"], string | undefined>>(true);
  assertType<IsExact<Ok<LookupResult>["phoneNumber"], string>>(true);
});

test("types: reasons are closed", () => {
  assertType<
    IsExact<
      Refused<SendResult>["reason"],
      | "rate_limited"
      | "spam_detected"
      | "invalid_phone_number"
      | "invalid_line"
      | "blocked_number"
      | "unsupported_region"
      | "unrecognized"
    >
  >(true);
  assertType<
    IsExact<
      Refused<CheckResult>["reason"],
      | "invalid"
      | "expired"
      | "already_validated"
      | "rate_limited"
      | "without_attempt"
      | "transaction_missing"
      | "transaction_mismatch"
      | "unknown"
      | "unrecognized"
    >
  >(true);
  assertType<
    IsExact<
      Refused<RetryResult>["reason"],
      | "denied"
      | "no_attempt"
      | "rate_limited"
      | "expired"
      | "already_validated"
      | "unrecognized"
    >
  >(true);
});

test("types: a switch over the reasons is exhaustive", () => {
  function tell(result: SendResult): string {
    if (result.ok) return result.authenticationUuid;
    switch (result.reason) {
      case "rate_limited":
      case "spam_detected":
      case "invalid_phone_number":
      case "invalid_line":
      case "blocked_number":
      case "unsupported_region":
      case "unrecognized":
        return result.reason;
      default:
        return never(result.reason), "";
    }
  }
  tell({ ok: false, reason: "rate_limited" });
});

test("types: a switch over the events is exhaustive, with an arm for unknown ones", () => {
  function tell(event: DingEvent): unknown {
    switch (event.type) {
      case "attempt":
        return event.attemptNumber;
      case "check":
        return event.code;
      case "delivery_status":
        return event.originatedAt;
      case "balance_update":
        return event.amount;
      case "unrecognized":
        return event.raw;
      default:
        return never(event);
    }
  }
  tell({ type: "unrecognized", raw: 1 });
  assertType<IsExact<DingUnrecognizedEvent["raw"], unknown>>(true);
  assertType<IsExact<DingBalanceUpdateEvent["amount"], number | undefined>>(true);
});

test("types: what is not there before narrowing is an error", () => {
  function wrong(send: SendResult, check: CheckResult, status: DingStatusResult): void {
    // @ts-expect-error -- only a refusal has a reason
    void send.reason;
    // @ts-expect-error -- a send that was refused may have no id
    send.authenticationUuid satisfies string;
    // @ts-expect-error -- results are read-only
    send.ok = true;
    // @ts-expect-error -- only a refusal has a reason
    void check.reason;
    // @ts-expect-error -- results are read-only
    status.events.push({ type: "unrecognized", raw: 1 });
    // @ts-expect-error -- an authentication has no verdict
    void status.ok;
  }
  void wrong;
});

test("types: what a call needs is an error when it is missing", () => {
  function wrong(ding: Ding): void {
    // @ts-expect-error -- a phone number is needed
    ding.send({});
    // @ts-expect-error -- a code is needed
    ding.check({ authenticationUuid: "" });
    // @ts-expect-error -- a code is a string: leading zeros stay
    ding.check({ authenticationUuid: "", checkCode: 123456 });
    // @ts-expect-error -- no such field
    ding.send({ phoneNumber: "", phone_number: "" });
    // @ts-expect-error -- the status is needed
    ding.feedback({ phoneNumber: "" });
    // @ts-expect-error -- a call has no key of its own
    ding.retry({ authenticationUuid: "" }, { apiKey: "" });
    // @ts-expect-error -- a key is needed
    new Ding({ customerUuid: "" });
    // @ts-expect-error -- an account is needed
    new Ding({ apiKey: "" });
  }
  void wrong;
});

test("types: open words take any string and keep the known ones", () => {
  const send: DingSendInput = { phoneNumber: "", deviceType: "VISIONOS", locale: undefined };
  const code: OtpErrorCode = "code_of_tomorrow";
  void [send, code];
  assertType<IsExact<OtpErrorCode, string>>(false);
  assertType<string extends OtpErrorCode ? true : false>(true);
});

test("types: the global fetch and a key function fit", () => {
  const fetch: Fetch = globalThis.fetch;
  const keys: Credential[] = ["key", () => "key", () => Promise.resolve("key")];
  void [fetch, keys];
});

test("types: no any among the results, inputs, options and errors", () => {
  assertType<IsExact<AnyKeys<Ok<SendResult>>, never>>(true);
  assertType<IsExact<AnyKeys<Refused<SendResult>>, never>>(true);
  assertType<IsExact<AnyKeys<Ok<CheckResult>>, never>>(true);
  assertType<IsExact<AnyKeys<Refused<CheckResult>>, never>>(true);
  assertType<IsExact<AnyKeys<Ok<RetryResult>>, never>>(true);
  assertType<IsExact<AnyKeys<Refused<RetryResult>>, never>>(true);
  assertType<IsExact<AnyKeys<Ok<LookupResult>>, never>>(true);
  assertType<IsExact<AnyKeys<Refused<LookupResult>>, never>>(true);
  assertType<IsExact<AnyKeys<Ok<Method<"feedback">>>, never>>(true);
  assertType<IsExact<AnyKeys<DingStatusResult>, never>>(true);
  assertType<IsExact<AnyKeys<HttpExchange>, never>>(true);
  assertType<IsExact<AnyKeys<DingSendInput>, never>>(true);
  assertType<IsExact<AnyKeys<DingOptions>, never>>(true);
  assertType<IsExact<AnyKeys<DingCallOptions>, never>>(true);
  assertType<IsExact<AnyKeys<FetchInit>, never>>(true);
  assertType<IsExact<AnyKeys<OtpError>, never>>(true);
  assertType<IsExact<AnyKeys<ApiError>, never>>(true);
  assertType<IsExact<AnyKeys<ResponseError>, never>>(true);
  assertType<IsExact<HttpExchange["body"], unknown>>(true);
  assertType<IsExact<ApiError["body"], unknown>>(true);
});

test("types: the operations give the named results", () => {
  assertType<IsExact<Method<"send">, SendResult>>(true);
  assertType<IsExact<Method<"check">, CheckResult>>(true);
  assertType<IsExact<Method<"retry">, RetryResult>>(true);
  assertType<IsExact<Method<"status">, DingStatusResult>>(true);
  assertType<IsExact<Method<"lookup">, LookupResult>>(true);
});

test("types: errors narrow by instanceof", () => {
  function tell(error: unknown): unknown {
    if (error instanceof ApiError) return error.status.toFixed() + error.retryAfter?.toFixed();
    if (error instanceof ResponseError) return error.http.status.toFixed();
    if (error instanceof NetworkError || error instanceof TimeoutError) return error.attempts;
    if (error instanceof OtpError) return error.outcome satisfies Outcome;
    return undefined;
  }
  tell(undefined);
  assertType<IsExact<Outcome, "applied" | "not_applied" | "unknown">>(true);
});
