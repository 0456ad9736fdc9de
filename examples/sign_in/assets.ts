/** The files that the pages load. Serving them separately means that no page needs inline code. */

const STYLE = `:root {
  color-scheme: light dark;
  --page: light-dark(#eef0f6, #12131a);
  --card: light-dark(#fff, #1d1f2a);
  --text: light-dark(#1b1d28, #eceef6);
  --soft: light-dark(#5b6072, #a6abbf);
  --line: light-dark(#868ca0, #767c92);
  --accent: light-dark(#3d46c9, #a9b2ff);
  --on-accent: light-dark(#fff, #12131a);
  --problem: light-dark(#b3142f, #ff9aa8);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100svh;
  display: grid;
  place-items: center;
  padding: 1rem;
  background: radial-gradient(circle at 50% -20%, var(--card), var(--page) 70%);
  color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif;
}
main > :last-child { margin-bottom: 0; }
main {
  width: min(100%, 24rem);
  padding: 2rem;
  border-radius: 1.25rem;
  background: var(--card);
  box-shadow: 0 1px 2px #0002, 0 1rem 3rem #0001;
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; letter-spacing: -0.02em; }
p { margin: 0.5rem 0; color: var(--soft); text-wrap: pretty; }
strong { color: var(--text); white-space: nowrap; }
form { margin: 1.5rem 0 1rem; }
label { display: block; font-weight: 600; }
input, button {
  width: 100%;
  min-height: 3rem;
  margin: 0.4rem 0;
  padding: 0.6rem 0.9rem;
  border: 1px solid var(--line);
  border-radius: 0.75rem;
  background: transparent;
  color: inherit;
  font: inherit;
}
input { font-size: 1.15rem; }
input[name="code"] { font-size: 1.5rem; letter-spacing: 0.3em; font-variant-numeric: tabular-nums; }
input[aria-invalid] { border-color: var(--problem); }
button {
  margin-top: 1rem;
  border-color: transparent;
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
  cursor: pointer;
}
button:hover { filter: brightness(1.08); }
button.quiet { border-color: var(--line); background: transparent; color: var(--accent); }
button:disabled { color: var(--soft); cursor: default; filter: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.hint { margin: 0; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
.hint:empty { display: none; }
#problem { margin: 0; color: var(--problem); font-weight: 600; }
`;

const SCRIPT = `const resend = document.querySelector("form[data-wait]");
if (resend) {
  const [button, hint, status] = resend.children;
  const end = Date.now() + Number(resend.dataset.wait);
  const tick = () => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    button.disabled = seconds > 0;
    hint.hidden = seconds <= 0;
    hint.querySelector("span").textContent = seconds;
    if (seconds > 0) return;
    clearInterval(timer);
    status.textContent = "You can request another code now.";
  };
  const timer = setInterval(tick, 250);
  tick();
}

// A double click must not send a second code.
for (const form of document.forms) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => sent = false);
}
`;

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
  <rect x="3" y="1" width="10" height="14" rx="2.5" fill="#5963e8"/>
  <circle cx="8" cy="12" r="1" fill="#fff"/>
</svg>
`;

/** A file that the server serves. */
export interface Asset {
  readonly type: string;
  readonly content: string;
}

/** The files by path. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ["/style.css", { type: "text/css", content: STYLE }],
  ["/script.js", { type: "text/javascript", content: SCRIPT }],
  ["/icon.svg", { type: "image/svg+xml", content: ICON }],
]);
