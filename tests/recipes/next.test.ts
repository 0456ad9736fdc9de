/** The recipe of Next: its actions and its route, built and served by the real Next. */
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { after, beforeEach, test } from "node:test";
import { SITE, startNext } from "./servers.ts";
import { neverFails, startSandbox, Visitor, wrong } from "./support.ts";

const page = await readFile("page.md", "utf8");

/** What the recipe leaves to the app, and a route that shows whose address Next passes on. */
const files = {
  "tsconfig.json": /`(\{ "compilerOptions".*\})`/.exec(page)![1]!,
  "app/layout.tsx": `export default function Layout(props: { children: React.ReactNode }) {
    return <html><body>{props.children}</body></html>;
  }`,
  "app/page.tsx": `"use client";
    import { checkCode, sendCode } from "./actions";
    export default function Page() {
      return <button onClick={() => void Promise.all([sendCode(""), checkCode("")])}>send</button>;
    }`,
  "app/api/otp/send/route.ts": `import { sendCode } from "../../../actions";
    export async function POST(request: Request) {
      const { ok, reason } = await sendCode((await request.json().catch(() => null))?.phoneNumber);
      const status = ok ? 200 : reason === "rate_limited" ? 429 : reason === "try_again" ? 503 : 422;
      return Response.json({ ok, reason }, { status });
    }`,
  "app/api/address/route.ts": `import { clientAddress } from "@ding-otp/client/sign-in";
    export const GET = (request: Request) =>
      Response.json(clientAddress(request, { header: "x-forwarded-for" }) ?? null);`,
};
for (const [path, text] of Object.entries(files)) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

// Built without any secret, which come with the server that runs it.
const app = await startNext(["app", "tsconfig.json"]);
const { sandbox, close } = await startSandbox();
process.env.TICKET_SECRET = "a secret of 32 bytes or more, for a test";
const manifest = JSON.parse(
  await readFile(`${SITE}/.next/server/server-reference-manifest.json`, "utf8"),
);

beforeEach(() => sandbox.reset());
after(async () => {
  await app.close();
  await close();
});

/** Calls a server action as React does in a browser; with each value as its argument. */
async function act(visitor: Visitor, name: string, argument: unknown): Promise<unknown> {
  const actions = Object.entries<{ exportedName: string }>(manifest.node);
  const [id] = actions.find(([, { exportedName }]) => exportedName === name)!;
  const headers = { "next-action": id, "content-type": "text/plain;charset=UTF-8" };
  const body = JSON.stringify([argument]);
  const response = await visitor.fetch("/", { method: "POST", headers, body });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(/^\w+:(\{"ok":.*)$/m.exec(text)![1]!);
}

const NUMBER = "+15555550100";
const refused = (reason: string) => ({ ok: false, reason });

test("the code signs in once, and a wrong one never", async () => {
  const visitor = new Visitor(app.url);
  assert.deepEqual(await act(visitor, "sendCode", "+1 (555) 555-0100"), { ok: true });
  const { code } = sandbox.messages.at(-1)!;
  assert.deepEqual(await act(visitor, "checkCode", wrong(code)), refused("invalid"));
  assert.deepEqual(await act(visitor, "checkCode", code), { ok: true });
  assert.deepEqual(await act(visitor, "checkCode", code), refused("expired"));
  assert.deepEqual(await act(new Visitor(app.url), "checkCode", code), refused("expired"));
});

test("a code that was sent by the route is checked by the action", async () => {
  const visitor = new Visitor(app.url);
  const sent = await visitor.post("/api/otp/send", { phoneNumber: "+15555550101" });
  assert.deepEqual(sent, { status: 200, body: { ok: true } });
  const { code } = sandbox.messages.at(-1)!;
  assert.deepEqual(await act(visitor, "checkCode", code), { ok: true });
});

test("a stranger's requests never fail", async () => {
  const visitor = new Visitor(app.url);
  await neverFails((init) => visitor.fetch("/api/otp/send", init));
  await act(visitor, "sendCode", "+15555550102");
  const long = "1".repeat(1_000_000);
  for (const value of [null, 42, true, "", long, [], ["1"], {}, { a: 1 }, "$D2026", "$undefined"]) {
    assert.deepEqual(await act(visitor, "sendCode", value), refused("invalid_phone_number"));
    assert.deepEqual(await act(visitor, "checkCode", value), refused("invalid"));
  }
  assert.equal(sandbox.messages.length, 1);
});

test("actions and routes count by themselves", async () => {
  const phoneNumber = "+15555550103";
  const visitor = new Visitor(app.url);
  const send = async () => {
    sandbox.advance(3_600_000); // For the API. The guard has a clock of its own.
    return (await visitor.post("/api/otp/send", { phoneNumber })).body;
  };
  for (let count = 0; count < 5; count++) assert.deepEqual(await send(), { ok: true });
  assert.deepEqual(await send(), refused("rate_limited"));
  assert.deepEqual(await act(visitor, "sendCode", phoneNumber), { ok: true });
});

test("without a proxy, visitors choose their address in x-forwarded-for", async () => {
  const headers = { "x-forwarded-for": "203.0.113.7" };
  const response = await fetch(`${app.url}/api/address`, { headers });
  assert.equal(await response.json(), "203.0.113.7");
});

test("a lost response is one message, and an answer", async () => {
  sandbox.arm({ type: "lost" }, { operation: "send" });
  const lost = await act(new Visitor(app.url), "sendCode", NUMBER);
  assert.deepEqual(lost, refused("try_again"));
  assert.equal(sandbox.sends(NUMBER), 1);
});
