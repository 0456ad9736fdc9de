/** The example: what visitors see, with a browser that runs no script. */
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { Prelude } from "@ding-otp/client";
import {
  magicNumbers,
  Sandbox,
  type SandboxOptions,
  type Scenario,
} from "@ding-otp/client/sandbox";
import { SignInSite } from "../../examples/sign_in/sign_in.ts";
import server from "../../examples/sign_in/mod.ts";
import { test as testAnywhere } from "../support/harness.ts";
import { isAccountError, wrong } from "../support/sandbox_calls.ts";
import { type Site, Visitor, type VisitorOptions } from "../support/sign_in_visitor.ts";

/** A visitor has cookies. */
function test(name: string, fn: () => Promise<void>): void {
  testAnywhere(name, fn, { needs: ["cookies"] });
}

const NUMBER = "+15555550100";
const SECRET = "0123456789abcdef0123456789abcdef";
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A sign-in on a sandbox of its own, and on its clock. */
function open({ origin, ...options }: SandboxOptions & { origin?: string | undefined } = {}) {
  const sandbox = new Sandbox(options);
  const client = new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch });
  const now = () => sandbox.now().getTime();
  const signIn = new SignInSite({ client, secret: SECRET, origin, answerTime: 1, now });
  const site: Site = (request, ip) => signIn.fetch(request, ip);
  return {
    sandbox,
    site,
    visitor: (options?: VisitorOptions) => new Visitor(site, options),
    code: () => sandbox.messages.at(-1)!.code,
  };
}

test("sign-in: number, code, signed in, signed out", async () => {
  const { visitor, code } = open();
  const anna = visitor();
  assertEquals((await anna.enterNumber("+1 (555) 555-0100")).path, "/code");
  assertMatch(anna.text, /If \+15555550100 can receive texts, a code is on its way/);

  assertEquals((await anna.enterCode(wrong(code()))).status, 422);
  assertMatch(anna.text, /This code is incorrect or has expired/);
  assertEquals((await anna.enterCode(code())).path, "/");
  assertMatch(anna.text, /You are signed in as \+15555550100/);

  assertEquals((await anna.open("/code")).path, "/");
  await anna.submit("/sign-out");
  assertMatch(anna.text, /Phone number/);
  assertEquals((await anna.open("/code")).path, "/");
});

for (
  const [how, write] of Object.entries({
    "with its message": (code: string) => `${code} is your verification code`,
    "in groups": (code: string) => ` ${code.slice(0, 3)}-${code.slice(3)} `,
    "in two lengths": (code: string) => `${code.slice(0, 5)} ${code.slice(5)}`,
    "in quotation marks": (code: string) => `“${code}”`,
    "in full-width digits": (code: string) =>
      code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    "with the form of WebOTP": (code: string) => `${code}\n\n@example.com #${code}`,
  })
) {
  test(`sign-in: takes a code that was pasted ${how}`, async () => {
    const { visitor, code } = open();
    const anna = visitor();
    await anna.enterNumber(NUMBER);
    await anna.enterCode(write(code()));
    assertMatch(anna.text, /You are signed in/);
  });
}

for (const typed of ["", "hello", "0612345678", "+0612345678", "+1", "+1555555010012345"]) {
  test(`sign-in: asks again for the number "${typed}"`, async () => {
    const { sandbox, visitor } = open();
    const anna = visitor();
    const { status, html } = await anna.enterNumber(typed);
    assertEquals(status, 422);
    assertMatch(html, /<title>Error: /);
    assertMatch(
      html,
      /<input id="field"[^>]* aria-invalid="true"\s+aria-describedby="problem hint"/,
    );
    assert(html.includes(`value="${typed}"`));
    assertEquals(sandbox.requests, []);
  });
}

test("sign-in: another code when its time has come, whatever the API says", async () => {
  // The API would send earlier. Its times differ by number, so they would tell numbers apart.
  const { sandbox, visitor, code } = open({ retryGaps: [30, 45, 90].map((gap) => gap * SECOND) });
  const anna = visitor();
  await anna.enterNumber(NUMBER);
  const first = code();
  for (const [index, gap] of [30, 60, 120].entries()) {
    sandbox.advance((gap - 2) * SECOND);
    const early = await anna.submit("/resend");
    assertEquals([early.status, early.headers.get("retry-after")], [429, "2"]);
    assertMatch(anna.text, /You can request another code in 2 s/);
    assertEquals(sandbox.sends(NUMBER), index + 1);

    sandbox.advance(2 * SECOND);
    assertEquals((await anna.open("/resend")).path, "/code");
    await anna.submit("/resend");
    assertMatch(anna.text, /another code is on its way/);
    assertEquals(sandbox.sends(NUMBER), index + 2);
  }
  assertMatch(anna.text, /No more codes can be sent/);
  await anna.post("/resend");
  assertEquals(sandbox.sends(NUMBER), 4);

  if (first !== code()) assertEquals((await anna.enterCode(first)).status, 422);
  await anna.enterCode(code());
  assertMatch(anna.text, /You are signed in/);
});

