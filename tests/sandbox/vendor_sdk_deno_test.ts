/**
 * The vendor's own SDK, unmodified from npm, against the sandbox: what it understands is the wire as it
 * is. Under Deno alone, since the built package has no dependencies to test with.
 */
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import Prelude, { APIError, type ClientOptions } from "npm:@prelude.so/sdk@0.10.0";
import { magicNumbers, Sandbox, type SandboxOptions } from "@ding-otp/client/sandbox";
import { MINUTE, NUMBER, wrong } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

interface Story {
  readonly sandbox: Sandbox;
  readonly client: Prelude;
  /** Sends to the number, and says what came of it. */
  readonly create: (value?: string) => Promise<Prelude.VerificationCreateResponse>;
  /** What a code is. */
  readonly check: (code: string) => Promise<string>;
}

function begin(options: SandboxOptions = {}): Story {
  const sandbox = new Sandbox(options);
  const { apiToken } = sandbox.credentials;
  // Its types are those of node-fetch, which takes and gives the web's own just as well.
  const fetch = sandbox.fetch as unknown as NonNullable<ClientOptions["fetch"]>;
  const client = new Prelude({ apiToken, fetch, maxRetries: 0 });
  return {
    sandbox,
    client,
    create: (value = NUMBER) =>
      client.verification.create({ target: { type: "phone_number", value } }),
    check: async (code) => {
      const target = { type: "phone_number", value: NUMBER } as const;
      return (await client.verification.check({ target, code })).status;
    },
  };
}

test("the vendor's SDK creates, retries and checks", async () => {
  const { sandbox, create, check } = begin();
  const first = await create();
  assertEquals([first.status, first.method, first.channels], ["success", "message", ["sms"]]);
  const early = await create();
  assertEquals([early.status, early.reason], ["blocked", "repeated_attempts"]);
  sandbox.advance(MINUTE);
  const second = await create();
  assertEquals([second.status, second.id], ["retry", first.id]);

  const { code } = sandbox.messages.at(-1)!;
  assertEquals(await check(wrong(code)), "failure");
  assertEquals(await check(code), "success");
  assertEquals(await check(code), "expired_or_not_found");
  assertEquals(sandbox.sends(NUMBER), 2);
});

test("the vendor's SDK hears that a code has expired", async () => {
  const { sandbox, create, check } = begin();
  await create();
  sandbox.advance(10 * MINUTE);
  assertEquals(await check(sandbox.messages[0]!.code), "expired_or_not_found");
});

test("the vendor's SDK passes its options, and gets its metadata back", async () => {
  const { sandbox, client } = begin();
  const created = await client.verification.create({
    target: { type: "email_address", value: "user@example.com" },
    dispatch_id: "123e4567-e89b-12d3-a456-426614174000",
    metadata: { correlation_id: "order-7" },
    options: {
      app_realm: { platform: "android", value: "FA+9qCX9VSu" },
      callback_url: "https://hooks.example.com/",
      code_size: 8,
      locale: "el-GR",
      method: "auto",
      preferred_channel: "rcs",
      sender_id: "Example",
      template_id: "login",
      variables: { name: "Somebody" },
    },
    signals: { device_platform: "ios", ip: "192.0.2.7", is_trusted_user: false },
  });
  assertEquals([created.method, created.metadata], ["email", { correlation_id: "order-7" }]);
  assertEquals(sandbox.messages[0]!.code.length, 8);
  assertEquals(sandbox.webhooks.length, 3);
});

/** Numbers, and what the vendor's SDK makes of a create. */
const CREATED: [keyof typeof magicNumbers.send, string, string | undefined][] = [
  ["pending", "success", undefined],
  ["challenged", "challenged", undefined],
  ["shadow_blocked", "shadow_blocked", "suspicious"],
  ["rate_limited", "blocked", "repeated_attempts"],
  ["spam_detected", "blocked", "suspicious"],
  ["expired_signature", "blocked", "expired_signature"],
  ["invalid_signature", "blocked", "invalid_signature"],
  ["invalid_phone_number", "blocked", "invalid_phone_number"],
  ["invalid_line", "blocked", "invalid_phone_line"],
  ["blocked_number", "blocked", "in_block_list"],
];

