/** What becomes of a call when its answer is none. */
import { assertEquals } from "@std/assert";
import { CASES, rejection } from "./clients.ts";
import { type Answer, fakeFetch } from "./fake_fetch.ts";

/** What every operation is rejected with after an answer, one request each. */
export async function* failures(answer: Answer): AsyncGenerator<[name: string, thrown: unknown]> {
  for (const { name, make, call } of CASES) {
    const fetch = fakeFetch(answer);
    const thrown = await rejection(call(make({ fetch, maxAttempts: 1 })));
    assertEquals(fetch.sent.length, 1);
    yield [name, thrown];
  }
}

/** What an error tells, but for its message and the exchange. */
export function facts(error: unknown): object {
  return { ...error as object };
}
