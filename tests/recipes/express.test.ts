/** The Express recipe: who signs in, what a stranger can do, and whose address counts. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import process from "node:process";
import { after, beforeEach, test } from "node:test";
import {
  listen,
  neverFails,
  post,
  type Running,
  sentTo21,
  startSandbox,
  strangersWith,
  wrong,
} from "./support.ts";

const { default: express } = await import("express");
const { sandbox, close } = await startSandbox();
process.env.TICKET_SECRET = "a secret of 32 bytes or more, for a test";
const running: Running[] = [];
let processes = 0;

/** Serves the router of a process of its own, with nothing counted yet. */
async function serve(environment: Record<string, string> = {}): Promise<string> {
  Object.assign(process.env, { BEHIND_PROXY: "", SENDS_PER_NETWORK: "20" }, environment);
  const { otp } = await import(`./otp.ts?${++processes}`);
  // Visitors would choose their own address with this setting, if the recipe used `req.ip`.
  const app = express().set("trust proxy", true).use("/otp", otp);
  const server = await listen(createServer(app));
  running.push(server);
  return `${server.url}/otp`;
}

beforeEach(() => sandbox.reset());
after(async () => {
  for (const server of running) await server.close();
  await close();
});

const lastCode = () => sandbox.messages.at(-1)!.code;

test("the code of a message signs in once, and a wrong one never", async () => {
  const url = await serve();
  const sent = await post(`${url}/send`, { phoneNumber: "+1 (555) 555-0100" });
  const { ok, ticket } = await sent.json();
  assert.ok(ok);
  const check = (code: string) => post(`${url}/check`, { ticket, code });
  const refused = await check(wrong(lastCode()));
  assert.equal(refused.status, 422);
  assert.deepEqual(await refused.json(), { ok: false, reason: "invalid" });
  assert.deepEqual(await (await check(lastCode())).json(), { ok: true });
  const used = await check(lastCode());
  assert.equal(used.status, 422);
  assert.deepEqual(await used.json(), { ok: false, reason: "expired" });
});

test("a stranger's requests are refused, and never fail", async () => {
  const url = await serve();
  await neverFails((init) => fetch(`${url}/send`, init));
  await neverFails((init) => fetch(`${url}/check`, init));
  const { ticket } = await (await post(`${url}/send`, { phoneNumber: "+15555550100" })).json();
  await neverFails((init) => fetch(`${url}/check`, init), strangersWith({ ticket }));
  assert.equal(sandbox.messages.length, 1);
});

test("a long body is not read", async () => {
  const url = await serve();
  const response = await post(`${url}/send`, {
    phoneNumber: "+15555550100",
    more: "x".repeat(4096),
  });
  assert.equal(response.status, 413);
});

test("the sixth message to a number is not sent", async () => {
  const url = await serve();
  const statuses: number[] = [];
  for (let count = 0; count < 6; count++) {
    statuses.push((await post(`${url}/send`, { phoneNumber: "+15555550100" })).status);
    sandbox.advance(3_600_000); // For the API. The guard has a clock of its own.
  }
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429]);
  assert.equal(sandbox.sends("+15555550100"), 5);
});

/** A header that claims these addresses. */
const forwarded = (addresses: string) => ({ "x-forwarded-for": addresses });

test("without a proxy, a header cannot make up an address", async () => {
  const url = `${await serve()}/send`;
  assert.equal(await sentTo21(url, (index) => forwarded(`203.0.113.${index}`)), 20);
});

test("behind a proxy, its entry counts and what comes before does not", async () => {
  const forged = `${await serve({ BEHIND_PROXY: "1" })}/send`;
  assert.equal(
    await sentTo21(forged, (index) => forwarded(`203.0.113.${index}, 198.51.100.7`)),
    20,
  );
  sandbox.reset();
  const honest = `${await serve({ BEHIND_PROXY: "1" })}/send`;
  assert.equal(await sentTo21(honest, (index) => forwarded(`192.0.2.1, 203.0.113.${index}`)), 21);
});

test("SENDS_PER_NETWORK lets a suite of tests sign in from one machine; nonsense does not", async () => {
  const url = `${await serve({ SENDS_PER_NETWORK: "1000" })}/send`;
  assert.equal(await sentTo21(url, () => ({})), 21);
  for (const limit of ["", "0", "many", "-1"]) {
    await assert.rejects(serve({ SENDS_PER_NETWORK: limit }), /perNetwork/);
  }
});

test("a lost response is one message, and 503", async () => {
  const url = await serve();
  sandbox.arm({ type: "lost" }, { operation: "send" });
  const response = await post(`${url}/send`, { phoneNumber: "+15555550100" });
  assert.equal(response.status, 503);
  assert.deepEqual(await response.json(), { ok: false, reason: "try_again" });
  assert.equal(sandbox.sends("+15555550100"), 1);
});
