/** The list of phones. */
import { byId, fill, make, write } from "./dom.js";
import { phone, shortTime } from "./format.js";
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

/** Paints a number's avatar, always in the same hue, to tell numbers apart. */
export function paintAvatar(avatar, number) {
  let hue = 0;
  for (const digit of number) hue = (hue * 31 + digit.charCodeAt(0)) % 360;
  avatar.style.setProperty("--hue", hue);
  write(avatar, number.startsWith("+") ? number.slice(-2) : number.slice(0, 2));
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
    ),
  );
}

function update(row, { to, text, sentAt, delivery }) {
  const preview = row.querySelector(".preview");
  const at = row.querySelector("time");
  write(preview, delivery === "undeliverable" ? `Not delivered: ${text}` : text);
  write(at, shortTime(new Date(sentAt)));
  at.dateTime = sentAt;
  const button = row.querySelector("button");
  if (to === view.selected) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}
