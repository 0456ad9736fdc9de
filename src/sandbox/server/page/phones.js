/** The list of phones. */
import { byId, fill, make, write } from "./dom.js";
import { phone, shortTime, words } from "./format.js";
import { fateOf, followNewest, isFound, phones, view } from "./state.js";

export function startPhones({ changed }) {
  byId("follow").addEventListener("click", () => {
    view.follows = !view.follows;
    followNewest();
    changed();
  });
  byId("search").addEventListener("input", ({ target }) => {
    view.query = target.value;
    changed();
  });
  byId("phones").addEventListener("click", ({ target }) => {
    const row = target.closest("li");
    if (row === null) return;
    Object.assign(view, { selected: row.dataset.key, follows: false });
    changed();
  });
}

export function renderPhones() {
  const found = phones().filter((entry) => isFound(...textsOf(entry)));
  byId("no-phones").hidden = found.length > 0;
  write(
    byId("no-phones"),
    view.query === "" ? "No codes have been sent yet." : "No phone matches the search.",
  );
  byId("follow").setAttribute("aria-pressed", String(view.follows));
  fill(byId("phones"), found, { key: ({ to }) => to, create, update });
}

/** What a phone is found by: what its row shows, and its newest message. */
function textsOf(entry) {
  const { to, text, at } = entry;
  return [to, phone(to), text, previewOf(entry), shortTime(new Date(at))];
}

/** Paints a number's avatar, a phone or an envelope, always in the same hue to tell numbers apart. */
export function paintAvatar(avatar, number) {
  let hue = 0;
  for (const digit of number) hue = (hue * 31 + digit.charCodeAt(0)) % 360;
  avatar.style.setProperty("--hue", hue);
  avatar.dataset.kind = number.startsWith("+") ? "phone" : "email";
}

function create({ to }) {
  const avatar = make("span", { class: "avatar", "aria-hidden": "true" });
  paintAvatar(avatar, to);
  return make(
    "li",
    { "data-testid": "phone", "data-to": to },
    make(
      "button",
      { type: "button" },
      avatar,
      make("span", { class: "number", title: to }, phone(to)),
      make("span", { class: "unread", hidden: true }, make("span", { class: "unseen" }, "new")),
      make("span", { class: "preview" }),
      make("time"),
    ),
  );
}

function update(row, entry) {
  const { id, to } = entry;
  const isCurrent = to === view.selected;
  if (isCurrent) view.seen.set(to, id);
  const isNew = view.seen.get(to) !== id;
  row.dataset.unread = String(isNew);
  row.querySelector(".unread").hidden = !isNew;
  write(row.querySelector(".preview"), previewOf(entry));
  row.querySelector(".preview").classList.toggle("bad", entry.type === "refusal");
  const at = row.querySelector("time");
  write(at, shortTime(new Date(entry.at)));
  at.dateTime = entry.at;
  const button = row.querySelector("button");
  if (isCurrent) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

function previewOf(entry) {
  const { type, text, reason = text, code, delivery, isFailure } = entry;
  if (type === "refusal") return `${isFailure ? "Failed" : "Refused"}: ${words(reason)}`;
  const fate = fateOf(entry);
  if (fate !== "valid") return `${code} · ${words(fate)}`;
  return delivery === "undeliverable" ? `Not delivered: ${text}` : text;
}
