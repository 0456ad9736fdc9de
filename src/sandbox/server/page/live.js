/** The connection that delivers the sandbox's events. */

import { base } from "./dom.js";

/** How long to wait before reconnecting once the browser has given up, in milliseconds. */
const RECONNECT = 2_000;

/** Keeps a connection open, however often it breaks. */
export function connect({ change, online }) {
  const source = new EventSource(`${base}/sandbox/events`);
  source.onopen = () => online(true);
  source.onmessage = ({ data }) => change(JSON.parse(data));
  source.onerror = () => {
    online(false);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => connect({ change, online }), RECONNECT);
    }
  };
}
