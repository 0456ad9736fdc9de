/** One of two processes that share a store: sends 500 times at once, and prints how many went out. */
import { guard } from "@ding-otp/client/sign-in";
import { countOk, FakeClient, HOUR, NUMBER } from "../sign_in_entry/fake_client.ts";
import { openPostgres, openRedis } from "./clients.ts";
import type { Errand } from "./processes.ts";

const { kind, url, secret, limit }: Errand = JSON.parse(Deno.args[0]!);
await using opened = await (kind === "redis" ? openRedis : openPostgres)(url);
const otp = guard(new FakeClient(), {
  ...opened,
  [limit]: { limit: 20, period: HOUR },
  secret,
  timeout: 120_000,
});
const phoneNumber = (index: number) => limit === "perNumber" ? NUMBER : `+3361234${1000 + index}`;
console.log(await countOk(500, (index) => otp.send({ phoneNumber: phoneNumber(index) })));
