/**
 * The Ding API v1 and Prelude Verify v2 as a function that fits in a test: no port, no network, no
 * real phones, and a clock that moves when it is told to.
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
 * sandbox.advance(11 * 60_000); // the window has closed; nobody slept
 * ```
 *
 * @module
 */
export type { Channel } from "./state/channels.ts";
export type { CodeContext } from "./state/codes.ts";
export type { ArmedFault, Fault, FaultOptions, Operation } from "./faults/plan.ts";
export type { SandboxFetch } from "./http/call.ts";
export type { Message, WaitOptions } from "./state/inbox.ts";
export type { RecordedAnswer, RecordedRequest } from "./state/journal.ts";
export type { SandboxCredentials, SandboxMemory, SandboxOptions } from "./options.ts";
export type {
  CheckOutcome,
  DeliveryOutcome,
  NumberRefusal,
  RetryOutcome,
  SendOutcome,
  SendRefusal,
} from "./state/outcomes.ts";
export { type Change, Sandbox } from "./sandbox.ts";
export {
  type FaultScenario,
  type MagicNumbers,
  magicNumbers,
  type Scenario,
} from "./faults/scenarios.ts";
export type { CheckedCode, WindowState } from "./state/window_state.ts";
export type { WebhookAttempt, WebhookDelivery, WebhookOptions } from "./state/webhooks.ts";
