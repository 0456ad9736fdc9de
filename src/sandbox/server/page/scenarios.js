/** The magic numbers, by what they control. */
import { send } from "./calls.js";
import { byId, copy, fill, make } from "./dom.js";
import { phone, words } from "./format.js";
import { state, view } from "./state.js";

const TITLES = {
  send: "Sending a code",
  check: "Checking it",
  retry: "Sending another",
  delivery: "Delivery",
  lookup: "Looking a number up",
  fault: "Faults of every send",
};

export function renderScenarios() {
  fill(byId("scenario-list"), Object.entries(state.scenarios), {
    key: ([group]) => group,
    create: ([group, scenarios]) =>
      make(
        "details",
        { open: group === "send" },
        make("summary", {}, TITLES[group] ?? words(group)),
        make("ul", { class: "scenarios" }, ...Object.entries(scenarios).map(scenario)),
      ),
  });
}

function scenario([name, { description, numbers }]) {
  const [first] = numbers;
  return make(
    "li",
    {},
    make("p", {}, make("strong", {}, words(name)), make("span", { class: "hint" }, description)),
    make(
      "button",
      {
        type: "button",
        class: "number quiet",
        "aria-label": `Copy ${phone(first)}`,
        click: () => copy(first, first),
      },
      phone(first),
    ),
    make(
      "button",
      { type: "button", "aria-label": `Send: ${words(name)}`, click: () => sendTo(numbers) },
      "Send",
    ),
  );
}

function sendTo(numbers) {
  const used = new Set(state.messages.map(({ to }) => to));
  const number = numbers.find((number) => !used.has(number)) ?? numbers[0];
  if (!view.follows) view.selected = number;
  return send(number);
}
