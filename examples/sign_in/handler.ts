/** The sign-in with its settings: on the API or on a sandbox in this process. */
import { Ding, type Fetch } from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";
import { addressOf } from "./address.ts";
import { type Api, readSettings, type Settings } from "./settings.ts";
import { SignIn } from "./sign_in.ts";

/** What a runtime passes along with a request: a Worker's bindings, or the connection. */
export interface Platform extends Settings {
  /** Set by Deno and by `node.ts`. */
  readonly remoteAddr?: { readonly hostname?: string | undefined };
  /** Set by Bun. */
  readonly requestIP?: (request: Request) => { readonly address: string } | null;
}

/** Answers a request. */
export type Handler = (request: Request, platform: Platform) => Promise<Response>;

const { process } = globalThis as { process?: { readonly env: Settings } };

/** The environment variables; a Worker need not have any. */
export const environment: Settings = process?.env ?? {};

/** Creates the sign-in from its settings: a Worker's bindings first, then the environment. */
export function createHandler(platform: Platform): Handler {
  const setting = (name: keyof Settings) => platform[name] ?? environment[name];
  const { api, origin, address = "connection" } = readSettings(setting);
  const hasConnection = platform.remoteAddr !== undefined || platform.requestIP !== undefined;
  if (api !== undefined && address === "connection" && !hasConnection) {
    throw new Error("Cannot sign anyone in: SIGN_IN_ADDRESS must name a header on this platform");
  }
  const signIn = new SignIn({
    ding: api === undefined ? sandboxed() : connected(api),
    secret: api === undefined ? randomSecret() : api.secret,
    origin,
  });
  return (request, platform) => {
    const connection = platform.remoteAddr?.hostname ?? platform.requestIP?.(request)?.address;
    return signIn.fetch(request, addressOf(request, address, connection));
  };
}

function connected({ apiKey, customerUuid, baseUrl }: Api): Ding {
  return new Ding({ apiKey, customerUuid, baseUrl });
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
