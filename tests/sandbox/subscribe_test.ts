import { assertEquals } from "@std/assert";
import { Sandbox, type SandboxEvent } from "@ding-otp/client/sandbox";
import { NUMBER, sendCode } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

async function collect(changes: AsyncIterable<SandboxEvent>): Promise<SandboxEvent[]> {
  const collected: SandboxEvent[] = [];
  for await (const change of changes) collected.push(change);
  return collected;
}

test("subscribe tells everything in order, from now on, until the signal ends it", async () => {
  const sandbox = new Sandbox();
  await sendCode(sandbox, "+15555550199");
  const stop = new AbortController();
  const changes = collect(sandbox.subscribe({ signal: stop.signal }));

  await sendCode(sandbox);
  const [, message] = sandbox.messages;
  const window = sandbox.window(message!.authenticationUuid);
  const [, request] = sandbox.requests;
  sandbox.advance(1_000);
  const now = sandbox.now();
  const fault = sandbox.arm({ type: "latency", ms: 5 });
  await sendCode(sandbox);
  const [, , late] = sandbox.requests;
  sandbox.reset();
  const reset = sandbox.now();
  stop.abort();
  sandbox.advance(1);

  assertEquals(await changes, [
    { type: "message", message: message! },
    { type: "window", window: window! },
    { type: "request", request: request! },
    { type: "clock", now },
    { type: "faults", faults: [fault] },
    { type: "faults", faults: [] },
    { type: "clock", now: new Date(now.getTime() + 5) },
    { type: "request", request: late! },
    { type: "reset", now: reset },
  ]);
});

test("subscribe keeps what happens while nobody reads, for each reader by itself", async () => {
  const sandbox = new Sandbox();
  const first = sandbox.subscribe();
  const second = sandbox.subscribe();
  sandbox.advance(1);
  sandbox.advance(2);
  for (const changes of [first, second]) {
    const types = [(await changes.next()).value, (await changes.next()).value];
    assertEquals(types.map((change) => change?.type), ["clock", "clock"]);
  }
  await first.return!();
  await second.return!();
});

test("subscribe serves readers that ask ahead in the order in which they ask", async () => {
  const sandbox = new Sandbox({ start: new Date(0) });
  const changes = sandbox.subscribe();
  const [first, second] = [changes.next(), changes.next()];
  sandbox.advance(1);
  sandbox.advance(1);
  assertEquals([(await first).value, (await second).value], [
    { type: "clock", now: new Date(1) },
    { type: "clock", now: new Date(2) },
  ]);
});

test("subscribe drops the oldest beyond 1,000 that nobody takes", async () => {
  const sandbox = new Sandbox({ start: new Date(0) });
  const changes = sandbox.subscribe();
  for (let i = 0; i < 1_005; i++) sandbox.advance(1);
  assertEquals((await changes.next()).value, { type: "clock", now: new Date(6) });
});

test("a subscription that is left, ended or never begun is done", async () => {
  const sandbox = new Sandbox();
  const done = { done: true, value: undefined } as const;

  const left = sandbox.subscribe();
  sandbox.advance(1);
  sandbox.advance(1);
  for await (const _ of left) break;
  sandbox.advance(1);
  assertEquals(await left.next(), done);

  const stop = new AbortController();
  const ended = sandbox.subscribe({ signal: stop.signal });
  const waiting = [ended.next(), ended.next()];
  stop.abort();
  assertEquals(await Promise.all(waiting), [done, done]);
  sandbox.advance(1);
  assertEquals(await ended.next(), done);

  assertEquals(await sandbox.subscribe({ signal: AbortSignal.abort() }).next(), done);
});

test("a reader who waits gets the message as it arrives", async () => {
  const sandbox = new Sandbox();
  const changes = sandbox.subscribe();
  const next = changes.next();
  await sendCode(sandbox);
  const { value } = await next;
  assertEquals(value?.type === "message" && value.message.to, NUMBER);
  await changes.return!();
});
