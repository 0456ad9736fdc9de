/** Everything that may show what has to stay secret, and every way to make the client show it. */
import { assert } from "@std/assert";
import fc from "fast-check";
import type { FetchInit } from "@ding-otp/client";
import {
  ACCOUNT,
  CASES,
  ID,
  makeDing,
  makePrelude,
  rejection,
  type TestOptions,
  UUID,
} from "./clients.ts";
import { type Answer, fakeFetch, hanging, text } from "./fake_fetch.ts";
import { ManualClock } from "./clock.ts";

/** What has to stay secret. */
export interface Secrets {
  readonly key: string;
  readonly number: string;
  readonly code: string;
}

const WORD = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-$.*+?^()[]"];

function digits(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });
}

/** Long enough not to be anywhere by chance. */
export const secrets: fc.Arbitrary<Secrets> = fc.record({
  key: fc.string({ unit: fc.constantFrom(...WORD), minLength: 10, maxLength: 40 }),
  number: digits(8, 13).map((rest) => `+49${rest}`),
  code: digits(6, 8).filter((code) => !`${ACCOUNT} ${UUID} ${ID}`.includes(code)),
});

/** How something is shown, beside its own texts. */
export type Show = (value: unknown) => string;

/** Checks that nothing that anybody may print of a value holds a secret. */
export function assertSilent(value: unknown, { key, number, code }: Secrets, show: Show): void {
  const texts = [show(value), JSON.stringify(value) ?? ""];
  for (let part = value; part instanceof Error; part = part.cause) {
    texts.push(String(part), part.message, part.stack ?? "", JSON.stringify(part));
  }
  const all = texts.join("\n");
  for (const secret of [key, number.slice(1), code]) {
    assert(!all.includes(secret), `${secret} is in ${all}`);
  }
}

/** What something between the client and the API may repeat: everything that it was handed. */
async function repeat(
  url: string,
  { headers, body }: Pick<FetchInit, "headers" | "body">,
): Promise<string> {
  // In Deno it is a Blob, whose text is not its content.
  return `${url} ${Object.values(headers)} ${await new Response(body).text()}`;
}

/** Ways in which a `fetch` can be rejected with what it was handed. */
const REJECTIONS: ((heard: string, init: FetchInit) => unknown)[] = [
  (heard) => new TypeError(heard),
  (heard) => new TypeError("fetch failed", { cause: new Error(heard) }),
  (heard) => new TypeError("fetch failed", { cause: new Error("x", { cause: new Error(heard) }) }),
  (heard) => new TypeError("fetch failed", { cause: heard }),
  (heard, init) => new TypeError("fetch failed", { cause: { request: init, heard } }),
  (heard) => new AggregateError([new Error(heard), new Error("x")], "refused"),
  (heard) => new DOMException(heard, "NetworkError"),
  (heard) => Object.assign(new Error("x"), { name: heard }),
  (heard) => Object.assign(new Error("x"), { code: heard, url: heard }),
  (heard, init) => Object.assign(new Error("x"), { request: init, list: [heard] }),
  (heard) => Object.assign(new Error("x"), { get: () => heard, map: new Map([[1, heard]]) }),
  (heard) => Object.assign(new Error("x"), { stack: heard }),
  (heard) => heard,
  (heard) => ({ heard }),
  (heard) => [heard],
  (_, init) => init,
];

/** Ways in which an answer can repeat what was asked. */
const ANSWERS: ((heard: string, word: string) => Response)[] = [
  (heard) => Response.json({ code: heard, message: heard, doc_url: heard }, { status: 400 }),
  (_, word) => Response.json({ code: `for_${word}`, message: word }, { status: 400 }),
  (_, word) => Response.json({ code: word }, { status: 401 }),
  (heard) => new Response(heard, { status: 502, statusText: "Bad" }),
  (heard) => new Response(`<html>${heard}`),
  (heard) => Response.json({ heard, status: [heard], uuid: { heard } }),
  (heard) => Response.json([heard]),
  (_, word) =>
    Response.json({ code: "bad_request", request_id: word, param: word }, { status: 400 }),
  (_, word) =>
    new Response(null, { status: 307, headers: { location: `https://example.com/${word}` } }),
  (heard) =>
    new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError(heard)) })),
  (heard) => new Response(new ReadableStream({ pull: (stream) => stream.error({ heard }) })),
];

/** Everything that the client throws of these secrets, by every operation. */
export async function* thrown({ key, number, code }: Secrets): AsyncGenerator<unknown> {
  const target = { phoneNumber: number };
  const calls: ((options: TestOptions) => Promise<unknown>)[] = [
    (options) => makeDing(options).send(target),
    (options) => makeDing(options).check({ authenticationUuid: UUID, checkCode: code }),
    (options) => makeDing(options).retry({ authenticationUuid: UUID }),
    (options) => makeDing(options).feedback({ ...target, status: "onboarded" }),
    (options) => makeDing(options).status({ authenticationUuid: UUID }),
    (options) => makeDing(options).lookup(target),
    (options) => makePrelude(options).send({ ...target, customCode: code }),
    (options) => makePrelude(options).send({ emailAddress: `a${number.slice(1)}@example.com` }),
    (options) => makePrelude(options).check({ ...target, checkCode: code }),
    (options) => makePrelude(options).retry({ ...target, customCode: code }),
    (options) => makePrelude(options).feedback({ ...target, status: "onboarded" }),
    (options) => makePrelude(options).lookup(target),
  ];
  const words = [key, number.slice(1), `a${number.slice(1)}`, code, `e${code}`];
  for (const call of calls) {
    for (const reject of REJECTIONS) {
      const fetch = async (url: string, init: FetchInit) => {
        throw reject(await repeat(url, init), init);
      };
      yield await rejection(call({ apiKey: key, fetch, maxAttempts: 1 }));
    }
    for (const answer of ANSWERS) {
      for (const word of words) {
        const fetch = async (url: string, init: FetchInit) =>
          answer(await repeat(url, init), encodeURIComponent(word));
        yield await rejection(call({ apiKey: () => key, fetch, maxAttempts: 1 }));
      }
    }
    const clock = new ManualClock();
    const late = rejection(call({ apiKey: key, fetch: fakeFetch(hanging), clock }));
    await clock.waiting(1);
    clock.advance(10_000);
    yield await late;
  }
  yield* mistakes(key);
}

/** What a program throws that puts the key where it does not belong. */
async function* mistakes(key: string): AsyncGenerator<unknown> {
  const answer: Answer = text("{}");
  const fetch = fakeFetch(answer);
  for (
    const options of [
      { apiKey: `${key}\n` },
      { customerUuid: `${key} ` },
      { baseUrl: `https://${key}@example.com` },
      { baseUrl: `https://example.com/?key=${key}` },
      { baseUrl: key },
      { timeout: key as never },
      { maxAttempts: key as never },
    ]
  ) yield await rejection(Promise.resolve().then(() => makeDing({ fetch, ...options })));
  for (const { make, call } of CASES) {
    for (
      const options of [
        { headers: { "x-api-key": key, authorization: key } },
        { headers: { "x-one": `${key}\r\n` } },
        { headers: { [`${key} `]: "1" } },
        { timeout: key as never },
      ]
    ) yield await rejection(call(make({ fetch }), options));
    yield await rejection(call(make({ fetch, apiKey: () => `${key}\r\nx-evil: 1` })));
  }
  const customerUuid = `${key}\u0000`;
  yield await rejection(makeDing({ fetch }).send({ phoneNumber: "+12" }, { customerUuid }));
  yield await rejection(makeDing({ fetch }).status({ authenticationUuid: `${key} ` }));
}
