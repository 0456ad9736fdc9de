import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Ding, NetworkError, TimeoutError } from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";
import { importPublicKey, verifyWebhook } from "@ding-otp/client/webhooks";
import { project } from "../../scripts/project.ts";
import { COMMAND, runCommand, startCommand } from "../support/sandbox_command.ts";
import { test } from "../support/harness.ts";

const NUMBER = "+15555550100";

for (const args of [["--version"], ["sandbox", "--version"], ["--version", "sandbox"]]) {
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
      "password",
      "clock",
      "start",
      "seed",
      "quiet",
      "help",
      "version",
    ]
  ) {
    assertMatch(stdout, new RegExp(`^  --${name} `, "m"));
  }
  // Not 8787, which wrangler takes.
  assertMatch(stdout, /Port to listen on, 0 for any free port \(default: 6870\)/);
  assertMatch(stdout, /^Usage: npx @ding-otp\/client sandbox \[options\]$/m);
});

for (
  const [args, state] of [
    [["--none"], /Unknown option '--none'/],
    [["somewhere"], /Unexpected argument 'somewhere'/],
    [["sandbox", "somewhere"], /Unexpected argument 'somewhere'/],
    [["--quiet", "somewhere"], /Unexpected argument 'somewhere'/],
    [["sandbox", "sandbox"], /Unexpected argument 'sandbox'/],
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
    [["--allow-host", "sandbox:6870"], /--allow-host must be a host name without a port/],
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
    `Cannot listen on 127.0.0.1:${other.port}: the port is in use; --port 0 picks a free one\n`,
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

/** A recipient, and the line that is printed for a send to it, after the time. */
const PRINTED: [string, string][] = [
  [NUMBER, "sms  +15555550100  CODE"],
  ["+17075550100", "whatsapp  +17075550100  CODE"],
  ["+17045550110", "sms  +17045550110  CODE  (not delivered)"],
  ["+17075550120", "silent  +17075550120  CODE  (silent: nobody gets a message)"],
  ["evil\u001b[2J\u202e@example.com", "email  evil\ufffd[2J\ufffd@example.com  CODE"],
];

test("each code is printed as it is sent, on one line, and what was refused is not", async () => {
  await using sandbox = await startCommand();
  await sendOnV2(sandbox, "+17015550160"); // refused
  const codes: string[] = [];
  for (const [to] of PRINTED) {
    await sendOnV2(sandbox, to);
    codes.push((await messagesOf(sandbox, to))[0].code);
  }
  const printed = await sandbox.printed(codes.at(-1)!);
  const start = `OTP sandbox listening; open the inbox page at ${sandbox.origin}/\n`;
  assert(printed.startsWith(start), printed);
  const lines = printed.slice(printed.indexOf("Ctrl+C")).trim().split("\n").slice(1);
  assertEquals(
    lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, "time ")),
    PRINTED.map(([, line], index) => `time  ${line.replace("CODE", codes[index]!)}`),
  );
});

test("--quiet prints nothing, not even codes", async () => {
  const port = freePort();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...COMMAND, "--quiet", "--port", String(port)],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  const origin = `http://127.0.0.1:${port}`;
  const { apiToken } = new Sandbox().credentials;
  const environment = { PRELUDE_BASE_URL: origin, PRELUDE_API_TOKEN: apiToken };
  while (await sendOnV2({ environment }, NUMBER).catch(() => true)); // until it listens
  assertEquals((await messagesOf({ origin }, NUMBER)).length, 1);
  child.kill("SIGTERM");
  const { stdout, stderr } = await output;
  assertEquals([stdout.length, stderr.length], [0, 0]);
});

test("the webhook key that it prints verifies its webhooks", async () => {
  await using sandbox = await startCommand();
  const types: string[] = [];
  const arrived = Promise.withResolvers<void>();
  const publicKey = await importPublicKey(sandbox.environment.PRELUDE_WEBHOOK_KEY);
  await using hooks = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      types.push((await verifyWebhook(request, { publicKey })).type);
      arrived.resolve();
      return new Response();
    },
  );
  await sendOnV2(sandbox, NUMBER, { callback_url: `http://127.0.0.1:${hooks.addr.port}/` });
  await arrived.promise;
  assertEquals(types[0], "verify.authentication");
  const pem = await (await fetch(`${sandbox.origin}/sandbox/webhook-key`)).text();
  assertEquals(pem.trimEnd().replaceAll("\n", "\\n"), sandbox.environment.PRELUDE_WEBHOOK_KEY);
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
    ["--host", "localhost", "sandbox"],
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

/** A port that nobody listens on, for a command that does not print its own. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function sendOnV2(
  { environment }: { readonly environment: Readonly<Record<string, string>> },
  value: string,
  options?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const response = await fetch(`${environment.PRELUDE_BASE_URL}/v2/verification`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${environment.PRELUDE_API_TOKEN}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      target: { type: value.includes("@") ? "email_address" : "phone_number", value },
      options,
    }),
  });
  await response.body?.cancel();
  assertEquals(response.status, 200);
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
