import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { type Claim, handleOnce, RecentEvents, type SeenStore } from "@ding-otp/client/webhooks";
import fc from "fast-check";
import { test } from "../support/harness.ts";
import { assertRefused } from "../support/webhooks_requests.ts";

const event = { id: "evt_1", verified: true };

test("handleOnce() hands the event over and gives what the handler gives", async () => {
  const seen = new RecentEvents();
  const handled: unknown[] = [];
  const result = await handleOnce(event, (given) => handled.push(given), { seen });
  assertEquals(result, 1);
  assertStrictEquals(handled[0], event);
});

test("handleOnce() refuses a delivery after one that was handled", async () => {
  const seen = new RecentEvents();
  let calls = 0;
  await handleOnce(event, () => calls++, { seen });
  await assertRefused(handleOnce(event, () => calls++, { seen }), "duplicate");
  assertEquals(calls, 1);
});

test("handleOnce() refuses a delivery during another, and does not call it a duplicate", async () => {
  const seen = new RecentEvents();
  let finish = (_: string) => {};
  const first = handleOnce(event, () => new Promise<string>((resolve) => finish = resolve), {
    seen,
  });
  await assertRefused(handleOnce(event, () => "second", { seen }), "in_progress");
  finish("first");
  assertEquals(await first, "first");
  await assertRefused(handleOnce(event, () => "third", { seen }), "duplicate");
});

test("handleOnce() lets an event come again after its handler failed", async () => {
  const seen = new RecentEvents();
  const failure = new Error("database is down");
  const failing: (() => unknown)[] = [
    () => {
      throw failure;
    },
    () => Promise.reject(failure),
  ];
  for (const handle of failing) {
    assertStrictEquals(await assertRejects(() => handleOnce(event, handle, { seen })), failure);
  }
  assertEquals(await handleOnce(event, () => "handled", { seen }), "handled");
});

test("handleOnce() remembers by itself, for the whole process", async () => {
  const own = { id: crypto.randomUUID(), verified: true };
  await handleOnce(own, () => {});
  await assertRefused(handleOnce({ ...own }, () => {}), "duplicate");
});

test("handleOnce() keeps made-up events from using up the ids of true ones", async () => {
  const seen = new RecentEvents();
  await handleOnce({ ...event, verified: false }, () => {}, { seen });
  assertEquals(await handleOnce(event, () => "handled", { seen }), "handled");
});

const stores: readonly [name: string, options: { seen?: SeenStore }][] = [
  ["the default store", {}],
  ["a store of its own", { seen: new RecentEvents() }],
];

for (const [name, options] of stores) {
  test(`handleOnce() with ${name} remembers verified events whatever is forged`, async () => {
    const genuine = { id: crypto.randomUUID(), verified: true };
    const oldest = { id: crypto.randomUUID(), verified: false };
    await handleOnce(genuine, () => {}, options);
    await handleOnce(oldest, () => {}, options);
    for (let forged = 1; forged <= 10_000; forged++) {
      await handleOnce({ id: `${genuine.id}-${forged}`, verified: false }, () => {}, options);
    }
    await assertRefused(handleOnce(genuine, () => {}, options), "duplicate");
    // Forged events push out each other, so the memory that they take is limited.
    assertEquals(await handleOnce(oldest, () => "handled", options), "handled");
  });
}

const notClaims: readonly unknown[] = [
  undefined,
  null,
  true,
  1,
  "",
  "Claimed",
  "claimed ",
  "not_json",
  "constructor",
  { claim: "claimed" },
  ["claimed"],
];

for (const [index, answer] of notClaims.entries()) {
  const shown = `${JSON.stringify(answer)} (${index})`;
  test(`handleOnce() handles nothing if the store answers ${shown}`, async () => {
    let calls = 0;
    for (const given of [answer, Promise.resolve(answer)]) {
      const seen = new RecentEvents();
      seen.claim = () => given as Claim;
      await assertRejects(
        () => handleOnce(event, () => calls++, { seen }),
        TypeError,
        'Cannot handle event: "claim" must return "claimed", "in_progress" or "duplicate"',
      );
    }
    assertEquals(calls, 0);
  });
}

