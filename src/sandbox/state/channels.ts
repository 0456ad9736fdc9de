import type { Channel } from "../message.ts";
import type { SendOutcome } from "./outcomes.ts";

/** What decides on the channel of a message. */
export interface ChannelChoice {
  /** The channel that the request asks for. */
  readonly requested: Channel | undefined;
  /** The only channels that the verification may use, in this order. */
  readonly onlyChannels: readonly Channel[] | undefined;
  readonly outcome: SendOutcome | undefined;
}

/** The channel that a message takes; `undefined` if none is allowed to carry it. */
export function selectChannel(
  { requested, onlyChannels, outcome }: ChannelChoice,
): Channel | undefined {
  if (requested === "email") return requested;
  if (outcome === "silent") return "silent";
  const allowed = onlyChannels ?? [requested ?? "sms", "whatsapp"];
  const isPreferred = requested !== undefined &&
    (requested === "voice" || allowed.includes(requested));
  const ordered = isPreferred ? [requested, ...allowed] : allowed;
  return ordered.find((channel) => isPermitted(channel, outcome));
}

/** Whether a channel may carry the code of a send with this outcome. */
export function isPermitted(channel: Channel, outcome: SendOutcome | undefined): boolean {
  return outcome !== "challenged" || (channel !== "sms" && channel !== "voice");
}
