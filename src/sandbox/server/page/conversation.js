/** One phone: the messages to it, the codes typed on it, and the time left in its window. */
import { advance, check, retry, send } from "./calls.js";
import { byId, copy, fill, make, write } from "./dom.js";
import { count, duration, phone, time, words } from "./format.js";
import { paintAvatar } from "./phones.js";
import { deathOf, state, timeline, view, windowOf } from "./state.js";

/** Channels whose names are not ordinary words. */
const CHANNELS = { sms: "SMS", rcs: "RCS", whatsapp: "WhatsApp" };

const FIRST_NUMBER = "+15555550100";

export function startConversation() {
  byId("first").addEventListener("click", () => send(FIRST_NUMBER));
  byId("skip-gap").addEventListener("click", () => skipTo("nextRetryAt"));
  byId("skip-window").addEventListener("click", () => skipTo("expiresAt"));
  byId("retry").addEventListener("click", () => withWindow((id) => retry(id)));
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    withWindow((id) => check(id, byId("typed").value));
    event.target.reset();
  });
}

function withWindow(act) {
  const id = state.messages.findLast(({ to }) => to === view.selected)?.authenticationUuid;
  if (id !== undefined) act(id);
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
    write(byId("phone"), phone(number));
    paintAvatar(byId("avatar"), number);
    renderWindow(window);
  }
  renderTimeline(number);
}

function renderWindow(window) {
  const left = window === undefined ? 0 : Date.parse(window.expiresAt) - state.now;
  const isOpen = window?.state === "open" && left > 0;
  const gap = isOpen && window.nextRetryAt ? Date.parse(window.nextRetryAt) - state.now : undefined;
  byId("window").dataset.state = isOpen
    ? "open"
    : window?.state === "validated"
    ? "validated"
    : "expired";
  byId("left").hidden = !isOpen;
  byId("skip-window").hidden = !isOpen;
  byId("skip-gap").hidden = !(gap > 0);
  if (!isOpen) {
    write(
      byId("state"),
      window === undefined
        ? "No code was sent"
        : window.state === "validated"
        ? "The code was right"
        : "The window is closed",
    );
    write(byId("countdown"), "");
    return;
  }
  const { remainingRetries, remainingChecks } = window;
  const chances = `${count(remainingRetries, "more code")} · ${
    count(remainingChecks, "check")
  } left`;
  write(byId("state"), gap > 0 ? `${chances} · next in ${duration(gap)}` : chances);
  write(byId("countdown"), `${duration(left)} left`);
  byId("left").value = left / (Date.parse(window.expiresAt) - Date.parse(window.openedAt));
}

function renderTimeline(number) {
  const list = byId("timeline");
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const isOther = list.dataset.number !== (number ?? "");
  const before = list.lastElementChild;
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
  const death = deathOf(entry);
  bubble.classList.toggle("dead", death !== undefined);
  write(bubble.querySelector(".death"), death === undefined ? "" : ` · ${death}`);
}

function refusalNote({ outcome, reason, at }) {
  const why = reason === undefined ? words(outcome) : `${words(outcome)}, ${words(reason)}`;
  return make(
    "li",
    { class: "refusal" },
    make("p", { class: "bad" }, `No code was sent: ${why}`),
    make("p", { class: "about" }, make("time", { datetime: at }, time(new Date(at)))),
  );
}

function messageBubble({ code, text, at, attempt, channel, delivery }) {
  const isDelivered = delivery === "delivered";
  return make(
    "li",
    { class: "message" },
    make(
      "article",
      {},
      make("p", { class: "text" }, text),
      make(
        "button",
        {
          type: "button",
          class: "code",
          click: () => copy(code, code),
        },
        make("span", { class: "digits" }, code),
        " ",
        make("span", { class: "copy" }, "Copy"),
      ),
    ),
    make(
      "p",
      { class: "about" },
      make("time", { datetime: at }, time(new Date(at))),
      ` · ${CHANNELS[channel] ?? channel} no. ${attempt} · `,
      make(
        "span",
        { class: isDelivered ? "good" : "bad" },
        isDelivered ? "Delivered ✓" : "Not delivered ✕",
      ),
      make("span", { class: "death" }),
    ),
  );
}

function checkBubble({ code, status, at }) {
  const isRight = status === "valid";
  return make(
    "li",
    { class: "check" },
    make("article", {}, make("p", { class: "digits" }, code)),
    make(
      "p",
      { class: "about" },
      make("time", { datetime: at }, time(new Date(at))),
      " · ",
      make("span", { class: isRight ? "good" : "bad" }, `${words(status)} ${isRight ? "✓" : "✕"}`),
    ),
  );
}
