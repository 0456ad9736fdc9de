/** A sign-in by phone, as a request handler. */
import { ApiError, type Ding, toE164 } from "@ding-otp/client";
import { readAddress } from "./address.ts";
import { type Asset, assets } from "./assets.ts";
import { SignedCookie } from "./cookie.ts";
import { FormError, readForm } from "./form.ts";
import { Limit, networkOf } from "./limit.ts";
import { isFromOurPage, readOrigin } from "./origin.ts";
import {
  codePage,
  type CodePageOptions,
  errorPage,
  numberPage,
  type Page,
  welcomePage,
} from "./pages.ts";

/** Options of a {@linkcode SignIn}. */
export interface SignInOptions {
  readonly ding: Pick<Ding, "send" | "check" | "retry">;
  /** Signs the cookies: at least 32 random characters, the same on all instances. */
  readonly secret: string;
  /** The site's origin as browsers see it; needed behind a proxy that terminates TLS. */
  readonly origin?: string | undefined;
  /** Returns the time, in milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A visitor who has yet to enter a code. */
interface Pending {
  readonly stage: "code";
  readonly number: string;
  readonly authenticationUuid: string;
  /** How many further codes were requested. */
  readonly resends: number;
  /** When the next one can be requested, in milliseconds since the epoch. */
  readonly nextRetryAt: number;
}

/** What the cookie holds: whose code is pending, or who is signed in. */
type Session = Pending | { readonly stage: "signed_in"; readonly number: string };

/** A request, with what is known about its sender. */
interface Visit {
  readonly request: Request;
  readonly ip: string | undefined;
  readonly secure: boolean;
  readonly session: Session | undefined;
}

const MINUTE = 60_000;
/** How long a visitor has to enter a code, and how long they stay signed in. */
const AGES: Readonly<Record<Session["stage"], number>> = {
  code: 10 * MINUTE,
  signed_in: 8 * 60 * MINUTE,
};
/** The minimum wait before each further code, unless the API says otherwise. */
const RESEND_GAPS = [MINUTE / 2, MINUTE, 2 * MINUTE];

const HEADERS = {
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; " +
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // With "no-referrer", browsers would send "origin: null" for our own forms.
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/** Signs people in by phone. Create one and reuse it, because it counts what it sends. */
export class SignIn {
  readonly #ding: SignInOptions["ding"];
  readonly #origin: string | undefined;
  readonly #now: () => number;
  readonly #cookie: SignedCookie<Session>;
  readonly #toNumber: Limit;
  readonly #fromNetwork: Limit;

  constructor({ ding, secret, origin, now = Date.now }: SignInOptions) {
    this.#ding = ding;
    this.#origin = origin === undefined ? undefined : readOrigin(origin);
    this.#now = now;
    this.#cookie = new SignedCookie({ secret, now });
    this.#toNumber = new Limit({ most: 5, period: 60 * MINUTE, keys: 10_000, now });
    this.#fromNetwork = new Limit({ most: 20, period: 60 * MINUTE, keys: 10_000, now });
  }

  /** Handles a request; `ip` is the client's address, if the runtime provides it. */
  async fetch(request: Request, ip?: string): Promise<Response> {
    try {
      return await this.#answer(request, readAddress(ip));
    } catch (error) {
      if (error instanceof FormError) return respond(errorPage(error.status, error.message));
      // The library's errors contain no key, number or code, so they can be logged.
      console.error(error);
      return respond(errorPage(503, "Something went wrong on our side. Please try again soon."));
    }
  }

  async #answer(request: Request, ip: string | undefined): Promise<Response> {
    const url = new URL(request.url);
    const origin = this.#origin ?? url.origin;
    const secure = origin.startsWith("https:");
    const session = await this.#cookie.read(request.headers.get("cookie"), secure);
    const visit = { request, ip, secure, session };
    const method = request.method.replace("HEAD", "GET");
    if (method === "POST" && !isFromOurPage(request, origin)) {
      return respond(errorPage(403, "This form came from another site."));
    }
    switch (`${method} ${url.pathname}`) {
      case "GET /":
        return respond(session?.stage === "signed_in" ? welcomePage(session.number) : numberPage());
      case "POST /":
        return await this.#send(visit);
      case "GET /code":
        return session?.stage === "code" ? respond(this.#codePage(session)) : redirect("/");
      case "POST /code":
        return await this.#check(visit);
      case "GET /resend": // the URL in the address bar after a refusal
        return redirect("/code");
      case "POST /resend":
        return await this.#resend(visit);
      case "POST /sign-out":
        return redirect("/", this.#cookie.clear(secure));
      default:
        return serve(assets.get(url.pathname));
    }
  }

  async #send({ request, ip, secure }: Visit): Promise<Response> {
    const typed = (await readForm(request)).get("number") ?? "";
    const number = toE164(typed);
    if (number === undefined) {
      const problem = "Enter the number with + and its country code.";
      return respond(numberPage({ status: 422, typed, problem }));
    }
    const tooMany = this.#limitNetwork(ip);
    if (tooMany !== undefined) return tooMany;
    const sent = this.#toNumber.take(number) === 0
      ? await this.#ding.send({ phoneNumber: number, deviceType: "WEB", ip })
      : undefined;
    const pending: Pending = {
      stage: "code",
      number,
      // Visitors must not see whether a code was sent: without an id, use one that does not exist.
      authenticationUuid: sent?.authenticationUuid ?? crypto.randomUUID(),
      resends: 0,
      nextRetryAt: this.#now() + RESEND_GAPS[0]!,
    };
    return redirect("/code", await this.#remember(pending, secure));
  }

  async #check({ request, secure, session }: Visit): Promise<Response> {
    if (session?.stage !== "code") return redirect("/");
    const { authenticationUuid, number } = session;
    const checkCode = (await readForm(request)).get("code") ?? "";
    const check = await unlessUnknown(this.#ding.check({ authenticationUuid, checkCode }));
    if (check?.ok) {
      return redirect("/", await this.#remember({ stage: "signed_in", number }, secure));
    }
    const problem = "This code is incorrect or has expired. Try again, or request another one.";
    return respond(this.#codePage(session, { status: 422, problem }));
  }

  async #resend({ ip, secure, session }: Visit): Promise<Response> {
    if (session?.stage !== "code") return redirect("/");
    const wait = this.#waitFor(session);
    if (wait === undefined) return redirect("/code");
    if (wait > 0) {
      return respond(this.#codePage(session, { status: 429, headers: retryAfter(wait) }));
    }
    const tooMany = this.#limitNetwork(ip);
    if (tooMany !== undefined) return tooMany;
    const { authenticationUuid, number } = session;
    const again = this.#toNumber.take(number) === 0
      ? await unlessUnknown(this.#ding.retry({ authenticationUuid }))
      : undefined;
    const resends = session.resends + 1;
    // Using the time of a refusal would reveal that it was one.
    const next = again?.ok ? again.nextRetryAt?.getTime() : undefined;
    const nextRetryAt = next ?? this.#now() + (RESEND_GAPS[resends] ?? 0);
    const cookie = await this.#remember({ ...session, resends, nextRetryAt }, secure);
    return redirect("/code", cookie);
  }

  #remember(session: Session, secure: boolean): Promise<string> {
    return this.#cookie.write(session, AGES[session.stage], secure);
  }

  /** Returns the milliseconds until another code can be requested; `undefined` if none can. */
  #waitFor({ resends, nextRetryAt }: Pending): number | undefined {
    return resends < RESEND_GAPS.length ? Math.max(0, nextRetryAt - this.#now()) : undefined;
  }

  #codePage(session: Pending, page: Partial<CodePageOptions> = {}): Page {
    return codePage({ ...session, wait: this.#waitFor(session), ...page });
  }

  #limitNetwork(ip: string | undefined): Response | undefined {
    const wait = this.#fromNetwork.take(networkOf(ip) ?? "unknown");
    if (wait === 0) return undefined;
    const problem = "Too many codes were requested from your network. Please try again later.";
    return respond(errorPage(429, problem, retryAfter(wait)));
  }
}

/** Returns the result of a call, or `undefined` if the authentication does not exist. */
async function unlessUnknown<Result>(call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.code === "invalid_auth_uuid") return undefined;
    throw error;
  }
}

function retryAfter(wait: number): Record<string, string> {
  return { "retry-after": String(Math.ceil(wait / 1000)) };
}

function respond({ status = 200, headers, html }: Page): Response {
  return new Response(String(html), {
    status,
    headers: {
      ...HEADERS,
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

function redirect(location: string, cookie?: string): Response {
  const headers = { ...HEADERS, location, "cache-control": "no-store" };
  return new Response(null, {
    status: 303,
    headers: cookie === undefined ? headers : { ...headers, "set-cookie": cookie },
  });
}

function serve(asset: Asset | undefined): Response {
  if (asset === undefined) return respond(errorPage(404, "Page not found."));
  return new Response(asset.content, { headers: { ...HEADERS, "content-type": asset.type } });
}
