/** Counting in memory: within a period, atomically, and in bounded space. */
import { assert, assertEquals } from "@std/assert";
import { guard, MemoryStore } from "@ding-otp/client/sign-in";
import fc from "fast-check";
import { clock, FakeClient, HOUR, NUMBER, test } from "./support.ts";

test("MemoryStore: counts as the simplest model of it does", () => {
  const step = fc.record({
    key: fc.constantFrom("a", "b"),
    by: fc.constantFrom(-1, 0, 1),
    after: fc.nat(60),
  });
  fc.assert(fc.property(fc.array(step), (steps) => {
    const { now, advance, store } = clock();
    const model = new Map<string, { count: number; end: number }>();
    for (const { key, by, after } of steps) {
      advance(after);
      const old = model.get(key);
      // A counter at 0 may be forgotten, and in memory it is.
      const isOver = old === undefined || old.end <= now() || old.count === 0;
      const current = isOver ? { count: 0, end: now() + 100 } : old;
      model.set(key, { ...current, count: Math.max(0, current.count + by) });
      assertEquals(store.add(key, by, 100), model.get(key)!.count);
      assertEquals(store.expiresAt(key), model.get(key)!.count > 0 ? current.end : undefined);
    }
  }));
});

test("MemoryStore: a period begins with the first use, and is not prolonged", () => {
  const { advance, store } = clock();
  const counts: number[] = [];
  for (let time = 0; time < 250; time += 50) {
    counts.push(store.add("key", 1, 100));
    advance(50);
  }
  assertEquals(counts, [1, 2, 1, 2, 1]);
});

test("MemoryStore: holds as many counters as it may, under a million keys", () => {
  const { store: reference } = clock();
  assert(reference instanceof MemoryStore);
  const store = new MemoryStore({ maxKeys: 1_000 });
  for (let index = 0; index < 1_000_000; index++) store.add(`+33${index}`, 1, HOUR);
  const kept = (from: number, to: number) => {
    let count = 0;
    for (let index = from; index < to; index++) {
      if (store.expiresAt(`+33${index}`) !== undefined) count++;
    }
    return count;
  };
  assertEquals([kept(0, 999_000), kept(999_000, 1_000_000)], [0, 1_000]);
});

test("MemoryStore: forgets what was used longest ago, and not what is used", () => {
  const store = new MemoryStore({ maxKeys: 3 });
  for (const key of ["total", "a", "b", "total", "c", "total", "d", "total"]) {
    store.add(key, 1, HOUR);
  }
  const kept = ["total", "a", "b", "c", "d"].filter((key) => store.expiresAt(key) !== undefined);
  assertEquals(kept, ["total", "c", "d"]);
  assertEquals(store.add("total", 1, HOUR), 5);
});

test("guard: a flood of other numbers does not bring back what is used up", async () => {
  const client = new FakeClient();
  const store = new MemoryStore({ maxKeys: 50 });
  const otp = guard(client, {
    perNumber: { limit: 1, period: HOUR },
    total: { limit: 500, period: HOUR },
    store,
  });
  let sent = 0;
  for (let index = 0; index < 2_000; index++) {
    const phoneNumber = index % 20 === 0 ? NUMBER : `+3361${1_000_000 + index}`;
    if ((await otp.send({ phoneNumber })).ok && phoneNumber === NUMBER) sent++;
  }
  assertEquals([client.calls.length, sent], [500, 1]);
});
