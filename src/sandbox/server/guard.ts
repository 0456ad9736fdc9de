/** Who may see the inbox and move the clock: the person at this machine, and no page of another site. */
import { Refusal } from "../http/call.ts";

/** `localhost`, a name below it, or an address: names that nobody else can point at this machine. */
const OWN_HOST = /^(localhost|.+\.localhost|\d+(\.\d+){3}|\[.+\])$/;

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** Throws a {@linkcode Refusal} for a host name that an attacker's DNS might have given (rebinding). */
export function assertOwnHost({ hostname }: URL, hosts: readonly string[]): void {
  if (OWN_HOST.test(hostname) || hosts.includes(hostname)) return;
  throw forbidden("this host name is not one of the sandbox's own");
}

/** Throws a {@linkcode Refusal} for what a page of another site can make a browser send. */
export function assertSameOrigin({ method, headers }: Request, { host }: URL): void {
  const origin = headers.get("origin");
  if (origin !== null && !(URL.canParse(origin) && new URL(origin).host === host)) {
    throw forbidden("the request comes from another site");
  }
  if (method === "POST" && !JSON_TYPE.test(headers.get("content-type") ?? "")) {
    throw new Refusal("unsupported_media_type", "the content type is not application/json", {
      status: 415,
    });
  }
}

function forbidden(message: string): Refusal {
  return new Refusal("forbidden", message, { status: 403 });
}
