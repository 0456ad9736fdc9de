import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Ding, NetworkError, TimeoutError } from "@ding-otp/client";
import { project } from "../../scripts/project.ts";
import { runCommand, startCommand } from "../support/sandbox_command.ts";
import { test } from "../support/harness.ts";

const NUMBER = "+15555550100";

for (const args of [["--version"], ["sandbox", "--version"]]) {
  test(`${args.join(" ")} prints the version of deno.json`, async () => {
    assertEquals(await runCommand(args), { code: 0, stdout: `${project.version}\n`, stderr: "" });
  });
}

test("--help tells every option", async () => {
  const { code, stdout } = await runCommand(["--help"]);
  assertEquals(code, 0);
  for (
    const name of [
      "host",
      "port",
      "allow-host",
      "code",
      "window",
      "seed",
      "quiet",
      "help",
      "version",
    ]
  ) {
    assertMatch(stdout, new RegExp(`^  --${name} `, "m"));
  }
});

for (
  const [args, state] of [
    [["--none"], /Unknown option '--none'/],
    [["somewhere"], /Unexpected argument 'somewhere'/],
    [["sandbox", "somewhere"], /Unexpected argument 'somewhere'/],
    [["--port"], /'--port <value>' argument missing/],
    [["--port", "65536"], /--port must be an integer from 0 to 65535/],
    [["--port", "0x50"], /--port must be an integer/],
    [["--window", "10m"], /--window must be an integer/],
    [["--window", "0"], /--window must be an integer/],
    [["--window", "1000000001"], /--window must be an integer from 1 to 1000000000/],
    [["--port", "-1"], /'--port'/],
    [["--port=-1"], /--port must be an integer from 0 to 65535/],
    [["--seed", "1.5"], /--seed must be an integer/],
    [["--seed=-2147483649"], /--seed must be an integer from -2147483648 to 4294967295/],
    [["--seed", "4294967296"], /--seed must be an integer/],
    [["--seed", "x7"], /--seed must be an integer/],
    [["--code", "123"], /"code" must be 4 to 8 digits/],
    [["--code", "12345x"], /"code" must be 4 to 8 digits/],
    [["--host", ""], /--host must not be empty/],
    [["--allow-host", ""], /--allow-host must be a host name without a port/],
    [["--allow-host", "a", "--allow-host", "b:80 0"], /--allow-host must be a host name/],
    [["--allow-host", "sandbox:8787"], /--allow-host must be a host name without a port/],
    [["--clock", "wall"], /--clock must be system or virtual/],
    [["--start", "soon"], /--start must be a date like/],
    [["--start", "2026-13-01"], /--start must be a date like/],
    [["--password", ""], /--password must not be empty/],
    [["--quiet=yes"], /'--quiet' does not take an argument/],
  ] as const
) {
  test(`${args.join(" ")} is a clear line and exit code 2`, async () => {
    const { code, stdout, stderr } = await runCommand(args);
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^Cannot start the sandbox: [^\n]+ \(--help lists the options\)\n$/);
    assertMatch(stderr, state);
  });
}

test("a port in use is a clear line and exit code 1", async () => {
  await using other = await startCommand();
  const { code, stderr } = await runCommand(["--port", String(other.port)]);
  assertEquals([code, stderr], [
    1,
    `Cannot listen on 127.0.0.1:${other.port}: the port is in use\n`,
  ]);
});

// Windows has no signals: there, a process is ended without being told.
for (const signal of Deno.build.os === "windows" ? [] : ["SIGINT", "SIGTERM"] as const) {
  test(`${signal} ends it with exit code 0, pages that look on included`, async () => {
    await using sandbox = await startCommand();
    const events = await fetch(`${sandbox.origin}/sandbox/events`);
    assertEquals(await sandbox.stop(signal), 0);
    await events.body?.cancel().catch(() => {});
  });
}

test("the environment that it prints is all that a client needs", async () => {
  await using sandbox = await startCommand(["--code", "1234", "--window", "60"]);
  const { DING_BASE_URL, DING_API_KEY, DING_CUSTOMER_UUID } = sandbox.environment;
  assertEquals(DING_BASE_URL, `http://127.0.0.1:${sandbox.port}/v1`);
  const ding = new Ding({
    baseUrl: DING_BASE_URL!,
    apiKey: DING_API_KEY!,
    customerUuid: DING_CUSTOMER_UUID!,
  });
  const sent = await ding.send({ phoneNumber: NUMBER });
  if (!sent.ok) throw new Error(sent.reason);
  assertEquals(sent.expiresAt!.getTime() - sent.createdAt!.getTime(), 60_000);
  const { authenticationUuid } = sent;
  assertEquals((await ding.check({ authenticationUuid, checkCode: "1234" })).ok, true);
});