test("handleOnce() handles nothing without an id", async () => {
  let calls = 0;
  for (const id of [undefined, null, "", 5, {}]) {
    const unidentified = { id: id as string, verified: true };
    await assertRejects(
      () => handleOnce(unidentified, () => calls++, { seen: new RecentEvents() }),
      TypeError,
      'Cannot handle event: "id"',
    );
  }
  assertEquals(calls, 0);
});

/** A store over something asynchronous, which notes what it is asked and can be made to fail. */
class Journal implements SeenStore {
  readonly notes: string[] = [];
  readonly #memory = new RecentEvents();
  readonly #fails: string | undefined;

  constructor(fails?: string) {
    this.#fails = fails;
  }

  async claim(key: string) {
    await this.#note("claim", key);
    return this.#memory.claim(key);
  }

  async complete(key: string) {
    await this.#note("complete", key);
    this.#memory.complete(key);
  }

  async release(key: string) {
    await this.#note("release", key);
    this.#memory.release(key);
  }

  async #note(operation: string, key: string) {
    await Promise.resolve();
    this.notes.push(`${operation} ${key}`);
    if (operation === this.#fails) throw new Error(`${operation} failed`);
  }
}

test("handleOnce() marks an event only after its handler has succeeded", async () => {
  const seen = new Journal();
  const failing = () => Promise.reject(new Error("handler failed"));
  await handleOnce(event, () => void seen.notes.push("handle"), { seen });
  await assertRejects(() => handleOnce({ ...event, id: "evt_2" }, failing, { seen }));
  assertEquals(seen.notes, [
    "claim evt_1",
    "handle",
    "complete evt_1",
    "claim evt_2",
    "release evt_2",
  ]);
});

test("handleOnce() handles nothing without a claim", async () => {
  let calls = 0;
  const seen = new Journal("claim");
  await assertRejects(() => handleOnce(event, () => calls++, { seen }), Error, "claim failed");
  assertEquals(calls, 0);
});

test("handleOnce() fails when success cannot be noted", async () => {
  const seen = new Journal("complete");
  await assertRejects(() => handleOnce(event, () => {}, { seen }), Error, "complete failed");
});

test("handleOnce() gives the handler's error, also when the claim cannot be given back", async () => {
  const seen = new Journal("release");
  const failing = () => Promise.reject(new Error("handler failed"));
  await assertRejects(() => handleOnce(event, failing, { seen }), Error, "handler failed");
});

test("RecentEvents forgets the oldest of more than 10,000, but none that is in progress", () => {
  const seen = new RecentEvents();
  assertEquals(seen.claim("slow"), "claimed");
  for (let index = 0; index <= 10_000; index++) {
    seen.claim(`evt_${index}`);
    seen.complete(`evt_${index}`);
  }
  assertEquals(seen.claim("slow"), "in_progress");
  assertEquals(seen.claim("evt_1"), "duplicate");
  assertEquals(seen.claim("evt_10000"), "duplicate");
  assertEquals(seen.claim("evt_0"), "claimed");
});

test("handleOnce() never handles an event twice and never loses one, in whatever order", async () => {
  const deliveries = fc.array(fc.record({ id: fc.constantFrom("a", "b"), fails: fc.boolean() }));
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), deliveries, async (scheduler, plan) => {
      const seen = new RecentEvents();
      const successes: string[] = [];
      const deliver = async ({ id, fails }: { id: string; fails: boolean }) => {
        await scheduler.schedule(Promise.resolve());
        await handleOnce({ id, verified: true }, async () => {
          await scheduler.schedule(Promise.resolve());
          if (fails) throw new Error("failed");
          successes.push(id);
        }, { seen });
      };
      await scheduler.waitFor(Promise.allSettled(plan.map(deliver)));
      for (const id of ["a", "b"]) {
        await handleOnce({ id, verified: true }, () => successes.push(id), { seen }).catch(
          () => {},
        );
      }
      assertEquals(successes.toSorted(), ["a", "b"]);
    }),
  );
});
