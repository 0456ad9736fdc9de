import {
  answer,
  type ApiVersion,
  encodeRefusal,
  findRoute,
  recipientsOf,
  type Route,
  type Service,
} from "./api_version.ts";
import type { ArmedFault, Fault, FaultOptions } from "./fault.ts";
import { aborted, applyFault, isAccepted } from "./faults/answers.ts";
import { FaultPlan } from "./faults/plan.ts";
import { scriptFor } from "./faults/scenarios.ts";
import { type Call, readCall, type SandboxFetch } from "./http/call.ts";
import { Refusal } from "./http/refusal.ts";
import { type Reply, toResponse } from "./http/reply.ts";
import { own } from "./own.ts";
import type { SandboxCredentials, SandboxOptions } from "./options.ts";
import { readOptions, type Settings } from "./settings.ts";
import { Clock } from "./state/clock.ts";
import type { WebhookDelivery } from "./state/delivery.ts";
import { Feed } from "./state/feed.ts";
import type { Message } from "./message.ts";
import { Inbox, type WaitOptions } from "./state/inbox.ts";
import {
  type Exchange,
  keepExchange,
  type RecordedRequest,
  recordExchange,
} from "./state/journal.ts";
import { seededWords, systemWords } from "./state/random.ts";
import { Recent } from "./state/recent.ts";
import { SigningKey } from "./state/signing.ts";
import { type TestNumber, TestNumbers } from "./state/test_numbers.ts";
import { Webhooks } from "./state/webhooks.ts";
import type { WindowState } from "./state/window.ts";
import { Windows } from "./state/windows.ts";
import { v1 } from "./v1/routes.ts";
import { v2 } from "./v2/routes.ts";
import { uuidOf } from "./v2/type_id.ts";
import { requireNames } from "./validate.ts";

/** Something that happened in a {@linkcode Sandbox}; `type` says what. */
export type SandboxEvent =
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "window"; readonly window: WindowState }
  | { readonly type: "request"; readonly request: RecordedRequest }
  | { readonly type: "webhook"; readonly webhook: WebhookDelivery }
  | { readonly type: "clock"; readonly now: Date }
  | { readonly type: "faults"; readonly faults: readonly ArmedFault[] }
  | { readonly type: "reset"; readonly now: Date };

/** What a reset replaces. */
interface World {
  readonly service: Service;
  readonly faults: FaultPlan;
  readonly webhooks: Webhooks;
}

const VERSIONS: readonly [ApiVersion, ...ApiVersion[]] = [v1, v2];

