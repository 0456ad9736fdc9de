/** The vendor's own client, which speaks version 2 of the API alone. */
import Prelude from "npm:@prelude.so/sdk@0.10.0";
import type { Create } from "../contender.ts";

export const create: Create = (origin, instead) => {
  const prelude = new Prelude({ apiToken: "token", baseURL: origin, fetch: instead as never });
  return () =>
    prelude.verification.create({ target: { type: "phone_number", value: "+15555550100" } });
};
