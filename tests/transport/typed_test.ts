import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { toE164 } from "@ding-otp/client";
import { makeDing, makePrelude, NUMBER, UUID } from "../support/clients.ts";
import { fakeFetch, json } from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";

/** What a client makes of what a person typed: the number that is sent, `undefined` if none is. */
async function sentNumber(phoneNumber: string): Promise<string | undefined> {
  const number = await sentByDing(phoneNumber);
  assertStrictEquals(await sentByPrelude(phoneNumber), number);
  return number;
}

async function sentByDing(phoneNumber: string): Promise<string | undefined> {
  const fetch = fakeFetch(json({ authentication_uuid: UUID, status: "pending", uuid: UUID }));
  const ding = makeDing({ fetch });
  const result = await ding.send({ phoneNumber });
  const [sent] = fetch.sent;
  if (sent) {
    const { phone_number: number } = JSON.parse(sent.init.body!);
    assertStrictEquals(result.phoneNumber, number);
    return number;
  }
  const refused = { ok: false, reason: "invalid_phone_number" };
  assertEquals<object>(result, refused);
  assertStrictEquals(result.http, undefined);
  assertEquals<object>(await ding.lookup({ phoneNumber }), refused);
  assertEquals<object>(await ding.feedback({ phoneNumber, status: "onboarded" }), refused);
  assertEquals(fetch.sent, []);
  return undefined;
}

async function sentByPrelude(phoneNumber: string): Promise<string | undefined> {
  const fetch = fakeFetch(json({ id: UUID, status: "success" }));
  const prelude = makePrelude({ fetch });
  const result = await prelude.send({ phoneNumber });
  const [sent] = fetch.sent;
  if (sent) {
    const { target } = JSON.parse(sent.init.body!);
    assertStrictEquals(result.phoneNumber, target.value);
    return target.value;
  }
  const refused = { ok: false, reason: "invalid_phone_number" };
  assertEquals<object>(result, refused);
  assertEquals<object>(await prelude.lookup({ phoneNumber }), refused);
  assertEquals<object>(await prelude.feedback({ phoneNumber, status: "onboarded" }), refused);
  assertEquals<object>(await prelude.retry({ phoneNumber }), { ok: false, reason: "denied" });
  assertEquals<object>(await prelude.check({ phoneNumber, checkCode: "1" }), {
    ok: false,
    reason: "invalid",
  });
  assertEquals(fetch.sent, []);
  return undefined;
}

/** The code that is sent for what a person typed, `undefined` if none is. */
async function sentCode(checkCode: string): Promise<string | undefined> {
  const code = await checkedByDing(checkCode);
  assertStrictEquals(await checkedByPrelude(checkCode), code);
  return code;
}

async function checkedByPrelude(checkCode: string): Promise<string | undefined> {
  const fetch = fakeFetch(json({ status: "failure" }));
  const result = await makePrelude({ fetch }).check({ phoneNumber: NUMBER, checkCode });
  const [sent] = fetch.sent;
  if (sent) return JSON.parse(sent.init.body!).code;
  assertEquals<object>(result, { ok: false, reason: "invalid" });
  return undefined;
}

async function checkedByDing(checkCode: string): Promise<string | undefined> {
  const fetch = fakeFetch(json({ status: "invalid" }));
  const result = await makeDing({ fetch }).check({ authenticationUuid: UUID, checkCode });
  const [sent] = fetch.sent;
  if (sent) return JSON.parse(sent.init.body!).check_code;
  assertEquals<object>(result, { ok: false, reason: "invalid", authenticationUuid: UUID });
  assertStrictEquals(result.http, undefined);
  return undefined;
}

