/** What the page knows about the sandbox, and how the sandbox's events update it. */
import { isRefusal, outcomeOf } from "./format.js";

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

/** The recipient of a request that sends a code; `undefined` for other requests. */
export function recipientOf({ path, body }) {
  if (path === "/v1/authentication") return body?.phone_number;
  return path.startsWith("/v2/verification") ? body?.target?.value : undefined;
}

/** The sends that were refused, as entries of a conversation. */
function refusals() {
  return state.requests
    .filter(({ path, response }) => SENDS.has(path) && isRefusal(response))
    .map((request) => ({
      id: `refusal ${request.key}`,
      type: "refusal",
      to: recipientOf(request),
      outcome: outcomeOf(request.response),
      reason: request.response.body.reason,
      at: request.at,
    }))
    .filter(({ to }) => typeof to === "string" && /^\+\d+$|@/.test(to));
}

const SENDS = new Set(["/v1/authentication", "/v2/verification"]);

function messages() {
  return state.messages.map((message) => ({ ...message, at: message.sentAt, type: "message" }));
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

/** Why the code of a message is of no use any more; `undefined` while it is. */
export function deathOf({ authenticationUuid, code, at }) {
  const window = state.windows.get(authenticationUuid);
  const newest = state.messages.findLast((message) =>
    message.authenticationUuid === authenticationUuid
  );
  if (newest !== undefined && newest.code !== code) return "Replaced";
  if (window?.state === "validated") return "Used";
  const isSpent = window?.checked.some(({ status, at: checked }) =>
    status === "transaction_mismatch" && Date.parse(checked) >= Date.parse(at)
  );
  if (isSpent) return "Invalid";
  return window?.state === "open" && Date.parse(window.expiresAt) > state.now
    ? undefined
    : "Expired";
}