test("sign-in: a code and a session end", async () => {
  const { sandbox, visitor, code } = open();
  const anna = visitor();
  await anna.enterNumber(NUMBER);
  sandbox.advance(10 * MINUTE);
  assertEquals((await anna.enterCode(code())).path, "/");
  assertMatch(anna.text, /Phone number/);

  await anna.enterNumber(NUMBER);
  await anna.enterCode(code());
  sandbox.advance(8 * HOUR - 1);
  await anna.open("/");
  assertMatch(anna.text, /You are signed in/);
  sandbox.advance(1);
  await anna.open("/");
  assertMatch(anna.text, /Phone number/);
});

test("sign-in: somebody else's authentication is of no use", async () => {
  const { sandbox, visitor, code } = open();
  const [anna, mallory] = [visitor(), visitor({ ip: "198.51.100.7" })];
  await anna.enterNumber(NUMBER);
  const { authenticationUuid } = sandbox.messages.at(-1)!;
  const annas = code();
  await mallory.enterNumber("+15555550111");

  const fields = { code: annas, authenticationUuid, number: NUMBER };
  assertEquals((await mallory.post("/code", fields)).status, 422);
  assertEquals(
    (await mallory.post("/code?authenticationUuid=" + authenticationUuid, fields)).status,
    422,
  );
  const middle = anna.cookie.length / 2;
  mallory.cookie = anna.cookie.slice(0, middle) + mallory.cookie.slice(middle);
  assertEquals((await mallory.post("/code", fields)).path, "/");
  assertMatch(mallory.text, /Phone number/);

  await anna.enterCode(annas);
  assertMatch(anna.text, /You are signed in/);
});

test("sign-in: the cookie from before signs nobody in afterwards", async () => {
  const { visitor, code } = open();
  const [anna, mallory] = [visitor(), visitor()];
  await mallory.enterNumber(NUMBER);
  anna.cookie = mallory.cookie; // planted
  await anna.open("/code");
  await anna.enterCode(code());
  assertMatch(anna.text, /You are signed in/);
  assertNotEquals(anna.cookie, mallory.cookie);

  await mallory.open("/");
  assertMatch(mallory.text, /Phone number/);
  await mallory.open("/code");
  assertEquals((await mallory.enterCode(code())).status, 422);
});

for (
  const [origin, inner, name, secure] of [
    ["http://127.0.0.1:8000", undefined, "sign_in", ""],
    ["https://example.com", undefined, "__Host-sign_in", "; Secure"],
    ["https://example.com", "http://10.0.0.1:8000", "__Host-sign_in", "; Secure"],
  ] as const
) {
  test(`sign-in: the cookie at ${origin}${inner ? `, before ${inner}` : ""}`, async () => {
    const { site, code } = open({ origin: inner && origin });
    const proxied: Site = (request, ip) =>
      site(inner ? new Request(request.url.replace(origin, inner), request) : request, ip);
    const anna = new Visitor(proxied, { origin });
    const { path, setCookie } = await anna.enterNumber(NUMBER);
    assertEquals(path, "/code");
    const [value, ...attributes] = setCookie!.split(/(?=; )/);
    assert(value!.startsWith(`${name}=`));
    assertEquals(attributes.join(""), `; Path=/; Max-Age=600; HttpOnly; SameSite=Lax${secure}`);
    await anna.enterCode(code());
    const { setCookie: cleared } = await anna.submit("/sign-out");
    assertEquals(cleared, `${name}=${attributes.join("").replace("600", "0")}`);
  });
}

test("sign-in: nobody can read the cookie, not even its owner", async () => {
  const { sandbox, visitor } = open();
  const anna = visitor();
  await anna.enterNumber(NUMBER);
  const { authenticationUuid } = sandbox.messages.at(-1)!;
  const [, text] = anna.cookie.split("=");
  const cookies = [text!, atob(text!.replaceAll("-", "+").replaceAll("_", "/"))];
  for (const secret of [NUMBER.slice(1), authenticationUuid, "nextRetryAt"]) {
    assert(cookies.every((cookie) => !cookie.includes(secret)));
  }
});