const NUMBERS: [typed: string, number: string][] = [
  ["+33612345678", NUMBER],
  ["+33 6 12 34 56 78", NUMBER],
  [" +33612345678\n", NUMBER],
  ["+33-6-12-34-56-78", NUMBER],
  ["+33.6.12.34.56.78", NUMBER],
  ["+33\u00a06\u202f12\u200734\u200956\u300078", NUMBER],
  ["+33\u20106\u201112\u201334\u201456\u201578", NUMBER],
  ["\u202a+33 6 12 34 56 78\u202c", NUMBER],
  ["\u200e+33\u200f612345678\u2068\u2069", NUMBER],
  ["\ufeff+33612345678", NUMBER],
  ["+1 (555) 555-0100", "+15555550100"],
  ["+1(555)555.0100", "+15555550100"],
  ["+44 (20) 7946 0000", "+442079460000"],
  ["+12", "+12"],
  ["+123456789012345", "+123456789012345"],
  // What keyboards, contacts and web pages put in their place.
  ["＋３３６１２３４５６７８", NUMBER],
  ["＋４４（２０）７９４６－００００", "+442079460000"],
  ["+33 ６ 12 ٣٤ ५६ 78", NUMBER],
  ["+33⁶12345678", NUMBER],
  ["+33①2345678", "+3312345678"],
  ["+33ー6−12~34‒56―78", NUMBER],
  ["+33·6・12•34'56’78", NUMBER],
  ["[+33] 6/12/34/56/78", NUMBER],
  ["+33\u00ad6\u200b1\u200c2\u200d3\u20604\u180e5678", NUMBER],
  ["+33\ufe0f6\u{e0100}12345678", NUMBER],
  ["+33\u31646\u115f1\uffa02345678", NUMBER],
  ["+336123\u000045678", NUMBER],
  ["\u001b+33612345678\u007f\u0085", NUMBER],
  // The prefix of international calls, and URIs.
  ["0033612345678", NUMBER],
  ["00 33 6 12 34 56 78", NUMBER],
  ["(0033) 612345678", NUMBER],
  ["٠٠٣٣٦١٢٣٤٥٦٧٨", NUMBER],
  ["tel:+33612345678", NUMBER],
  ["TEL:+33-6-12-34-56-78", NUMBER],
  [" tel:+33612345678", NUMBER],
  // The digit that is dialed only inside the country.
  ["+44 (0)20 7946 0000", "+442079460000"],
  ["+44(0)2079460000", "+442079460000"],
  ["0044 ( 0 ) 20 7946 0000", "+442079460000"],
  ["(+44) (0) 20 7946 0000", "+442079460000"],
  ["+49 [0] 30 123456", "+4930123456"],
  ["+353 (0)1 234 5678", "+35312345678"],
  ["+1 (0) 555 555 0100", "+15555550100"],
  ["+971 (0)50 123 4567", "+971501234567"],
  ["＋８１（０）９０１２３４５６７８", "+819012345678"],
  // In Italy, San Marino and nowhere else it belongs to the number.
  ["+39 (0)6 698 12345", "+39066981234" + "5"],
  ["+378 (0)549 882 914", "+3780549882914"],
  // Other digits in parentheses are an area code, and another zero is a digit.
  ["+44 2(0)7 946 0000", "+442079460000"],
  ["+1 (055) 555-0100", "+1055" + "5550100"],
  ["+55 (11) 91234-5678", "+5511912345678"],
];

const NO_NUMBERS = [
  "",
  " ",
  "+",
  "+1",
  "+ 1",
  "not a phone",
  "33612345678",
  "0612345678",
  "+0612345678",
  "++33612345678",
  "+33612345678+",
  "+33+612345678",
  "+1234567890123456",
  "+33612345678x",
  "+33612345678 ext. 5",
  "+33612345678;ext=5",
  "+1-800-FLOWERS",
  "+33612345678,+33612345679",
  "../x?y=1",
  "+33612345678/../check",
  "%2B33612345678",
  "undefined",
  "tel:",
  "tel:+33612345678;ext=5",
  "tel:612345678;phone-context=+33",
  "tel:tel:+33612345678",
  "sms:+33612345678",
  "0",
  "00",
  "000033612345678",
  "+0033612345678",
  "+44 (0) (0) 20 7946 0000 x",
  "+33612345678 or +33612345679",
  `+33612345678${" ".repeat(245)}`,
  "9".repeat(1_000_000),
  "𝟗".repeat(100_000),
];

test("phone numbers: read as people write them", async () => {
  for (const [typed, number] of NUMBERS) assertEquals(await sentNumber(typed), number, typed);
});

test("phone numbers: what is none is refused, and nothing is sent", async () => {
  for (const typed of NO_NUMBERS) assertEquals(await sentNumber(typed), undefined, typed);
});

