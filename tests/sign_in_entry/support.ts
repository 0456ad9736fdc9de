/** What the tests of the sign-in entry share: clients to guard, stores to count in, people to sign in. */
import { Ding, Prelude } from "@ding-otp/client";
import { Sandbox, type SandboxOptions } from "@ding-otp/client/sandbox";
import { type CounterStore, MemoryStore, type OtpClient } from "@ding-otp/client/sign-in";

export { test } from "../support/harness.ts";
export { countOk, DAY, FakeClient, HOUR, IP, MINUTE, NUMBER, SECRET, UUID } from "./fake_client.ts";

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

/** What a call was rejected with. */
export async function rejection(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  return await call.then(() => {
    throw new Error("expected a rejection");
  }, (reason) => reason);
}
