/** The page's requests: to the sandbox's controls, and to the API like any program. */
import { base, say } from "./dom.js";
import { state } from "./state.js";

async function ask(method, path, { body, headers = {} } = {}) {
  try {
    const response = await fetch(base + path, {
      method,
      headers: { ...body && { "content-type": "application/json" }, ...headers },
      ...body && { body: JSON.stringify(body) },
    });
    return { ok: response.ok, status: response.status, body: await response.json() };
  } catch {
    return { ok: false, status: 0, body: { message: "No readable response" } };
  }
}

async function control(method, path, body) {
  const { ok, body: response } = await ask(method, `/sandbox/${path}`, { body });
  if (!ok) say(response.message);
  return ok;
}

export function advance(ms) {
  return control("POST", "clock", { advance: ms });
}

export function arm(fault) {
  return control("POST", "faults", fault);
}

export function disarm(id) {
  return control("DELETE", id === undefined ? "faults" : `faults/${id}`);
}

export function redeliver(id) {
  return control("POST", `webhooks/${id}`, {});
}

export function reset() {
  return control("POST", "reset", {});
}

/** Calls the API and shows its response. */
async function call(path, fields) {
  const { apiKey, customerUuid } = state.credentials;
  const { status, body } = await ask("POST", `/v1/${path}`, {
    headers: { "x-api-key": apiKey },
    body: { customer_uuid: customerUuid, ...fields },
  });
  const outcome = body.status ?? body.code ?? body.message ?? "";
  say(`${status === 0 ? "" : `${status} `}${String(outcome).replaceAll("_", " ")}`);
}

export function send(number) {
  return call("authentication", { phone_number: number });
}

export function retry(authenticationUuid) {
  return call("retry", { authentication_uuid: authenticationUuid });
}

export function check(authenticationUuid, code) {
  return call("check", { authentication_uuid: authenticationUuid, check_code: code });
}
