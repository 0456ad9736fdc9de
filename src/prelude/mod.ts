/**
 * Sends a one-time code to a phone or a mailbox, checks it, sends another: a client of the Prelude
 * Verify API, version 2, with the results and the errors of the Ding client, on web standards alone.
 *
 * Results are for the person signing in, errors are for the person on call: see {@linkcode Prelude}.
 * {@linkcode OtpClient} is what both clients have in common.
 *
 * @example
 * ```ts
 * import { Prelude } from "@ding-otp/client/prelude";
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

export { Prelude, type PreludeOptions } from "./client.ts";
export type { PreludeCheckInput } from "./check.ts";
export type { PreludeFeedbackInput, PreludeFeedbackStatus } from "./feedback.ts";
export type { PreludeLookupInput } from "./lookup.ts";
export type {
  AppRealm,
  PreludeEmailSendInput,
  PreludeFirstDetails,
  PreludeRetryInput,
  PreludeSendDetails,
  PreludeSendInput,
} from "./send.ts";
export type { EmailTarget, PhoneTarget, Target } from "./target.ts";
export type {
  PreludeCheckOk,
  PreludeCheckRefused,
  PreludeCheckResult,
  PreludeEmailSendOk,
  PreludeEmailSendRefused,
  PreludeEmailSendResult,
  PreludeFacts,
  PreludeFeedbackOk,
  PreludeFeedbackRefused,
  PreludeFeedbackResult,
  PreludeLineType,
  PreludeLookupOk,
  PreludeLookupRefused,
  PreludeLookupResult,
  PreludeRetryOk,
  PreludeRetryRefused,
  PreludeRetryResult,
  PreludeSendFacts,
  PreludeSendOk,
  PreludeSendRefused,
  PreludeSendResult,
  PreludeSentFacts,
  SentStatus,
  TargetFacts,
  VerificationMethod,
} from "./results.ts";
export {
  ApiError,
  NetworkError,
  OtpError,
  type OtpErrorCode,
  type OtpErrorInit,
  type Outcome,
  ResponseError,
  TimeoutError,
} from "../errors.ts";
export type {
  OtpCheckInput,
  OtpClient,
  OtpRetryInput,
  OtpSendDetails,
  OtpSendInput,
} from "../otp_client.ts";
export type {
  CallOptions,
  ClientOptions,
  Credential,
  Fetch,
  FetchInit,
} from "../transport/options.ts";
export type {
  CheckOk,
  CheckRefusal,
  CheckRefused,
  CheckResult,
  Exchanged,
  HttpExchange,
  LineType,
  LookupFacts,
  LookupOk,
  LookupRefused,
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
} from "../types.ts";
