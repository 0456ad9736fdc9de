/**
 * The sandbox against a model: the rules of the state machine once more, written down as plainly as
 * they can be, and random sequences of operations, in both versions of the API, and clock steps that
 * must come out the same.
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Sandbox } from "@ding-otp/client/sandbox";
import { checkV2, createV2, post, wrong } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

interface Limits {
  readonly window: number;
  readonly retries: number;
  readonly retryGaps: readonly number[];
  readonly checks: number;
}

/** A window as its history: when messages went out, how many checks, whether the code was right. */
interface History {
  readonly number: string;
  readonly messages: number[];
  checks: number;
  done: boolean;
}

class Model {
  readonly limits: Limits;
  readonly windows: History[] = [];
  now = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  send(number: string): { window: number; status: string; isNew: boolean } {
    const open = this.windows.findLastIndex((window) =>
      window.number === number && this.#state(window) === "open"
    );
    if (open < 0) {
      this.windows.push({ number, messages: [this.now], checks: 0, done: false });
      return { window: this.windows.length - 1, status: "pending", isNew: true };
    }
    const { status } = this.retry(open);
    const isSent = status === "approved";
    return { window: open, status: isSent ? "pending" : "rate_limited", isNew: false };
  }

  check(index: number, right: boolean): string {
    const window = this.windows[index]!;
    const state = this.#state(window);
    if (state !== "open") return state;
    if (window.checks >= this.limits.checks) return "rate_limited";
    window.checks += 1;
    window.done = right;
    return right ? "valid" : "invalid";
  }

  retry(index: number): { status: string; remaining: number; next: number | undefined } {
    const window = this.windows[index]!;
    const state = this.#state(window);
    if (state !== "open") return { status: state, remaining: 0, next: undefined };
    let status = "approved";
    if (window.messages.length === this.limits.retries + 1) status = "denied";
    else if (this.now < this.#next(window)) status = "rate_limited";
    else window.messages.push(this.now);
    const remaining = this.limits.retries + 1 - window.messages.length;
    const next = this.#next(window);
    const inTime = remaining > 0 && next < window.messages[0]! + this.limits.window;
    return { status, remaining, next: inTime ? next : undefined };
  }

  #state({ done, messages }: History): string {
    if (done) return "already_validated";
    return this.now - messages[0]! < this.limits.window ? "open" : "expired_auth";
  }

  #next({ messages }: History): number {
    const { retryGaps } = this.limits;
    return messages.at(-1)! + (retryGaps[messages.length - 1] ?? retryGaps.at(-1)!);
  }
}

type Operation =
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "send"; readonly number: string }
  | { readonly do: "create"; readonly number: string }
  | { readonly do: "verify"; readonly number: string; readonly right: boolean }
  | { readonly do: "check"; readonly window: number; readonly right: boolean }
  | { readonly do: "retry"; readonly window: number };

const limits: fc.Arbitrary<Limits> = fc.record({
  window: fc.integer({ min: 1, max: 100 }),
  retries: fc.integer({ min: 0, max: 4 }),
  retryGaps: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 5 }),
  checks: fc.integer({ min: 1, max: 5 }),
});

const number = fc.constantFrom("+15555550100", "+15555550101");

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ do: fc.constant("advance" as const), ms: fc.integer({ min: 0, max: 60 }) }),
  fc.record({ do: fc.constant("send" as const), number }),
  fc.record({ do: fc.constant("create" as const), number }),
  fc.record({ do: fc.constant("verify" as const), number, right: fc.boolean() }),
  fc.record({ do: fc.constant("check" as const), window: fc.nat(20), right: fc.boolean() }),
  fc.record({ do: fc.constant("retry" as const), window: fc.nat(20) }),
);

/** What v2 makes of the model's words. */
const CHECKED: Readonly<Record<string, string>> = { valid: "success", invalid: "failure" };

/** Runs one operation on both, and compares every word of the answers. */
async function step(
  { model, sandbox, ids }: { model: Model; sandbox: Sandbox; ids: string[] },
  operation: Operation,
): Promise<void> {
  if (operation.do === "advance") {
    model.now += operation.ms;
    return sandbox.advance(operation.ms);
  }
  if (operation.do === "send") {
    const expected = model.send(operation.number);
    const { body } = await post(sandbox, "/authentication", { phone_number: operation.number });
    ids[expected.window] ??= body.authentication_uuid;
    const createdAt = model.windows[expected.window]!.messages[0]!;
    assertEquals(body, {
      authentication_uuid: ids[expected.window],
      status: expected.status,
      created_at: new Date(createdAt).toISOString(),
      expires_at: new Date(createdAt + model.limits.window).toISOString(),
    });
    return;
  }
  if (operation.do === "create") {
    const { window, status, isNew } = model.send(operation.number);
    const { body } = await createV2(sandbox, operation.number);
    ids[window] ??= sandbox.messages.at(-1)!.authenticationUuid;
    const sent = isNew ? "success" : "retry";
    assertEquals(body.status, status === "pending" ? sent : "blocked");
    return;
  }
  if (operation.do === "verify") {
    const window = model.windows.findLastIndex(({ number }) => number === operation.number);
    const code = sandbox.messages.findLast(({ to }) => to === operation.number)?.code ?? "123456";
    const expected = window < 0 ? "" : model.check(window, operation.right);
    const status = await checkV2(sandbox, operation.right ? code : wrong(code), operation.number);
    assertEquals(status, CHECKED[expected] ?? "expired_or_not_found");
    return;
  }
  const window = operation.window % Math.max(ids.length, 1);
  const authentication_uuid = ids[window];
  if (authentication_uuid === undefined) return;
  if (operation.do === "check") {
    const { code } = sandbox.messages.findLast((message) =>
      message.authenticationUuid === authentication_uuid
    )!;
    const check_code = operation.right ? code : wrong(code);
    const { body } = await post(sandbox, "/check", { authentication_uuid, check_code });
    assertEquals(body, { authentication_uuid, status: model.check(window, operation.right) });
    return;
  }
  const { status, remaining, next } = model.retry(window);
  const { body } = await post(sandbox, "/retry", { authentication_uuid });
  assertEquals(body, {
    authentication_uuid,
    status,
    created_at: new Date(model.windows[window]!.messages[0]!).toISOString(),
    ...(next !== undefined && { next_retry_at: new Date(next).toISOString() }),
    remaining_retry: remaining,
  });
}

test("the sandbox does what its model does", async () => {
  await fc.assert(
    fc.asyncProperty(
      limits,
      fc.array(operation, { maxLength: 60, size: "max" }),
      async (limits, operations) => {
        const world = {
          model: new Model(limits),
          sandbox: new Sandbox({ ...limits, start: new Date(0), seed: 1 }),
          ids: [],
        };
        for (const operation of operations) await step(world, operation);
        assertEquals(
          world.sandbox.messages.map(({ sentAt }) => sentAt.getTime()),
          world.model.windows.flatMap(({ messages }) => messages).sort((a, b) => a - b),
        );
      },
    ),
    { numRuns: 300 },
  );
});
