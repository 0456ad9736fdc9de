/** The pages. Their forms work without a script, which only adds the countdown. */
import { type Html, html } from "./html.ts";

/** A page, with its status and headers. */
export interface Page extends Serving {
  readonly html: Html;
}

interface Serving {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Options of {@linkcode numberPage}. */
export interface NumberPageOptions extends Serving {
  readonly typed?: string;
  readonly problem?: string;
}

/** Renders the form for a phone number. */
export function numberPage({ typed, problem, ...serving }: NumberPageOptions = {}): Page {
  const content = html`
    <h1>Sign in</h1>
    <p>We'll text you a code. There is no password to remember.</p>
    <form method="post" action="/">
      ${field({
        label: "Phone number",
        hint: "With the country code, as in +1 555 555 0100",
        problem,
        input: html`type="tel" name="number" autocomplete="tel" value="${typed}"`,
      })}
      <button>Text me a code</button>
    </form>
  `;
  return { ...serving, html: document({ title: "Sign in", problem, content }) };
}

/** Options of {@linkcode codePage}. */
export interface CodePageOptions extends Serving {
  readonly number: string;
  /** Whether the code that they wait for is a further one. */
  readonly isResent: boolean;
  /** Milliseconds until another code can be requested; `undefined` if none can. */
  readonly wait: number | undefined;
  readonly problem?: string;
}

/** Renders the form for a code. It says the same whether or not one was sent. */
export function codePage(
  { number, isResent, wait, problem, ...serving }: CodePageOptions,
): Page {
  const content = html`
    <h1>Enter your code</h1>
    <p>If <strong>${number}</strong> can receive texts, ${isResent
      ? "another code is"
      : "a code is"} on its way.</p>
    <form method="post" action="/code">
      ${field({
        label: "Code",
        hint: "The digits in the text message",
        problem,
        input: html`type="text" name="code" inputmode="numeric" autocomplete="one-time-code"`,
      })}
      <button>Sign in</button>
    </form>
    ${wait === undefined ? html`<p>No more codes can be sent for now.</p>` : resendForm(wait)}
    <p><a href="/">Use a different number</a></p>
  `;
  return { ...serving, html: document({ title: "Enter your code", problem, content }) };
}

function resendForm(wait: number): Html {
  const seconds = Math.ceil(wait / 1000);
  return html`
    <form method="post" action="/resend" data-wait="${wait}">
      <button class="quiet">Send another code</button>
      <p class="hint" ${seconds === 0 ? html`hidden` : ""}>You can request another code in
            <span>${seconds}</span> s</p>
      <p class="hint" role="status"></p>
    </form>
  `;
}

/** Renders the page of a signed-in visitor. */
export function welcomePage(number: string): Page {
  const content = html`
    <h1>You are signed in</h1>
    <p>as <strong>${number}</strong></p>
    <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>
  `;
  return { html: document({ title: "Signed in", content }) };
}

/** Renders an error. */
export function errorPage(status: number, problem: string, headers: Page["headers"] = {}): Page {
  const content = html`
    <h1>That did not work</h1>
    <p>${problem}</p>
    <p><a href="/">Start again</a></p>
  `;
  return { status, headers, html: document({ title: "That did not work", content }) };
}

interface Field {
  readonly label: string;
  readonly hint: string;
  readonly problem: string | undefined;
  /** The attributes of the input element. */
  readonly input: Html;
}

function field({ label, hint, problem, input }: Field): Html {
  const invalid = problem === undefined ? "" : html`aria-invalid="true"`;
  const described = problem === undefined ? "hint" : "problem hint";
  return html`<label for="field">${label}</label>
      <input id="field" ${input} required autofocus ${invalid} aria-describedby="${described}">
      ${problem === undefined ? "" : html`<p id="problem">${problem}</p>`}
      <p id="hint" class="hint">${hint}</p>`;
}

interface DocumentOptions {
  readonly title: string;
  readonly problem?: string | undefined;
  readonly content: Html;
}

function document({ title, problem, content }: DocumentOptions): Html {
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>${problem === undefined ? "" : "Error: "}${title}</title>
        <link rel="icon" href="/icon.svg">
        <link rel="stylesheet" href="/style.css">
        <script type="module" src="/script.js"></script>
      </head>
      <body>
        <main>${content}
        </main>
      </body>
    </html>
  `;
}
