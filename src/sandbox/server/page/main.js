/** The inbox page: the sandbox's events update the state, and the page renders the state. */
import { reset } from "./calls.js";
import { renderClock, startClock } from "./clock.js";
import { renderConversation, startConversation } from "./conversation.js";
import { byId, copy, write } from "./dom.js";
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
  for (const element of document.querySelectorAll(".environment")) write(element, environment());
}

function environment() {
  return Object.entries(state.environment).map(([name, value]) => `export ${name}=${value}`)
    .join("\n");
}

function announce({ type, message }) {
  if (type === "message") {
    write(byId("arrivals"), `To ${phone(message.to)}: ${message.text}`);
    if (document.hidden) document.title = `${message.code} · Ding sandbox`;
  }
}

startClock();
startPhones({ changed });
startConversation();
startFaults();
startTabs();
byId("reset").addEventListener("click", () => reset());
for (const button of document.querySelectorAll("[data-copy-environment]")) {
  button.addEventListener("click", () => copy(environment(), "the environment variables"));
}
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = "Ding sandbox";
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
