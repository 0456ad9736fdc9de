/** Helpers for the document. Text always stays text, never markup. */

/** The path that the sandbox is mounted at: this file is two folders below. */
export const base = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** The element with an id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Creates an element: functions become event listeners, `true` an attribute without a value. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child));
  return element;
}

/** Writes a text only if it differs, to leave screen readers and selections undisturbed. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Writes a text that may break after `@` and `.`, so that long email addresses wrap well. */
export function writeBreakable(element, text) {
  if (element.textContent === text) return;
  element.replaceChildren(...text.split(/(?<=[@./])/).flatMap((part) => [part, make("wbr")]));
}

/**
 * Updates the children of an element to match a list, in order. Children are matched by key, so that
 * existing ones stay as they are and keep the focus.
 */
export function fill(parent, items, { key, create, update = () => {} }) {
  const existing = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item) => {
    const name = key(item);
    const child = existing.get(name) ?? create(item);
    child.dataset.key = name;
    existing.delete(name);
    update(child, item);
    return child;
  });
  for (const child of existing.values()) child.remove();
  const focused = document.activeElement;
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) {
      parent.insertBefore(child, parent.children[index] ?? null);
    }
  });
  if (focused !== document.activeElement && parent.contains(focused)) focused.focus();
}

const toast = byId("toast");

/** What was clicked last; not every browser gives the focus to a button. */
let clicked = toast;
addEventListener("click", ({ target }) => clicked = target, { capture: true });

/** Shows the outcome of an action beside what was clicked, where it covers nothing. */
export function say(text, kind = "success") {
  const near = clicked.closest("li, p, form, section, header");
  const place = near?.checkVisibility() ? near.querySelector(".says") ?? near : byId("home");
  toast.textContent = "";
  toast.dataset.kind = kind;
  place.append(toast);
  // Screen readers tell what changes in an element, not an element that comes with its text.
  setTimeout(() => write(toast, text), 50);
}

/** Takes the outcome away from a part of the page that has nothing to say or is about something else. */
export function hush(part) {
  if (!part.contains(toast)) return;
  toast.textContent = "";
  byId("home").append(toast);
}

/** Copies a text, even if the page is not in a secure context. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { class: "unseen" });
    area.value = text;
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    focused?.focus();
  }
  say(`Copied ${what}`);
}
