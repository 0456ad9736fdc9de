import { Clock } from "./clock.ts";
import { answerCall, type Dialect, readCall, toResponse } from "./http.ts";
import { Inbox, type Message, type WaitOptions } from "./inbox.ts";
import { type RecordedRequest, recordRequest } from "./journal.ts";
import {
  readOptions,
  type SandboxCredentials,
  type SandboxOptions,
  type Settings,
} from "./options.ts";
import { seededWords, systemWords } from "./random.ts";
import { Recent } from "./recent.ts";
import { v1 } from "./v1.ts";
import { Windows } from "./windows.ts";

/**
 * The Ding API v1 in process: a `fetch` that answers like the real thing, with the phones, the clock
 * and the journal at hand. It opens no port, sends nothing anywhere, and starts no timer of its own.
 *
 * A window per phone number is opened by a send and closed by a right code or by its end. In it, a
 * further send is a further message of the same authentication, as in the real API's stateless
 * mode, and retries, gaps and checks are limited by {@linkcode SandboxOptions}.
 *
 * Instances share nothing, so tests may run side by side.
 *
 * @example A send, the code from the inbox, a check
 * ```ts
 * import { Sandbox } from "@ding-otp/client/sandbox";
 *
 * const sandbox = new Sandbox();
 * const { apiKey, customerUuid } = sandbox.credentials;
 *
 * async function post(path: string, fields: Record<string, string>) {
 *   const response = await sandbox.fetch(`https://api.ding.live/v1${path}`, {
 *     method: "POST",
 *     headers: { "x-api-key": apiKey, "content-type": "application/json" },
 *     body: JSON.stringify({ customer_uuid: customerUuid, ...fields }),
 *   });
 *   return await response.json();
 * }
 *
 * const { authentication_uuid } = await post("/authentication", { phone_number: "+15555550100" });
 * const { code } = sandbox.messages.at(-1)!;
 * const { status } = await post("/check", { authentication_uuid, check_code: code });
 * if (status !== "valid") throw new Error(`the code is ${status}`);
 * ```
 */
export class Sandbox {
  /** The API key and the customer that the sandbox accepts, ready to spread into client options. */
  readonly credentials: SandboxCredentials;

  /**
   * Answers a request as the API does, by its path alone: the host is not looked at. Bound, so it
   * can be passed on as it is.
   *
   * Rejects with the signal's reason when the request is aborted, and with a `TypeError` for a URL
   * or options that `fetch` does not take.
   *
   * @example On a port, with Deno
   * ```ts no-run
   * import { Sandbox } from "@ding-otp/client/sandbox";
   *
   * const sandbox = new Sandbox({ clock: "system" });
   * Deno.serve((request) => sandbox.fetch(request));
   * ```
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #inbox: Inbox;
  readonly #journal: Recent<RecordedRequest>;
  #dialects: readonly Dialect[];

  /**
   * A sandbox of its own: instances share nothing.
   *
   * @param options What differs from the defaults. An option that is out of range or of the wrong
   * type is a `RangeError` or a `TypeError` that names it.
   */
  constructor(options: SandboxOptions = {}) {
    const settings = readOptions(options);
    this.#settings = settings;
    this.credentials = settings.credentials;
    this.#clock = new Clock({ source: settings.clock, start: settings.start });
    this.#inbox = new Inbox(settings.memory.messages);
    this.#journal = new Recent(settings.memory.requests);
    this.#dialects = this.#speak();
    this.fetch = (input, init) => this.#fetch(input, init);
  }

  /** All messages that went out, oldest first: a copy, of the newest 1,000 unless set otherwise. */
  get messages(): readonly Message[] {
    return this.#inbox.messages;
  }

  /** All requests that came in, oldest first: a copy, of the newest 1,000 unless set otherwise. */
  get requests(): readonly RecordedRequest[] {
    return this.#journal.toArray();
  }

  /** The time by the sandbox's clock. */
  now(): Date {
    return new Date(this.#clock.now());
  }

  /**
   * Moves the clock on.
   *
   * @param ms Milliseconds, 0 or more; anything else is a `RangeError`.
   *
   * @example The window closes, and nobody slept
   * ```ts
   * import { Sandbox } from "@ding-otp/client/sandbox";
   *
   * const sandbox = new Sandbox({ window: 5 * 60_000 });
   * sandbox.advance(5 * 60_000);
   * ```
   */
  advance(ms: number): void {
    this.#clock.advance(ms);
  }

  /**
   * Counts the messages in the inbox that went to a number: the one-line proof that nobody was sent
   * two.
   *
   * @param to An E.164 phone number; anything else is a `RangeError`.
   */
  sends(to: string): number {
    return this.#inbox.sends(to);
  }

  /**
   * The newest message to a number: at once when it is there and no earlier call has returned it,
   * otherwise the next one to arrive.
   *
   * Rejects with the signal's reason, with a `TimeoutError` (`DOMException`) when no message came
   * in time, and with a `RangeError` when an option is out of range.
   */
  waitForMessage(options: WaitOptions): Promise<Message> {
    return this.#inbox.wait(options);
  }

  /**
   * Makes everything as it was at the beginning: no authentications, an empty inbox and journal,
   * the clock at its start. Who waits for a message goes on waiting.
   */
  reset(): void {
    this.#clock.reset();
    this.#inbox.clear();
    this.#journal.clear();
    this.#dialects = this.#speak();
  }

  #speak(): readonly Dialect[] {
    const settings = this.#settings;
    const words = settings.seed === undefined ? systemWords() : seededWords(settings.seed);
    const windows = new Windows({
      settings,
      clock: this.#clock,
      words,
      deliver: (message) => this.#inbox.deliver(message),
    });
    return [v1({ windows, credentials: settings.credentials, words })];
  }

  async #fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const call = await readCall(input, init);
    const answer = answerCall(this.#dialects, call);
    this.#journal.push(recordRequest(call, answer, this.now()));
    return toResponse(answer, call.method);
  }
}
