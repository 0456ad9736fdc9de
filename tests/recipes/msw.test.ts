/** The MSW recipe: its tests pass in Vitest and in Jest, and a fault looks the same as without MSW. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import process from "node:process";
import { after, mock, test } from "node:test";
import { promisify } from "node:util";
import { ApiError, OtpError, Prelude, type PreludeOptions } from "@ding-otp/client";
import { type Fault, Sandbox } from "@ding-otp/client/sandbox";
import { listen, tool } from "./support.ts";

const { http } = await import("msw");
const { sandbox, server } = await import("./server.ts");
const phoneNumber = "+15555550100";
const run = promisify(execFile);
const { NODE_TEST_CONTEXT: _, ...env } = process.env; // which makes Node report to this process

server.listen({ onUnhandledFrame: "error" });
after(() => server.close());
mock.method(console, "error", () => {}); // where MSW reports handlers that reject, and no handler

test("the page's tests pass in Vitest", async () => {
  const vitest = [tool("vitest/vitest.mjs"), "run", "otp.test.js", "--root=."];
  await run(process.execPath, [...vitest, "--reporter=json", "--outputFile=vitest.json"], { env });
  assert.equal(JSON.parse(await readFile("vitest.json", "utf8")).numPassedTests, 2);
});

test("the page's tests pass in Jest", async () => {
  await mkdir("jest");
  const source = await readFile("otp.test.js", "utf8");
  const changed = source.replace(/^import .* from "vitest".*\n/m, "").replace(".ts", ".js");
  await writeFile("jest/otp.test.js", changed);
  await writeFile("jest/server.js", await readFile("server.ts"));
  await writeFile("jest/package.json", '{ "type": "module", "jest": { "transform": {} } }');
  const { stdout } = await run(process.execPath, [tool("jest/bin/jest.js"), "--json"], {
    cwd: "jest",
    env: { ...env, NODE_OPTIONS: "--experimental-vm-modules" },
  });
  assert.equal(JSON.parse(stdout).numPassedTests, 2);
});

/** What an app sees of a fault. */
async function see(fault: Fault, sandbox: Sandbox, options: Partial<PreludeOptions> = {}) {
  sandbox.reset();
  sandbox.arm(fault);
  const otp = new Prelude({ ...sandbox.credentials, timeout: 200, ...options });
  const [result] = await Promise.allSettled([otp.send({ phoneNumber })]);
  if (result.status === "fulfilled") return result.value.ok;
  assert.ok(result.reason instanceof OtpError);
  const { name, code, outcome } = result.reason;
  return { name, code, outcome };
}

const faults: Fault[] = [
  { type: "lost" },
  { type: "silent" },
  { type: "error" },
  { type: "busy" },
  { type: "bad_gateway" },
  { type: "redirect" },
  { type: "truncated" },
  { type: "endless" },
  { type: "mistyped" },
  { type: "latency", ms: 1_000 },
];

for (const fault of faults) {
  test(`${fault.type} looks the same as without MSW`, async () => {
    const direct = new Sandbox();
    assert.deepEqual(await see(fault, sandbox), await see(fault, direct, { fetch: direct.fetch }));
  });
}

test("without the catch, a lost connection is a 500", async () => {
  server.use(
    http.all(
      "https://api.prelude.dev/*",
      ({ request }: { request: Request }) => sandbox.fetch(request),
    ),
  );
  try {
    sandbox.arm({ type: "lost" });
    const otp = new Prelude(sandbox.credentials);
    await assert.rejects(otp.send({ phoneNumber }), (error) => {
      return error instanceof ApiError && error.status === 500;
    });
  } finally {
    server.resetHandlers();
  }
});

test("MSW 3.0 passes on cut_off as a complete body", async () => {
  const seen = await see({ type: "cut_off" }, sandbox);
  assert.deepEqual(seen, { name: "ResponseError", code: "not_json", outcome: "applied" });
});

test("MSW 3.0 ends the process when a stalled response is given up", async () => {
  const program = `
    import { Prelude } from "@ding-otp/client";
    import { sandbox, server } from "./server.ts";
    server.listen();
    sandbox.arm({ type: "stalled" });
    const otp = new Prelude({ ...sandbox.credentials, timeout: 200 });
    await otp.send({ phoneNumber: "${phoneNumber}" }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 10_000));
  `;
  await writeFile("stalled.ts", program);
  await assert.rejects(run(process.execPath, ["stalled.ts"], { env }), /assert\(!this\.aborted\)/);
});

test("a request without a handler does not go out", async () => {
  let requests = 0;
  const other = await listen(createServer((_, response) => response.end(String(++requests))));
  try {
    await assert.rejects(fetch(other.url));
    assert.equal(requests, 0);
  } finally {
    await other.close();
  }
});

test("another key than the sandbox's is refused", async () => {
  const otp = new Prelude({ apiToken: "a-key-of-another-account" });
  await assert.rejects(otp.send({ phoneNumber }), { name: "ApiError", status: 401 });
});
