/**
 * The Ding API v1 and Prelude Verify v2 as a function for tests: no port, no network, no real phones,
 * and a clock that you control.
 *
 * @example Point a client at it
 * ```ts
 * import { Ding } from "@ding-otp/client";
 * import { Sandbox } from "@ding-otp/client/sandbox";
 *
 * const sandbox = new Sandbox();
 * const ding = new Ding({ ...sandbox.credentials, fetch: sandbox.fetch });
 *
 * const sent = await ding.send({ phoneNumber: "+15555550100" });
 * const { code } = sandbox.messages.at(-1)!;
 * sandbox.advance(11 * 60_000); // the window closes without waiting
 * ```
 *
 * @module
 */
export type { ArmedFault, Fault, FaultOptions, OperationName } from "./fault.ts";
export {
  type FaultScenario,
  type MagicNumbers,
  magicNumbers,
  type Scenario,
} from "./faults/scenarios.ts";
export type { SandboxFetch } from "./http/call.ts";
export type {
  CodeContext,
  SandboxCredentials,
  SandboxMemory,
  SandboxOptions,
  SandboxWebhookOptions,
} from "./options.ts";
export { Sandbox, type SandboxEvent } from "./sandbox.ts";
export type { CheckedCode, Feedback, Payment, WindowOptions, WindowState } from "./state/window.ts";
export type { Channel, DeliveryOutcome, Message } from "./message.ts";
export type { WaitOptions } from "./state/inbox.ts";
export type { RecordedRequest, RecordedResponse } from "./state/journal.ts";
export type {
  CheckOutcome,
  LookupOutcome,
  RejectedOutcome,
  RetryOutcome,
  SendOutcome,
} from "./state/outcomes.ts";
export type { TestNumber } from "./state/test_numbers.ts";
export type { WebhookAttempt, WebhookDelivery } from "./state/delivery.ts";
