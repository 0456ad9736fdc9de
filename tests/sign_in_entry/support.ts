/** What the tests of the sign-in entry share: clients to guard, stores to count in, people to sign in. */
import { Ding } from "@ding-otp/client";
import { Prelude } from "@ding-otp/client/prelude";
import { Sandbox, type SandboxOptions } from "@ding-otp/client/sandbox";
import {
  type CallOptions,
  type CheckInput,
  type CounterStore,
  MemoryStore,
  type OtpClient,
  type RetryInput,
  type SendInput,
} from "@ding-otp/client/sign-in";

export { test } from "../harness.ts";

export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;
export const NUMBER = "+33612345678";
export const IP = "203.0.113.7";
export const UUID = "5d3c6f1e-8a4b-4c2d-9e0f-1a2b3c4d5e6f";
export const SECRET = "0123456789abcdef0123456789abcdef";

const allowBrowser = "document" in globalThis;

/** The clients of both APIs, on a sandbox. */
export const CLIENTS: Readonly<Record<string, (sandbox: Sandbox) => OtpClient>> = {
  Ding: (sandbox) => new Ding({ ...sandbox.credentials, fetch: sandbox.fetch, allowBrowser }),
  Prelude: (sandbox) => new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch, allowBrowser }),
};

/** A sandbox that does not limit what a guard is to limit. */
export function patientSandbox(options: SandboxOptions = {}): Sandbox {
  return new Sandbox({ retries: 100, retryGaps: [0], checks: 100, ...options });
}

type Answer = { readonly ok: boolean; readonly reason?: string };

/** A client that notes what it is asked, and answers as it is told; a function is called for each answer. */
export class FakeClient implements OtpClient {
  readonly calls: { name: string; input: SendInput & CheckInput; options: CallOptions }[] = [];
  answer: Answer | (() => Answer | Promise<Answer>) = { ok: true };

  send(input: SendInput, options?: CallOptions): Promise<never> {
    return this.#answer("send", input, options);
  }

  check(input: CheckInput, options?: CallOptions): Promise<never> {
    return this.#answer("check", input, options);
  }

  retry(input: RetryInput, options?: CallOptions): Promise<never> {
    return this.#answer("retry", input, options);
  }

  async #answer(name: string, input: object, options: CallOptions = {}): Promise<never> {
    this.calls.push({ name, input: input as SendInput & CheckInput, options });
    const { answer } = this;
    const result = typeof answer === "function" ? await answer() : answer;
    return { authenticationUuid: UUID, status: "fake", ...result } as never;
  }
}

/** A clock that a test moves, and a memory that lives by it. */
export function clock(): { now: () => number; advance(ms: number): void; store: MemoryStore } {
  let time = Date.UTC(2026, 0, 1);
  const now = () => time;
  return { now, advance: (ms) => void (time += ms), store: new MemoryStore({ now }) };
}

/** A store that is asynchronous, notes its keys, and waits for leave to answer, if it is to. */
export class SlowStore implements CounterStore {
  readonly memory: MemoryStore = new MemoryStore();
  readonly keys: string[] = [];
  #gate: Promise<void> | undefined;

  /** Answers nothing until the returned function is called. */
  hold(): () => void {
    let open = () => {};
    this.#gate = new Promise((resolve) => open = resolve);
    return open;
  }

  async add(key: string, by: number, period: number): Promise<number> {
    this.keys.push(key);
    await this.#gate;
    return this.memory.add(key, by, period);
  }
}

/** Runs so many calls at once, and counts those that were `ok`. */
export async function countOk(
  times: number,
  call: (index: number) => Promise<{ readonly ok: boolean }>,
): Promise<number> {
  const results = await Promise.all(Array.from({ length: times }, (_, index) => call(index)));
  return results.filter(({ ok }) => ok).length;
}

/** What a call was rejected with. */
export async function rejection(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  return await call.then(() => {
    throw new Error("expected a rejection");
  }, (reason) => reason);
}
