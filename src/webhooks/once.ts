/** Handling each event once, although it is delivered at least once. */

import { WebhookError } from "./error.ts";

/**
 * What a store says to a claim: `"claimed"` (the caller, and nobody else, handles the event now),
 * `"in_progress"` (somebody else does), `"duplicate"` (somebody did).
 */
export type Claim = "claimed" | "in_progress" | "duplicate";

/**
 * Remembers which events were handled. Implement it over a database when there is more than one
 * process, or when events must not be handled again after a restart.
 *
 * Two rules make it sound. `claim` decides in one atomic step, so that of two deliveries at once one
 * wins. And a claim is not yet a success: only `complete` makes an event a duplicate, so an event whose
 * handling failed is handled when it comes again. A durable store lets a claim lapse that was neither
 * completed nor released (its process died), after longer than any handling takes. Keep what is done
 * for at least two weeks: that is how long the sender repeats.
 */
export interface SeenStore {
  /** Claims an event, atomically. The key is at most 300 characters long. */
  claim(key: string): Claim | PromiseLike<Claim>;
  /** The event was handled: from now on it is a `"duplicate"`. */
  complete(key: string): unknown;
  /** Handling it failed: the next claim gets it. */
  release(key: string): unknown;
}

/**
 * A {@linkcode SeenStore} in the memory of this process. It remembers the last 10,000 events that were
 * handled, and every one that is being handled.
 *
 * @example A memory of one's own
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
  readonly #done = new Set<string>();

  /** Claims an event. */
  claim(key: string): Claim {
    if (this.#done.has(key)) return "duplicate";
    if (this.#inProgress.has(key)) return "in_progress";
    this.#inProgress.add(key);
    return "claimed";
  }

  /** Remembers that an event was handled. */
  complete(key: string): void {
    this.#inProgress.delete(key);
    this.#done.add(key);
    const maxDone = 10_000;
    if (this.#done.size > maxDone) this.#done.delete(this.#done.keys().next().value!);
  }

  /** Gives an event up, for the next claim. */
  release(key: string): void {
    this.#inProgress.delete(key);
  }
}

/** Options of {@linkcode handleOnce}. */
export interface HandleOnceOptions {
  /**
   * Where to look up which events were handled.
   *
   * @default {RecentEvents} one {@linkcode RecentEvents}, which all calls in this process share
   */
  readonly seen?: SeenStore;
}

const recent = new RecentEvents();

/**
 * Hands an event to `handle` unless it was handled before, and gives what `handle` gives.
 *
 * The event is claimed first and marked as handled only after `handle` has succeeded. If `handle`
 * fails, the claim is given back and its error comes through untouched: answer with a 5xx, and the
 * event comes again. A delivery that arrives in the meantime is told `in_progress`, not `duplicate`:
 * were it answered with 200, an event whose handling then fails would be lost.
 *
 * So an event is handled at least once, and twice only if the process dies, or the store fails, between
 * the success of `handle` and its note in the store. Work that must not be done twice even then
 * records the event's id in its own transaction.
 *
 * The key in the store is the event's `id`, after `unverified:` if nobody vouches for it: a made-up
 * event cannot use up the id of a true one. Accounts that do not trust each other need a store each.
 *
 * @throws {WebhookError} `duplicate` or `in_progress`. `handle` was not called.
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
  { seen = recent }: HandleOnceOptions = {},
): Promise<Result> {
  const key = event.verified ? event.id : `unverified:${event.id}`;
  const claim = await seen.claim(key);
  if (claim !== "claimed") throw new WebhookError(claim);
  let result: Result;
  try {
    result = await handle(event);
  } catch (error) {
    try {
      await seen.release(key);
    } catch {
      // The claim lapses; what went wrong first is what the caller has to hear.
    }
    throw error;
  }
  await seen.complete(key);
  return result;
}
