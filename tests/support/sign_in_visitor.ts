/** Somebody at the sign-in with a browser that runs no script: it has cookies, and the forms on the page. */
import { assert, assertEquals } from "@std/assert";

/** The sign-in, as a visitor sees it. */
export type Site = (request: Request, ip: string) => Promise<Response>;

/** What differs from an ordinary visitor. */
export interface VisitorOptions {
  readonly origin?: string;
  readonly ip?: string;
}

/** The page that a visitor looks at, redirects followed. */
export interface Seen {
  readonly status: number;
  readonly path: string;
  readonly headers: Headers;
  readonly html: string;
  /** The `set-cookie` header of the first answer. */
  readonly setCookie: string | null;
}

const UNESCAPED: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

export class Visitor {
  readonly #site: Site;
  readonly #origin: string;
  readonly #ip: string;
  /** The `cookie` header, as it is sent. */
  cookie = "";
  #seen: Seen | undefined;

  constructor(
    site: Site,
    { origin = "http://127.0.0.1:8000", ip = "192.0.2.1" }: VisitorOptions = {},
  ) {
    this.#site = site;
    this.#origin = origin;
    this.#ip = ip;
  }

  /** The page that the visitor looks at. */
  get seen(): Seen {
    assert(this.#seen !== undefined, "no page is open");
    return this.#seen;
  }

  /** The text of the page, without its markup. */
  get text(): string {
    const [, main = ""] = /<main>(.*)<\/main>/s.exec(this.seen.html) ?? [];
    return main.replace(/<[^>]*>/g, "").replace(/&[^;]+;/g, (entity) => UNESCAPED[entity] ?? entity)
      .replace(/\s+/g, " ").trim();
  }

  /** Opens a page by its path. */
  async open(path: string): Promise<Seen> {
    return await this.#load(path, {});
  }

  /** Sends the form with this action on the open page, which must have the fields. */
  async submit(action: string, fields: Record<string, string> = {}): Promise<Seen> {
    const forms = this.seen.html.match(/<form.*?<\/form>/gs) ?? [];
    const form = forms.find((form) => form.includes(`method="post" action="${action}"`));
    assert(form !== undefined, `no form for ${action}`);
    const names = [...form.matchAll(/ name="(\w+)"/g)].map(([, name]) => name!);
    assertEquals(names, Object.keys(fields));
    return await this.post(action, fields);
  }

  /** Sends a form that need not be on any page. */
  async post(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = { origin: this.#origin },
  ): Promise<Seen> {
    return await this.#load(path, {
      method: "POST",
      body: new URLSearchParams(fields).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    });
  }

  /** Asks for a code for a number. */
  async enterNumber(number: string): Promise<Seen> {
    await this.open("/");
    return await this.submit("/", { number });
  }

  async enterCode(code: string): Promise<Seen> {
    return await this.submit("/code", { code });
  }

  async #load(path: string, init: RequestInit): Promise<Seen> {
    const headers = new Headers(init.headers);
    if (this.cookie !== "") headers.set("cookie", this.cookie);
    const request = new Request(this.#origin + path, { ...init, headers });
    const response = await this.#site(request, this.#ip);
    const html = await response.text();
    const setCookie = response.headers.get("set-cookie");
    if (setCookie !== null) this.cookie = setCookie.split("; ", 1)[0]!;
    const location = response.headers.get("location");
    if (location === null) {
      return this.#seen = {
        status: response.status,
        path,
        headers: response.headers,
        html,
        setCookie,
      };
    }
    assertEquals(response.status, 303);
    return this.#seen = { ...await this.#load(location, {}), setCookie };
  }
}
