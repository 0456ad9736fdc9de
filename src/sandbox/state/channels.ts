import type { SendOutcome } from "./outcomes.ts";

/** How a code gets to a person. `silent` is the phone's network, which vouches for the number. */
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

/** The channel that is taken, for one that was asked for. */
export function takeChannel(asked: Channel, scripted: SendOutcome | undefined): Channel {
  if (scripted === "silent") return "silent";
  const isBarred = scripted === "challenged" && (asked === "sms" || asked === "voice");
  return isBarred ? "whatsapp" : asked;
}
