/** What every store has to do, whatever is behind it. */
import { assert, assertEquals } from "@std/assert";
import { type CounterStore, guard } from "@ding-otp/client/sign-in";
import { countOk, FakeClient, HOUR, NUMBER } from "../sign_in_entry/fake_client.ts";

/** A store, and what to close afterwards. */
export interface OpenStore {
  readonly store: CounterStore;
  [Symbol.asyncDispose](): Promise<void>;
}

let made = 0;
/** A key that nobody has used. */
const fresh = () => `perNumber:0:limit:test-${Date.now()}-${made++}`;

/** Something that registers a test, like `Deno.test`. */
export type Register = (name: string, fn: () => Promise<void>) => void;

/** Registers the tests of a store. */
export function testStore(test: Register, name: string, open: () => Promise<OpenStore>): void {
  test(`${name}: counts up, down to 0 and no farther`, async () => {
    await using opened = await open();
    const { store } = opened;
    const key = fresh();
    const counts: number[] = [];
    for (const by of [1, 1, 0, -1, -1, -1, 1, 0]) counts.push(await store.add(key, by, HOUR));
    assertEquals(counts, [1, 2, 2, 1, 0, 0, 1, 1]);
    assertEquals(await store.add(fresh(), -1, HOUR), 0);
    assertEquals(await store.add(fresh(), 1, HOUR), 1);
  });

  test(`${name}: a counter lapses after its first use, and is not prolonged`, async () => {
    await using opened = await open();
    const { store } = opened;
    const key = fresh();
    const begin = Date.now();
    await store.add(key, 1, HOUR);
    const time = await store.expiresAt!(key);
    assert(Math.abs(time! - begin - HOUR) < 10_000, "an hour from now, by the store's clock");
    await store.add(key, 1, 2 * HOUR);
    assertEquals(await store.expiresAt!(key), time);
    assertEquals(await store.expiresAt!(fresh()), undefined);
  });

  test(`${name}: a counter that has lapsed begins anew`, async () => {
    await using opened = await open();
    const { store } = opened;
    const key = fresh();
    // Lapses of itself, by the store's own clock: the shortest period there is, tried until it has.
    await store.add(key, 1, 1);
    while (await store.add(key, 1, 1) !== 1);
  });

  test(`${name}: the longest period and the longest key are taken`, async () => {
    await using opened = await open();
    const { store } = opened;
    const period = 31_622_400_000;
    const key = fresh().padEnd(120, "+/=");
    assertEquals(await store.add(key, 1, period), 1);
    assertEquals(await store.add(key, 1, period), 2);
    assert(Math.abs((await store.expiresAt!(key))! - Date.now() - period) < 10_000);
  });

  test(`${name}: of 1,000 parallel sends to one number, exactly the limit goes out`, async () => {
    await using opened = await open();
    const client = new FakeClient();
    const otp = guard(client, {
      ...opened,
      perNumber: { limit: 7, period: HOUR },
      secret: crypto.getRandomValues(new Uint8Array(32)), // keys that nobody has used
      timeout: 120_000,
    });
    assertEquals(await countOk(1_000, () => otp.send({ phoneNumber: NUMBER })), 7);
    assertEquals(client.calls.length, 7);
    const refused = await otp.send({ phoneNumber: NUMBER });
    assert(!refused.ok && refused.nextRetryAt !== undefined);
  });

  test(`${name}: of 1,000 parallel sends to one range, exactly the limit goes out`, async () => {
    await using opened = await open();
    const client = new FakeClient();
    const otp = guard(client, {
      ...opened,
      unconfirmed: { limit: 20, period: HOUR },
      secret: crypto.getRandomValues(new Uint8Array(32)),
      timeout: 120_000,
    });
    const send = (index: number) => otp.send({ phoneNumber: `+3361234${1000 + index}` });
    assertEquals(await countOk(1_000, send), 20);
    assertEquals(client.calls.length, 20);
  });

  test(`${name}: of 1,000 parallel sends with failures among them, the limit goes out`, async () => {
    await using opened = await open();
    const client = new FakeClient();
    let failures = 0;
    // Those that were not applied are given back, to be had by others.
    client.answer = () => {
      if (client.calls.length % 2 === 0) return { ok: true };
      failures++;
      return Promise.reject(Object.assign(new Error("failed"), { outcome: "not_applied" }));
    };
    const otp = guard(client, {
      ...opened,
      perNumber: { limit: 10, period: HOUR },
      secret: crypto.getRandomValues(new Uint8Array(32)),
      timeout: 120_000,
    });
    const send = () => otp.send({ phoneNumber: NUMBER }).catch(() => ({ ok: false }));
    let sent = await countOk(1_000, send);
    assert(sent <= 10);
    while (sent < 10) sent += await countOk(1, send);
    assertEquals(await countOk(50, send), 0);
    assert(failures > 0);
  });
}
