import { Clock } from "./state/clock.ts";
import { aborted, befall } from "./faults/answers.ts";
import {
  type ArmedFault,
  type Fault,
  type FaultOptions,
  FaultPlan,
  isAccepted,
} from "./faults/plan.ts";
import { Feed } from "./state/feed.ts";
import {
  type Answer,
  answerCall,
  type Call,
  type Dialect,
  findTarget,
  readCall,
  Refusal,
  type SandboxFetch,
  toResponse,
} from "./http/call.ts";
import { Inbox, type Message, type WaitOptions } from "./state/inbox.ts";
import {
  type Exchange,
  keepExchange,
  type RecordedRequest,
  recordExchange,
} from "./state/journal.ts";
import {
  readOptions,
  type SandboxCredentials,
  type SandboxOptions,
  type Settings,
} from "./options.ts";
import { seededWords, systemWords } from "./state/random.ts";
import { Recent } from "./state/recent.ts";
import { scriptFor } from "./faults/scenarios.ts";
import { SigningKey } from "./state/signing.ts";
import { v1 } from "./v1/routes.ts";
import { v2 } from "./v2/routes.ts";
import { type WebhookDelivery, Webhooks } from "./state/webhooks.ts";
import type { WindowState } from "./state/window_state.ts";
import { Windows } from "./state/windows.ts";

/** Something that happened in a {@linkcode Sandbox}, told apart by `type`. */
export type Change =
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "window"; readonly window: WindowState }
  | { readonly type: "request"; readonly request: RecordedRequest }
  | { readonly type: "webhook"; readonly webhook: WebhookDelivery }
  | { readonly type: "clock"; readonly now: Date }
  | { readonly type: "faults"; readonly faults: readonly ArmedFault[] }
  | { readonly type: "reset"; readonly now: Date };

/** What a reset replaces. */
interface World {
  readonly windows: Windows;
  readonly dialects: readonly Dialect[];
  readonly faults: FaultPlan;
  readonly webhooks: Webhooks;
}