/**
 * The Ding API v1 and its successor, Prelude Verify v2, in process: a `fetch` that responds like the
 * API, with access to the messages, the clock and the journal. It opens no port, sends nothing over
 * the network except webhooks, and starts no timer of its own. Both versions of the API share the
 * same numbers and windows.
 *
 * A send opens a window for its phone number; a right code or the end of its time closes it. While
 * the window is open, another send is another message of the same authentication, as in v2 and in
 * v1's stateless mode. {@linkcode SandboxOptions} limit the retries, the time between them, and the
 * checks.
 *
 * Instances share nothing, so tests can run in parallel.
 *
 * @example Send a code, read it from the inbox, check it
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
  /** The credentials that the sandbox accepts, ready to spread into the options of either client. */
  readonly credentials: SandboxCredentials;

  /**
   * Responds to a request like the API. Only the path matters; the host is ignored. The function is
   * bound, so it can be passed on directly.
   *
   * Rejects with the signal's reason if the request is aborted, and with a `TypeError` for a URL or
   * options that `fetch` does not accept.
   *
   * @example Serve it on a port with Deno
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
  readonly #feed = new Feed<SandboxEvent>();
  readonly #signingKey = new SigningKey();
  /** The messages of the request in progress, which are handed on once its state is complete. */
  #outgoing: Message[] = [];
  #world: World;

  /**
   * Creates a sandbox that shares nothing with others.
   *
   * @param options Settings that differ from the defaults.
   * @throws {RangeError} If an option is out of range.
   * @throws {TypeError} If an option has the wrong type or does not exist.
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

  /** A copy of the messages that went out, oldest first; by default, of the newest 1,000. */
  get messages(): readonly Message[] {
    return this.#inbox.messages;
  }

  /** A copy of the requests that came in, oldest first; by default, of the newest 1,000. */
  get requests(): readonly RecordedRequest[] {
    return this.#journal.toArray().map(recordExchange);
  }

  /** A copy of the webhook deliveries, oldest first; by default, of the newest 1,000. */
  get webhooks(): readonly WebhookDelivery[] {
    return this.#world.webhooks.deliveries;
  }

  /**
   * The test numbers, which get no message and have one right code: added with `PUT
   * /v2/verification/management/phone-numbers/sandbox`, as at the vendor's API.
   */
  get testNumbers(): readonly TestNumber[] {
    return this.#world.service.testNumbers.all;
  }

  /** The armed faults, in the order in which they were armed. */
  get faults(): readonly ArmedFault[] {
    return this.#world.faults.armed;
  }

  /**
   * Returns the state of an authentication's window, or `undefined` if the authentication is unknown
   * or forgotten.
   *
   * @param authenticationUuid The id of the authentication: a UUID, or the `vrf_` id of v2.
   */
  window(authenticationUuid: string): WindowState | undefined {
    const { windows } = this.#world.service;
    const window = windows.get(uuidOf("vrf", authenticationUuid) ?? authenticationUuid);
    return window && windows.describe(window);
  }

  /** Returns the time by the sandbox's clock. */
  now(): Date {
    return new Date(this.#clock.now());
  }

  /**
   * Advances the clock, and starts posting the webhooks that are due. With a system clock, nothing
   * else posts them between requests, so a server should call `advance(0)` regularly.
   *
   * @param ms Milliseconds, 0 or more.
   * @throws {RangeError} If `ms` is anything else, or the clock would go beyond the year 9899.
   *
   * @example Close the window without waiting
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
   * Counts the messages in the inbox to one recipient, for example to assert that only one was sent.
   *
   * @param to An E.164 phone number or an email address.
   * @throws {RangeError} If `to` is anything else.
   */
  sends(to: string): number {
    return this.#inbox.sends(to);
  }

  /**
   * Waits for a message to a recipient. Resolves with the newest message that arrived, unless an
   * earlier call already returned it; then with the next one.
   *
   * Rejects with the signal's reason, with a `TimeoutError` (`DOMException`) if no message arrives in
   * time, with a `RangeError` if an option is out of range, and with a `TypeError` if it does not exist.
   */
  waitForMessage(options: WaitOptions): Promise<Message> {
    return this.#inbox.wait(options);
  }

  /**
   * Iterates over everything that happens from now on, for pages and tools that observe the sandbox.
   * A reader that falls more than 1,000 events behind loses the oldest.
   *
   * @param options A signal that ends the iteration.
   *
   * @example Print the codes as they arrive
   * ```ts
   * import { Sandbox } from "@ding-otp/client/sandbox";
   *
   * const sandbox = new Sandbox();
   *
   * async function print(signal: AbortSignal) {
   *   for await (const event of sandbox.subscribe({ signal })) {
   *     if (event.type === "message") console.log(event.message.text);
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
  ): AsyncIterableIterator<SandboxEvent, undefined> {
    const chosen = own(options);
    requireNames("subscribe", chosen, { names: ["signal"] });
    return this.#feed.subscribe(chosen.signal);
  }

  /**
   * Arms a fault for future calls. The first fault that is due is applied to a call, and the faults
   * after it do not count that call, so faults that are armed in sequence are applied in sequence.
   *
   * @param fault What goes wrong.
   * @param options Which calls it applies to; by default, the next one.
   * @throws {RangeError} If a value in `fault` or `options` is out of range, or 1,000 faults are armed.
   * @throws {TypeError} If `fault` or `options` has a property that does not exist.
   *
   * @example Lose the response to a send, and check that only one message went out
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
   * Disarms a fault.
   *
   * @param armed The fault returned by {@linkcode Sandbox.arm}; without it, all faults are disarmed.
   */
  disarm(armed?: ArmedFault): void {
    this.#world.faults.disarm(armed);
  }

  /**
   * Posts a webhook again, whatever its state, and resolves once there is a response.
   *
   * Rejects with a `RangeError` if no event has this id or if the event's address is forbidden.
   *
   * @param id The event's id.
   */
  async redeliver(id: string): Promise<void> {
    const { webhooks } = this.#world;
    if (webhooks.redeliver(id)) return await webhooks.settled();
    throw new RangeError("Cannot redeliver the webhook: no event with this id can be posted");
  }

  /**
   * Returns the public key for verifying the webhooks of Prelude Verify v2: SPKI, as PEM. Each
   * sandbox has its own key pair, generated on first use.
   *
   * @example Receive a webhook like a program would
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

  /** Resolves when all webhooks that are due have been posted and responded to. */
  async settled(): Promise<void> {
    await this.#world.webhooks.settled();
  }

  /**
   * Restores the initial state: no authentications, an empty inbox and journal, no faults, no
   * webhooks, and the clock at its start. Pending waits for messages and subscriptions continue.
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
    const testNumbers = new TestNumbers();
    const windows = new Windows({
      settings,
      clock,
      words,
      scriptFor,
      testCodeOf: (to) => testNumbers.codeOf(to),
      deliver: (message) => this.#deliver(message),
      report: (authentication, entry) => webhooks.add(authentication, entry),
      changed: (window) =>
        this.#feed.publish(() => ({ type: "window", window: windows.describe(window) })),
    });
    return {
      service: {
        windows,
        credentials: settings.credentials,
        words,
        channels: settings.channels,
        testNumbers,
        lineOf: (number) => scriptFor(number).lookup ?? "mobile",
        now: () => clock.now(),
      },
      faults: new FaultPlan(
        words,
        () => this.#feed.publish(() => ({ type: "faults", faults: this.faults })),
      ),
      webhooks,
    };
  }

  #deliver(message: Message): void {
    this.#inbox.deliver(message);
    if (this.#settings.onMessage !== undefined) this.#outgoing.push(message);
    this.#feed.publish(() => ({ type: "message", message }));
  }

  async #fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const call = await readCall(input, init);
    call.signal?.throwIfAborted();
    const { reply, fault } = this.#reply(call);
    const exchange = keepExchange(call, { at: this.#clock.now(), reply, fault });
    this.#journal.push(exchange);
    this.#feed.publish(() => ({ type: "request", request: recordExchange(exchange) }));
    this.#world.webhooks.flush();
    const messages = this.#outgoing;
    if (messages.length > 0) {
      this.#outgoing = [];
      for (const message of messages) await this.#settings.onMessage?.(message);
    }
    if (reply !== undefined) return toResponse(reply, call);
    if (fault?.type === "silent") return await aborted(call.signal);
    throw new TypeError("Cannot read the response: the connection was closed");
  }

  #reply(call: Call): { readonly reply: Reply | undefined; readonly fault: Fault | undefined } {
    const { service } = this.#world;
    const destination = findRoute(VERSIONS, call);
    const { version, route } = destination;
    const fault = route instanceof Refusal ? undefined : this.#faultOf(route, call);
    if (fault === undefined) return { reply: answer(destination, call, service), fault };
    if (fault.type === "latency") this.advance(fault.ms);
    const reply = applyFault(fault, {
      reply: isAccepted(fault) ? answer(destination, call, service) : undefined,
      now: this.#clock.now(),
      encodeRefusal: (refusal) => encodeRefusal(version, refusal, service),
      internalError: version.internalError,
    });
    return { reply, fault };
  }

  /** The armed fault that is due, or the one that every send to the number has. */
  #faultOf(route: Route, call: Call): Fault | undefined {
    const { service, faults } = this.#world;
    const { operation } = route;
    if (operation === undefined) return undefined;
    const recipients = recipientsOf(route, call, service);
    const scripted = operation === "send" ? scriptFor(recipients[0]).fault : undefined;
    return faults.next(operation, recipients) ?? scripted;
  }
}
