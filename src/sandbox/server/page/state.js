/** What the page knows about the sandbox, and how the sandbox's events update it. */

/** Limits of what the page can show; the sandbox itself remembers more. */
const MOST_REQUESTS = 200;
const MOST_MESSAGES = 500;

export const state = {
  now: new Date(0),
  credentials: {},
  environment: {},
  scenarios: {},
  messages: [],
  /** By the id of the authentication. */
  windows: new Map(),
  requests: [],
  faults: [],
};

/** What the page is showing. */
export const view = {
  /** A phone number. */
  selected: undefined,
  /** Whether to always show the phone with the newest message. */
  follows: true,
};

let lastKey = 0;

/** Requests have no id, and lists need one. */
function keyed(request) {
  return { ...request, key: String(++lastKey) };
}

function clear() {
  Object.assign(state, { messages: [], windows: new Map(), requests: [], faults: [] });
  Object.assign(view, { selected: undefined, follows: true });
}

const reducers = {
  snapshot({ messages, windows, requests, ...rest }) {
    const { type: _, now, ...others } = rest;
    Object.assign(state, others, {
      now: new Date(now),
      messages: messages.slice(-MOST_MESSAGES),
      windows: new Map(windows.map((window) => [window.authenticationUuid, window])),
      requests: requests.map(keyed),
    });
    followNewest();
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
  if (view.follows) view.selected = state.messages.at(-1)?.to;
}

/** The phones, the one with the newest message first. */
export function phones() {
  const newest = new Map();
  for (const message of state.messages) {
    newest.delete(message.to);
    newest.set(message.to, message);
  }
  return [...newest.values()].reverse();
}

/** The newest window of a phone. */
export function windowOf(number) {
  const newest = state.messages.findLast(({ to }) => to === number);
  return newest && state.windows.get(newest.authenticationUuid);
}

/** The messages to a phone and the codes typed on it, in order. */
export function timeline(number) {
  const messages = state.messages.filter(({ to }) => to === number);
  const ids = new Set(messages.map(({ authenticationUuid }) => authenticationUuid));
  const typed = [...ids].flatMap((id) => state.windows.get(id)?.checked ?? []);
  return [
    ...messages.map((message) => ({ ...message, at: message.sentAt, type: "message" })),
    ...typed.map((check) => ({ ...check, type: "check" })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
