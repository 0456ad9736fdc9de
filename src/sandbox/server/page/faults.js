/** Faults: the form that arms them, and the list of armed ones. */
import { arm, disarm } from "./calls.js";
import { byId, fill, make, write } from "./dom.js";
import { phone, words } from "./format.js";
import { state } from "./state.js";

const OPERATIONS = ["send", "check", "retry", "feedback", "status", "lookup"];

const accepted = { name: "accepted", label: "The request takes effect", type: "checkbox" };
const status = (...choices) => ({ name: "status", label: "Status", choices });
const seconds = (name, label, value) => ({ name, label, type: "number", value, scale: 1_000 });

const FAULTS = {
  lost: {
    hint: "The connection closes before a response.",
    fields: [{ ...accepted, value: true }],
  },
  silent: { hint: "The response never comes.", fields: [{ ...accepted, value: true }] },
  error: {
    hint: "An error in the API's own format.",
    fields: [status(500, 502, 504, 401, 403), { ...accepted, value: true }],
  },
  busy: {
    hint: "Try again later, with retry-after.",
    fields: [
      status(503, 429),
      seconds("retryAfter", "Retry after (s)", 1),
      { name: "form", label: "Format", choices: ["seconds", "date"] },
      accepted,
    ],
  },
  bad_gateway: { hint: "A proxy in front of the API returns 502 with HTML.", fields: [accepted] },
  redirect: {
    hint: "A redirect to another host, which clients should not follow.",
    fields: [accepted],
  },
  truncated: { hint: "Half of the JSON, as if complete.", fields: [] },
  cut_off: { hint: "The connection closes in the middle of the body.", fields: [] },
  stalled: { hint: "The body stops in the middle.", fields: [] },
  endless: {
    hint: "White space follows the body, without end.",
    fields: [{ name: "length", label: "Bytes", type: "number", placeholder: "endless" }],
  },
  mistyped: { hint: "The content type is text/html.", fields: [] },
  latency: { hint: "The sandbox's clock advances first.", fields: [seconds("ms", "Seconds", 30)] },
};

export function startFaults() {
  const fault = byId("fault");
  fault.append(...Object.keys(FAULTS).map((type) => make("option", { value: type }, words(type))));
  byId("operation").append(
    make("option", { value: "" }, "any call"),
    ...OPERATIONS.map((operation) => make("option", { value: operation }, operation)),
  );
  fault.addEventListener("change", renderParameters);
  renderParameters();
  byId("arm").addEventListener("submit", (event) => {
    event.preventDefault();
    arm(readForm());
  });
  byId("disarm").addEventListener("click", () => disarm());
}

function renderParameters() {
  const { hint, fields } = FAULTS[byId("fault").value];
  write(byId("fault-hint"), hint);
  byId("parameters").replaceChildren(...fields.map(field));
}

function field({ name, label, choices, type, value, placeholder }) {
  const id = `parameter-${name}`;
  const title = make("label", { for: id }, label);
  if (choices !== undefined) {
    return make(
      "p",
      {},
      title,
      make("select", { id }, ...choices.map((choice) => make("option", {}, String(choice)))),
    );
  }
  if (type === "checkbox") {
    return make(
      "p",
      { class: "option" },
      make("input", { id, type, checked: value === true }),
      title,
    );
  }
  return make(
    "p",
    {},
    title,
    make("input", { id, type, min: "0", step: "any", value, placeholder }),
  );
}

function readForm() {
  const type = byId("fault").value;
  const parameters = FAULTS[type].fields.map(({ name, choices, type, scale = 1 }) => {
    const input = byId(`parameter-${name}`);
    if (type === "checkbox") return [name, input.checked];
    if (choices !== undefined) return [name, Number(input.value) || input.value];
    return [name, input.value === "" ? undefined : Number(input.value) * scale];
  });
  const times = byId("times").value;
  return {
    fault: { type, ...Object.fromEntries(parameters) },
    operation: byId("operation").value || undefined,
    to: readRecipient(),
    call: Number(byId("call").value),
    times: times === "" ? null : Number(times),
  };
}

/** The recipient, who may be written as the page shows numbers; `undefined` for anybody. */
function readRecipient() {
  const text = byId("recipient").value.trim();
  return (text.includes("@") ? text : text.replace(/[\s().-]/g, "")) || undefined;
}

export function renderFaults() {
  const { faults } = state;
  byId("no-faults").hidden = faults.length > 0;
  byId("disarm").hidden = faults.length === 0;
  byId("armed-count").hidden = faults.length === 0;
  write(byId("armed-count"), String(faults.length));
  fill(byId("armed"), faults, { key: ({ id }) => id, create });
}

const TIMES = { 1: "once", 2: "twice", null: "always" };

/** What is armed, in the words of the form. */
function describe({ fault, operation, to, call, times, probability }) {
  const { type, ...parameters } = fault;
  return [
    operation ?? "any call",
    to && phone(to),
    call > 1 && `from call no. ${call}`,
    TIMES[times] ?? `${times} times`,
    probability < 1 && `probability ${probability}`,
    ...Object.entries(parameters).map(([name, value]) => describeParameter(type, name, value)),
  ].filter(Boolean).join(" · ");
}

/** A program can set parameters that the form does not have. */
function describeParameter(type, name, value) {
  if (name === "accepted") return `The request takes ${value ? "" : "no "}effect`;
  const { label, scale = 1 } = FAULTS[type].fields.find((field) => field.name === name) ?? {};
  const words = label ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words}: ${typeof value === "number" ? value / scale : value}`;
}

function create(armed) {
  const { id, fault: { type } } = armed;
  return make(
    "li",
    {},
    make(
      "p",
      {},
      make("strong", {}, words(type)),
      make("span", { class: "hint" }, describe(armed)),
    ),
    make("button", {
      type: "button",
      "aria-label": `Disarm ${words(type)}`,
      click: () => disarm(id),
    }, "Disarm"),
  );
}
