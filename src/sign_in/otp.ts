/** Everything that this entry imports from the rest of the package. */

export type { CheckInput, OtpClient, RetryInput, SendInput } from "../otp_client.ts";
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
} from "../results.ts";
export { toE164 } from "../normalize.ts";
export { checkNames, checkObject } from "../validate.ts";
