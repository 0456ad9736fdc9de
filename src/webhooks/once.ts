/** Handling each event once, although it is delivered at least once. */

import { ownValue } from "../objects.ts";
import { WebhookError } from "./error.ts";

/**
 * A store's answer to a claim: `"claimed"` (this caller, and no other, handles the event now),
 * `"in_progress"` (another one does), or `"duplicate"` (it was already handled).
 */
export type Claim = "claimed" | "in_progress" | "duplicate";

/**
 * Remembers which events were handled. Implement it on top of a database if you run more than one
 * process, or if events must not be handled again after a restart.
 *
 * - `claim` decides in one atomic step, so that one of two simultaneous deliveries wins.
 * - A claim is not yet a success. Only `complete` makes an event a duplicate, so an event whose
 *   handler failed is handled when it is delivered again.
 * - In a durable store, a claim that is neither completed nor released expires, because
 *   its process crashed. Make it last longer than any handler runs.
 * - Keep completed keys for at least two weeks, because redeliveries go on for that long.
 * - Anybody can forge unverified events. Their keys start with `unverified:`. If the store drops
 *   old
 *   keys to save space, these must not push out the others.
 */
export interface SeenStore {
  /** Claims an event, atomically. A key has at most 300 characters. */
  claim(key: string): Claim | PromiseLike<Claim>;
  /** Marks an event as handled. From now on it is a `"duplicate"`. */
  complete(key: string): unknown;
  /** Releases the claim after the handler failed. The next claim succeeds. */
  release(key: string): unknown;
}

const UNVERIFIED = "unverified:";

/**
 * A {@linkcode SeenStore} in memory. It remembers the last 10,000 handled events, separately for
 * verified and unverified ones, so that forged events cannot push out genuine ones. It also
 * remembers all events that are being handled.
 *
 * @example Use a store of your own
 * ```ts
 * import { handleOnce, RecentEvents } from "@ding-otp/client/webhooks";
 *
 * const seen = new RecentEvents();
 * const event = { id: "evt_01", verified: true };
 * await handleOnce(event, ({ id }) => console.log(id), { seen });
 * console.log(seen.claim("evt_01")); // "duplicate"
 * ```
 */
export class RecentEvents implements SeenStore {
  readonly #inProgress = new Set<string>();
  readonly #verified = new Set<string>();
  readonly #unverified = new Set<string>();

  /** Claims an event. */
  claim(key: string): Claim {
    if (this.#doneLike(key).has(key)) return "duplicate";
    if (this.#inProgress.has(key)) return "in_progress";
    this.#inProgress.add(key);
    return "claimed";
  }

  /** Marks an event as handled. */
  complete(key: string): void {
    this.#inProgress.delete(key);
    const done = this.#doneLike(key).add(key);
    const maxDone = 10_000;
    if (done.size > maxDone) done.delete(done.keys().next().value!);
  }

  /** Releases the claim of an event. */
  release(key: string): void {
    this.#inProgress.delete(key);
  }

  /** Returns the handled events that may push each other out. */
  #doneLike(key: string): Set<string> {
    return key.startsWith(UNVERIFIED) ? this.#unverified : this.#verified;
  }
}

/** The options of {@linkcode handleOnce}. */
export interface HandleOnceOptions {
  /**
   * The store that remembers which events were handled.
   *
   * @default {RecentEvents} a {@linkcode RecentEvents} that all calls in this process share
   */
  readonly seen?: SeenStore;
}

const recent = new RecentEvents();

/**
 * Calls `handle` with an event unless the event was already handled, and returns the result.
 *
 * The event is claimed first, and marked as handled only after `handle` succeeds. If `handle`
 * fails, the claim is released and its error is rethrown: respond with a 5xx, and the event is
 * delivered again. A second delivery in the meantime is `in_progress`, not `duplicate`: a 200 would
 * end the redeliveries, and if the first then failed, the event would be lost.
 *
 * An event is handled twice only if the process crashes, or the store fails, after `handle`
 * succeeds and before that is stored. If even that is not acceptable, record the event's id in the
 * same transaction as your own changes.
 *
 * The key in the store is the event's `id`, prefixed with `unverified:` if the event is not
 * verified, so a forged event cannot use up the id of a genuine one. Use one store for each account
 * if accounts do not trust each other.
 *
 * @throws {WebhookError} `duplicate` or `in_progress`, if `handle` was not called for that reason
 * @throws {TypeError} If the event has no `id`, or the store did not return a {@linkcode Claim};
 * `handle` was not called
 *
 * @example Count deliveries
 * ```ts
 * import { handleOnce, WebhookError } from "@ding-otp/client/webhooks";
 *
 * const event = { id: "evt_01jnh4zwabf1grfsaq955ej3mt", verified: true };
 * let handled = 0;
 * for (let delivery = 0; delivery < 2; delivery++) {
 *   try {
 *     await handleOnce(event, () => void handled++);
 *   } catch (error) {
 *     if (!(error instanceof WebhookError)) throw error;
 *     console.log(error.code); // "duplicate"
 *   }
 * }
 * console.log(handled); // 1
 * ```
 */
export async function handleOnce<
  Event extends { readonly id: string; readonly verified: boolean },
  Result,
>(
  event: Event,
  handle: (event: Event) => Result | PromiseLike<Result>,
  options: HandleOnceOptions = {},
): Promise<Result> {
  const seen = (ownValue(options, "seen") ?? recent) as SeenStore;
  const key = keyOf(event);
  const claim: unknown = await seen.claim(key);
  if (claim === "duplicate" || claim === "in_progress") throw new WebhookError(claim);
  if (claim !== "claimed") {
    throw new TypeError(
      'Cannot handle event: "claim" must return "claimed", "in_progress" or "duplicate"',
    );
  }
  let result: Result;
  try {
    result = await handle(event);
  } catch (error) {
    try {
      await seen.release(key);
    } catch {
      // The claim expires. The handler's error is the one that matters to the caller.
    }
    throw error;
  }
  await seen.complete(key);
  return result;
}

function keyOf(event: object): string {
  const id = ownValue(event, "id");
  if (!id || typeof id !== "string") {
    throw new TypeError('Cannot handle event: "id" must be a non-empty string');
  }
  return ownValue(event, "verified") === true ? id : UNVERIFIED + id;
}
