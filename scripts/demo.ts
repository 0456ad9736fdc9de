/**
 * A complete sign-in by phone over HTTP: against the sandbox, which it starts on a loopback port, or
 * against the real API if it gets a phone number.
 */
import { parseArgs } from "node:util";
import {
  Ding,
  type Fetch,
  type OtpClient,
  OtpError,
  Prelude,
  type SendResult,
} from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";

const USAGE = `Usage: deno task demo [options]                  a sign-in against the sandbox
       deno task demo [options] +33612345678    a real one: send, ask for the code, check

  --api v1|v2      which API to use: Prelude's (v2, the default) or Ding's (v1)
  --base-url URL   the base URL of the real API
  --help           print this help

A real sign-in sends a text message. It reads PRELUDE_API_TOKEN from the environment, or with
--api v1 DING_API_KEY and DING_CUSTOMER_UUID.`;

/** The arguments or the environment are wrong; the message says how to fix that. */
class UsageError extends Error {}

/** A step had another result than expected; the message says which. */
class DemoError extends Error {}

/** A call, and what its result must contain. */
interface Step {
  readonly title: string;
  readonly call: () => Promise<object> | object;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** A client, the statuses of its API, and the steps that only it has. */
interface Api {
  readonly client: OtpClient;
  readonly statuses: { readonly sent: string; readonly again: string; readonly correct: string };
  /** The reason for refusing a correct code that is checked a second time. */
  readonly used: string;
  readonly furtherSteps: (authenticationUuid: string) => readonly Step[];
}

const TYPED = "+1 (555) 555-0100";
const NUMBER = "+15555550100";

/** Shortens a text to one line. */
function line(text: string): string {
  return text.length > 96 ? `${text.slice(0, 95)}…` : text;
}

/** Prints requests and responses, without their headers and so without the credentials. */
const printing: Fetch = async (url, init) => {
  const body = init.body === undefined ? "" : await new Response(init.body).text();
  console.log(line(`   → ${init.method} ${new URL(url).pathname} ${body}`));
  const response = await fetch(url, init);
  console.log(line(`   ← ${response.status} ${await response.clone().text()}`));
  return response;
};

function connect(api: string, sandbox: Sandbox, origin: string): Api {
  const options = { ...sandbox.credentials, fetch: printing };
  if (api === "v2") {
    const client = new Prelude({ ...options, baseUrl: origin });
    return {
      client,
      statuses: { sent: "success", again: "retry", correct: "success" },
      used: "expired",
      furtherSteps: () => [
        {
          title: "Look up the number",
          call: () => client.lookup({ phoneNumber: TYPED }),
          expected: { ok: true, countryCode: "US" },
        },
        {
          title: "Report that the user signed in",
          call: () => client.feedback({ phoneNumber: TYPED, status: "onboarded" }),
          expected: { ok: true },
        },
      ],
    };
  }
  const client = new Ding({ ...options, baseUrl: `${origin}/v1` });
  return {
    client,
    statuses: { sent: "pending", again: "approved", correct: "valid" },
    used: "already_validated",
    furtherSteps: (authenticationUuid) => [
      {
        title: "Read the events of the authentication",
        call: () => client.status({ authenticationUuid }),
        expected: { uuid: authenticationUuid },
      },
      {
        title: "Look up the number",
        call: () => client.lookup({ phoneNumber: TYPED }),
        expected: { ok: true, lineType: "Mobile" },
      },
      {
        title: "Report that the user signed in",
        call: () => client.feedback({ phoneNumber: TYPED, status: "onboarded" }),
        expected: { ok: true },
      },
    ],
  };
}

/** Performs the steps, prints their results, and returns the first one. */
async function perform(steps: readonly Step[], from = 1): Promise<object | undefined> {
  let first: object | undefined;
  for (const [index, { title, call, expected }] of steps.entries()) {
    console.log(`\n${from + index}. ${title}`);
    const result = await call();
    first ??= result;
    const { ok, reason, status } = result as Record<string, unknown>;
    const summary = {
      ...ok !== undefined && { ok },
      ...!!reason && { reason },
      ...!!status && { status },
    };
    const shown = Deno.inspect({ ...summary, ...result }, { compact: true, breakLength: Infinity });
    console.log(line(`   = ${shown}`));
    for (const [name, value] of Object.entries(expected)) {
      const actual = (result as Record<string, unknown>)[name];
      if (actual !== value) {
        throw new DemoError(`step ${from + index}: ${name} is ${actual}, not ${value}`);
      }
    }
  }
  return first;
}

async function signInToSandbox(api: string): Promise<void> {
  const sandbox = new Sandbox();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    sandbox.fetch,
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const { client, statuses, used, furtherSteps } = connect(api, sandbox, origin);
  console.log(`The sandbox listens on ${origin}. No text messages are sent.`);

  const code = () => sandbox.messages.at(-1)!.code;
  const wrongCode = () => code().replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  const sent = await perform([{
    title: `Send a code to ${TYPED}`,
    call: () => client.send({ phoneNumber: TYPED }),
    expected: { ok: true, status: statuses.sent, phoneNumber: NUMBER },
  }]) as SendResult & { ok: true };
  await perform([
    {
      title: "Read the code from the sandbox's inbox",
      call: () => sandbox.messages.at(-1)!,
      expected: { to: NUMBER },
    },
    {
      title: "Check a wrong code",
      call: () => client.check({ ...sent, checkCode: wrongCode() }),
      expected: { ok: false, reason: "invalid" },
    },
    {
      title: "Request another code too soon",
      call: () => client.retry(sent),
      expected: { ok: false, reason: "rate_limited" },
    },
    {
      title: "Advance the sandbox's clock by 30 seconds, and request it again",
      call: () => {
        sandbox.advance(30_000);
        return client.retry(sent);
      },
      expected: { ok: true, status: statuses.again },
    },
    {
      title: "Check the correct code, typed with a space in the middle",
      call: () => client.check({ ...sent, checkCode: code().replace(/^.../, "$& ") }),
      expected: { ok: true, status: statuses.correct },
    },
    {
      title: "Check it again",
      call: () => client.check({ ...sent, checkCode: code() }),
      expected: { ok: false, reason: used },
    },
    ...furtherSteps(sent.authenticationUuid),
  ], 2);
  if (sandbox.sends(NUMBER) !== 2) throw new DemoError("there were not two messages");
  console.log("\nEverything went as expected: two messages, one user signed in.");
}

function realClient(api: string, baseUrl: string | undefined): OtpClient {
  const read = (name: string) => {
    const value = Deno.env.get(name);
    if (value) return value;
    throw new UsageError(`Cannot sign in for real: ${name} is not set in the environment`);
  };
  const place = baseUrl === undefined ? {} : { baseUrl };
  return api === "v2" ? new Prelude({ apiToken: read("PRELUDE_API_TOKEN"), ...place }) : new Ding({
    apiKey: read("DING_API_KEY"),
    customerUuid: read("DING_CUSTOMER_UUID"),
    ...place,
  });
}

async function signInForReal(client: OtpClient, phoneNumber: string): Promise<void> {
  const sent = await client.send({ phoneNumber });
  if (!sent.ok) throw new DemoError(`no code was sent: ${sent.reason}`);
  const checkCode = prompt("The code is on its way. Enter it:") ?? "";
  const check = await client.check({ ...sent, checkCode });
  if (!check.ok) throw new DemoError(`the code was refused: ${check.reason}`);
  console.log("The code is correct: sign this user in.");
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      api: { type: "string", default: "v2" },
      "base-url": { type: "string" },
      help: { type: "boolean" },
    },
  });
  const [phoneNumber, ...rest] = positionals;
  if (values.help) return console.log(USAGE);
  if (rest.length > 0 || !["v1", "v2"].includes(values.api)) throw new UsageError(USAGE);
  if (phoneNumber !== undefined) {
    return await signInForReal(realClient(values.api, values["base-url"]), phoneNumber);
  }
  if (values["base-url"] !== undefined) {
    throw new UsageError("Cannot use --base-url without a phone number: the sandbox has its own");
  }
  await signInToSandbox(values.api);
}

try {
  await main(Deno.args);
} catch (error) {
  if (error instanceof DemoError || error instanceof OtpError) {
    console.error(`\nThe sign-in did not go as expected: ${error.message}`);
    Deno.exit(1);
  }
  // The parser and the clients throw a TypeError for invalid arguments.
  if (error instanceof UsageError || error instanceof TypeError) {
    console.error(error.message);
    Deno.exit(2);
  }
  throw error;
}