const digits = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });

const e164 = fc.tuple(fc.constantFrom(..."123456789"), digits(1, 14))
  .map(([first, rest]) => `+${first}${rest}`);

const separator = fc.constantFrom(
  ...[
    "",
    "",
    "",
    " ",
    "  ",
    "\u00a0",
    "\u202f",
    "-",
    "\u2011",
    "\u2013",
    ".",
    "/",
    "’",
  ],
  ...["\u200e", "\u200f", "\u202a", "\u202c", "\u2066", "\u2069"],
);

test("phone numbers: every one in E.164, in any usual way of writing it", async () => {
  const written = e164.chain((number) =>
    fc.tuple(
      fc.constant(number),
      fc.array(separator, { minLength: number.length + 1, maxLength: number.length + 1 }),
    )
  );
  await fc.assert(fc.asyncProperty(written, async ([number, separators]) => {
    const typed = separators.map((between, index) => between + (number[index] ?? "")).join("");
    assertStrictEquals(await sentNumber(typed), number);
  }));
});

test("phone numbers: read again they are the same, and always in E.164", async () => {
  const typed = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."+0123456789 -().abx\u0660\u0967") }),
    e164,
  );
  await fc.assert(fc.asyncProperty(typed, async (text) => {
    const number = await sentNumber(text);
    if (number === undefined) return;
    assert(/^\+[1-9]\d{1,14}$/.test(number));
    assertStrictEquals(await sentNumber(number), number);
  }));
});

const CODES: [typed: string, code: string | undefined][] = [
  ["123456", "123456"],
  ["000000", "000000"],
  ["0123", "0123"],
  [" 123456 ", "123456"],
  ["123 456", "123456"],
  ["123-456", "123456"],
  ["1 2-3\t4\n5\u00a06", "123456"],
  ["12\u201134\u201356", "123456"],
  ["１２３４５６", "123456"],
  ["٠١٢٣٤٥٦٧٨٩", "0123456789"],
  ["۰۱۲۳۴۵۶۷۸۹", "0123456789"],
  ["०१२३४५६७८९", "0123456789"],
  ["𝟎𝟏𝟐𝟗𝟘𝟙𝟡𝟢𝟫𝟬𝟵𝟶𝟿", "0129019090909"],
  ["12ab", "12ab"],
  ["1", "1"],
  // Around it.
  ["123456.", "123456"],
  ['"123456"', "123456"],
  ["«123456»", "123456"],
  ["*123456*", "123456"],
  ["[123456],", "123456"],
  ["#123456", "123456"],
  ["🔑 123456 ✅", "123456"],
  ["‘AB12CD’", "AB12CD"],
  ["e\u03011", "é1"],
  ["e\u200b\u03011", "é1"],
  // Between its digits.
  ["321-407", "321407"],
  ["12.34.56", "123456"],
  ["(12) 34/56", "123456"],
  ["1234 5678", "12345678"],
  ["12 3456", "123456"],
  ["123\ufeff\ufeff456", "123456"],
  ["12\u200b34\u00ad5\u31646", "123456"],
  // In a text.
  ["Your code is 123456.", "123456"],
  ["123456 is your Acme code", "123456"],
  ["Code:123456", "123456"],
  ["G-123456 is your code", "123456"],
  ["Your code is 123 456", "123456"],
  ["Your code is 1234-5678, not a date", "12345678"],
  ["123456\n\n@example.com #123456", "123456"],
  ["Your Acme code is 123456.\n@acme.example #123456", "123456"],
  ["Ihr Code: 0123. Nicht teilen!", "0123"],
  ["код 123456", "123456"],
  ["Your code is\n123456", "123456"],
  ["code\t123456\tonce", "123456"],
  ["رمزك ١٢٣٤٥٦", "123456"],
  ["Code 123456, valid for 10 minutes", "123456"],
  ["123456 123456", "123456"],
  // Nothing that could be two, and nothing that cannot be one.
  ["123456 or 654321", undefined],
  ["Call 555-0100, code 123456", undefined],
  ["Code 1234 56, please", undefined],
  ["123456 10 minutes", undefined],
  ["on 2026-11-25", undefined],
  ["Your code is 123", undefined],
  ["Your code is 123456789", undefined],
  ["a123456 b", undefined],
  ["ABCDEF", undefined],
  ["code", undefined],
  ["I have no code", undefined],
  ["😀", undefined],
  ["x".repeat(32) + "1", undefined],
  ["x".repeat(31) + "1", "x".repeat(31) + "1"],
  ["1".repeat(33), undefined],
  [`123456${" ".repeat(250)}`, "123456"],
  [`123456${" ".repeat(251)}`, undefined],
  ["1".repeat(1_000_000), undefined],
  ["𝟗".repeat(100_000), undefined],
  ["", undefined],
  [" ", undefined],
  ["\u00a0\t\r\n", undefined],
  ["-", undefined],
  [" - - ", undefined],
];

