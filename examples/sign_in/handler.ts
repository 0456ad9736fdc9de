/** The sign-in with its settings: on the API or on a sandbox in this process. */
import { type Fetch, Prelude } from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";
import { clientAddress } from "@ding-otp/client/sign-in";
import { type Api, readSettings, type Settings } from "./settings.ts";
import { SignInSite, type SignInSiteOptions } from "./sign_in.ts";

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
export function createHandler(
  platform: Platform,
  options: Pick<SignInSiteOptions, "answerTime"> = {},
): Handler {
  const setting = (name: keyof Settings) => platform[name] ?? environment[name];
  const { api, origin, address = "connection" } = readSettings(setting);
  const hasConnection = platform.remoteAddr !== undefined || platform.requestIP !== undefined;
  if (api !== undefined && address === "connection" && !hasConnection) {
    throw new Error("Cannot sign anyone in: SIGN_IN_ADDRESS must name a header on this platform");
  }
  const site = new SignInSite({
    ...options,
    client: api === undefined ? sandboxed() : connected(api),
    secret: api === undefined ? randomSecret() : api.secret,
    origin,
  });
  return (request, platform) => {
    const ip = address === "connection"
      ? platform.remoteAddr?.hostname ?? platform.requestIP?.(request)?.address
      : clientAddress(request, address);
    return site.fetch(request, ip);
  };
}

function connected({ apiToken, baseUrl }: Api): Prelude {
  // On v1: new Ding({ apiKey, customerUuid, baseUrl })
  return new Prelude({ apiToken, baseUrl });
}

function sandboxed(): Prelude {
  const sandbox = new Sandbox({ clock: "system" });
  const fetch: Fetch = async (url, init) => {
    const before = sandbox.messages.at(-1);
    const response = await sandbox.fetch(url, init);
    const message = sandbox.messages.at(-1);
    if (message !== undefined && message !== before) console.log(`${message.to}: ${message.text}`);
    return response;
  };
  return new Prelude({ ...sandbox.credentials, fetch });
}

/** Lasts until the server restarts, after which everyone has to sign in again. */
function randomSecret(): string {
  return crypto.randomUUID() + crypto.randomUUID();
}
