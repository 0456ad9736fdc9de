/** A store that fails, is late, answers nonsense, or is read by others. */
import { assert, assertEquals, assertMatch, assertStrictEquals } from "@std/assert";
import {
  type CallOptions,
  type CounterStore,
  guard,
  type GuardedClient,
  MemoryStore,
} from "@ding-otp/client/sign-in";
import {
  FakeClient,
  HOUR,
  IP,
  NUMBER,
  rejection,
  SECRET,
  SlowStore,
  test,
  UUID,
} from "./support.ts";

const LIMITS = {
  perNumber: { limit: 2, period: HOUR },
  perNetwork: { limit: 2, period: HOUR },
  unconfirmed: { limit: 2, period: HOUR },
  total: { limit: 2, period: HOUR },
};
const INPUT = { phoneNumber: NUMBER, authenticationUuid: UUID, checkCode: "123456", ip: IP };

/** All three operations at once. */
function calls(otp: GuardedClient, options?: CallOptions): Promise<{ readonly ok: boolean }>[] {
  return [otp.send(INPUT, options), otp.retry(INPUT, options), otp.check(INPUT, options)];
}

/** A store that answers anything. */
function answering(answer: () => unknown): CounterStore {
  return { add: answer as () => number };
}

const down = new Error("connection refused");
const FAILURES: readonly [string, () => unknown][] = [
  ["throws", () => {
    throw down;
  }],
  ["rejects", () => Promise.reject(down)],
];

for (const [what, add] of FAILURES) {
  test(`guard: a store that ${what} lets nothing out, and its error comes through`, async () => {
    const client = new FakeClient();
    const otp = guard(client, { ...LIMITS, store: answering(add) });
    for (const reason of await Promise.all(calls(otp).map(rejection))) {
      assertStrictEquals(reason, down);
    }
    assertEquals(client.calls.length, 0);
  });

  test(`guard: with onStoreError "allow", a store that ${what} lets everything out`, async () => {
    const client = new FakeClient();
    const otp = guard(client, { ...LIMITS, store: answering(add), onStoreError: "allow" });
    for (const { ok } of await Promise.all<{ ok: boolean }>(calls(otp))) assert(ok);
    assertEquals(client.calls.length, 3);
  });
}

for (
  const answer of [
    undefined,
    null,
    NaN,
    Infinity,
    -Infinity,
    0,
    -1,
    0.5,
    1.5,
    "1",
    1n,
    true,
    [1],
    {},
  ]
) {
  const shown = typeof answer === "object" ? JSON.stringify(answer) : String(answer);
  test(`guard: a store that answers ${shown} (${typeof answer}) lets nothing out`, async () => {
    const client = new FakeClient();
    const otp = guard(client, { ...LIMITS, store: answering(() => answer) });
    for (const { name, message } of await Promise.all(calls(otp).map(rejection))) {
      assertEquals(name, "TypeError");
      assertEquals(message, 'Cannot count: "store.add" must return the new count');
    }
    assertEquals(client.calls.length, 0);
  });
}

test("guard: a store that fails at any of its steps lets nothing out", async () => {
  for (let step = 0; step < 4; step++) {
    const client = new FakeClient();
    let calls = 0;
    const add = () => calls++ < step ? 1 : Promise.reject(down);
    await rejection(guard(client, { ...LIMITS, store: answering(add) }).send(INPUT));
    assertEquals([client.calls.length, calls > step], [0, true]);
  }
});

test("guard: a store that fails after the request takes no result away", async () => {
  for (const answer of [{ ok: true }, { ok: false, reason: "blocked_number" }]) {
    const client = new FakeClient();
    const memory = new MemoryStore();
    let isDown = false;
    const store = answering(() => isDown ? Promise.reject(down) : 1);
    store.add = (...args) => isDown ? Promise.reject(down) : memory.add(...args);
    client.answer = () => (isDown = true, answer);
    const otp = guard(client, { ...LIMITS, store });
    for (const call of [() => otp.send(INPUT), () => otp.check(INPUT)]) {
      isDown = false;
      assertEquals((await call()).ok, answer.ok);
    }
  }
});

test("guard: the caller's signal covers the store, and a late answer lets nothing out", async () => {
  const client = new FakeClient();
  const store = new SlowStore();
  const otp = guard(client, { perNumber: { limit: 1, period: HOUR }, store });
  const open = store.hold();
  const controller = new AbortController();
  const call = rejection(otp.send(INPUT, { signal: controller.signal }));
  const reason = new Error("the visitor has gone");
  controller.abort(reason);
  assertStrictEquals(await call, reason);
  open();
  // Its turn comes after what the late answer sets off: adding, and giving back.
  assert((await until(() => otp.send(INPUT), ({ ok }) => ok)).ok);
  assertEquals(client.calls.length, 1);
});

test("guard: the deadline covers the store, as an error that says nothing was sent", async () => {
  const client = new FakeClient();
  const store = new SlowStore();
  const open = store.hold();
  const configured = guard(client, { ...LIMITS, store, timeout: 1 });
  const usual = guard(client, { ...LIMITS, store });
  const late = [
    configured.send(INPUT),
    usual.retry(INPUT, { timeout: 1 }),
    configured.check(INPUT),
  ];
  for (const { name, message, code, outcome } of await Promise.all(late.map(rejection))) {
    assertEquals([name, code, outcome], ["TimeoutError", "timeout", "not_applied"]);
    assertEquals(message, "Cannot count: no answer from the store in 1 ms");
  }
  open();
  assertEquals(client.calls.length, 0);
});