/**
 * The Ding API v1 and its successor, Prelude Verify v2, in process: a `fetch` that answers like the
 * real thing, with the phones, the clock and the journal at hand. It opens no port, sends nothing
 * anywhere, and starts no timer of its own. Both versions speak about the same phones and windows.
 *
 * A window per phone number is opened by a send and closed by a right code or by its end. In it, a
 * further send is a further message of the same authentication, as in v2 and in v1's stateless
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
  /** What the sandbox accepts from its callers, ready to spread into the options of either client. */
  readonly credentials: SandboxCredentials;

  /**
   * Answers a request as the API does, by its path alone: the host is not looked at. Bound, so it
   * can be passed on as it is.
   *
   * Rejects with the signal's reason when the request is aborted, and with a `TypeError` for a URL
   * or options that `fetch` does not take.
   *
   * @example On a port, with Deno
   * ```ts
   * import { Sandbox } from "@ding-otp/client/sandbox";
   *
   * const sandbox = new Sandbox({ clock: "system" });
   * const server = Deno.serve({ hostname: "127.0.0.1", port: 0 }, sandbox.fetch);
   * await server.shutdown();
   * ```
   */
  readonly fetch: SandboxFetch;

  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #inbox: Inbox;
  readonly #journal: Recent<Exchange>;
  readonly #feed = new Feed<Change>();
  readonly #signingKey = new SigningKey();
  #world: World;

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
    this.#world = this.#create();
    this.fetch = (input: string | URL | Request, init?: unknown) =>
      this.#fetch(input, init as RequestInit);
  }

  /** All messages that went out, oldest first: a copy, of the newest 1,000 unless set otherwise. */
  get messages(): readonly Message[] {
    return this.#inbox.messages;
  }

  /** All requests that came in, oldest first: a copy, of the newest 1,000 unless set otherwise. */
  get requests(): readonly RecordedRequest[] {
    return this.#journal.toArray().map(recordExchange);
  }

  /** All events for callback addresses, oldest first: a copy, of the newest 1,000 by default. */
  get webhooks(): readonly WebhookDelivery[] {
    return this.#world.webhooks.deliveries;
  }

  /** The faults that lie in wait, in the order in which they were armed. */
  get faults(): readonly ArmedFault[] {
    return this.#world.faults.armed;
  }

  /**
   * How far the window of an authentication has come; `undefined` for an unknown one, or one that is
   * forgotten.
   *
   * @param authenticationUuid The id of the authentication.
   */
  window(authenticationUuid: string): WindowState | undefined {
    const { windows } = this.#world;
    const window = windows.get(authenticationUuid);
    return window && windows.describe(window);
  }

  /** The time by the sandbox's clock. */
  now(): Date {
    return new Date(this.#clock.now());
  }

  /**
   * Moves the clock on, and begins to post the webhooks whose time has come; on a system clock
   * nothing else does in between requests, so that a server calls `advance(0)` now and then.
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
    this.#feed.publish(() => ({ type: "clock", now: this.now() }));
    this.#world.webhooks.flush();
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
   * The newest message that arrived at a number: at once when it is there and no earlier call has
   * returned it, otherwise the next one to arrive.
   *
   * Rejects with the signal's reason, with a `TimeoutError` (`DOMException`) when no message came
   * in time, and with a `RangeError` when an option is out of range.
   */
  waitForMessage(options: WaitOptions): Promise<Message> {
    return this.#inbox.wait(options);
  }

  /**
   * Everything that happens from now on, in order: for pages and tools that look on. A reader that
   * does not keep up loses the oldest beyond 1,000.
   *
   * @param options A signal ends the loop, as leaving it does.
   *
   * @example Print the codes as they arrive
   * ```ts
   * import { Sandbox } from "@ding-otp/client/sandbox";
   *
   * const sandbox = new Sandbox();
   *
   * async function print(signal: AbortSignal) {
   *   for await (const change of sandbox.subscribe({ signal })) {
   *     if (change.type === "message") console.log(change.message.text);
   *   }
   * }
   *
   * const stop = new AbortController();
   * const printed = print(stop.signal);
   * stop.abort();
   * await printed;
   * ```
   */
  subscribe(
    options: { readonly signal?: AbortSignal } = {},
  ): AsyncIterableIterator<Change, undefined> {
    return this.#feed.subscribe(options.signal);
  }

  /**
   * Lays a fault in wait for calls to come. A call is befallen by the first fault that is due, and
   * the faults after it do not count that call; faults armed one after another strike one after
   * another.
   *
   * @param fault What goes wrong.
   * @param options Which calls it befalls: the next one by default. A value out of range here or in
   * the fault is a `RangeError` that names it.
   *
   * @example The answer to a send is lost, and nobody was sent two
   * ```ts
   * import { Ding } from "@ding-otp/client";
   * import { Sandbox } from "@ding-otp/client/sandbox";
   *
   * const sandbox = new Sandbox();
   * const ding = new Ding({ ...sandbox.credentials, fetch: sandbox.fetch });
   *
   * sandbox.arm({ type: "lost" }, { operation: "send" });
   * await ding.send({ phoneNumber: "+15555550100" }).catch((error) => error);
   * if (sandbox.sends("+15555550100") !== 1) throw new Error("sent twice");
   * ```
   */
  arm(fault: Fault, options: FaultOptions = {}): ArmedFault {
    return this.#world.faults.arm(fault, options);
  }

  /**
   * Takes a fault away.
   *
   * @param armed What {@linkcode Sandbox.arm} returned; without it, all of them are taken away.
   */
  disarm(armed?: ArmedFault): void {
    this.#world.faults.disarm(armed);
  }

  /**
   * Posts a webhook once more, whatever became of it before, and resolves when it has been answered.
   *
   * Rejects with a `RangeError` for an id that no event has, or one whose address is forbidden.
   *
   * @param id The event's id.
   */
  async redeliver(id: string): Promise<void> {
    const { webhooks } = this.#world;
    if (webhooks.redeliver(id)) return await webhooks.settled();
    throw new RangeError("Cannot redeliver the webhook: no event with this id may be posted");
  }

  /**
   * The public key of the pair that signs the webhooks of Prelude Verify v2: SPKI, as PEM. The pair is
   * made when it is first needed, and is another one for each sandbox.
   *
   * @example Receive a webhook as the program would
   * ```ts
   * import { Sandbox } from "@ding-otp/client/sandbox";
   * import { verifyWebhook } from "@ding-otp/client/webhooks";
   *
   * const sandbox = new Sandbox({ webhooks: { fetch: receive } });
   *
   * async function receive(url: string, init: RequestInit): Promise<Response> {
   *   const publicKey = await sandbox.webhookPublicKey();
   *   const event = await verifyWebhook(new Request(url, init), { publicKey });
   *   console.log(event.type);
   *   return new Response();
   * }
   * ```
   */
  async webhookPublicKey(): Promise<string> {
    return await this.#signingKey.publicKey();
  }

  /** Resolves when all webhooks whose time has come have been posted and answered. */
  async settled(): Promise<void> {
    await this.#world.webhooks.settled();
  }

  /**
   * Makes everything as it was at the beginning: no authentications, an empty inbox and journal, no
   * faults, no webhooks, the clock at its start. Who waits for a message or looks on goes on doing
   * so.
   */
  reset(): void {
    this.#world.webhooks.stop();
    this.#clock.reset();
    this.#inbox.clear();
    this.#journal.clear();
    this.#world = this.#create();
    this.#feed.publish(() => ({ type: "reset", now: this.now() }));
  }

  #create(): World {
    const settings = this.#settings;
    const clock = this.#clock;
    const words = settings.seed === undefined ? systemWords() : seededWords(settings.seed);
    const webhooks = new Webhooks({
      settings: settings.webhooks,
      clock,
      words,
      limit: settings.memory.webhooks,
      sign: (body) => this.#signingKey.sign(body),
      changed: (webhook) => this.#feed.publish(() => ({ type: "webhook", webhook })),
    });
    const windows = new Windows({
      settings,
      clock,
      words,
      deliver: (message) => this.#deliver(message),
      tell: (authentication, event) => webhooks.add(authentication, event),
      changed: (window) =>
        this.#feed.publish(() => ({ type: "window", window: windows.describe(window) })),
    });
    const context = { windows, credentials: settings.credentials, words };
    return {
      windows,
      dialects: [v1(context), v2(context)],
      faults: new FaultPlan(
        words,
        () => this.#feed.publish(() => ({ type: "faults", faults: this.faults })),
      ),
      webhooks,
    };
  }

  #deliver(message: Message): void {
    this.#inbox.deliver(message);
    this.#feed.publish(() => ({ type: "message", message }));
  }

  async #fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const call = await readCall(input, init);
    call.signal?.throwIfAborted();
    const { answer, fault } = this.#answer(call);
    const exchange = keepExchange(call, { at: this.#clock.now(), answer, fault });
    this.#journal.push(exchange);
    this.#feed.publish(() => ({ type: "request", request: recordExchange(exchange) }));
    this.#world.webhooks.flush();
    if (answer !== undefined) return toResponse(answer, call);
    if (fault?.type === "silent") return await aborted(call.signal);
    throw new TypeError("Cannot read the answer: the connection was closed");
  }

  #answer(call: Call): { readonly answer: Answer | undefined; readonly fault: Fault | undefined } {
    const { dialects, faults } = this.#world;
    const target = findTarget(dialects, call);
    const { dialect, route } = target;
    const fault = route instanceof Refusal
      ? undefined
      : faults.next(route.operation) ?? scriptFor(route.recipient?.(call)).fault;
    if (fault === undefined) return { answer: answerCall(target, call), fault };
    if (fault.type === "latency") this.advance(fault.ms);
    const own = isAccepted(fault) ? answerCall(target, call) : undefined;
    return { answer: befall(fault, { dialect, answer: own, now: this.#clock.now() }), fault };
  }
}
