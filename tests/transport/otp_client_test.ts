/** One little app, written against `OtpClient`, on both APIs. */
import { assert, assertEquals, assertInstanceOf, assertMatch } from "@std/assert";
import * as entry from "@ding-otp/client";
import { Ding, NetworkError, type OtpClient, Prelude, type SendInput } from "@ding-otp/client";
import { magicNumbers, Sandbox } from "@ding-otp/client/sandbox";
import { NUMBER } from "../support/clients.ts";
import { test } from "../support/harness.ts";

const MINUTE = 60_000;
const DETAILS: Omit<SendInput, "phoneNumber"> = {
  locale: "fr-FR",
  deviceType: "IOS",
  correlationId: "order 7",
};

/** A sign-in by phone: what is shown to the person, and the one thing that matters. */
class SignIn {
  signedIn = false;
  readonly shown: string[] = [];
  readonly #client: OtpClient;
  #sent?: { readonly authenticationUuid: string; readonly phoneNumber: string };

  constructor(client: OtpClient) {
    this.#client = client;
  }

  async enter(phoneNumber: string): Promise<void> {
    const sent = await this.#client.send({ ...DETAILS, phoneNumber });
    if (sent.ok) this.#sent = sent;
    this.shown.push(sent.ok ? "code sent" : sent.reason);
  }

  async again(): Promise<void> {
    const retried = await this.#client.retry({ ...DETAILS, ...this.#sent! });
    this.shown.push(retried.ok ? "code sent" : retried.reason);
  }

  async type(checkCode: string): Promise<void> {
    const check = await this.#client.check({ ...this.#sent!, checkCode });
    if (check.ok) this.signedIn = true;
    this.shown.push(check.ok ? "welcome" : check.reason);
  }
}

/** What a person does, given the last code on the phone. */
type Story = (app: SignIn, sandbox: Sandbox) => Promise<void>;

function lastCode({ messages }: Sandbox): string {
  return messages.at(-1)!.code;
}

function wrongCode(sandbox: Sandbox): string {
  return lastCode(sandbox) === "000000" ? "000001" : "000000";
}

/** Each row: what happens, what is shown, and where the two APIs differ what Prelude shows. */
const STORIES: Record<string, [story: Story, shown: string[], ofPrelude?: string[]]> = {
  "a right code": [async (app, sandbox) => {
    await app.enter(NUMBER);
    await app.type(lastCode(sandbox));
  }, ["code sent", "welcome"]],

  "a number and a code as people type them": [async (app, sandbox) => {
    await app.enter("+33 6 12-34.56 78");
    await app.type(` ${lastCode(sandbox).replace(/(\d{3})/, "$1-")} `);
  }, ["code sent", "welcome"]],

  "a wrong code, then the right one": [async (app, sandbox) => {
    await app.enter(NUMBER);
    await app.type(wrongCode(sandbox));
    await app.type("");
    await app.type(lastCode(sandbox));
  }, ["code sent", "invalid", "invalid", "welcome"]],

  "a further code, and then only that one": [async (app, sandbox) => {
    await app.enter(NUMBER);
    const first = lastCode(sandbox);
    sandbox.advance(MINUTE);
    await app.again();
    await app.type(first);
    await app.type(lastCode(sandbox));
  }, ["code sent", "code sent", "invalid", "welcome"]],

  "a further code too early": [async (app) => {
    await app.enter(NUMBER);
    await app.again();
  }, ["code sent", "rate_limited"]],

  "the number again while a code is on its way": [async (app, sandbox) => {
    await app.enter(NUMBER);
    sandbox.advance(MINUTE);
    await app.enter(NUMBER);
    await app.type(lastCode(sandbox));
  }, ["code sent", "code sent", "welcome"]],

  "a code after its time": [async (app, sandbox) => {
    await app.enter(NUMBER);
    sandbox.advance(11 * MINUTE);
    await app.type(lastCode(sandbox));
  }, ["code sent", "expired"]],

  "a further code after its time": [
    async (app, sandbox) => {
      await app.enter(NUMBER);
      sandbox.advance(11 * MINUTE);
      await app.again();
    },
    ["code sent", "expired"],
    ["code sent", "code sent"],
  ],

  "a code a second time": [
    async (app, sandbox) => {
      await app.enter(NUMBER);
      await app.type(lastCode(sandbox));
      await app.type(lastCode(sandbox));
    },
    ["code sent", "welcome", "already_validated"],
    ["code sent", "welcome", "expired"],
  ],

  "no number": [(app) => app.enter("not a phone"), ["invalid_phone_number"]],

  "a number that is refused": [async (app) => {
    for (const name of ["invalid_line", "blocked_number", "unsupported_region"] as const) {
      await app.enter(magicNumbers.send[name].numbers[0]!);
    }
  }, ["invalid_line", "blocked_number", "unsupported_region"]],

  "a person who is refused": [async (app) => {
    await app.enter(magicNumbers.send.rate_limited.numbers[0]!);
    await app.enter(magicNumbers.send.spam_detected.numbers[0]!);
  }, ["rate_limited", "spam_detected"]],

  "words that nobody knows yet": [async (app, sandbox) => {
    await app.enter(magicNumbers.send.unrecognized.numbers[0]!);
    await app.enter(magicNumbers.check.unrecognized.numbers[0]!);
    await app.type(lastCode(sandbox));
  }, ["unrecognized", "code sent", "unrecognized"]],
};

