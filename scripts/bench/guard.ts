/**
 * Simulates a day of sign-ins on a virtual clock: 10,000 honest people in five countries, and one attack at
 * a time beside them. Prints how many messages the attacker got out, and how many honest people were
 * refused, without a guard and with one. Fails when an attack gets more, or honest people less, than is
 * promised.
 */
import { guard, type GuardOptions, MemoryStore, type OtpClient } from "@ding-otp/client/sign-in";
import { printTable } from "../table.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The least part of each attack that is to be stopped, and the most of honest people refused by it. */
const LEAST_STOPPED = 0.95;
const MOST_REFUSED = 0.01;

const PEOPLE = 10_000;

/** Five countries: the beginning of their mobile numbers, and how many digits follow. */
const COUNTRIES = [["+336", 8], ["+4915", 9], ["+346", 8], ["+393", 9], ["+447", 9]] as const;

/** What `docs/sign-in.md` recommends to begin with. */
const RECOMMENDED: GuardOptions = {
  callingCodes: ["+33", "+49", "+34", "+39", "+44"],
  perNumber: [{ limit: 5, period: HOUR }, { limit: 10, period: DAY }],
  perNetwork: [{ limit: 20, period: HOUR }, { limit: 60, period: DAY }],
  unconfirmed: [{ limit: 4, period: DAY, digits: 7 }],
  total: { limit: 20_000, period: DAY },
};

/** Hourly limits alone. */
const HOURLY: GuardOptions = {
  callingCodes: ["+33", "+49", "+34", "+39", "+44"],
  perNumber: { limit: 5, period: HOUR },
  perNetwork: { limit: 20, period: HOUR },
  unconfirmed: { limit: 20, period: HOUR, digits: 7 },
  total: { limit: 20_000, period: DAY },
};

/** One thing that somebody does at some time. */
interface Event {
  readonly time: number;
  readonly act: (otp: OtpClient) => Promise<void>;
}

/** Somebody who asks for codes. */
interface Asker {
  readonly phoneNumber: string;
  readonly ip: string;
}

/** What came of a day. */
interface Day {
  /** Messages that the attacker asked for, and got. */
  readonly asked: number;
  readonly sent: number;
  /** Honest people who did not get a code that they asked for. */
  readonly refused: number;
}

/** Numbers from 0 up to 1, the same on every run (mulberry32). */
function seededRandom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let bits = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Chance, and what it makes. */
class Chance {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.below(10)).join("");
  }

  number(): string {
    const [prefix, length] = COUNTRIES[this.below(COUNTRIES.length)]!;
    return prefix + this.digits(length);
  }

  /** The beginning of a range of numbers, of seven digits, and how many follow. */
  range(): readonly [string, number] {
    const number = this.number();
    return [number.slice(0, 8), number.length - 8];
  }

  ipv4(): string {
    return [1 + this.below(223), this.below(256), this.below(256), this.below(256)].join(".");
  }

  /**
   * Where an honest person is: six in ten have an address of their own, a quarter an IPv6 line, and the rest
   * share 100 addresses of carriers, some 15 people a day on each.
   */
  home(): string {
    const kind = this.random();
    if (kind < 0.6) return this.ipv4();
    if (kind < 0.85) return `2001:db8:${this.hex()}:${this.hex()}::${this.hex()}`;
    return `100.64.0.${this.below(100)}`;
  }

  /** A time of day: few at night, most in the evening. */
  hour(): number {
    for (;;) {
      const time = this.random() * DAY;
      if (this.random() < 0.55 - 0.45 * Math.cos((time / DAY) * 2 * Math.PI - 1)) return time;
    }
  }

  hex(): string {
    return this.below(65_536).toString(16);
  }
}

/** Sends for real, as far as anybody here can tell: the code is right when it is "right". */
function phones(count: (phoneNumber: string) => void): OtpClient {
  let last = 0;
  const send = ({ phoneNumber }: { readonly phoneNumber: string }) => {
    count(phoneNumber);
    return Promise.resolve({ ok: true, authenticationUuid: String(last++), phoneNumber } as never);
  };
  return {
    send,
    retry: send,
    check: ({ checkCode }) =>
      Promise.resolve({ ok: checkCode === "right", reason: "invalid" } as never),
  };
}

/**
 * Honest people. 85 in 100 type their code; one in eight of all asks for another first; one in twenty
 * mistypes. Who was refused goes into `refused`.
 */
function honestPeople(chance: Chance, refused: Set<number>): Event[] {
  return Array.from({ length: PEOPLE }, (_, person) => {
    const who: Asker = { phoneNumber: chance.number(), ip: chance.home() };
    const begin = chance.hour();
    const ask = async (otp: OtpClient, name: "send" | "retry") => {
      const result = await otp[name]({ ...who, authenticationUuid: "" });
      if (!result.ok) refused.add(person);
    };
    const type = (code: string) => async (otp: OtpClient) => {
      await otp.check({ ...who, authenticationUuid: "", checkCode: code });
    };
    const events: Event[] = [{ time: begin, act: (otp) => ask(otp, "send") }];
    let time = begin + 10 * SECOND + chance.random() * MINUTE;
    if (chance.random() < 1 / 8) {
      time = begin + 40 * SECOND + chance.random() * MINUTE;
      events.push({ time, act: (otp) => ask(otp, "retry") });
      time += 10 * SECOND;
    }
    if (chance.random() < 1 / 20) events.push({ time: time - SECOND, act: type("wrong") });
    if (chance.random() < 0.85) events.push({ time, act: type("right") });
    return events;
  }).flat();
}

