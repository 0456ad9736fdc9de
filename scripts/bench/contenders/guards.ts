/**
 * One request as a careful engineer writes it inline: the guards of the client, and none of its
 * generality. The yardstick for the client. It reads no timestamps, since this response has none.
 */
import type { Create } from "../contender.ts";

const E164 = /^\+[1-9]\d{1,14}$/;
const TIMEOUT = 10_000;
const LIMIT = 262_144;
const SENT = ["success", "retry", "challenged", "shadow_blocked"];

export const create: Create = (origin, instead) => () => send(origin, "+15555550100", { instead });

interface Options {
  readonly instead?: typeof fetch | undefined;
  readonly signal?: AbortSignal;
}

interface Sent {
  readonly ok: boolean;
  readonly status: string;
  readonly id: unknown;
  readonly phoneNumber: string;
}

async function send(
  origin: string,
  phoneNumber: string,
  { instead, signal }: Options,
): Promise<Sent> {
  if (!E164.test(phoneNumber)) throw new TypeError("This is not a phone number");
  signal?.throwIfAborted();
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal!.reason);
  signal?.addEventListener("abort", onAbort);
  const timer = setTimeout(
    () => controller.abort(new DOMException("No response in time", "TimeoutError")),
    TIMEOUT,
  );
  try {
    const json = JSON.stringify({ target: { type: "phone_number", value: phoneNumber } });
    const response = await (instead ?? fetch)(`${origin}/v2/verification`, {
      method: "POST",
      headers: {
        accept: "application/json",
        authorization: "Bearer token",
        "content-type": "application/json",
      },
      // Deno repeats a POST by itself when a kept connection closes before a response, unless the
      // body is a Blob.
      body: "Deno" in globalThis ? new Blob([json]) : json,
      redirect: "manual",
      signal: controller.signal,
    });
    if (!response.ok) {
      response.body?.cancel().catch(() => {});
      throw new Error(`The API responded with ${response.status}`);
    }
    if (response.redirected) throw new Error("The API redirected");
    return read(parse(await readText(response)), phoneNumber);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

async function readText(response: Response): Promise<string> {
  // Deno's HTTP client holds a response from the network to its content-length.
  const isBounded = "Deno" in globalThis && response.url !== "" &&
    Number(response.headers.get("content-length") ?? Infinity) <= LIMIT &&
    !response.headers.has("transfer-encoding") && !response.headers.has("content-encoding");
  if (isBounded) return await response.text();
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (let chunk; !(chunk = await reader.read()).done;) {
    length += chunk.value.byteLength;
    if (length > LIMIT) {
      reader.cancel().catch(() => {});
      throw new RangeError("The response is too long");
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("The response is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error("The response is not an object");
  }
  return value as Record<string, unknown>;
}

function read({ status, id }: Record<string, unknown>, phoneNumber: string): Sent {
  if (typeof status !== "string") throw new Error("The response has no status");
  const ok = SENT.includes(status);
  if (ok && typeof id !== "string") throw new Error("The response has no id");
  return { ok, status, id, phoneNumber };
}
