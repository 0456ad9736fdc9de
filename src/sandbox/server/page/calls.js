/** The page's requests: to the sandbox's controls, and to the API like any program. */
import { base, hush, say } from "./dom.js";
import { endOf, reasonOf } from "./format.js";
import { state, versionOf, windowOf } from "./state.js";

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
  if (ok) hush(document.body);
  else say(response.message, "failed");
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

/** Calls the API like the program whose conversation this is, and shows the outcome. */
async function call(action, path, fields) {
  const { apiKey, customerUuid, apiToken } = state.credentials;
  const { status, body } = path.startsWith("/v1/")
    ? await ask("POST", path, {
      headers: { "x-api-key": apiKey },
      body: { customer_uuid: customerUuid, ...fields },
    })
    : await ask("POST", path, { headers: { authorization: `Bearer ${apiToken}` }, body: fields });
  const request = { response: status === 0 ? undefined : { status, body } };
  say(`${action}: ${status >= 400 ? `${status} ` : ""}${reasonOf(request)}`, endOf(request));
}

function targetOf(value) {
  return { type: value.includes("@") ? "email_address" : "phone_number", value };
}

export function send(number) {
  return versionOf(number) === "v1"
    ? call("Send", "/v1/authentication", { phone_number: number })
    : call("Send", "/v2/verification", { target: targetOf(number) });
}

/** Sends another code in the window, which v2 does by sending again. */
export function retry(number) {
  return versionOf(number) === "v1"
    ? call("Send", "/v1/retry", { authentication_uuid: windowOf(number).authenticationUuid })
    : send(number);
}

export function check(number, code) {
  const { authenticationUuid, options: { payment } } = windowOf(number);
  return versionOf(number) === "v1"
    ? call("Check", "/v1/check", { authentication_uuid: authenticationUuid, check_code: code })
    : call("Check", "/v2/verification/check", { target: targetOf(number), code, psd2: payment });
}
