/** Keeps other sites out: only the person at this machine may see the inbox and control the clock. */
import { Refusal } from "../http/refusal.ts";
import { isSame } from "../state/codes.ts";

/** `localhost`, its subdomains, and IP addresses: hosts that no foreign DNS can point here. */
const OWN_HOST = /^(localhost|.+\.localhost|\d+(\.\d+){3}|\[.+\])$/;

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * A host name as a URL has it: in lowercase, and in Punycode. `undefined` for anything else, such as
 * a name with a port, which would never equal the host name of a request.
 */
export function parseHost(name: unknown): string | undefined {
  // Some browsers percent-encode a space in a host name.
  if (typeof name !== "string" || /\s/.test(name)) return undefined;
  if (!URL.canParse(`http://${name}/`)) return undefined;
  const { href, hostname } = new URL(`http://${name}/`);
  return href === `http://${hostname}/` ? hostname : undefined;
}

/** Throws a {@linkcode Refusal} for a foreign host name, which may be a DNS rebinding attack. */
export function assertOwnHost({ hostname }: URL, hosts: readonly string[]): void {
  if (OWN_HOST.test(hostname) || hosts.includes(hostname)) return;
  throw forbidden("this host name is not allowed; --allow-host or the option hosts allows it");
}

/** Throws a {@linkcode Refusal} for a request without the password, if there is one. */
export function assertPassword({ headers }: Request, password: string | undefined): void {
  if (password === undefined) return;
  const [, scheme = "", value = ""] = /^(\w+) +(\S+)$/.exec(headers.get("authorization") ?? "") ??
    [];
  const given = scheme.toLowerCase() === "basic" ? basicPassword(value) : value;
  if (/^(basic|bearer)$/i.test(scheme) && given !== undefined && isSame(password, given)) return;
  throw new Refusal("unauthorized", "the password is required", {
    status: 401,
    headers: { "www-authenticate": 'Basic realm="sandbox", charset="UTF-8"' },
  });
}

/** The password of HTTP Basic credentials (RFC 7617); `undefined` if they are malformed. */
function basicPassword(encoded: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0));
    const text = new TextDecoder().decode(bytes);
    return text.includes(":") ? text.slice(text.indexOf(":") + 1) : undefined;
  } catch {
    return undefined;
  }
}

/** Throws a {@linkcode Refusal} for a request that another site could make a browser send. */
export function assertSameOrigin({ method, headers }: Request, { host }: URL): void {
  const origin = headers.get("origin");
  if (origin !== null && !(URL.canParse(origin) && new URL(origin).host === host)) {
    throw forbidden("requests from another site are not allowed");
  }
  if (method === "POST" && !JSON_TYPE.test(headers.get("content-type") ?? "")) {
    throw new Refusal("unsupported_media_type", "the content type must be application/json", {
      status: 415,
    });
  }
}

function forbidden(message: string): Refusal {
  return new Refusal("forbidden", message, { status: 403 });
}