for (const [name, status, reason] of CREATED) {
  test(`the vendor's SDK hears ${status} from a number of send.${name}`, async () => {
    const created = await begin().create(magicNumbers.send[name].numbers[0]);
    assertEquals<unknown>([created.status, created.reason], [status, reason]);
  });
}

test("the vendor's SDK is told where to open a silent verification", async () => {
  const created = await begin().create(magicNumbers.send.silent.numbers[0]);
  assertEquals(created.method, "silent");
  assert(URL.canParse(created.silent!.request_url));
});

test("the vendor's SDK looks a number up", async () => {
  const { client } = begin();
  const found = await client.lookup.lookup(NUMBER, { type: ["cnam", "cnam"] });
  assertEquals(
    [found.phone_number, found.country_code, found.line_type, found.caller_name],
    [NUMBER, "US", "mobile", "SANDBOX CALLER"],
  );
  assertEquals(found.network_info?.mcc, "001");
});

test("the vendor's SDK gives feedback", async () => {
  const { client } = begin();
  const target = { type: "phone_number", value: NUMBER } as const;
  const given = await client.watch.sendFeedbacks({
    feedbacks: [{ target, type: "verification.started" }, {
      target,
      type: "verification.completed",
    }],
  });
  assertEquals(given.status, "success");
});

/** What goes wrong, the class of error that the vendor's SDK makes of it, and its code. */
const ERRORS: [string, (story: Story) => Promise<unknown>, string, string | undefined][] = [
  [
    "a number that is none",
    ({ create }) => create("5555550100"),
    "BadRequestError",
    "invalid_phone_number",
  ],
  [
    "a region without service",
    ({ create }) => create(magicNumbers.send.unsupported_region.numbers[0]),
    "BadRequestError",
    "unsupported_region",
  ],
  [
    "a code of one's own with a size",
    ({ client }) =>
      client.verification.create({
        target: { type: "phone_number", value: NUMBER },
        options: { code_size: 4, custom_code: "1234" },
      }),
    "BadRequestError",
    "custom_size_conflict",
  ],
  [
    "a wrong token",
    ({ client }) => {
      client.apiToken = "another";
      return client.lookup.lookup(NUMBER);
    },
    "AuthenticationError",
    "invalid_api_key",
  ],
  [
    "a path that there is not",
    ({ client }) => client.post("/v2/elsewhere", { body: {} }),
    "NotFoundError",
    "not_found",
  ],
  [
    "no money",
    ({ sandbox, create }) => {
      sandbox.arm({ type: "error", status: 400, code: "insufficient_balance" });
      return create();
    },
    "BadRequestError",
    "insufficient_balance",
  ],
  [
    "a busy API",
    ({ create }) => create(magicNumbers.fault.too_many_requests.numbers[0]),
    "RateLimitError",
    "too_many_requests",
  ],
  [
    "an internal error",
    ({ create }) => create(magicNumbers.fault.server_error.numbers[0]),
    "InternalServerError",
    "internal",
  ],
  [
    "a proxy in between",
    ({ create }) => create(magicNumbers.fault.bad_gateway.numbers[0]),
    "InternalServerError",
    undefined,
  ],
  [
    "a lost answer",
    ({ create }) => create(magicNumbers.fault.lost.numbers[0]),
    "APIConnectionError",
    undefined,
  ],
];

for (const [what, call, kind, code] of ERRORS) {
  test(`the vendor's SDK makes of ${what} a ${kind}`, async () => {
    const error = await call(begin()).catch((error) => error);
    assertInstanceOf(error, APIError);
    const { code: told } = Object(error.error);
    assertEquals([error.constructor.name, told], [kind, code]);
  });
}
