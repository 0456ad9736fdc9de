/** For runtimes that cannot listen: the client over their own `fetch`, to a server beside them. */
import { Ding, ResponseError } from "@ding-otp/client";
import { test } from "node:test";

/** Registers the tests; `origin` is the server, `credentials` what its sandbox expects. */
export function testLoopback(origin, credentials) {
  const options = { ...credentials, allowBrowser: true };

  test("loopback: a code is sent and checked over the runtime's own fetch", {}, async () => {
    const ding = new Ding({ ...options, baseUrl: `${origin}/v1` });
    const sent = await ding.send({ phoneNumber: "+33612345678" });
    if (!sent.ok) throw new Error(`sent: ${sent.reason}`);
    const { authenticationUuid } = sent;
    const check = await ding.check({ authenticationUuid, checkCode: "not the code" });
    if (check.reason !== "invalid") throw new Error(`checked: ${check.reason}`);
    const { phoneNumber } = await ding.status({ authenticationUuid });
    if (phoneNumber !== "+33612345678") throw new Error(`status of ${phoneNumber}`);
  });

  test("loopback: a redirect to another server is an error", {}, async () => {
    const ding = new Ding({ ...options, baseUrl: `${origin}/elsewhere/v1` });
    const thrown = await ding.send({ phoneNumber: "+33612345678" }).catch((error) => error);
    if (!(thrown instanceof ResponseError)) throw new Error(`redirected: ${thrown}`);
  });
}
