/** A sign-in by phone, as a request handler. */
import type { OtpClient } from "@ding-otp/client";
import {
  clientAddress,
  type CodeSent,
  guard,
  type Limits,
  MemoryStore,
  type ResendRefused,
  SignIn,
  type StartRefused,
  Tickets,
} from "@ding-otp/client/sign-in";
import { assets } from "./assets.ts";
import { SealedCookie } from "./cookie.ts";
import { FormError, readForm } from "./form.ts";
import { isFromOurPage, readOrigin } from "./origin.ts";
import { codePage, type CodePageOptions, errorPage, numberPage, welcomePage } from "./pages.ts";
import { redirect, respond, serve } from "./responses.ts";

/** Options of a {@linkcode SignInSite}. */
export interface SignInSiteOptions {
  readonly client: OtpClient;
  /** Seals the cookies: at least 32 random characters, the same on all instances. */
  readonly secret: string;
  /** The site's origin as browsers see it; needed behind a proxy that terminates TLS. */
  readonly origin?: string | undefined;
  /** How long a step takes, at least: more than a call to the API usually does. */
  readonly answerTime?: number | undefined;
  /** Returns the time, in milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A visitor who has yet to enter a code. */
interface Pending {
  readonly ticket: string;
  readonly phoneNumber: string;
  readonly isResent: boolean;
  /** When another code can be requested, in milliseconds since the epoch; absent if none can. */
  readonly nextRetryAt?: number | undefined;
}

/** What the cookie holds: whose code is pending, or who is signed in. */
type Session = Pending | { readonly signedIn: string };

/** A request, with what is known about its sender. */
interface Visit {
  readonly request: Request;
  readonly ip: string | undefined;
  readonly secure: boolean;
  readonly pending: Pending | undefined;
}

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** How long visitors stay signed in. */
const SESSION = 8 * HOUR;

const LIMITS: Limits = {
  // callingCodes: ["+33", "+49"], // the countries that your visitors live in
  perNumber: [{ limit: 5, period: HOUR }, { limit: 10, period: DAY }],
  perNetwork: [{ limit: 20, period: HOUR }, { limit: 60, period: DAY }],
  unconfirmed: { limit: 30, period: HOUR, digits: 7 },
  total: { limit: 1_000, period: DAY },
};

/** Signs people in by phone. Create one and reuse it, because it counts what it sends. */
export class SignInSite {
  readonly #origin: string | undefined;
  readonly #now: () => number;
  readonly #cookie: SealedCookie<Session>;
  readonly #signIn: SignIn;

  constructor({ client, secret, origin, answerTime, now = Date.now }: SignInSiteOptions) {
    this.#origin = origin === undefined ? undefined : readOrigin(origin);
    this.#now = now;
    this.#cookie = new SealedCookie({ secret, now });
    // For more than one process, a shared store: see docs/sign-in.md.
    const store = new MemoryStore({ now });
    this.#signIn = new SignIn({
      client: guard(client, { ...LIMITS, store }),
      tickets: new Tickets({ secrets: [secret], purpose: "sign-in", now }),
      conceal: true,
      answerTime,
      now,
    });
  }

  /** Handles a request; `ip` is the client's address, if the runtime provides it. */
  async fetch(request: Request, ip?: string): Promise<Response> {
    try {
      return await this.#answer(request, canonical(ip));
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
    const method = request.method.replace("HEAD", "GET");
    if (method === "POST" && !isFromOurPage(request, origin)) {
      return respond(errorPage(403, "This form came from another site."));
    }
    const session = await this.#cookie.read(request.headers.get("cookie"), secure);
    const signedIn = session && "signedIn" in session ? session.signedIn : undefined;
    const pending = session && "ticket" in session ? session : undefined;
    const visit = { request, ip, secure, pending };
    switch (`${method} ${url.pathname}`) {
      case "GET /":
        return respond(signedIn === undefined ? numberPage() : welcomePage(signedIn));
      case "POST /":
        return await this.#start(visit);
      case "GET /code":
        return pending === undefined ? redirect("/") : this.#showCodePage(pending);
      case "POST /code":
        return await this.#finish(visit);
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

  async #start({ request, ip, secure }: Visit): Promise<Response> {
    const typed = (await readForm(request)).get("number") ?? "";
    const started = await this.#signIn.start({ phoneNumber: typed, deviceType: "WEB", ip });
    if (started.ok) return await this.#await(started, { isResent: false, secure });
    if (started.reason === "rate_limited") return this.#tooMany(started);
    const problem = started.reason === "unsupported_region"
      ? "We cannot text numbers of this country."
      : "Enter the number with + and its country code.";
    return respond(numberPage({ status: 422, typed, problem }));
  }

  async #resend({ ip, secure, pending }: Visit): Promise<Response> {
    if (pending === undefined) return redirect("/");
    const { ticket } = pending;
    const again = await this.#signIn.resend({ ticket, deviceType: "WEB", ip });
    if (again.ok) return await this.#await(again, { isResent: true, secure });
    if (again.reason === "too_early") {
      return this.#showCodePage(pending, { status: 429, headers: this.#retryAfter(again) });
    }
    if (again.reason === "rate_limited") return this.#tooMany(again);
    return redirect(again.reason === "no_more" ? "/code" : "/");
  }

  async #finish({ request, ip, secure, pending }: Visit): Promise<Response> {
    if (pending === undefined) return redirect("/");
    const code = (await readForm(request)).get("code") ?? "";
    const done = await this.#signIn.finish({ ticket: pending.ticket, code, ip });
    if (done.ok) {
      const session = { signedIn: done.phoneNumber };
      return redirect("/", await this.#cookie.write(session, SESSION, secure));
    }
    if (done.reason === "expired") return redirect("/");
    const problem = "This code is incorrect or has expired. Try again, or request another one.";
    return this.#showCodePage(pending, { status: 422, problem });
  }

  /** Keeps the ticket and what the page shows in the cookie, as long as the ticket is valid. */
  async #await(
    { ticket, phoneNumber, expiresAt, nextRetryAt }: CodeSent,
    { isResent, secure }: { readonly isResent: boolean; readonly secure: boolean },
  ): Promise<Response> {
    const pending = { ticket, phoneNumber, isResent, nextRetryAt: nextRetryAt?.getTime() };
    const age = Math.max(1, expiresAt.getTime() - this.#now());
    return redirect("/code", await this.#cookie.write(pending, age, secure));
  }

  #showCodePage(pending: Pending, page: Partial<CodePageOptions> = {}): Response {
    const { phoneNumber: number, isResent, nextRetryAt } = pending;
    const wait = nextRetryAt === undefined ? undefined : Math.max(0, nextRetryAt - this.#now());
    return respond(codePage({ number, isResent, wait, ...page }));
  }

  #tooMany(refused: StartRefused | ResendRefused): Response {
    const from = refused.limitedBy === "perNetwork" ? " from your network" : "";
    const problem = `Too many codes were requested${from}. Please try again later.`;
    return respond(errorPage(429, problem, this.#retryAfter(refused)));
  }

  #retryAfter({ nextRetryAt }: StartRefused | ResendRefused): Record<string, string> {
    if (nextRetryAt === undefined) return {};
    return { "retry-after": String(Math.ceil((nextRetryAt.getTime() - this.#now()) / 1000)) };
  }
}

/** Returns the canonical form of an address, or `undefined` if the text is not one. */
function canonical(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  // Reads a connection's address as strictly as a header's, by making it one.
  return clientAddress({ headers: new Headers({ address }) }, { header: "address" });
}
