/**
 * Everything around the three calls of phone sign-in: limits ({@linkcode guard}), sealed state
 * between requests ({@linkcode Tickets}), the steps ({@linkcode SignIn}), and the client address
 * ({@linkcode clientAddress}, {@linkcode signalsOf}). Each part works without the others and with
 * every client.
 *
 * @module
 */

export { type AddressSource, clientAddress, type ProxyHeader } from "./client_address.ts";
export { guard, type GuardOptions } from "./guard.ts";
export type {
  GuardedCheckInput,
  GuardedCheckRefused,
  GuardedCheckResult,
  GuardedClient,
  GuardedRetryInput,
  GuardedRetryRefused,
  GuardedRetryResult,
  GuardedSendRefused,
  GuardedSendResult,
  LimitedBy,
} from "./guarded_client.ts";
export type { CheckedLimit, Limit, LimitName, Limits, OneOrMore, RangeLimit } from "./limits.ts";
export type {
  CallOptions,
  CheckInput,
  CheckOk,
  CheckRefusal,
  CheckRefused,
  OtpClient,
  RetryInput,
  RetryOk,
  RetryRefusal,
  RetryRefused,
  SendInput,
  SendOk,
  SendRefusal,
  SendRefused,
} from "./otp.ts";
export {
  type CodeSent,
  type FinishInput,
  type FinishRefused,
  type FinishResult,
  type ResendInput,
  type ResendRefused,
  type ResendResult,
  type SignedIn,
  SignIn,
  type SignInOptions,
  type StartInput,
  type StartRefused,
  type StartResult,
  type StepContext,
} from "./sign_in.ts";
export { type RequestSignals, signalsOf } from "./signals.ts";
export { type CounterStore, MemoryStore, type MemoryStoreOptions } from "./store.ts";
export { type OpenOptions, type SealOptions, Tickets, type TicketsOptions } from "./tickets.ts";
