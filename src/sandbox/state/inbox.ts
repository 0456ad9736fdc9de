import { isRecipient } from "../formats.ts";
import type { Message } from "../message.ts";
import { own } from "../own.ts";
import { isBetween, outOfRange, requireNames } from "../validate.ts";
import { Recent } from "./recent.ts";

/** Options of {@linkcode Sandbox.waitForMessage}. */
export interface WaitOptions {
  /** The recipient: an E.164 phone number or an email address. */
  readonly to: string;
  /** Rejects with the signal's reason once it is aborted. */
  readonly signal?: AbortSignal;
  /** Rejects after this many milliseconds of real time, 1 to 2,147,483,647; never by default. */
  readonly timeout?: number;
}

interface Waiter {
  readonly to: string;
  readonly resolve: (message: Message) => void;
}

/** The longest delay that `setTimeout` supports. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** The messages to all recipients, and the callers waiting for one. */
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
    requireRecipient("count the messages", to);
    return this.messages.filter((message) => message.to === to).length;
  }

  deliver(message: Message): void {
    this.#messages.push(message);
    if (message.delivery === "undeliverable") return;
    for (const waiter of this.#waiters) {
      if (waiter.to === message.to) return waiter.resolve(message);
    }
  }

  /** The newest message that arrived, or the next one if an earlier call already returned that. */
  wait(options: WaitOptions): Promise<Message> {
    return new Promise((resolve, reject) => {
      const chosen = own(options);
      const { to, signal, timeout } = chosen;
      requireNames("wait for a message", chosen, { names: ["to", "signal", "timeout"] });
      requireRecipient("wait for a message", to);
      if (timeout !== undefined && !isBetween(timeout, 1, LONGEST_DELAY)) {
        throw outOfRange("wait for a message", "timeout", `from 1 to ${LONGEST_DELAY} ms`);
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

/** Throws a `RangeError` for anything that no message can be sent to. */
export function requireRecipient(action: string, to: string): void {
  if (isRecipient(to)) return;
  throw outOfRange(action, "to", "an E.164 phone number such as +15555550100, or an email address");
}
