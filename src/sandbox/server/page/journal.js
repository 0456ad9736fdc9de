/** The requests, newest first, each with its response in the details. */
import { byId, fill, make } from "./dom.js";
import { isRefusal, outcomeOf, phone, time, words } from "./format.js";
import { recipientOf, state } from "./state.js";

export function renderJournal() {
  byId("no-requests").hidden = state.requests.length > 0;
  fill(byId("requests"), state.requests.toReversed(), { key: ({ key }) => key, create });
}

function create(request) {
  const { at, method, path, response, fault } = request;
  const { status } = response ?? {};
  const hundreds = status === undefined ? "none" : `${Math.floor(status / 100)}xx`;
  // The API refuses with 200, too: what counts is what it says.
  const kind = hundreds === "2xx" && isRefusal(response) ? "refused" : hundreds;
  const to = recipientOf(request);
  const said = [outcomeOf(response), response?.body?.reason].filter(isText).map(words).join(", ");
  const about = [said, isText(to) ? phone(to) : ""].filter(Boolean).join(" · ");
  const details = make(
    "details",
    {},
    make(
      "summary",
      {},
      make("span", { class: `status s${kind}` }, String(status ?? "—")),
      make("span", { class: "method" }, method),
      make("span", { class: "path" }, path),
      fault && make("span", { class: "fault" }, words(fault)),
      make("time", { datetime: at }, time(new Date(at))),
      about === "" ? undefined : make("span", { class: "outcome" }, about),
    ),
  );
  details.addEventListener("toggle", () => details.append(...exchange(request)), { once: true });
  return make("li", {}, details);
}

function isText(value) {
  return typeof value === "string";
}

function exchange({ headers, body, response }) {
  return [
    ...part("Request", headers, body),
    ...response === undefined
      ? [make("p", { class: "hint" }, "There was no response.")]
      : part("Response", response.headers, response.body),
  ];
}

/** A part of an exchange, with its headers and body. */
export function part(title, headers, body) {
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
