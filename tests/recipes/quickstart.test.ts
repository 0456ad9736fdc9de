/** The quickstart: the same sign-in on each framework and runtime that it shows. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import process from "node:process";
import { after, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startBun, startDeno, startNext, startNode, startWorker } from "./servers.ts";
import {
  neverFails,
  type Running,
  runningServer,
  startSandbox,
  Visitor,
  wrong,
} from "./support.ts";

const page = await readFile("page.md", "utf8");
const { sandbox, url: sandboxUrl, close } = await startSandbox();
const secret = "a secret of 32 bytes or more, for a test";
Object.assign(process.env, { SESSION_SECRET: secret, PORT: "0" });

const NUMBER = "+15555550100";
const OK = { status: 200, body: { ok: true } };
const refused = (reason: string) => ({ status: 422, body: { ok: false, reason } });

/** A module that listens by itself, on Node. */
async function startModule({ server }: { readonly server: Server }): Promise<Running> {
  if (!server.listening) await new Promise((resolve) => server.on("listening", resolve));
  return runningServer(server);
}

async function startWorkerAsConfigured(): Promise<Running> {
  const config = JSON.parse(await readFile("wrangler.jsonc", "utf8"));
  const { PRELUDE_API_TOKEN, PRELUDE_BASE_URL, SESSION_SECRET } = process.env;
  return await startWorker({
    main: config.main,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    bindings: { PRELUDE_API_TOKEN, PRELUDE_BASE_URL, SESSION_SECRET },
  });
}

/** With the page's own permissions; but the sandbox is on another port. */
function startDenoAsDocumented(): Promise<Running> {
  const [, permissions] = /^deno serve (.*) hono\.ts$/m.exec(page)!;
  const { host } = new URL(sandboxUrl);
  return startDeno([...permissions!.replace("127.0.0.1:6870", host).split(" "), "hono.ts"]);
}

/** With tsx, on a Node that does not run TypeScript by itself. */
async function startOnNode20(): Promise<Running> {
  const lines = [
    'import { server } from "./express.ts";',
    'server.on("listening", () => console.log(`http://127.0.0.1:${server.address().port}`));',
  ];
  await writeFile("on_node_20.mjs", lines.join("\n"));
  return await startNode("20", ["--import=tsx", "on_node_20.mjs"]);
}

const apps: Record<string, () => Promise<Running>> = {
  "Express": async () => startModule(await import("./express.ts") as { server: Server }),
  "Express on Node 20": startOnNode20,
  "Hono on Node": async () => startModule(await import("./node.ts") as { server: Server }),
  "Hono on Bun": () => startBun("hono.ts"),
  "Hono on Deno": startDenoAsDocumented,
  "Hono on Workers": startWorkerAsConfigured,
  "Next": () => startNext(["app", "otp.ts", "cookies.ts", "tsconfig.json"]),
};

// All of them before the first test, or what comes after the tests would run in between.
const servers: [name: string, Running][] = [];
for (const [name, start] of Object.entries(apps)) servers.push([name, await start()]);

beforeEach(() => sandbox.reset());
after(async () => {
  for (const [, server] of servers) await server.close();
  await close();
});

