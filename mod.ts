/**
 * Clients for Prelude's Verify API ({@linkcode Prelude}) and for the Ding OTP API it replaced
 * ({@linkcode Ding}): send a one-time code, check it, resend it. Built only on web standards.
 *
 * Results are for the person signing in; errors are for the person on call.
 *
 * @example
 * ```ts
 * import { Prelude } from "@ding-otp/client";
 * import { Sandbox } from "@ding-otp/client/sandbox";
 *
 * // In production: new Prelude({ apiToken }).
 * const sandbox = new Sandbox();
 * const prelude = new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch });
 *
 * const sent = await prelude.send({ phoneNumber: "+1 555 555 0100" });
 * console.log(sent.ok ? "The code is on its way." : `No code was sent: ${sent.reason}.`);
 * ```
 *
 * @module
 */

export { Prelude, type PreludeOptions } from "./src/prelude/client.ts";
export type { PreludeCheckInput, PreludeCheckResult, PreludePayment } from "./src/prelude/check.ts";
export type {
  PreludeFeedbackInput,
  PreludeFeedbackOk,
  PreludeFeedbackRefused,
  PreludeFeedbackResult,
} from "./src/prelude/feedback.ts";
export type { PreludeLineType, PreludeLookupResult } from "./src/prelude/lookup.ts";
export type { PreludeFacts, PreludeTarget } from "./src/prelude/target.ts";
export type { PreludeRetryInput, PreludeRetryResult } from "./src/prelude/retry.ts";
export type {
  PreludeEmailSendInput,
  PreludeEmailSendOk,
  PreludeEmailSendRefused,
  PreludeEmailSendResult,
  PreludeRiskFactor,
  PreludeSendFacts,
  PreludeSendInput,
  PreludeSendOk,
  PreludeSendRefused,
  PreludeSendResult,
  PreludeSentStatus,
} from "./src/prelude/send.ts";

export { Ding, type DingCallOptions, type DingOptions } from "./src/ding/client.ts";
export type { DingCheckInput } from "./src/ding/check.ts";
export type {
  DingFeedbackInput,
  DingFeedbackOk,
  DingFeedbackRefused,
  DingFeedbackResult,
} from "./src/ding/feedback.ts";
export type { DingLineType } from "./src/ding/lookup.ts";
export type { DingRetryInput } from "./src/ding/retry.ts";
export type { DingSendInput, DingSignals } from "./src/ding/send.ts";
export type {
  DingAttemptEvent,
  DingBalanceUpdateEvent,
  DingCheckEvent,
  DingDeliveryStatusEvent,
  DingEvent,
  DingStatusInput,
  DingStatusResult,
  DingUnrecognizedEvent,
} from "./src/ding/status.ts";

export type {
  CheckInput,
  FeedbackStatus,
  LookupInput,
  OtpClient,
  RetryInput,
  SendInput,
} from "./src/otp_client.ts";
export type {
  CheckOk,
  CheckRefusal,
  CheckRefused,
  CheckResult,
  HttpExchange,
  LookupFacts,
  LookupOk,
  LookupRefused,
  LookupResult,
  NumberRefusal,
  OperationName,
  RetryOk,
  RetryRefusal,
  RetryRefused,
  RetryResult,
  SendOk,
  SendRefusal,
  SendRefused,
  SendResult,
} from "./src/results.ts";
export {
  ApiError,
  NetworkError,
  OtpError,
  type OtpErrorCode,
  type OtpErrorInit,
  type Outcome,
  ResponseError,
  TimeoutError,
} from "./src/errors.ts";
export { toE164 } from "./src/normalize.ts";
export type {
  CallOptions,
  ClientOptions,
  Credential,
  Fetch,
  FetchInit,
} from "./src/transport/options.ts";
