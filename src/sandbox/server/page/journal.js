/** The requests, newest first, each with its response in the details. */
import { byId, fill, make, write, writeBreakable } from "./dom.js";
import { count, endOf, phone, reasonOf, time, words } from "./format.js";
import { isFound, recipientOf, state, view } from "./state.js";

export function renderJournal() {
  const { requests } = state;
  const found = requests.filter((request) => isFound(...textsOf(request)));
  const isAll = found.length === requests.length;
  byId("no-requests").hidden = requests.length > 0 && isAll;
  write(
    byId("no-requests"),
    isAll
      ? "Requests and their responses, newest first."
      : `${found.length} of ${requests.length} requests match “${view.query}”.`,
  );
  fill(byId("requests"), found.reverse(), { key: ({ key }) => key, create });
}

/** What a request is found by. */
function textsOf(request) {
  if (view.query === "") return [""];
  const { method, path, body, response } = request;
  return [
    `${method} ${path}`,
    reasonOf(request),
    phone(recipientOf(request) ?? ""),
    JSON.stringify([body, response]),
    markOf(request),
    words(request.fault ?? ""),
    time(new Date(request.at)),
  ];
}

const MARKS = { success: "✓", refused: "✕", failed: "⚠" };

/** How a request ended, as its row says it. */
function markOf(request) {
  return `${MARKS[endOf(request)]} ${reasonOf(request)}`;
}

function create(request) {
  const { at, method, path, response, fault } = request;
  const to = recipientOf(request);
  const end = endOf(request);
  const route = make("span", { class: "path" });
  writeBreakable(route, path);
  const recipient = make("span", { class: "to" });
  writeBreakable(recipient, to === undefined ? "" : phone(to));
  const details = make(
    "details",
    {},
    make(
      "summary",
      {},
      make("span", { class: `status ${end}` }, String(response?.status ?? "—")),
      make("span", { class: "method" }, method),
      route,
      make(
        "span",
        { class: "outcome" },
        recipient,
        make("span", { class: `said ${end}` }, markOf(request)),
        fault && reasonOf(request) !== words(fault) &&
          make("span", { class: "fault" }, words(fault)),
        make("time", { datetime: at }, time(new Date(at))),
      ),
    ),
  );
  details.addEventListener("toggle", () => details.append(...exchange(request)), { once: true });
  return make("li", { "data-testid": "request", "data-outcome": end }, details);
}

function exchange({ headers, body, response }) {
  return [
    ...part("Request", headers, body),
    ...response === undefined
      ? [make("p", { class: "hint" }, "There was no response.")]
      : part("Response", response.headers, response.body),
  ];
}

/** A part of an exchange: its body, and its headers for those who want them. */
export function part(title, headers, body) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = typeof body === "string" ? body : JSON.stringify(body, undefined, 2);
  return [
    make("h3", {}, title),
    text ? box(title, text) : make("p", { class: "hint" }, "No body"),
    ...lines.length === 0 ? [] : [
      make(
        "details",
        { class: "headers" },
        make("summary", {}, count(lines.length, "header")),
        box(`${title} headers`, lines.join("\n")),
      ),
    ],
  ];
}

function box(label, text) {
  return make("pre", { tabindex: "0", "aria-label": label }, text);
}
