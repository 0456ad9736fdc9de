/**
 * The story of a sign-in by phone, told over HTTP: against the sandbox, which it starts on a loopback
 * port, or against the real API when it is given a phone number.
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

const USAGE = `Usage: deno task demo [options]                  the whole story, against the sandbox
       deno task demo [options] +33612345678    a real sign-in: send, ask for the code, check

  --api v1|v2      which API to speak: Ding's (v1, the default) or Prelude's (v2)
  --base-url URL   where the real API is
  --help           this text

A real sign-in sends a text message. It takes DING_API_KEY and DING_CUSTOMER_UUID, or with --api v2
PRELUDE_API_TOKEN, from the environment.`;

/** Called wrongly; the message says what to do. */
class UsageError extends Error {}

/** The story did not come out right; the message says where. */
class StoryError extends Error {}

/** One thing that happens in the story, and what has to come of it. */
interface Step {
  readonly title: string;
  readonly call: () => Promise<object> | object;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** A client, the words of its API, and what only it can do. */
interface Teller {
  readonly client: OtpClient;
  readonly words: { readonly sent: string; readonly again: string; readonly right: string };
  /** What becomes of the right code when it comes a second time. */
  readonly used: string;
  readonly epilogue: (id: string) => readonly Step[];
}

const TYPED = "+1 (555) 555-0100";
const NUMBER = "+15555550100";

/** One line, not too long. */
function line(text: string): string {
  return text.length > 96 ? `${text.slice(0, 95)}…` : text;
}

/** Prints what goes over the wire, but for the credentials. */
const aloud: Fetch = async (url, init) => {
  const body = init.body === undefined ? "" : await new Response(init.body).text();
  console.log(line(`   → ${init.method} ${new URL(url).pathname} ${body}`));
  const response = await fetch(url, init);
  console.log(line(`   ← ${response.status} ${await response.clone().text()}`));
  return response;
};

function tellerOf(api: string, sandbox: Sandbox, origin: string): Teller {
  const options = { ...sandbox.credentials, fetch: aloud };
  if (api === "v2") {
    const client = new Prelude({ ...options, baseUrl: origin });
    return {
      client,
      words: { sent: "success", again: "retry", right: "success" },
      used: "expired",
      epilogue: () => [
        {
          title: "Look the number up",
          call: () => client.lookup({ phoneNumber: TYPED }),
          expected: { ok: true, countryCode: "US" },
        },
        {
          title: "Tell the API that the person is in",
          call: () => client.feedback({ phoneNumber: TYPED, status: "onboarded" }),
          expected: { ok: true },
        },
      ],
    };
  }
  const client = new Ding({ ...options, baseUrl: `${origin}/v1` });
  return {
    client,
    words: { sent: "pending", again: "approved", right: "valid" },
    used: "already_validated",
    epilogue: (authenticationUuid) => [
      {
        title: "Read all that happened",
        call: () => client.status({ authenticationUuid }),
        expected: { uuid: authenticationUuid },
      },
      {
        title: "Look the number up",
        call: () => client.lookup({ phoneNumber: TYPED }),
        expected: { ok: true, lineType: "Mobile" },
      },
      {
        title: "Tell the API that the person is in",
        call: () => client.feedback({ phoneNumber: TYPED, status: "onboarded" }),
        expected: { ok: true },
      },
    ],
  };
}

/** Tells the steps in turn; gives what the first came to. */
async function tell(steps: readonly Step[], from = 1): Promise<object | undefined> {
  let first: object | undefined;
  for (const [index, { title, call, expected }] of steps.entries()) {
    console.log(`\n${from + index}. ${title}`);
    const result = await call();
    first ??= result;
    const { ok, reason, status } = result as Record<string, unknown>;
    const verdict = {
      ...ok !== undefined && { ok },
      ...!!reason && { reason },
      ...!!status && { status },
    };
    const shown = Deno.inspect({ ...verdict, ...result }, { compact: true, breakLength: Infinity });
    console.log(line(`   = ${shown}`));
    for (const [name, value] of Object.entries(expected)) {
      const actual = (result as Record<string, unknown>)[name];
      if (actual !== value) {
        throw new StoryError(`step ${from + index}: ${name} is ${actual}, not ${value}`);
      }
    }
  }
  return first;
}

async function tellSandboxStory(api: string): Promise<void> {
  const sandbox = new Sandbox();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    sandbox.fetch,
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const { client, words, used, epilogue } = tellerOf(api, sandbox, origin);
  console.log(`The sandbox listens on ${origin}. Nobody gets a text message.`);

  const code = () => sandbox.messages.at(-1)!.code;
  const wrongCode = () => code().replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  const sent = await tell([{
    title: `Send a code to ${TYPED}`,
    call: () => client.send({ phoneNumber: TYPED }),
    expected: { ok: true, status: words.sent, phoneNumber: NUMBER },
  }]) as SendResult & { ok: true };
  await tell([
    {
      title: "Read it in the sandbox's inbox",
      call: () => sandbox.messages.at(-1)!,
      expected: { to: NUMBER },
    },
    {
      title: "Check a wrong code",
      call: () => client.check({ ...sent, checkCode: wrongCode() }),
      expected: { ok: false, reason: "invalid" },
    },
    {
      title: "Ask for another code, too early",
      call: () => client.retry(sent),
      expected: { ok: false, reason: "rate_limited" },
    },
    {
      title: "Let 30 seconds pass on the sandbox's clock, and ask again",
      call: () => {
        sandbox.advance(30_000);
        return client.retry(sent);
      },
      expected: { ok: true, status: words.again },
    },
    {
      title: "Check the right code, typed with a space in the middle",
      call: () => client.check({ ...sent, checkCode: code().replace(/^.../, "$& ") }),
      expected: { ok: true, status: words.right },
    },
    {
      title: "Check it once more",
      call: () => client.check({ ...sent, checkCode: code() }),
      expected: { ok: false, reason: used },
    },
    ...epilogue(sent.authenticationUuid),
  ], 2);
  if (sandbox.sends(NUMBER) !== 2) throw new StoryError("there were not two messages");
  console.log("\nThe story came out right: two messages, one person signed in.");
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
  if (!sent.ok) throw new StoryError(`no code was sent: ${sent.reason}`);
  const checkCode = prompt("The code is on its way. Which is it?") ?? "";
  const check = await client.check({ ...sent, checkCode });
  if (!check.ok) throw new StoryError(`the code proves nothing: ${check.reason}`);
  console.log("Right. This person may be signed in.");
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      api: { type: "string", default: "v1" },
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
  await tellSandboxStory(values.api);
}

try {
  await main(Deno.args);
} catch (error) {
  if (error instanceof StoryError || error instanceof OtpError) {
    console.error(`\nThe story did not come out right: ${error.message}`);
    Deno.exit(1);
  }
  // A TypeError is how both the parser and the clients say that they were called wrongly.
  if (error instanceof UsageError || error instanceof TypeError) {
    console.error(error.message);
    Deno.exit(2);
  }
  throw error;
}