test("codes: read as people type them, and an empty one is invalid without a request", async () => {
  for (const [typed, code] of CODES) assertEquals(await sentCode(typed), code, typed);
});

test("codes: digits of every script that the runtime can write", async () => {
  const systems = Intl.supportedValuesOf("numberingSystem").map((numberingSystem) =>
    [..."0123456789"].map((digit) =>
      new Intl.NumberFormat("en", { numberingSystem }).format(Number(digit))
    ).join("")
  ).filter((written) => /^\p{Nd}{10}$/u.test(written));
  assert(systems.length > 20);
  for (const written of systems) assertEquals(await sentCode(written), "0123456789", written);
});

test("codes: read again they are the same", async () => {
  const typed = fc.oneof(fc.string(), fc.string({ unit: "binary" }), digits(0, 8));
  await fc.assert(fc.asyncProperty(typed, async (text) => {
    const code = await sentCode(text);
    if (code === undefined) return;
    assertStrictEquals(await sentCode(code), code);
    assert(!/[\s-]/.test(code) && !/(?!\d)\p{Nd}/u.test(code));
  }));
});

test("codes: digits stay as they are, with any spaces and hyphens between", async () => {
  const spaced = digits(4, 8).chain((code) =>
    fc.tuple(
      fc.constant(code),
      fc.array(fc.constantFrom("", " ", "-", "\u00a0", "\t"), {
        minLength: code.length,
        maxLength: code.length,
      }),
    )
  );
  await fc.assert(fc.asyncProperty(spaced, async ([code, between]) => {
    assertStrictEquals(await sentCode(between.map((gap, at) => gap + code[at]).join("")), code);
  }));
});

/** What nobody sees, and what therefore changes nothing. */
const invisible = fc.constantFrom(
  ...["\u00ad", "\u034f", "\u061c", "\u115f", "\u17b4", "\u180b", "\u200b", "\u200d", "\u200e"],
  ...["\u202e", "\u2060", "\u2069", "\u3164", "\ufe0f", "\ufeff", "\uffa0", "\u{e0001}", "\u0000"],
  ...["\u0007", "\u001b", "\u007f", "\u009f"],
);

test("numbers and codes are the same with what nobody sees at any place", async () => {
  const hidden = fc.tuple(
    e164,
    digits(4, 8),
    fc.array(fc.tuple(fc.nat(16), invisible), { maxLength: 9 }),
  );
  await fc.assert(fc.asyncProperty(hidden, async ([number, code, insertions]) => {
    const insert = (text: string) =>
      insertions.reduce((characters, [at, character]) => characters.toSpliced(at, 0, character), [
        ...text,
      ]).join("");
    assertStrictEquals(await sentNumber(insert(number)), number);
    assertStrictEquals(await sentCode(insert(code)), code);
  }));
});

test("no text of 100,000 characters makes either reader throw, or a request", async () => {
  const classes = [
    "0",
    "9",
    "+",
    " ",
    "(",
    "\u3164",
    "\u{1d7d8}",
    "é",
    "e\u0301",
    "\ufdfa",
    "\ud800",
    "x",
  ];
  for (const character of classes) {
    const text = character.repeat(100_000);
    assertStrictEquals(await sentNumber(text), undefined);
    assertStrictEquals(await sentCode(text), undefined);
    assertStrictEquals(toE164(text), undefined);
  }
});
