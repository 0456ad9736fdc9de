/** `feedback`: `POST /v2/watch/feedback`. */

import type { Operation } from "../transport/operation.ts";
import { typed } from "../transport/options.ts";
import { fields } from "../wire.ts";
import { named, operation } from "./operation.ts";
import type { PreludeFeedbackResult } from "./results.ts";
import type { Target } from "./target.ts";

/** How the sign-in ended. The list is open: another word is the API's own, and sent as it is. */
export type PreludeFeedbackStatus =
  | "onboarded"
  | "not_onboarded"
  // deno-lint-ignore ban-types -- keeps the known words in completions of an open union
  | (string & {});

/** What `feedback` tells. */
export type PreludeFeedbackInput = Target & {
  /** Whether the person was signed in. */
  readonly status: PreludeFeedbackStatus;
};

const TYPES = fields("verification.completed=onboarded verification.started=not_onboarded");

/** Feedback on one target. */
export const FEEDBACK: Operation<PreludeFeedbackInput, PreludeFeedbackResult> = operation<
  PreludeFeedbackInput,
  PreludeFeedbackResult
>({
  name: "feedback",
  request: (target, { status }) => ({
    path: "/v2/watch/feedback",
    body: { feedbacks: [{ target, type: named(typed("status", status), TYPES) ?? status }] },
  }),
  key: "status",
});
