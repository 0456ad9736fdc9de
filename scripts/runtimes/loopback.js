/** For runtimes that cannot listen: tests over the runtime's own `fetch`, to a server beside it. */
import { test } from "node:test";

/** Registers the tests of a client from `library`, which calls a peer as `peer.ts` starts it. */
export function testLoopback({ Ding, OtpError, ResponseError }, { origin, credentials, flood }) {
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

  for (const length of ["unknown", "contradictory"]) {
    test(`loopback: a body of ${length} length is not read without end`, {}, async () => {
      const ding = new Ding({ ...options, baseUrl: `${flood}/${length}/v1` });
      const before = await flooded();
      const thrown = await ding.send({ phoneNumber: "+33612345678" }).catch((error) => error);
      if (!(thrown instanceof OtpError)) throw new Error(`flooded: ${thrown}`);
      // The runtime decides which of two lengths counts (RFC 9112, 6.3), but not how much is read.
      const codes = length === "unknown" ? ["too_large"] : ["too_large", "not_json", "network"];
      if (!codes.includes(thrown.code)) throw new Error(`flooded: ${thrown.code}`);
      // Counts what the server sent before it noticed, which takes a while on a busy machine, so it is more
      // than the client read. Half of everything is the limit.
      const bytes = await flooded() - before;
      if (bytes >= 128 * 2 ** 20) throw new Error(`flooded: ${bytes} bytes`);
    });
  }

  async function flooded() {
    return Number(await (await fetch(`${origin}/flooded`)).text());
  }
}
