/** Limits by network, and those whom a stranger must not lock out. */
import { assert, assertEquals } from "@std/assert";
import { guard, MemoryStore, type SendInput } from "@ding-otp/client/sign-in";
import { clock, countOk, DAY, FakeClient, HOUR, IP, NUMBER, test, UUID } from "./support.ts";

/** Sends, each to a number of its own, and returns how many went out. */
async function sendsFrom(addresses: readonly (string | undefined)[], limit = 20): Promise<number> {
  const otp = guard(new FakeClient(), { perNetwork: { limit, period: HOUR } });
  return await countOk(
    addresses.length,
    (index) => otp.send({ phoneNumber: `+3361${1_000_000 + index}`, ip: addresses[index] }),
  );
}

const hex = (value: number) => value.toString(16);
const many = (count: number, address: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => address(index));

for (
  const [what, addresses, expected] of [
    ["one IPv4 address", many(50, () => IP), 20],
    ["two IPv4 addresses", many(50, (i) => `203.0.113.${i % 2}`), 40],
    ["an IPv6 /64", many(500, (i) => `2001:db8:1:2:${hex(i)}::${hex(i)}`), 20],
    ["an IPv6 /56", many(2_000, (i) => `2001:db8:1:12${hex(i % 256).padStart(2, "0")}::1`), 80],
    ["an IPv6 /48", many(9_000, (i) => `2001:db8:1:${hex(i)}::1`), 320],
    ["two IPv6 /48", many(9_000, (i) => `2001:db8:${i % 2}:${hex(i)}::1`), 640],
    [
      "IPv4 and the same mapped to IPv6",
      [...many(15, () => IP), ...many(15, () => `::ffff:${IP}`)],
      20,
    ],
    [
      "one IPv6 address in all its forms",
      many(
        50,
        (i) =>
          ["2001:db8::1", "2001:DB8:0:0:0:0:0:1", "2001:0db8::0001", "2001:db8::1%eth0"][i % 4]!,
      ),
      20,
    ],
  ] as const
) {
  test(`guard: ${what} gets ${expected} codes with a limit of 20`, async () => {
    assertEquals(await sendsFrom(addresses), expected);
  });
}

test("guard: all without an address are one network, and so are all with what is none", async () => {
  const odd = [
    undefined,
    "",
    "unknown",
    "203.0.113",
    "203.0.113.256",
    "1.2.3.4.5",
    "01.2.3.4",
    "::g",
    "[::1]",
    "a".repeat(99),
  ];
  assertEquals(await sendsFrom(many(200, () => "").map((_, index) => odd[index % odd.length])), 20);
  assertEquals(await sendsFrom(many(100, (index) => `made up ${index}`)), 20);
});

test("guard: wrong codes are counted by network, over all numbers", async () => {
  const client = new FakeClient();
  client.answer = { ok: false, reason: "invalid" };
  const otp = guard(client, { perNetwork: { limit: 20, period: HOUR, wrongChecks: 30 } });
  await countOk(2_000, (index) =>
    otp.check({
      phoneNumber: `+3361${1_000_000 + index}`,
      authenticationUuid: UUID,
      checkCode: String(index),
      ip: IP,
    }));
  assertEquals(client.calls.length, 30);
});

test("guard: new windows bring no further guesses", async () => {
  const { advance, store } = clock();
  const client = new FakeClient();
  const otp = guard(client, { perNumber: { limit: 9, period: DAY, wrongChecks: 20 }, store });
  const input = { phoneNumber: NUMBER, authenticationUuid: UUID, checkCode: "000000" };
  for (let window = 0; window < 100; window++) {
    client.answer = { ok: true };
    await otp.send(input);
    client.answer = { ok: false, reason: "invalid" };
    for (let guess = 0; guess < 5; guess++) await otp.check(input);
    advance(10 * 60_000);
  }
  assertEquals(client.calls.filter(({ name }) => name === "check").length, 20);
});

