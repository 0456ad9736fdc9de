/** One phone: the messages to it, the codes typed on it, and the time left in its window. */
import { advance, check, retry, send } from "./calls.js";
import { byId, copy, fill, hush, make, write, writeBreakable } from "./dom.js";
import { count, duration, phone, time, words } from "./format.js";
import { paintAvatar } from "./phones.js";
import { fateOf, state, timeline, view, windowOf } from "./state.js";

/** Channels whose names are not ordinary words. */
const CHANNELS = { sms: "SMS", rcs: "RCS", whatsapp: "WhatsApp" };

const FIRST_NUMBER = "+15555550100";

export function startConversation() {
  byId("first").addEventListener("click", () => send(FIRST_NUMBER));
  byId("skip-gap").addEventListener("click", () => skipTo("nextRetryAt"));
  byId("skip-window").addEventListener("click", () => skipTo("expiresAt"));
  byId("retry").addEventListener("click", () => retry(view.selected));
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    check(view.selected, byId("typed").value);
    event.target.reset();
  });
}

function skipTo(instant) {
  const at = windowOf(view.selected)?.[instant];
  if (at !== undefined) advance(Math.max(0, Date.parse(at) - state.now));
}

export function renderConversation() {
  const number = view.selected;
  const window = number === undefined ? undefined : windowOf(number);
  byId("welcome").hidden = number !== undefined;
  byId("window").hidden = number === undefined;
  byId("composer").hidden = window === undefined;
  if (number !== undefined) {
    writeBreakable(byId("phone"), phone(number));
    paintAvatar(byId("avatar"), number);
    renderWindow(window);
  }
  renderTimeline(number);
}

function renderWindow(window) {
  const left = window === undefined ? 0 : Date.parse(window.expiresAt) - state.now;
  const isOpen = window?.state === "open" && left > 0;
  const gap = isOpen && window.nextRetryAt ? Date.parse(window.nextRetryAt) - state.now : 0;
  const kind = isOpen ? "open" : window === undefined ? "none" : window.state;
  byId("window").dataset.state = kind === "validated" || isOpen ? kind : "closed";
  // Invisible, not gone: the header keeps its height.
  byId("skip-window").style.visibility = isOpen ? "" : "hidden";
  byId("skip-gap").style.visibility = gap > 0 ? "" : "hidden";
  byId("left").value = isOpen
    ? left / (Date.parse(window.expiresAt) - Date.parse(window.openedAt))
    : 0;
  write(byId("badge"), isOpen ? `${duration(left)} left` : CLOSED[kind].badge);
  write(byId("state"), isOpen ? chances(window, gap) : CLOSED[kind].text);
}

const CLOSED = {
  none: { badge: "Refused", text: "No code was sent" },
  validated: { badge: "Verified", text: "The code was right" },
  open: { badge: "Expired", text: "The window is closed" },
  expired: { badge: "Expired", text: "The window is closed" },
};

function chances({ remainingRetries, remainingChecks }, gap) {
  const left = `${count(remainingRetries, "more code")} · ${count(remainingChecks, "check")} left`;
  return gap > 0 ? `${left} · next in ${duration(gap)}` : left;
}

function renderTimeline(number) {
  const list = byId("timeline");
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const isOther = list.dataset.number !== (number ?? "");
  const before = list.lastElementChild;
  if (isOther) hush(byId("conversation"));
  list.dataset.number = number ?? "";
  fill(list, number === undefined ? [] : timeline(number), {
    key: ({ id }) => id,
    create,
    update,
  });
  if (isOther || (isAtEnd && list.lastElementChild !== before)) list.scrollTop = list.scrollHeight;
}

const BUBBLES = { message: messageBubble, check: checkBubble, refusal: refusalNote };

function create(entry) {
  return BUBBLES[entry.type](entry);
}

/** Marks a code that is of no use any more. */
function update(bubble, entry) {
  if (entry.type !== "message") return;
  const fate = fateOf(entry);
  bubble.dataset.state = fate;
  write(bubble.querySelector(".fate"), fate === "valid" ? "" : words(fate));
}

function refusalNote({ isFailure, text, at }) {
  return make(
    "li",
    { class: "refusal", "data-testid": "refusal" },
    make("p", {}, `${isFailure ? "The send failed" : "No code was sent"}: ${text}`),
    make("p", { class: "about" }, moment(at)),
  );
}

function messageBubble({ code, text, at, attempt, channel, delivery }) {
  const isSilent = channel === "silent";
  return make(
    "li",
    { class: "message", "data-testid": "message" },
    make(
      "article",
      {},
      make("p", {}, isSilent ? "No message: the network confirms this phone" : text),
      make(
        "button",
        { type: "button", class: "code", click: () => copy(code, code) },
        make("span", { class: "digits", "data-testid": "code" }, code),
        " ",
        make("span", { class: "copy" }, "Copy"),
      ),
    ),
    make(
      "p",
      { class: "about says" },
      moment(at),
      ` · ${CHANNELS[channel] ?? channel} no. ${attempt}`,
      isSilent ? undefined : " · ",
      isSilent ? undefined : mark(delivery === "delivered", "Delivered", "Not delivered"),
      " ",
      make("strong", { class: "fate" }),
    ),
  );
}

function moment(at) {
  return make("time", { datetime: at }, time(new Date(at)));
}

function mark(isGood, good, bad = good) {
  return make("span", { class: isGood ? "good" : "bad" }, isGood ? `${good} ✓` : `${bad} ✕`);
}

/** Why, where the API's word for it leaves that open. */
const REASONS = {
  rate_limited: "no checks left",
  without_attempt: "no code was sent",
  already_validated: "the code was already used",
  expired: "the window is closed",
};

function checkBubble({ code, status, answer, at }) {
  const reason = REASONS[status];
  const said = words(answer) + (reason === undefined ? "" : ` (${reason})`);
  return make(
    "li",
    { class: "check", "data-testid": "checked", "data-state": status },
    make("article", {}, make("p", { class: "digits" }, code)),
    make("p", { class: "about" }, moment(at), " · ", mark(status === "valid", said)),
  );
}