for (const [name, { url }] of servers) {
  test(`${name}: the code signs in once, and a wrong one never`, async () => {
    const visitor = new Visitor(url);
    const user = async () => (await (await visitor.fetch("/api/me")).json()).user;
    const check = (code: string) => visitor.post("/api/check", { code });

    assert.deepEqual(await visitor.post("/api/send", { phoneNumber: "+1 (555) 555-0100" }), OK);
    const { code } = sandbox.messages.at(-1)!;
    assert.deepEqual(await check(wrong(code)), refused("invalid"));
    assert.equal(await user(), null);
    assert.deepEqual(await check(code), OK);
    assert.equal(await user(), NUMBER);
    assert.deepEqual(await check(code), refused("expired"));
  });

  test(`${name}: a request cannot say whose code it is`, async () => {
    const visitor = new Visitor(url);
    const other = "+15555550111";
    await new Visitor(url).post("/api/send", { phoneNumber: other });
    const { code } = sandbox.messages.at(-1)!;
    const request = { phoneNumber: other, user: other, code };
    assert.deepEqual(await visitor.post("/api/check", request), refused("expired"));
    await visitor.post("/api/send", { phoneNumber: NUMBER });
    assert.deepEqual(await visitor.post("/api/check", request), refused("invalid"));
  });

  test(`${name}: what awaits a code is not a session`, async () => {
    const visitor = new Visitor(url);
    await visitor.post("/api/send", { phoneNumber: NUMBER });
    for (const [, value] of [...visitor.cookies]) visitor.cookies.set("session", value);
    assert.deepEqual(await (await visitor.fetch("/api/me")).json(), { user: null });
  });

  test(`${name}: refusals and errors have a status, and no details`, async () => {
    const visitor = new Visitor(url);
    const send = (phoneNumber: string) => visitor.post("/api/send", { phoneNumber });
    assert.deepEqual(await send("555-0100"), refused("invalid_phone_number"));
    await send(NUMBER);
    assert.deepEqual(await send(NUMBER), { ...refused("rate_limited"), status: 429 });
    sandbox.arm({ type: "lost" }, { operation: "send" });
    assert.deepEqual(await send("+15555550111"), { ...refused("try_again"), status: 503 });
    assert.equal(sandbox.sends("+15555550111"), 1);
  });

  test(`${name}: a code whose response was lost still signs in`, async () => {
    const visitor = new Visitor(url);
    sandbox.arm({ type: "lost" }, { operation: "send" });
    const lost = await visitor.post("/api/send", { phoneNumber: NUMBER });
    assert.deepEqual(lost, { ...refused("try_again"), status: 503 });
    const { code } = sandbox.messages.at(-1)!;
    assert.deepEqual(await visitor.post("/api/check", { code }), OK);
  });

  test(`${name}: a stranger's requests never fail`, async () => {
    const visitor = new Visitor(url);
    const send = (path: string) => (init: RequestInit) => visitor.fetch(path, init);
    await neverFails(send("/api/send"));
    await neverFails(send("/api/check"));
    await visitor.post("/api/send", { phoneNumber: NUMBER });
    await neverFails(send("/api/check"));
    assert.equal(sandbox.messages.length, 1);
  });
}

test("Express does not start without a secret", async () => {
  const env = { ...process.env, SESSION_SECRET: "" };
  const started = promisify(execFile)(process.execPath, ["express.ts"], { env });
  await assert.rejects(started, /SESSION_SECRET is not set/);
});

test("with limits, the sixth code of an hour is not sent, and the right one still signs in", async () => {
  let source = await readFile("otp.ts", "utf8");
  for (const hunk of /^```diff\n(.*?)^```$/ms.exec(page)![1]!.split("@@\n")) {
    const side = (other: string) =>
      hunk.split("\n").filter((line) => !line.startsWith(other)).map((line) => line.slice(1)).join(
        "\n",
      );
    assert.ok(source.includes(side("+")), hunk);
    source = source.replace(side("+"), side("-"));
  }
  await writeFile("limited_otp.ts", source);
  const compiler = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
  await promisify(execFile)(process.execPath, [compiler, "--project", "tsconfig.checked.json"]);

  const { sendCode, checkCode } = await import(`./${"limited_otp"}.ts`);
  for (let count = 0; count < 5; count++) {
    sandbox.advance(600_000); // For the API. The guard has a clock of its own.
    assert.equal((await sendCode(NUMBER)).status, 200);
  }
  const { code } = sandbox.messages.at(-1)!;
  assert.equal((await checkCode(NUMBER, wrong(code))).status, 422);
  assert.equal((await checkCode(NUMBER, code)).status, 200);
  sandbox.advance(600_000);
  assert.equal((await sendCode(NUMBER)).status, 429);
  assert.equal(sandbox.sends(NUMBER), 5);
});