/** Two networks: one has confirmed the number, the other has not. */
async function afterConfirming(home: string | undefined, limit = 5) {
  const time = clock();
  const client = new FakeClient();
  const otp = guard(client, {
    perNumber: { limit, period: HOUR, wrongChecks: 3 },
    store: time.store,
  });
  const input = (ip: string | undefined) => ({
    phoneNumber: NUMBER,
    authenticationUuid: UUID,
    checkCode: "123456",
    ip,
  });
  assert((await otp.send(input(home))).ok);
  assert((await otp.check(input(home))).ok);
  const send = (ip: string | undefined) => otp.send(input(ip)).then(({ ok }) => ok);
  const guess = async (ip: string | undefined) => {
    client.answer = { ok: false, reason: "invalid" };
    const result = await otp.check(input(ip)).finally(() => client.answer = { ok: true });
    return !("limitedBy" in result);
  };
  return { ...time, send, guess };
}

test("guard: a stranger locks nobody out of a network that has confirmed the number", async () => {
  const { advance, send } = await afterConfirming(IP);
  advance(HOUR);
  assertEquals(await countOk(9, async () => ({ ok: await send("192.0.2.1") })), 5);
  // Its own counter, with the same limit.
  assertEquals(await countOk(9, async () => ({ ok: await send(IP) })), 5);
  assertEquals(await send("192.0.2.2"), false);
  assertEquals(await send(undefined), false);
});

test("guard: what a network has confirmed is remembered for 30 days", async () => {
  for (const [days, expected] of [[29, true], [30, false]] as const) {
    const { advance, send } = await afterConfirming(IP);
    advance(days * DAY);
    while (await send("192.0.2.1"));
    assertEquals(await send(IP), expected);
  }
});

test("guard: a stranger's guesses lock nobody out of a network that is known", async () => {
  const { guess } = await afterConfirming(IP);
  assertEquals(await countOk(9, async () => ({ ok: await guess("192.0.2.1") })), 3);
  assertEquals(await countOk(9, async () => ({ ok: await guess(IP) })), 3);
});

test("guard: to have no address is to be no known network", async () => {
  const { advance, send } = await afterConfirming(undefined);
  advance(HOUR);
  while (await send("192.0.2.1"));
  assertEquals(await send(undefined), false);
});

test("guard: a known network is known for its number alone", async () => {
  const { store } = clock();
  const otp = guard(new FakeClient(), { perNumber: { limit: 1, period: HOUR }, store });
  const other = "+4915112345678";
  await otp.check({ phoneNumber: other, authenticationUuid: UUID, checkCode: "123456", ip: IP });
  await otp.send({ phoneNumber: NUMBER, ip: "192.0.2.1" });
  assert(!(await otp.send({ phoneNumber: NUMBER, ip: IP })).ok);
});

test("guard: what a network is refused evicts no counter of anybody else", async () => {
  const client = new FakeClient();
  const otp = guard(client, {
    perNetwork: { limit: 2, period: HOUR },
    total: { limit: 5, period: HOUR },
    store: new MemoryStore({ maxKeys: 300 }),
  });
  let calls = 0;
  const send = (ip: string) =>
    otp.send({ phoneNumber: `+336123${10_000 + calls++}`, ip } as SendInput);
  for (let index = 0; index < 9; index++) await send(`192.0.2.${index}`);
  assertEquals(client.calls.length, 5);
  for (let index = 0; index < 2_000; index++) await send(`2001:db8:0:${index.toString(16)}::1`);
  for (let index = 0; index < 9; index++) await send(`198.51.100.${index}`);
  assertEquals(client.calls.length, 5, "the total is still used up");
});

test("guard: a zero written after the country code makes no other number", async () => {
  const client = new FakeClient();
  const otp = guard(client, { perNumber: { limit: 1, period: HOUR } });
  const isSent = async (phoneNumber: string) => (await otp.send({ phoneNumber })).ok;
  for (const code of ["+33", "+49", "+7", "+351"]) {
    assertEquals(await isSent(`${code}612345678`), true, code);
    for (const zeros of ["0", "00", "000"]) {
      assertEquals(await isSent(`${code}${zeros}612345678`), false, code + zeros);
    }
  }
  // Only right after it, and what is sent to is what was asked for.
  for (const phoneNumber of ["+33601234567", "+33612034567", "+390612345678"]) {
    assertEquals(await isSent(phoneNumber), true, phoneNumber);
    assertEquals(client.calls.at(-1)!.input.phoneNumber, phoneNumber);
  }
});
