/** This package: on Deno from source, elsewhere as built. */
import { Prelude } from "@ding-otp/client";
import type { Create } from "../contender.ts";

export const create: Create = (origin, instead) => {
  const prelude = new Prelude({ apiToken: "token", baseUrl: origin, fetch: instead as never });
  return () => prelude.send({ phoneNumber: "+15555550100" });
};
