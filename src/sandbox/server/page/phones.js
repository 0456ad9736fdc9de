/** The list of phones. */
import { byId, fill, make, write } from "./dom.js";
import { phone, shortTime, words } from "./format.js";
import { followNewest, phones, view } from "./state.js";

export function startPhones({ changed }) {
  byId("follow").addEventListener("click", () => {
    view.follows = !view.follows;
    followNewest();
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
  const newest = phones();
  byId("no-phones").hidden = newest.length > 0;
  byId("follow").setAttribute("aria-pressed", String(view.follows));
  fill(byId("phones"), newest, { key: ({ to }) => to, create, update });
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
    {},
    make(
      "button",
      { type: "button" },
      avatar,
      make("span", { class: "number" }, phone(to)),
      make("time"),
      make("span", { class: "preview" }),
      make("span", { class: "unread", hidden: true }, make("span", { class: "unseen" }, "new")),
    ),
  );
}

function update(row, { id, to, type, text, outcome, reason, at: time, delivery }) {
  const preview = row.querySelector(".preview");
  const at = row.querySelector("time");
  const isRefused = type === "refusal";
  const shown = delivery === "undeliverable" ? `Not delivered: ${text}` : text;
  write(preview, isRefused ? `Refused: ${words(reason ?? outcome)}` : shown);
  preview.classList.toggle("bad", isRefused);
  write(at, shortTime(new Date(time)));
  at.dateTime = time;
  if (to === view.selected) view.seen.set(to, id);
  row.querySelector(".unread").hidden = view.seen.get(to) === id;
  const button = row.querySelector("button");
  if (to === view.selected) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}
