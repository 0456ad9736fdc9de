/** Types that users rely on; each line is checked by the compiler and costs nothing to run. */
import { assertType, type IsAny, type IsExact } from "@std/testing/types";
import type {
  CheckResult,
  Ding,
  OtpClient,
  Prelude,
  PreludeCheckInput,
  PreludeCheckResult,
  PreludeEmailSendResult,
  PreludeFeedbackInput,
  PreludeRetryInput,
  PreludeRetryResult,
  PreludeSendInput,
  PreludeSendResult,
  PreludeSentStatus,
  RetryResult,
  SendResult,
} from "@ding-otp/client";
import { test } from "../support/harness.ts";

type Ok<Result> = Extract<Result, { ok: true }>;
type Refused<Result> = Extract<Result, { ok: false }>;
type DingResult<Name extends keyof Ding> = Awaited<ReturnType<Ding[Name]>>;
type Extends<One, Other> = One extends Other ? true : false;

/** The keys of a type whose value is `any`. */
type AnyKeys<T> = { [Key in keyof T]-?: IsAny<T[Key]> extends true ? Key : never }[keyof T];

test("types: the results of Prelude are those of every client", () => {
  assertType<Extends<PreludeSendResult, SendResult<string>>>(true);
  assertType<Extends<PreludeCheckResult, CheckResult<string>>>(true);
  assertType<Extends<PreludeRetryResult, RetryResult<string>>>(true);
  assertType<Extends<Prelude, OtpClient>>(true);
  assertType<Extends<Ding, OtpClient>>(true);
});

test("types: the results of Ding are as precise as if there were no other client", () => {
  assertType<IsExact<Ok<DingResult<"send">>["status"], "pending">>(true);
  assertType<IsExact<Ok<DingResult<"check">>["status"], "valid">>(true);
  assertType<IsExact<Ok<DingResult<"retry">>["status"], "approved">>(true);
  assertType<"channels" extends keyof Ok<DingResult<"send">> ? true : false>(false);
});

test("types: ok narrows to the statuses that are ok", () => {
  assertType<IsExact<Ok<PreludeSendResult>["status"], PreludeSentStatus>>(true);
  assertType<IsExact<Ok<PreludeRetryResult>["status"], PreludeSentStatus>>(true);
  assertType<IsExact<Ok<PreludeCheckResult>["status"], "success">>(true);
  assertType<IsExact<Ok<PreludeSendResult>["authenticationUuid"], string>>(true);
  assertType<IsExact<Ok<PreludeSendResult>["resumed"], true | undefined>>(true);
  assertType<IsExact<PreludeSendResult["channels"], readonly string[] | undefined>>(true);
  assertType<IsExact<Refused<PreludeSendResult>["reason"], Refused<SendResult>["reason"]>>(true);
});

test("types: a missing phoneNumber is what the compiler reports last, of all overloads", () => {
  assertType<IsExact<Parameters<Prelude["send"]>[0], PreludeSendInput>>(true);
});

test("types: a result is about the target that was given", () => {
  assertType<IsExact<Ok<PreludeSendResult>["phoneNumber"], string>>(true);
  assertType<IsExact<Ok<PreludeEmailSendResult>["emailAddress"], string>>(true);
  assertType<"phoneNumber" extends keyof PreludeEmailSendResult ? true : false>(false);
  assertType<
    IsExact<
      Refused<PreludeEmailSendResult>["reason"],
      Refused<SendResult>["reason"] | "invalid_email_address"
    >
  >(true);
  const send = (prelude: Prelude) =>
    [
      prelude.send({ phoneNumber: "+33612345678" }),
      prelude.send({ emailAddress: "user@example.com" }),
    ] as const;
  assertType<IsExact<Awaited<ReturnType<typeof send>[0]>, PreludeSendResult>>(true);
  assertType<IsExact<Awaited<ReturnType<typeof send>[1]>, PreludeEmailSendResult>>(true);
});

test("types: exactly one target", () => {
  const target = { phoneNumber: "+33612345678", emailAddress: "user@example.com" };
  assertType<Extends<typeof target, PreludeSendInput>>(false);
  assertType<Extends<typeof target & { checkCode: string }, PreludeCheckInput>>(false);
  assertType<Extends<typeof target, PreludeRetryInput>>(false);
  assertType<Extends<typeof target & { status: string }, PreludeFeedbackInput>>(false);
  assertType<Extends<{ checkCode: string }, PreludeCheckInput>>(false);
  assertType<Extends<{ locale: string }, PreludeRetryInput>>(false);
});

test("types: what send gives can be handed to check and retry", () => {
  type WithCode<T> = T & { checkCode: string };
  assertType<Extends<WithCode<Ok<PreludeSendResult>>, PreludeCheckInput>>(true);
  assertType<Extends<WithCode<Ok<PreludeEmailSendResult>>, PreludeCheckInput>>(true);
  assertType<Extends<WithCode<Ok<SendResult>>, PreludeCheckInput>>(true);
  assertType<Extends<Ok<PreludeSendResult>, PreludeRetryInput>>(true);
  assertType<Extends<Ok<PreludeEmailSendResult>, PreludeRetryInput>>(true);
});

test("types: nothing is any", () => {
  assertType<IsExact<AnyKeys<Ok<PreludeSendResult>>, never>>(true);
  assertType<IsExact<AnyKeys<Ok<PreludeCheckResult>>, never>>(true);
  assertType<IsExact<AnyKeys<PreludeSendInput>, never>>(true);
});
