/** The webhooks, newest first, each with its body and the responses to it. */
import { redeliver } from "./calls.js";
import { byId, fill, make, write } from "./dom.js";
import { count, time } from "./format.js";
import { part } from "./journal.js";
import { state } from "./state.js";

const KINDS = { delivered: "success", pending: "refused" };

export function renderWebhooks() {
  const newest = [...state.webhooks.values()].reverse();
  byId("no-webhooks").hidden = newest.length > 0;
  fill(byId("deliveries"), newest, { key: ({ id }) => id, create, update });
}

function create({ id, url, body }) {
  const details = make(
    "details",
    {},
    make(
      "summary",
      {},
      make("span", { class: "status" }),
      make("span", { class: "path" }, body.type),
      make("span", { class: "outcome" }, make("span", { class: "said" }), make("time")),
    ),
    make("p", { class: "hint" }, `To ${url}`),
    make("ol", { class: "attempts" }),
    ...part("Body", {}, body),
    make("button", { type: "button", click: () => redeliver(id) }, "Post again"),
  );
  return make("li", {}, details);
}

function update(row, { state: name, attempts, nextAt }) {
  const status = row.querySelector(".status");
  write(status, name);
  status.className = `status ${KINDS[name] ?? "failed"}`;
  const last = attempts.at(-1);
  const at = row.querySelector("summary time");
  write(at, last === undefined ? "" : time(new Date(last.at)));
  at.dateTime = last?.at ?? "";
  const next = nextAt === undefined || last === undefined
    ? ""
    : `, next at ${time(new Date(nextAt))}`;
  write(
    row.querySelector(".said"),
    `${describe(last)} · ${count(attempts.length, "attempt")}${next}`,
  );
  fill(row.querySelector(".attempts"), attempts.toReversed(), {
    key: ({ at }) => at,
    create: (attempt) => make("li", {}, `${time(new Date(attempt.at))}: ${describe(attempt)}`),
  });
}

function describe(attempt) {
  if (attempt === undefined) return "not posted";
  return attempt.status === undefined || attempt.status === null
    ? "no response"
    : `response ${attempt.status}`;
}
