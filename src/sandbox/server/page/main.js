/** The inbox page: the sandbox's events update the state, and the page renders the state. */
import { reset } from "./calls.js";
import { renderClock, startClock } from "./clock.js";
import { renderConversation, startConversation } from "./conversation.js";
import { byId, copy, fill, make, write } from "./dom.js";
import { renderFaults, startFaults } from "./faults.js";
import { phone } from "./format.js";
import { renderJournal } from "./journal.js";
import { connect } from "./live.js";
import { renderPhones, startPhones } from "./phones.js";
import { renderScenarios } from "./scenarios.js";
import { apply, state } from "./state.js";
import { startTabs } from "./tabs.js";
import { renderWebhooks } from "./webhooks.js";

let isDue = false;

/** Schedules one rendering for all changes until then, to cope with thousands a second. */
function changed() {
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    render();
  }, 30);
}

function render() {
  renderClock();
  renderPhones();
  renderConversation();
  renderJournal();
  renderWebhooks();
  renderFaults();
  renderScenarios();
  for (const element of document.querySelectorAll(".environment")) {
    fill(element, environment(), { key: (line) => line, create: (line) => make("span", {}, line) });
  }
}

/** Lines for a shell; the value of a key contains spaces. */
function environment() {
  return Object.entries(state.environment)
    .map(([name, value]) => `export ${name}=${value.includes(" ") ? `'${value}'` : value}`);
}

function announce({ type, message }) {
  if (type === "message") {
    write(byId("arrivals"), `To ${phone(message.to)}: ${message.text}`);
    if (document.hidden) document.title = `${message.code} · OTP sandbox`;
  }
}

startClock();
startPhones({ changed });
startConversation();
startFaults();
startTabs();
byId("reset").addEventListener("click", () => byId("confirm-reset").showModal());
byId("keep").addEventListener("click", () => byId("confirm-reset").close());
byId("do-reset").addEventListener("click", () => {
  byId("confirm-reset").close();
  reset();
});
for (const button of document.querySelectorAll("[data-copy-environment]")) {
  button.addEventListener(
    "click",
    () => copy(environment().join("\n"), "the environment variables"),
  );
}
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = "OTP sandbox";
});

connect({
  change(change) {
    apply(change);
    announce(change);
    changed();
  },
  online(isOnline) {
    write(byId("connection"), isOnline ? "Live" : "Connection lost, reconnecting");
    byId("connection").dataset.state = isOnline ? "live" : "lost";
  },
});
