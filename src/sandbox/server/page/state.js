/** What the page knows about the sandbox, and how the sandbox's events update it. */
import { endOf, reasonOf } from "./format.js";

/** Limits of what the page can show; the sandbox itself remembers more. */
const MOST_REQUESTS = 200;
const MOST_MESSAGES = 500;
const MOST_WEBHOOKS = 100;

export const state = {
  now: new Date(0),
  credentials: {},
  environment: {},
  scenarios: {},
  messages: [],
  /** By the id of the authentication. */
  windows: new Map(),
  requests: [],
  /** By id. */
  webhooks: new Map(),
  faults: [],
};

/** What the page is showing. */
export const view = {
  /** A phone number. */
  selected: undefined,
  /** Whether to always show the phone with the newest message. */
  follows: true,
  /** The key of the newest entry that was shown of each phone. */
  seen: new Map(),
  /** What to search phones and the journal for. */
  query: "",
};

let lastKey = 0;

/** Requests have no id, and lists need one. */
function keyed(request) {
  return { ...request, key: String(++lastKey) };
}

function clear() {
  Object.assign(state, {
    messages: [],
    windows: new Map(),
    requests: [],
    webhooks: new Map(),
    faults: [],
  });
  Object.assign(view, { selected: undefined, follows: true, seen: new Map() });
}

const reducers = {
  snapshot({ messages, windows, requests, webhooks, ...rest }) {
    const { type: _, now, ...others } = rest;
    Object.assign(state, others, {
      now: new Date(now),
      messages: messages.slice(-MOST_MESSAGES),
      windows: new Map(windows.map((window) => [window.authenticationUuid, window])),
      requests: requests.map(keyed),
      webhooks: new Map(webhooks.map((webhook) => [webhook.id, webhook])),
    });
    followNewest();
    for (const { to, id } of phones()) view.seen.set(to, id);
  },
  message({ message }) {
    state.messages = [...state.messages, message].slice(-MOST_MESSAGES);
    followNewest();
  },
  window({ window }) {
    state.windows.set(window.authenticationUuid, window);
  },
  request({ request }) {
    state.requests = [...state.requests, keyed(request)].slice(-MOST_REQUESTS);
    followNewest();
  },
  webhook({ webhook }) {
    state.webhooks.set(webhook.id, webhook);
    const [oldest] = state.webhooks.keys();
    if (state.webhooks.size > MOST_WEBHOOKS) state.webhooks.delete(oldest);
  },
  clock({ now }) {
    state.now = new Date(now);
  },
  faults({ faults }) {
    state.faults = faults;
  },
  reset({ now }) {
    clear();
    state.now = new Date(now);
  },
};

/** Applies an event; types that the page does not show are ignored. */
export function apply(change) {
  reducers[change.type]?.(change);
}

export function followNewest() {
  if (view.follows) view.selected = phones()[0]?.to;
}

/** The recipient that a request is about, if it is about one. */
export function recipientOf({ path, body }) {
  const to = body?.phone_number ?? body?.target?.value ??
    state.windows.get(body?.authentication_uuid)?.to ??
    /\/lookup\/([^/?]+)/.exec(path)?.[1].replace(/%2b/i, "+");
  return typeof to === "string" && /^\+\d+$|@/.test(to) ? to : undefined;
}

/** The version of the API to reach a phone by: the one that last sent to it, or sent at all. */
export function versionOf(number) {
  const sends = state.requests.filter(({ path }) => SENDS.has(path));
  const last = sends.findLast((request) => recipientOf(request) === number) ?? sends.at(-1);
  return last?.path.startsWith("/v1/") && !number.includes("@") ? "v1" : "v2";
}

/** The sends that did not end well, as entries of a conversation. */
function refusals() {
  return state.requests
    .filter((request) => SENDS.has(request.path) && endOf(request) !== "success")
    .map((request) => ({
      id: `refusal ${request.key}`,
      type: "refusal",
      to: recipientOf(request),
      // A fault may strike after the code was sent.
      isFailure: endOf(request) === "failed",
      text: reasonOf(request),
      reason: request.response?.body?.reason,
      at: request.at,
    }))
    .filter(({ to }) => to !== undefined);
}

const SENDS = new Set(["/v1/authentication", "/v1/retry", "/v2/verification"]);

function messages() {
  return state.messages.map((message) => ({ ...message, at: message.sentAt, type: "message" }));
}

/**
 * Whether the search finds one of the texts. Numbers are found however they are grouped, and also as
 * people write them at home, with a zero that the international form does not have.
 */
export function isFound(...texts) {
  const query = view.query.trim().toLowerCase();
  const digits = /^[+\d\s().-]+$/.test(query) ? query.replace(/\D/g, "") : "";
  const national = digits.replace(/^0+/, "");
  return texts.some((text) => {
    const lower = String(text).toLowerCase();
    if (lower.includes(query)) return true;
    if (digits === "" || !/^[+\d]/.test(lower)) return false;
    const number = lower.replace(/\D/g, "");
    const isNational = national !== "" && lower.startsWith("+") && number.includes(national);
    return isNational || number.includes(digits);
  });
}

/** The newest entry of each phone, the newest of all first. */
export function phones() {
  const newest = new Map();
  for (const entry of [...messages(), ...refusals()].sort(byTime)) {
    newest.delete(entry.to);
    newest.set(entry.to, entry);
  }
  return [...newest.values()].reverse();
}

function byTime(a, b) {
  return Date.parse(a.at) - Date.parse(b.at);
}

/** The newest window of a phone. */
export function windowOf(number) {
  const newest = state.messages.findLast(({ to }) => to === number);
  return newest && state.windows.get(newest.authenticationUuid);
}

/** The messages to a phone, the codes typed on it and the sends that were refused, in order. */
export function timeline(number) {
  const sent = messages().filter(({ to }) => to === number);
  const ids = new Set(sent.map(({ authenticationUuid }) => authenticationUuid));
  const typed = [...ids].flatMap((id) => state.windows.get(id)?.checked ?? []);
  return [
    ...sent,
    ...typed.map((check) => ({ ...check, type: "check" })),
    ...refusals().filter(({ to }) => to === number),
  ].sort(byTime);
}

/** What became of the code of a message: `valid` as long as it is of use. */
export function fateOf({ authenticationUuid, code, at }) {
  const window = state.windows.get(authenticationUuid);
  const newest = state.messages.findLast((message) =>
    message.authenticationUuid === authenticationUuid
  );
  if (newest !== undefined && newest.code !== code) return "replaced";
  if (window?.state === "validated") return "used";
  const isSpent = window?.checked.some(({ status, at: checked }) =>
    status === "transaction_mismatch" && Date.parse(checked) >= Date.parse(at)
  );
  if (isSpent) return "invalid";
  return window?.state === "open" && Date.parse(window.expiresAt) > state.now ? "valid" : "expired";
}
