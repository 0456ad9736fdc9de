/** `fetch` and `JSON.parse`, with no guard at all. */
import type { Create } from "../contender.ts";

export const create: Create = (origin, instead) => async () => {
  const response = await (instead ?? fetch)(`${origin}/v2/verification`, {
    method: "POST",
    headers: { authorization: "Bearer token", "content-type": "application/json" },
    body: JSON.stringify({ target: { type: "phone_number", value: "+15555550100" } }),
  });
  return JSON.parse(await response.text());
};