/** The clients, on a sandbox of their own; nothing is public in a page of tests. */
const CLIENTS: Record<string, (sandbox: Sandbox) => OtpClient> = {
  Ding: ({ credentials, fetch }) => new Ding({ ...credentials, fetch, allowBrowser: true }),
  Prelude: ({ credentials, fetch }) => new Prelude({ ...credentials, fetch, allowBrowser: true }),
};

for (const [name, make] of Object.entries(CLIENTS)) {
  for (const [what, [story, shown, ofPrelude = shown]] of Object.entries(STORIES)) {
    test(`an app on ${name}: ${what}`, async () => {
      const sandbox = new Sandbox();
      const app = new SignIn(make(sandbox));
      await story(app, sandbox);
      assertEquals(app.shown, name === "Prelude" ? ofPrelude : shown);
      assertEquals(app.signedIn, shown.includes("welcome"));
    });
  }
}

test("an app on either: what send gives is enough for both to check and retry", async () => {
  const sandbox = new Sandbox();
  const clients = Object.values(CLIENTS).map((make) => make(sandbox));
  for (const sending of clients) {
    sandbox.reset();
    const sent = await sending.send({ phoneNumber: NUMBER });
    assert(sent.ok);
    for (const client of clients) {
      // The other API knows nothing of the id, or of the number; the shapes are what is the same.
      await client.check({ ...sent, checkCode: "1" }).catch(() => {});
      await client.retry(sent).catch(() => {});
    }
    const { requests } = sandbox;
    assertEquals(requests.length, 5);
    const checks = requests.filter(({ path }) => path.endsWith("/check"));
    assertEquals(checks.map(({ method }) => method), ["POST", "POST"]);
  }
});

test("an app on Prelude: after a lost answer a send tells that the first one went out", async () => {
  const sandbox = new Sandbox();
  const { credentials, fetch } = sandbox;
  const prelude = new Prelude({ ...credentials, fetch, allowBrowser: true });
  sandbox.arm({ type: "lost" }, { operation: "send" });
  const lost = await prelude.send({ phoneNumber: NUMBER }).catch((error) => error);
  assertInstanceOf(lost, NetworkError);
  assertEquals([lost.outcome, sandbox.sends(NUMBER)], ["unknown", 1]);

  sandbox.advance(MINUTE);
  const sent = await prelude.send({ phoneNumber: NUMBER });
  assert(sent.ok);
  assertEquals([sent.resumed, sent.status, sandbox.sends(NUMBER)], [true, "retry", 2]);
  assertMatch(sent.authenticationUuid, /^vrf_/);
});

test("an app on Prelude: a mailbox", async () => {
  const sandbox = new Sandbox();
  const { credentials, fetch } = sandbox;
  const prelude = new Prelude({ ...credentials, fetch, allowBrowser: true });
  const sent = await prelude.send({ emailAddress: "user@example.com" });
  assert(sent.ok);
  assertEquals([sent.emailAddress, sent.method], ["user@example.com", "email"]);
  assertEquals((await prelude.check({ ...sent, checkCode: wrongCode(sandbox) })).ok, false);
  sandbox.advance(MINUTE);
  const retried = await prelude.retry(sent);
  assert(retried.ok && retried.resumed);
  const check = await prelude.check({ ...sent, checkCode: lastCode(sandbox) });
  assertEquals([check.ok, check.emailAddress], [true, "user@example.com"]);
});

test("one entry has both clients, their errors, and the reader of phone numbers", () => {
  assertEquals(Object.keys(entry).sort(), [
    "ApiError",
    "Ding",
    "NetworkError",
    "OtpError",
    "Prelude",
    "ResponseError",
    "TimeoutError",
    "toE164",
  ]);
});
