/**
 * The sign-in as a server. `deno serve`, `bun`, `workerd` and `wrangler` run this module directly;
 * `node.ts` serves it on Node.
 *
 * Without `DING_API_KEY`, it talks to a sandbox in this process and prints the messages.
 *
 * @module
 */
import { Ding, type Fetch } from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";
import { SignIn } from "./sign_in.ts";

/** The settings, from a Worker's bindings or from environment variables. */
export interface Settings {
  readonly DING_API_KEY?: string;
  readonly DING_CUSTOMER_UUID?: string;
  readonly DING_BASE_URL?: string;
  readonly SIGN_IN_SECRET?: string;
  readonly SIGN_IN_ORIGIN?: string;
}

/** What a runtime passes along with a request: a Worker's bindings, or the connection. */
export interface Platform extends Settings {
  /** Set by Deno and by `node.ts`. */
  readonly remoteAddr?: { readonly hostname?: string | undefined };
  /** Set by Bun. */
  readonly requestIP?: (request: Request) => { readonly address: string } | null;
}

let signIn: SignIn | undefined;

const server = {
  fetch(request: Request, platform: Platform = {}): Promise<Response> {
    // Created on the first request: before it, a Worker has no settings and no random numbers.
    signIn ??= create(platform);
    return signIn.fetch(request, addressOf(request, platform));
  },
};

export default server;

function create(platform: Platform): SignIn {
  const { process } = globalThis as { process?: { readonly env: Settings } };
  const setting = (name: keyof Settings) => platform[name] ?? process?.env[name];
  const apiKey = setting("DING_API_KEY");
  const origin = setting("SIGN_IN_ORIGIN");
  if (apiKey === undefined) {
    return new SignIn({ ding: sandboxed(), secret: randomSecret(), origin });
  }

  const required = (name: keyof Settings) => {
    const value = setting(name);
    if (value === undefined) throw new Error(`Cannot sign anyone in: ${name} is not set`);
    return value;
  };
  const ding = new Ding({
    apiKey,
    customerUuid: required("DING_CUSTOMER_UUID"),
    baseUrl: setting("DING_BASE_URL"),
  });
  return new SignIn({ ding, secret: required("SIGN_IN_SECRET"), origin });
}

/** Returns the client's address. Behind your own proxy, read the header that it sets instead. */
function addressOf(request: Request, platform: Platform): string | undefined {
  return platform.remoteAddr?.hostname ?? platform.requestIP?.(request)?.address ??
    request.headers.get("cf-connecting-ip") ?? undefined;
}

function sandboxed(): Ding {
  const sandbox = new Sandbox({ clock: "system" });
  const fetch: Fetch = async (url, init) => {
    const before = sandbox.messages.at(-1);
    const response = await sandbox.fetch(url, init);
    const message = sandbox.messages.at(-1);
    if (message !== undefined && message !== before) console.log(`${message.to}: ${message.text}`);
    return response;
  };
  return new Ding({ ...sandbox.credentials, fetch });
}

/** Lasts until the server restarts, after which everyone has to sign in again. */
function randomSecret(): string {
  return crypto.randomUUID() + crypto.randomUUID();
}