test("--allow-host lets in requests by name, and no others", async () => {
  await using sandbox = await startCommand(["--allow-host", "sandbox", "--allow-host=otp.example"]);
  const statuses = [];
  for (const host of ["sandbox", "otp.example", "127.0.0.1", "evil.example"]) {
    for (const path of ["/sandbox/messages", "/v1/none", "/v2/none"]) {
      statuses.push(await statusAt(sandbox.port, { host, path }));
    }
  }
  assertEquals(statuses, [...Array(3).fill([200, 404, 404]).flat(), 403, 403, 403]);
});

/** The status of a GET with a `Host` header of its own, which `fetch` does not allow. */
async function statusAt(
  port: number,
  { host, path }: { readonly host: string; readonly path: string },
): Promise<number> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const head = `GET ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\nconnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(head));
  const text = await new Response(connection.readable).text();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
}

for (
  const args of [
    ["--window", "1", "--seed=-2147483648", "--code", "1234"],
    ["--window", "1000000000", "--seed", "4294967295", "--code", "12345678"],
    ["sandbox", "--host", "localhost"],
  ]
) {
  test(`${args.join(" ")} starts`, async () => {
    await using sandbox = await startCommand(args);
    assertEquals(await messagesOf(sandbox, NUMBER), []);
  });
}

test("--seed makes the codes the same on every run", async () => {
  const codes = [];
  for (let run = 0; run < 2; run++) {
    await using sandbox = await startCommand(["--seed", "7"]);
    await sendTo(sandbox, NUMBER);
    codes.push((await messagesOf(sandbox, NUMBER))[0].code);
  }
  assertEquals(codes[0], codes[1]);
});

for (
  const [args, expected] of [
    [["--seed", "7"], "2026-01-01T00:00"],
    [["--clock", "virtual"], "2026-01-01T00:00:00.000Z"],
    [["--start", "2031-05-06T07:08:00Z"], "2031-05-06T07:0"],
    [["--clock", "virtual", "--start", "2031-05-06"], "2031-05-06T00:00:00.000Z"],
  ] as const
) {
  test(`${args.join(" ")} starts the clock at ${expected}`, async () => {
    await using sandbox = await startCommand(args);
    await sendTo(sandbox, NUMBER);
    assertEquals((await messagesOf(sandbox, NUMBER))[0].sentAt.startsWith(expected), true);
  });
}

test("the clock is this machine's by default", async () => {
  const before = new Date().toISOString();
  await using sandbox = await startCommand();
  await sendTo(sandbox, NUMBER);
  const { sentAt } = (await messagesOf(sandbox, NUMBER))[0];
  assertEquals([before, sentAt, new Date().toISOString()].toSorted()[1], sentAt);
});

test("--password asks for it on the page, and not on the API", async () => {
  await using sandbox = await startCommand(["--password", "s3same"]);
  assertEquals((await sendTo(sandbox, NUMBER)).ok, true);
  const { status, body } = await fetch(`${sandbox.origin}/sandbox/messages`);
  await body?.cancel();
  assertEquals(status, 401);
});

for (
  const [fault, error] of [
    ["lost", NetworkError],
    ["silent", TimeoutError],
    ["cut_off", Error],
    ["stalled", TimeoutError],
  ] as const
) {
  test(`over the socket, an answer that is ${fault} is so, and the next one is not`, async () => {
    await using sandbox = await startCommand();
    const url = `${sandbox.origin}/sandbox/faults`;
    const headers = { "content-type": "application/json" };
    // Always, since Deno's fetch asks again by itself when a connection that it kept is closed.
    const body = JSON.stringify({ fault: { type: fault }, times: null });
    const armed = await fetch(url, { method: "POST", headers, body });
    assertEquals((await armed.json()).fault, { type: fault });
    await assertRejects(() => sendTo(sandbox, NUMBER, { timeout: 1_000 }), error);
    assertEquals((await messagesOf(sandbox, NUMBER)).length, 1);
    assertEquals(await (await fetch(url, { method: "DELETE" })).json(), []);
    assertEquals((await sendTo(sandbox, "+15555550101")).ok, true);
  });
}

function sendTo(
  { environment }: { readonly environment: Readonly<Record<string, string>> },
  phoneNumber: string,
  options: { readonly timeout?: number } = {},
) {
  const { DING_BASE_URL, DING_API_KEY, DING_CUSTOMER_UUID } = environment;
  const ding = new Ding({
    baseUrl: DING_BASE_URL!,
    apiKey: DING_API_KEY!,
    customerUuid: DING_CUSTOMER_UUID!,
  });
  return ding.send({ phoneNumber }, options);
}

async function messagesOf({ origin }: { readonly origin: string }, to: string) {
  const response = await fetch(`${origin}/sandbox/messages?to=${encodeURIComponent(to)}`);
  return await response.json();
}
