/** The connection over which the sandbox tells what happens. */

/** A browser that has given up on a connection is asked again after so many milliseconds. */
const PATIENCE = 2_000;

/** Keeps a connection, however often it breaks. */
export function connect({ change, online }) {
  const source = new EventSource("/sandbox/events");
  source.onopen = () => online(true);
  source.onmessage = ({ data }) => change(JSON.parse(data));
  source.onerror = () => {
    online(false);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => connect({ change, online }), PATIENCE);
    }
  };
}
