import type { SandboxWebhookOptions } from "../options.ts";
import type { Authentication } from "./authentication.ts";
import type { Clock } from "./clock.ts";
import type { WebhookAttempt, WebhookDelivery } from "./delivery.ts";
import type { HistoryEntry } from "./history.ts";
import { uuid, type Words } from "./random.ts";
import { Recent } from "./recent.ts";

/** What {@linkcode Webhooks} depends on. */
export interface WebhooksContext {
  readonly settings: Required<SandboxWebhookOptions>;
  readonly clock: Clock;
  readonly words: Words;
  /** How many deliveries to remember. */
  readonly limit: number;
  /** The value of the signature header for a body. */
  readonly sign: (body: string) => Promise<string>;
  /** Called with each delivery whenever it changes. */
  readonly changed: (delivery: WebhookDelivery) => void;
}

interface Delivery {
  readonly id: string;
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly isSigned: boolean;
  state: WebhookDelivery["state"];
  attempts: readonly WebhookAttempt[];
  /** How many more responses of 200 it takes. */
  copies: number;
  /** When it was first due, and how many attempts have failed since then. */
  since: number;
  failures: number;
  nextAt: number;
}

const MINUTE = 60_000;
const LONGEST_GAP = 12 * 60 * MINUTE;
const GIVE_UP = 14 * 24 * 60 * MINUTE;
const MOST_ATTEMPTS = 100;

/** Posts events until the response is 200: immediately, then after 1, 2, 4 … minutes. */
export class Webhooks {
  readonly #context: WebhooksContext;
  readonly #deliveries: Recent<Delivery>;
  readonly #pending = new Set<Delivery>();
  #fresh: Delivery[] = [];
  #running: Promise<void> | undefined;
  #posting: AbortController | undefined;

  constructor(context: WebhooksContext) {
    this.#context = context;
    this.#deliveries = new Recent(context.limit);
  }

  get deliveries(): WebhookDelivery[] {
    return this.#deliveries.toArray().map(toPublic);
  }

  /** Queues the webhook of a history entry, to be posted by {@linkcode flush}. */
  add(authentication: Authentication, entry: HistoryEntry): void {
    const { callback } = authentication.details;
    const body = callback?.format.encode(authentication, entry);
    if (callback === undefined || body === undefined) return;
    const { clock, words, settings } = this.#context;
    const { isSigned, formatId } = callback.format;
    const id = formatId(uuid(words));
    const now = clock.now();
    this.#fresh.push({
      id,
      url: callback.url,
      body: { id, ...body },
      isSigned,
      state: isAllowed(callback.url, settings.allow) ? "pending" : "forbidden",
      attempts: [],
      copies: settings.copies,
      since: now,
      failures: 0,
      nextAt: now,
    });
  }

  /** Starts posting what is due, after whatever is already in progress. */
  flush(): void {
    const fresh = this.#fresh;
    this.#fresh = [];
    if (this.#context.settings.order === "reversed") fresh.reverse();
    for (const delivery of fresh) {
      const forgotten = this.#deliveries.push(delivery);
      if (forgotten !== undefined) this.#pending.delete(forgotten);
      if (delivery.state === "pending") this.#pending.add(delivery);
      this.#context.changed(toPublic(delivery));
    }
    if (this.#due() !== undefined) this.#running ??= this.#run();
  }

  /** Posts an event again, whatever its state; returns whether there is such an event. */
  redeliver(id: string): boolean {
    const delivery = this.#deliveries.toArray().find((delivery) => delivery.id === id);
    if (delivery === undefined || delivery.state === "forbidden") return false;
    delivery.state = "pending";
    delivery.copies = 1;
    delivery.failures = 0;
    delivery.since = delivery.nextAt = this.#context.clock.now();
    this.#pending.add(delivery);
    this.flush();
    return true;
  }

  /** Resolves when everything due has been posted. */
  async settled(): Promise<void> {
    await this.#running;
  }

  stop(): void {
    this.#pending.clear();
    this.#posting?.abort();
  }

  /** The delivery that is due first, if any is due. */
  #due(): Delivery | undefined {
    let due: Delivery | undefined;
    for (const delivery of this.#pending) {
      if (delivery.nextAt < (due?.nextAt ?? Infinity)) due = delivery;
    }
    return due !== undefined && due.nextAt <= this.#context.clock.now() ? due : undefined;
  }

  async #run(): Promise<void> {
    for (let due = this.#due(); due !== undefined; due = this.#due()) await this.#attempt(due);
    this.#running = undefined;
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const at = delivery.nextAt;
    const status = await this.#post(delivery);
    if (!this.#pending.has(delivery)) return;
    delivery.attempts = [...delivery.attempts, { at: new Date(at), status }].slice(-MOST_ATTEMPTS);
    if (status === 200) {
      delivery.failures = 0;
      if (--delivery.copies === 0) delivery.state = "delivered";
    } else {
      delivery.nextAt = at + Math.min(MINUTE * 2 ** delivery.failures++, LONGEST_GAP);
      if (delivery.nextAt > delivery.since + GIVE_UP) delivery.state = "abandoned";
    }
    if (delivery.state !== "pending") this.#pending.delete(delivery);
    this.#context.changed(toPublic(delivery));
  }

  /** The status of the response; `undefined` for none. */
  async #post({ url, body, isSigned }: Delivery): Promise<number | undefined> {
    const { settings: { fetch, timeout }, sign } = this.#context;
    const posting = new AbortController();
    this.#posting = posting;
    const text = JSON.stringify(body);
    const signature = isSigned ? { "x-webhook-signature": await sign(text) } : undefined;
    if (posting.signal.aborted) return undefined;
    const timer = setTimeout(() => posting.abort(), timeout);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...signature },
        body: text,
        redirect: "manual",
        signal: posting.signal,
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

function isAllowed(url: string, allow: readonly string[]): boolean {
  const { hostname, origin } = new URL(url);
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) ||
    allow.includes(origin);
}

function toPublic({ id, url, body, state, attempts, nextAt }: Delivery): WebhookDelivery {
  const next = state === "pending" ? new Date(nextAt) : undefined;
  return { id, url, body, state, attempts, nextAt: next };
}