type Attack = (chance: Chance) => { readonly time: number; readonly asker: Asker }[];

/** Asks so many times between two hours of the day. */
function ask(times: number, hours: readonly [number, number], next: (index: number) => Asker) {
  const [from, to] = hours;
  return Array.from({ length: times }, (_, index) => ({
    time: (from + ((to - from) * index) / times) * HOUR,
    asker: next(index),
  }));
}

const ATTACKS: Readonly<Record<string, Attack>> = {
  "one number pestered, 1,000 times": (chance) => {
    const phoneNumber = chance.number();
    return ask(1_000, [0, 24], () => ({ phoneNumber, ip: chance.ipv4() }));
  },
  "one IPv4 address, 5,000 numbers": (chance) => {
    const ip = chance.ipv4();
    return ask(5_000, [0, 24], () => ({ phoneNumber: chance.number(), ip }));
  },
  "one IPv6 /48, 20,000 numbers": (chance) =>
    ask(20_000, [0, 24], () => ({
      phoneNumber: chance.number(),
      ip: `2001:db8:ffff:${chance.hex()}::1`,
    })),
  "5,000 numbers of one range": (chance) => {
    const [prefix, digits] = chance.range();
    return ask(5_000, [8, 14], () => ({
      phoneNumber: prefix + chance.digits(digits),
      ip: chance.ipv4(),
    }));
  },
  "5,000 numbers of 50 ranges": (chance) => {
    const ranges = Array.from({ length: 50 }, () => chance.range());
    return ask(5_000, [8, 14], (index) => {
      const [prefix, digits] = ranges[index % ranges.length]!;
      return { phoneNumber: prefix + chance.digits(digits), ip: chance.ipv4() };
    });
  },
  "5,000 numbers of 5,000 ranges": (chance) =>
    ask(5_000, [8, 14], () => ({ phoneNumber: chance.number(), ip: chance.ipv4() })),
};

/** A day with an attack, or with none. */
async function simulate(
  attack: Attack | undefined,
  limits: GuardOptions | undefined,
): Promise<Day> {
  let now = 0;
  let isAttacker = false;
  let sent = 0;
  const client = phones(() => {
    if (isAttacker) sent++;
  });
  const store = new MemoryStore({ now: () => now, maxKeys: 1_000_000 });
  const otp = limits === undefined ? client : guard(client, { ...limits, store });
  const refused = new Set<number>();
  const chance = new Chance(20_260_101);
  const honest = honestPeople(chance, refused);
  const asked = attack?.(chance) ?? [];
  const hostile = asked.map(({ time, asker }): Event => ({
    time,
    async act(otp) {
      isAttacker = true;
      await otp.send(asker);
      isAttacker = false;
    },
  }));
  for (const { time, act } of [...honest, ...hostile].sort((a, b) => a.time - b.time)) {
    now = time;
    await act(otp);
  }
  return { asked: asked.length, sent, refused: refused.size };
}

const percent = (part: number) => `${(100 * part).toFixed(2)} %`;
const whole = (count: number) => count.toLocaleString("en");

const HEAD = [
  "in a day",
  "messages without a guard",
  "with it",
  "stopped",
  "honest refused",
  "of 10,000",
];

/** Whether the documentation shows these rows. */
async function isDocumented(rows: readonly (readonly string[])[]): Promise<boolean> {
  const document = await Deno.readTextFile(new URL("../../docs/sign-in.md", import.meta.url));
  const squeeze = (text: string) => text.replaceAll(/ +/g, " ");
  const shown = squeeze(document);
  return [HEAD, ...rows].every((row) => shown.includes(squeeze(`| ${row.join(" | ")} |`)));
}

async function report(title: string, limits: GuardOptions): Promise<string[]> {
  const quiet = await simulate(undefined, limits);
  const rows = [["no attack", "", "", "", whole(quiet.refused), percent(quiet.refused / PEOPLE)]];
  const faults: string[] = [];
  if (quiet.refused > MOST_REFUSED * PEOPLE) faults.push(`${title}: refuses honest people`);
  for (const [name, attack] of Object.entries(ATTACKS)) {
    const without = await simulate(attack, undefined);
    const { asked, sent, refused } = await simulate(attack, limits);
    const stopped = 1 - sent / asked;
    rows.push([
      name,
      whole(without.sent),
      whole(sent),
      percent(stopped),
      whole(refused),
      percent(refused / PEOPLE),
    ]);
    if (stopped < LEAST_STOPPED) faults.push(`${title}: ${name}: stopped ${percent(stopped)}`);
    if (refused > MOST_REFUSED * PEOPLE) faults.push(`${title}: ${name}: refuses honest people`);
  }
  console.log(`\n${title}`);
  printTable(HEAD, rows);
  if (limits === RECOMMENDED && !await isDocumented(rows)) {
    faults.push("docs/sign-in.md shows another table");
  }
  return faults;
}

/** No guard can tell these from honest people. */
const KNOWN = /5,000 ranges/;

const faults = await report("recommended limits", RECOMMENDED);
await report("hourly limits alone, for comparison", HOURLY);
const broken = faults.filter((fault) => !KNOWN.test(fault));
for (const fault of faults) {
  console.error(KNOWN.test(fault) ? `cannot be stopped: ${fault}` : `promise broken: ${fault}`);
}
Deno.exit(broken.length > 0 ? 1 : 0);
