import type { Channel } from "./channels.ts";
import type { DeliveryOutcome } from "./outcomes.ts";
import { assertRecipient } from "../phone.ts";
import { Recent } from "./recent.ts";

/** A message to somebody. */
export interface Message {
  /** The attempt's id. */
  readonly id: string;
  /** The recipient's phone number, E.164, or email address. */
  readonly to: string;
  /** The code, as it is in the text. */
  readonly code: string;
  /** The whole text, with the code in it. */
  readonly text: string;
  /** How it went out. */
  readonly channel: Channel;
  /**
   * The id of the authentication that it belongs to: a UUID, which Prelude Verify v2 writes as `vrf_`
   * and base 32.
   */
  readonly authenticationUuid: string;
  /** The attempt's number in its window: 1 for the first message, 2 for the first retry. */
  readonly attempt: number;
  /** By the sandbox's clock. */
  readonly sentAt: Date;
  /** Whether it arrived. */
  readonly delivery: DeliveryOutcome;
}

/** What {@linkcode Sandbox.waitForMessage} waits for, and for how long. */
export interface WaitOptions {
  /** The recipient's phone number, E.164, or email address. */
  readonly to: string;
  /** Gives up with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Gives up after so many milliseconds of real time, 1 to 2,147,483,647; never by default. */
  readonly timeout?: number;
}

interface Waiter {
  readonly to: string;
  readonly resolve: (message: Message) => void;
}

/** The longest delay that `setTimeout` takes. */
const LONGEST = 2 ** 31 - 1;

/** The messages on all phones, and those who wait for one. */
export class Inbox {
  readonly #messages: Recent<Message>;
  readonly #taken = new WeakSet<Message>();
  readonly #waiters = new Set<Waiter>();

  constructor(limit: number) {
    this.#messages = new Recent(limit);
  }

  get messages(): Message[] {
    return this.#messages.toArray();
  }

  sends(to: string): number {
    assertRecipient("count the messages", to);
    return this.messages.filter((message) => message.to === to).length;
  }

  deliver(message: Message): void {
    this.#messages.push(message);
    if (message.delivery === "undeliverable") return;
    for (const waiter of this.#waiters) {
      if (waiter.to === message.to) return waiter.resolve(message);
    }
  }

  /** The newest message that arrived at a number, unless an earlier call returned it: then the next to come. */
  wait({ to, signal, timeout }: WaitOptions): Promise<Message> {
    return new Promise((resolve, reject) => {
      assertRecipient("wait for a message", to);
      if (timeout !== undefined && !(timeout >= 1 && timeout <= LONGEST)) {
        throw new RangeError(
          `Cannot wait for a message: "timeout" is not from 1 to ${LONGEST} milliseconds`,
        );
      }
      signal?.throwIfAborted();
      const newest = this.messages.findLast((message) =>
        message.to === to && message.delivery === "delivered"
      );
      if (newest !== undefined && !this.#taken.has(newest)) return resolve(this.#take(newest));

      const waiter: Waiter = {
        to,
        resolve: (message) => {
          stop();
          resolve(this.#take(message));
        },
      };
      const giveUp = (reason: unknown) => {
        stop();
        reject(reason);
      };
      const abort = () => giveUp(signal?.reason);
      const stop = () => {
        this.#waiters.delete(waiter);
        signal?.removeEventListener("abort", abort);
        clearTimeout(timer);
      };
      const timer = timeout === undefined ? undefined : setTimeout(
        () => giveUp(new DOMException("Cannot wait for a message: none came", "TimeoutError")),
        timeout,
      );
      signal?.addEventListener("abort", abort);
      this.#waiters.add(waiter);
    });
  }

  clear(): void {
    this.#messages.clear();
  }

  #take(message: Message): Message {
    this.#taken.add(message);
    return message;
  }
}
