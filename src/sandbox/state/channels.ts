import type { SendOutcome } from "./outcomes.ts";

/**
 * How a code reaches a person. With `silent`, the phone's network confirms the number and there is no
 * message to a person.
 */
export type Channel =
  | "sms"
  | "rcs"
  | "whatsapp"
  | "viber"
  | "zalo"
  | "telegram"
  | "voice"
  | "email"
  | "silent";

/** The channel that a message takes, given the requested one and the scripted outcome. */
export function selectChannel(requested: Channel, scripted: SendOutcome | undefined): Channel {
  if (scripted === "silent") return "silent";
  const isBarred = scripted === "challenged" && (requested === "sms" || requested === "voice");
  return isBarred ? "whatsapp" : requested;
}
