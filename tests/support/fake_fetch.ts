/** A `fetch` that answers what a test tells it to, and writes down what it was asked. */
import { assertEquals, assertInstanceOf } from "@std/assert";
import type { Fetch, FetchInit } from "@ding-otp/client";

/** What a fake `fetch` does with one request. */
export type Answer = (init: FetchInit) => Response | Promise<Response>;

/** One request, as it was handed to `fetch`, but for its body, which is text on every runtime. */
export interface Sent {
  readonly url: string;
  readonly init: Omit<FetchInit, "body"> & { readonly body: string | undefined };
}

/** A fake `fetch` and the requests that it got. */
export interface FakeFetch extends Fetch {
  readonly sent: readonly Sent[];
}

/** Gives the answers in turn; the last one stands for all that follow. */
export function fakeFetch(...answers: readonly Answer[]): FakeFetch {
  const sent: Sent[] = [];
  async function fetch(url: string, init: FetchInit): Promise<Response> {
    const body = init.body === undefined ? undefined : await new Response(init.body).text();
    sent.push({ url, init: { ...init, body } });
    return await answers[Math.min(sent.length, answers.length) - 1]!(init);
  }
  return Object.assign(fetch, { sent });
}

/** What goes over the wire of a request. */
export interface Requested {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** The one request that was made, with what every request has checked. */
export function onlyRequest({ sent }: FakeFetch): Requested {
  assertEquals(sent.length, 1);
  const { url, init } = sent[0]!;
  assertEquals(init.redirect, "manual");
  assertInstanceOf(init.signal, AbortSignal);
  const { method, headers, body } = init;
  return { url, method, headers, body: body === undefined ? undefined : JSON.parse(body) };
}

/** An answer of so many bytes of text, whatever they mean. */
export function text(body: string | null, init?: ResponseInit): Answer {
  return () => new Response(body, init);
}

/** An answer of JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return text(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** No answer: `fetch` is rejected. */
export function failing(reason: unknown): Answer {
  return () => Promise.reject(reason);
}

/** No answer, until the signal aborts. */
export function hanging({ signal }: FetchInit): Promise<Response> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** The start of a body, and then nothing; `cancelled` is called when the client gives it up. */
export function stalling(start: string, cancelled: () => void = () => {}): Answer {
  return () => {
    const parts = [new TextEncoder().encode(start)];
    const body = new ReadableStream({
      pull(controller) {
        const part = parts.shift();
        if (part) controller.enqueue(part);
        return part ? undefined : new Promise(() => {});
      },
      cancel: cancelled,
    }, { highWaterMark: 0 });
    return new Response(body);
  };
}

/** An answer, and a promise that resolves once it is asked for. */
export function announced(answer: Answer): { answer: Answer; asked: Promise<void> } {
  let announce = () => {};
  const asked = new Promise<void>((resolve) => announce = resolve);
  return {
    asked,
    answer: (init) => {
      announce();
      return answer(init);
    },
  };
}
