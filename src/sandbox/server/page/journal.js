/** The requests, newest first, each with its response in the details. */
import { byId, fill, make } from "./dom.js";
import { time, words } from "./format.js";
import { state } from "./state.js";

export function renderJournal() {
  byId("no-requests").hidden = state.requests.length > 0;
  fill(byId("requests"), state.requests.toReversed(), { key: ({ key }) => key, create });
}

function create(request) {
  const { at, method, path, response, fault } = request;
  const { status, body } = response ?? {};
  const kind = status === undefined ? "none" : `${Math.floor(status / 100)}xx`;
  const outcome = body?.status ?? body?.code;
  const details = make(
    "details",
    {},
    make(
      "summary",
      {},
      make("span", { class: `status s${kind}` }, String(status ?? "—")),
      make("span", { class: "method" }, method),
      make("span", { class: "path" }, path),
      typeof outcome === "string" ? make("span", { class: "outcome" }, words(outcome)) : undefined,
      fault && make("span", { class: "fault" }, words(fault)),
      make("time", { datetime: at }, time(new Date(at))),
    ),
  );
  details.addEventListener("toggle", () => details.append(...exchange(request)), { once: true });
  return make("li", {}, details);
}

function exchange({ headers, body, response }) {
  return [
    ...part("Request", headers, body),
    ...response === undefined
      ? [make("p", { class: "hint" }, "There was no response.")]
      : part("Response", response.headers, response.body),
  ];
}

function part(title, headers, body) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = typeof body === "string" ? body : JSON.stringify(body, undefined, 2);
  return [
    make("h3", {}, title),
    make(
      "pre",
      { tabindex: "0", "aria-label": title },
      [lines.join("\n"), text].filter(Boolean).join("\n\n"),
    ),
  ];
}