/** What an onlooker can tell of a sign-in: all but the number itself and what is random. */
async function traces(number: string): Promise<unknown[]> {
  const { sandbox, visitor } = open({ code: "123456" });
  const anna = visitor();
  const seen = [
    await anna.enterNumber(number),
    await anna.enterCode("000000"),
    await anna.enterCode("not a code"),
  ];
  sandbox.advance(30 * SECOND);
  seen.push(await anna.submit("/resend"), await anna.submit("/resend"));
  return seen.map(({ headers, html, setCookie, ...rest }) => ({
    ...rest,
    headers: [...headers],
    html: html.replaceAll(number, ""),
    setCookie: setCookie?.replace(/=[^;]+/, ({ length }) => `=${length} characters`),
  }));
}

const { send, check, retry, delivery } = magicNumbers;
const { valid: _, ...wrongChecks } = check;
for (const scenarios of [send, wrongChecks, retry, delivery]) {
  for (const [name, { numbers: [number] }] of Object.entries<Scenario>(scenarios)) {
    if (isAccountError(name)) {
      test(`sign-in: ${name} is the operator's trouble, and nobody gets a code`, async () => {
        const { sandbox, visitor } = open();
        assertEquals((await visitor().enterNumber(number!)).status, 503);
        assertEquals(sandbox.messages, []);
      });
      continue;
    }
    test(`sign-in: ${number} (${name}) looks like any other number`, async () => {
      assertEquals(await traces(number!), await traces("+17775550100"));
    });
  }
}

test("sign-in: five codes an hour to a number, and the sixth looks the same", async () => {
  const { sandbox, visitor } = open({ window: MINUTE });
  const spellings = [
    NUMBER,
    "+1 555 555 0100",
    "001-555-555-0100",
    "+1 (555) 555.0100",
    "＋１ ５５５ ５５５ ０１００",
    "tel:+15555550100",
    "+1 (0)555 555\u00ad0100",
  ];
  const pages = [];
  for (let time = 0; time < 7; time++) {
    const anna = visitor({ ip: `192.0.2.${time}` });
    await anna.enterNumber(spellings[time % spellings.length]!);
    pages.push(anna.text);
    sandbox.advance(MINUTE);
  }
  assertEquals(sandbox.sends(NUMBER), 5);
  assertEquals(new Set(pages).size, 1);

  sandbox.advance(HOUR);
  await visitor().enterNumber(NUMBER);
  assertEquals(sandbox.sends(NUMBER), 6);
});

for (
  const [ip, address] of [
    ["unknown", undefined],
    ["example.com", undefined],
    ["10.0.0.1:http", undefined],
    ["10.0.0.1:8000", "10.0.0.1"],
    ["", undefined],
    [undefined, undefined],
  ] as const
) {
  test(`sign-in: the API gets ${address ?? "no address"} for "${ip}"`, async () => {
    const sandbox = new Sandbox();
    const bodies: string[] = [];
    const client = new Prelude({
      ...sandbox.credentials,
      fetch: async (url, init) => {
        bodies.push(await new Request(url, init as RequestInit).text());
        return sandbox.fetch(url, init);
      },
    });
    const now = () => sandbox.now().getTime();
    const signIn = new SignInSite({ client, secret: SECRET, answerTime: 1, now });
    assertEquals(
      (await new Visitor((request) => signIn.fetch(request, ip)).enterNumber(NUMBER)).path,
      "/code",
    );
    const ips = () => bodies.map((body) => JSON.parse(body).signals.ip);
    assertEquals(bodies.map((body) => "ip" in JSON.parse(body).signals), [address !== undefined]);
    assertEquals(ips(), [address]);
    await new Visitor((request) => signIn.fetch(request, "192.0.2.1")).enterNumber("+15555550111");
    assertEquals(ips(), [address, "192.0.2.1"]);
  });
}

test("sign-in: visitors without an address share one limit", async () => {
  const { site, sandbox } = open();
  for (let time = 0; time < 21; time++) {
    const anna = new Visitor((request) => site(request, "unknown"));
    const { status } = await anna.enterNumber(`+155555501${time + 10}`);
    assertEquals(status, time < 20 ? 200 : 429);
  }
  assertEquals(sandbox.messages.length, 20);
});

