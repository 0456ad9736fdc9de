/** The page about proxies: sign-ins go through a real one, by tunnel and by plain HTTP. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import process from "node:process";
import { after, beforeEach, test } from "node:test";
import { inspect, promisify } from "node:util";
import { NetworkError, Prelude } from "@ding-otp/client";
import { listen, startSandbox, tool, wrong } from "./support.ts";

const run = promisify(execFile);
const { ProxyAgent } = await import("undici");
const { sandbox, url, close } = await startSandbox();
const { apiToken } = sandbox.credentials;

/** What the proxy was asked for, and the status with which it refuses, if any. */
const asked: { method: string; target: string; authorization: string | undefined }[] = [];
let refusal: number | undefined;

const server = createServer((incoming, outgoing) => {
  const { method = "", url = "", headers } = incoming;
  asked.push({ method, target: url, authorization: headers["proxy-authorization"] });
  const upstream = request(url, { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode!, response.headers);
    response.pipe(outgoing);
  });
  incoming.pipe(upstream).on("error", () => outgoing.destroy());
});
server.on("connect", ({ url = "", headers }, socket) => {
  asked.push({ method: "CONNECT", target: url, authorization: headers["proxy-authorization"] });
  if (refusal !== undefined) return socket.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
  const { hostname, port } = new URL(`http://${url}`);
  const upstream = connect(Number(port), hostname, () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    upstream.pipe(socket).pipe(upstream);
  });
  upstream.on("error", () => socket.destroy());
  socket.on("error", () => upstream.destroy());
});
const proxy = await listen(server);
process.env.PROXY_URL = proxy.url.replace("//", "//user:password@");
const authorization = `Basic ${btoa("user:password")}`;

const { otp } = await import("./otp.ts");
// The API is https:, where requests are always tunneled; the sandbox is http:, where that is an option.
const source = await readFile("otp.ts", "utf8");
const tunneled = source.replace("(PROXY_URL!)", "({ uri: PROXY_URL!, proxyTunnel: true })");
await writeFile("tunneled.ts", tunneled);
const { otp: tunnel }: typeof import("./otp.ts") = await import(`./${"tunneled"}.ts`);

beforeEach(() => {
  asked.length = 0;
  refusal = undefined;
});
after(async () => {
  await proxy.close();
  await close();
});

async function signIn(client: Prelude, phoneNumber: string) {
  const sent = await client.send({ phoneNumber });
  assert.ok(sent.ok);
  const { code } = sandbox.messages.at(-1)!;
  assert.equal((await client.check({ phoneNumber, checkCode: wrong(code) })).ok, false);
  assert.ok((await client.check({ phoneNumber, checkCode: code })).ok);
  assert.equal((await client.check({ phoneNumber, checkCode: code })).ok, false);
}

test("signs in through a tunnel, with the proxy's password", async () => {
  await signIn(tunnel, "+15555550100");
  assert.ok(asked.length > 0);
  for (const call of asked) {
    assert.deepEqual(call, { method: "CONNECT", target: new URL(url).host, authorization });
  }
});

test("signs in through plain HTTP", async () => {
  await signIn(otp, "+15555550101");
  const targets = asked.map(({ target }) => target);
  const check = `${url}/v2/verification/check`;
  assert.deepEqual(targets, [`${url}/v2/verification`, check, check, check]);
});

/** Whether an error leaves its outcome open, and which cause it has. */
function isNetworkError(cause: RegExp) {
  return (error: unknown) =>
    error instanceof NetworkError && error.outcome === "unknown" &&
    cause.test(inspect(error.cause, { depth: 5 }));
}

test("Node's own fetch rejects the agent of the package, and nothing is sent", async () => {
  const dispatcher = new ProxyAgent(proxy.url);
  const mixed = new Prelude({
    apiToken,
    baseUrl: url,
    fetch: (url, init) => fetch(url, { ...init, dispatcher } as RequestInit),
  });
  const phoneNumber = "+15555550102";
  await assert.rejects(
    mixed.send({ phoneNumber }),
    isNetworkError(/invalid onRequestStart method/),
  );
  assert.equal(sandbox.sends(phoneNumber), 0);
});

test("a proxy that refuses is a NetworkError that says so", async () => {
  refusal = 407;
  const phoneNumber = "+15555550103";
  const fresh: typeof import("./otp.ts") = await import(`./tunneled.ts?${"fresh"}`);
  await assert.rejects(fresh.otp.send({ phoneNumber }), isNetworkError(/Proxy response \(407\)/));
  assert.equal(sandbox.sends(phoneNumber), 0);
});

test("a response that is lost behind the proxy is one message", async () => {
  const phoneNumber = "+15555550104";
  for (const client of [otp, tunnel]) {
    sandbox.reset();
    sandbox.arm({ type: "lost" });
    await assert.rejects(client.send({ phoneNumber }), { outcome: "unknown" });
    assert.equal(sandbox.sends(phoneNumber), 1);
  }
});

const program = `
  import { Prelude } from "@ding-otp/client";
  const { PRELUDE_API_TOKEN: apiToken, PRELUDE_BASE_URL: baseUrl } = process.env;
  const sent = await new Prelude({ apiToken, baseUrl }).send({ phoneNumber: "+15555550105" });
  if (!sent.ok) throw new Error(sent.reason);
`;

for (
  const [name, path] of [["Node", process.execPath], ["Bun", tool("bun/bin/bun.exe")]] as const
) {
  test(`${name} reads the environment, and NO_PROXY`, async () => {
    await writeFile("program.mjs", program);
    const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
    for (const [NO_PROXY, isAsked] of [["", true], ["localhost,127.0.0.1", false]] as const) {
      sandbox.reset();
      asked.length = 0;
      const env = { ...inherited, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy.url, NO_PROXY };
      await run(path, ["program.mjs"], { env });
      assert.equal(sandbox.sends("+15555550105"), 1);
      assert.equal(asked.length > 0, isAsked);
    }
  });
}
