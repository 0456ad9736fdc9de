/**
 * Sends a one-time code to a phone, checks it, sends another: a client of the Ding OTP API, on web
 * standards alone.
 *
 * Results are for the person signing in, errors are for the person on call: see {@linkcode Ding}.
 *
 * @example
 * ```ts
 * import { Ding } from "@ding-otp/client";
 * import { Sandbox } from "@ding-otp/client/sandbox";
 *
 * // In production: new Ding({ apiKey, customerUuid }).
 * const sandbox = new Sandbox();
 * const ding = new Ding({ ...sandbox.credentials, fetch: sandbox.fetch });
 *
 * const sent = await ding.send({ phoneNumber: "+1 555 555 0100" });
 * console.log(sent.ok ? "The code is on its way." : `No code was sent: ${sent.reason}.`);
 * ```
 *
 * @module
 */

export { Ding, type DingCallOptions, type DingOptions } from "./src/ding/client.ts";
export type { CheckInput } from "./src/ding/check.ts";
export type { FeedbackInput, FeedbackStatus } from "./src/ding/feedback.ts";
export type { LookupInput } from "./src/ding/lookup.ts";
export type { RetryInput } from "./src/ding/retry.ts";
export type { DeviceType, SendInput } from "./src/ding/send.ts";
export type {
  AttemptEvent,
  AuthenticationEvent,
  BalanceUpdateEvent,
  CheckEvent,
  DeliveryStatusEvent,
  Signals,
  StatusInput,
  StatusResult,
  UnrecognizedEvent,
} from "./src/ding/status.ts";
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
export type {
  OtpCheckInput,
  OtpClient,
  OtpRetryInput,
  OtpSendDetails,
  OtpSendInput,
} from "./src/otp_client.ts";
export type {
  CallOptions,
  ClientOptions,
  Credential,
  Fetch,
  FetchInit,
} from "./src/transport/options.ts";
export type {
  CheckOk,
  CheckRefusal,
  CheckRefused,
  CheckResult,
  Exchanged,
  FeedbackOk,
  FeedbackRefused,
  FeedbackResult,
  HttpExchange,
  LineType,
  LookupFacts,
  LookupOk,
  LookupRefused,
  LookupResult,
  NumberRefusal,
  NumberRefused,
  OperationName,
  RetryFacts,
  RetryOk,
  RetryRefusal,
  RetryRefused,
  RetryResult,
  SendOk,
  SendRefusal,
  SendRefused,
  SendResult,
} from "./src/types.ts";