for (const origin of ["https://Example.com/", "https://example.com:443", "HTTPS://EXAMPLE.COM"]) {
  test(`sign-in: takes forms from ${origin}, as browsers write it`, async () => {
    const { site } = open({ origin });
    const anna = new Visitor(site, { origin: "https://example.com" });
    assertEquals((await anna.enterNumber(NUMBER)).path, "/code");
  });
}

test("sign-in: twenty codes an hour from a network", async () => {
  const { sandbox, visitor } = open();
  for (let time = 0; time < 20; time++) {
    await visitor({ ip: `2001:db8::${time}` }).enterNumber(`+155555501${time + 10}`);
  }
  const anna = visitor({ ip: "2001:db8::ffff:1" });
  const { status, headers } = await anna.enterNumber(NUMBER);
  assertEquals([status, headers.get("retry-after")], [429, "3600"]);
  assertMatch(anna.text, /Too many codes were requested from your network/);
  assertEquals(sandbox.messages.length, 20);

  assertEquals((await visitor({ ip: "2001:db8:0:1::" }).enterNumber(NUMBER)).path, "/code");
  sandbox.advance(HOUR);
  assertEquals((await anna.enterNumber("+15555550199")).path, "/code");
});

for (
  const headers of [
    {},
    { origin: "null" },
    { origin: "https://127.0.0.1:8000" },
    { origin: "http://elsewhere.example", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "same-site" },
  ]
) {
  test(`sign-in: refuses a form with ${JSON.stringify(headers)}`, async () => {
    const { sandbox, visitor } = open();
    const anna = visitor();
    const { status, setCookie } = await anna.post("/", { number: NUMBER }, headers);
    assertEquals([status, setCookie], [403, null]);
    assertEquals(sandbox.requests, []);
  });
}

test("sign-in: takes a form of its own from a browser that leaves the origin out", async () => {
  const { visitor } = open();
  const headers = { "sec-fetch-site": "same-origin" };
  assertEquals((await visitor().post("/", { number: NUMBER }, headers)).path, "/code");
});

for (const type of ["lost", "error", "bad_gateway", "truncated", "redirect"] as const) {
  test(`sign-in: a call that is befallen by "${type}" is a failure, not a refusal`, async () => {
    const { sandbox, visitor, code } = open();
    const anna = visitor();
    const logged: unknown[] = [];
    const log = console.error;
    console.error = (...data) => logged.push(...data);
    try {
      sandbox.arm({ type });
      assertEquals((await anna.enterNumber(NUMBER)).status, 503);
      sandbox.advance(MINUTE);
      await anna.enterNumber(NUMBER);
      sandbox.arm({ type: "bad_gateway" });
      assertEquals((await anna.enterCode(code())).status, 503);
    } finally {
      console.error = log;
    }
    assertEquals(logged.length, 2);
    assert(!logged.some((entry) => String(entry).includes(NUMBER)));
    await anna.open("/code");
    await anna.enterCode(code());
    assertMatch(anna.text, /You are signed in/);
  });
}

for (
  const [what, status, path, init] of [
    ["an unknown path", 404, "/nothing", {}],
    ["an unknown method", 404, "/", { method: "DELETE" }],
    ["a body that is no form", 415, "/", { method: "POST", body: "{}" }],
    ["a form that is too long", 413, "/", {
      method: "POST",
      body: new URLSearchParams({ number: "1".repeat(5000) }),
    }],
  ] as const
) {
  test(`sign-in: answers ${what} with ${status}`, async () => {
    const headers = { origin: "http://127.0.0.1" };
    const request = new Request(`http://127.0.0.1${path}`, { ...init, headers });
    const response = await open().site(request, "192.0.2.1");
    assertEquals(response.status, status);
    assertMatch(await response.text(), /<h1>That did not work<\/h1>/);
  });
}

test("server: pages without inline code, and all that they load", async () => {
  const response = await server.fetch(new Request("http://127.0.0.1/"));
  const html = await response.text();
  assertMatch(response.headers.get("content-security-policy")!, /^default-src 'none'; /);
  assertEquals(response.headers.get("cache-control"), "no-store");
  assert(!/<script>|<style|\sstyle=|\son\w+=/.test(html));
  for (const [, path] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
    const asset = await server.fetch(new Request(`http://127.0.0.1${path}`));
    assertEquals(asset.status, 200);
    assertMatch(asset.headers.get("content-type")!, /^(text\/(css|javascript)|image\/svg\+xml)$/);
    await asset.body?.cancel();
  }
});

testAnywhere("server: listens on this machine alone, under Bun, too", () => {
  assertEquals(server.hostname, "127.0.0.1");
});