test("guard: a call that was aborted before makes no step", async () => {
  const client = new FakeClient();
  const store = new SlowStore();
  const reason = new Error("too late");
  const options = { signal: AbortSignal.abort(reason) };
  const otp = guard(client, { ...LIMITS, store });
  for (const thrown of await Promise.all(calls(otp, options).map(rejection))) {
    assertStrictEquals(thrown, reason);
  }
  assertEquals([client.calls.length, store.keys.length], [0, 0]);
});

test("guard: a result does not wait for a store that hangs afterwards", async () => {
  const store = new SlowStore();
  const client = new FakeClient();
  const otp = guard(client, { ...LIMITS, store });
  client.answer = () => (store.hold(), { ok: true });
  const controller = new AbortController();
  const call = otp.check(INPUT, { signal: controller.signal });
  await until(() => Promise.resolve(client.calls.length), (calls) => calls > 0);
  controller.abort();
  assert((await call).ok);
});

test("guard: a store that cannot say when a counter lapses costs nothing but the time", async () => {
  const memory = new MemoryStore();
  const store = { add: memory.add.bind(memory) };
  const otp = guard(new FakeClient(), { perNumber: { limit: 1, period: HOUR }, store });
  await otp.send(INPUT);
  const limited = { ok: false, reason: "rate_limited", phoneNumber: NUMBER } as const;
  assertEquals(await otp.send(INPUT), { ...limited, limitedBy: "perNumber" });
});

test("guard: without a secret, keys hold what is counted", async () => {
  const store = new SlowStore();
  const otp = guard(new FakeClient(), { ...LIMITS, store });
  await otp.send(INPUT);
  assertEquals(store.keys, [
    `perNetwork:0:limit:${IP}`,
    "total:0:limit:all",
    `perNumber:0:limit:${NUMBER}`,
    "unconfirmed:0:limit:+3361234",
  ]);
});

test("guard: with a secret, keys hold no number and no address", async () => {
  const stores = [SECRET, SECRET.replace("0", "1")].map((secret) => {
    const store = new SlowStore();
    return { store, otp: guard(new FakeClient(), { ...LIMITS, store, secret }) };
  });
  for (const { otp, store } of stores) {
    await otp.send({ ...INPUT, ip: "2001:db8::7" });
    await otp.check({ ...INPUT, ip: "2001:db8::7" });
    for (const key of store.keys) {
      assertMatch(key, /^[a-zA-Z]+(:\d:[a-zA-Z]+)?:[\w+/]{43}=$/);
      assert(!/3361234|2001|8193|3512/.test(key));
    }
    assert(store.keys.length > 10);
  }
  const [one, other] = stores.map(({ store }) => new Set(store.keys));
  assertEquals([...one!].filter((key) => other!.has(key)), []);
  // printf '%s' 'perNumber:0:limit:+33612345678' |
  //   openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef -binary | base64
  assert(one!.has("perNumber:0:limit:AOc9vRhcna7qW8SYo3vN8amQzELVOO1hKZGzzT08ArM="));
});

test("guard: keys are short and printable, whatever is counted", async () => {
  const store = new SlowStore();
  const otp = guard(new FakeClient(), { ...LIMITS, store });
  const input = {
    ...INPUT,
    phoneNumber: "+999123456789012",
    ip: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
  };
  await otp.send(input);
  await otp.check(input);
  for (const key of store.keys) assertMatch(key, /^[!-~]{1,120}$/);
});

test("guard: asks of a store what its contract says, and no more", async () => {
  const memory = new MemoryStore();
  const asked = new Set<number>();
  const store: CounterStore = {
    add(key, by, period) {
      asked.add(by);
      assert(Number.isInteger(period) && period >= 1 && period <= 31_622_400_000);
      return memory.add(key, by, period);
    },
  };
  const otp = guard(new FakeClient(), { perNumber: { limit: 1, period: HOUR }, store });
  for (let round = 0; round < 4; round++) {
    await otp.send(INPUT);
    await otp.check(INPUT);
    await otp.send({ ...INPUT, ip: `192.0.2.${round}` });
  }
  assertEquals([...asked].sort(), [-1, 0, 1]);
});

test("guard: leaves nothing on the caller's signal", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const watch = (name: "addEventListener" | "removeEventListener", by: number) => {
    const original = signal[name].bind(signal) as (type: string, listener: () => void) => void;
    Object.defineProperty(signal, name, {
      value: (type: string, listener: () => void) => {
        if (type === "abort") listeners += by;
        original(type, listener);
      },
    });
  };
  watch("addEventListener", 1);
  watch("removeEventListener", -1);
  const client = new FakeClient();
  const otp = guard(client, { perNumber: { limit: 1, period: HOUR } });
  assert((await otp.send(INPUT, { signal })).ok);
  assert(!(await otp.send(INPUT, { signal })).ok);
  client.answer = () => Promise.reject(new Error("failed"));
  await rejection(otp.check(INPUT, { signal }));
  assertEquals(listeners, 0);
});

/** Tries until it is so: what goes on in the background takes some turns, and no certain time. */
async function until<T>(attempt: () => Promise<T>, isSo: (result: T) => boolean): Promise<T> {
  for (let turn = 0; turn < 1_000; turn++) {
    const result = await attempt();
    if (isSo(result)) return result;
  }
  throw new Error("it never was so");
}
