/** Everything that this entry imports from the rest of the package. */

export type {
  OtpCheckInput as CheckInput,
  OtpClient,
  OtpRetryInput as RetryInput,
  OtpSendInput as SendInput,
} from "../otp_client.ts";
export type { CallOptions } from "../transport/options.ts";
export type {
  CheckOk,
  CheckRefusal,
  CheckRefused,
  RetryOk,
  RetryRefusal,
  RetryRefused,
  SendOk,
  SendRefusal,
  SendRefused,
} from "../types.ts";
export { toE164 } from "../typed_text.ts";
