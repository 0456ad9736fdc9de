/** The clock in the bar, and the buttons that advance it. */
import { advance } from "./calls.js";
import { byId, write } from "./dom.js";
import { date, time } from "./format.js";
import { state } from "./state.js";

export function startClock() {
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => advance(Number(button.dataset.advance)));
  }
}

export function renderClock() {
  write(byId("date"), date(state.now));
  write(byId("now"), time(state.now));
  byId("now").dateTime = state.now.toISOString();
}
