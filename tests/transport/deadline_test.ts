import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertStrictEquals,
} from "@std/assert";
import { ApiError, type OtpError, TimeoutError } from "@ding-otp/client";
import { CASES, KEY, makeDing, rejection, SAFE, UUID } from "../support/clients.ts";
import {
  announced,
  type Answer,
  failing,
  fakeFetch,
  hanging,
  json,
  stalling,
} from "../support/fake_fetch.ts";
import { test } from "../support/harness.ts";
import { ManualClock } from "../support/clock.ts";

/** A `fetch` that has never heard of signals, and an answer for it to give too late. */
function deaf(): { answer: Answer; give: (response: Response) => void } {
  let give = (_: Response) => {};
  const late = new Promise<Response>((resolve) => give = resolve);
  return { answer: () => late, give };
}

/** Where a call can hang once it was sent. */
const HANGING: Record<string, () => Answer> = {
  "fetch hangs": () => hanging,
  "a fetch that ignores the signal hangs": () => deaf().answer,
  "the body never starts": () => stalling(""),
  "the body stalls": () => stalling('{"status":"val'),
};

/** A whole turn of the event loop: what was going to happen by itself has happened. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** A signal that knows who listens. */
function watched(): { controller: AbortController; listeners: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  const listening = new Set<unknown>();
  const { addEventListener: add, removeEventListener: remove } = signal;
  Object.assign(signal, {
    addEventListener(...[type, listener, options]: Parameters<typeof add>) {
      listening.add(listener);
      add.call(signal, type, listener as EventListener, options);
    },
    removeEventListener(...[type, listener, options]: Parameters<typeof remove>) {
      if (type === "abort") listening.delete(listener);
      remove.call(signal, type, listener as EventListener, options);
    },
  });
  return { controller, listeners: () => listening.size };
}

for (const [where, hang] of Object.entries(HANGING)) {
  test(`the deadline ends a call where ${where}`, async () => {
    for (const { make, call, name } of CASES) {
      const clock = new ManualClock();
      const { answer, asked } = announced(hang());
      const fetch = fakeFetch(answer);
      const { controller, listeners } = watched();
      const options = { timeout: 3_000, maxAttempts: 5, signal: controller.signal };
      let settled = false;
      const thrown = rejection(call(make({ fetch, clock }), options))
        .finally(() => settled = true);
      await asked;
      clock.advance(2_999);
      await turn();
      assertEquals([settled, fetch.sent[0]!.init.signal.aborted], [false, false]);
      clock.advance(1);
      const error = await thrown;
      assertInstanceOf(error, TimeoutError);
      assertEquals<object>({ ...error }, {
        code: "timeout",
        operation: name,
        attempts: 1,
        outcome: "unknown",
      });
      assertMatch(
        error.message,
        new RegExp(`^Cannot complete "${name}": no response from api\\.[a-z.]+ within 3000 ms$`),
      );
      assertStrictEquals(fetch.sent[0]!.init.signal.aborted, true);
      await turn();
      assertEquals([clock.pending, listeners(), fetch.sent.length], [0, 0, 1]);
    }
  });

  test(`the caller's signal ends a call where ${where}, with its reason untouched`, async () => {
    const reasons = [new Error("gone"), "text", null, 0, { an: "object" }, new ApiErrorLike()];
    for (const { make, call } of CASES) {
      for (const reason of [undefined, ...reasons]) {
        const clock = new ManualClock();
        const { answer, asked } = announced(hang());
        const fetch = fakeFetch(answer);
        const { controller, listeners } = watched();
        const { signal } = controller;
        const thrown = rejection(call(make({ fetch, clock, maxAttempts: 3 }), { signal }));
        await asked;
        controller.abort(reason);
        assertStrictEquals(await thrown, signal.reason);
        assertStrictEquals(fetch.sent[0]!.init.signal.aborted, true);
        await turn();
        assertEquals([clock.pending, listeners(), fetch.sent.length], [0, 0, 1]);
      }
    }
  });
}

/** Looks like a failure that may pass; a sibling call's error is a natural reason to abort. */
class ApiErrorLike extends ApiError {
  constructor() {
    const http = { status: 429, headers: new Headers(), body: {}, attempts: 1 };
    const facts = { code: "x", operation: "lookup", attempts: 1, outcome: "unknown" } as const;
    super("Cannot complete", { ...facts, http, retryAfter: 0 });
  }
}

test("a stream that is given up is cancelled, by the deadline and by the signal", async () => {
  for (const { make, call } of CASES) {
    for (const end of ["deadline", "signal"]) {
      const clock = new ManualClock();
      const controller = new AbortController();
      let cancelled = 0;
      const { answer, asked } = announced(stalling("{", () => cancelled++));
      const client = make({ fetch: fakeFetch(answer), clock });
      const thrown = rejection(call(client, { signal: controller.signal }));
      await asked;
      await turn();
      if (end === "deadline") clock.advance(10_000);
      else controller.abort();
      await thrown;
      await turn();
      assertStrictEquals(cancelled, 1, end);
    }
  }
});

test("an answer that comes after the call is over is thrown away", async () => {
  for (const { make, call, answer, safe } of CASES) {
    for (const late of ["an answer", "a failure"]) {
      const clock = new ManualClock();
      const { answer: never, give } = deaf();
      const { answer: asking, asked } = announced(never);
      const fetch = fakeFetch(asking);
      const thrown = rejection(call(make({ fetch, clock })));
      await asked;
      clock.advance(10_000);
      assertInstanceOf(await thrown, TimeoutError);

      let cancelled = 0;
      const body = new ReadableStream({
        pull: (stream) => stream.enqueue(new TextEncoder().encode(JSON.stringify(answer))),
        cancel: () => void cancelled++,
      }, { highWaterMark: 0 });
      give(new Response(body, { status: late === "an answer" ? 200 : 503 }));
      await turn();
      assertEquals([cancelled, clock.pending, fetch.sent.length], [1, 0, 1], `${safe}`);
    }
  }
});

test("an answer that comes too late and stalls is given up, and nobody hears of it", async () => {
  const cancels: (() => void)[] = [() => {}, () => {
    throw new Error("nobody sees this");
  }];
  for (const { make, call } of CASES) {
    for (const cancel of cancels) {
      for (const end of ["deadline", "signal"]) {
        const clock = new ManualClock();
        const controller = new AbortController();
        const { answer: never, give } = deaf();
        const { answer: asking, asked } = announced(never);
        const client = make({ fetch: fakeFetch(asking), clock });
        const thrown = rejection(call(client, { signal: controller.signal }));
        await asked;
        if (end === "deadline") clock.advance(10_000);
        else controller.abort("gone");
        const error = await thrown;
        if (end === "deadline") assertInstanceOf(error, TimeoutError);
        else assertStrictEquals(error, "gone");

        let cancelled = 0;
        const stall = stalling("{", () => {
          cancelled++;
          cancel();
        });
        give(await stall({} as never));
        await turn();
        assertEquals([cancelled, clock.pending], [1, 0], end);
      }
    }
  }
});

test("a signal that is aborted already: its reason, and nothing is sent", async () => {
  for (const { make, call } of CASES) {
    for (const reason of [new Error("gone"), "text", null]) {
      const clock = new ManualClock();
      const fetch = fakeFetch(hanging);
      let asked = 0;
      const client = make({ fetch, clock, apiKey: () => `${KEY}${asked++}` });
      const signal = AbortSignal.abort(reason);
      assertStrictEquals(await rejection(call(client, { signal })), reason);
      assertEquals([fetch.sent.length, clock.asked, asked], [0, [], 0]);
    }
  }
});

test("a signal that aborts while the key function is at it: nothing is sent, also later", async () => {
  for (const { make, call } of CASES) {
    for (const end of ["key", "junk", "failure"]) {
      const clock = new ManualClock();
      const fetch = fakeFetch(hanging);
      const { controller, listeners } = watched();
      let give = (_: string) => {};
      let fail = (_: unknown) => {};
      const apiKey = new Promise<string>((resolve, reject) => [give, fail] = [resolve, reject]);
      const client = make({ fetch, clock, apiKey: () => apiKey });
      const thrown = rejection(call(client, { signal: controller.signal }));
      controller.abort("gone");
      assertStrictEquals(await thrown, "gone");
      if (end === "failure") fail(new Error("vault sealed"));
      else give(end === "key" ? KEY : "no key");
      await turn();
      assertEquals([fetch.sent.length, clock.pending, listeners()], [0, 0, 0]);
    }
  }
});

test("a signal that aborts during a wait between attempts", async () => {
  const rows: Answer[] = [json({}, 429), json({}, 429, { "retry-after": "5" })];
  for (const { make, call, safe } of CASES) {
    for (const answer of safe ? [...rows, failing(new Error("reset"))] : rows) {
      const clock = new ManualClock();
      const fetch = fakeFetch(answer);
      const { controller, listeners } = watched();
      const client = make({ fetch, clock, maxAttempts: 3 });
      const thrown = rejection(call(client, { signal: controller.signal }));
      await clock.waiting();
      controller.abort("gone");
      assertStrictEquals(await thrown, "gone");
      await turn();
      assertEquals([fetch.sent.length, clock.pending, listeners()], [1, 0, 0]);
    }
  }
});

test("a read that was aborted in its fetch is not repeated, and leaves no timer", async () => {
  for (const { make, call } of SAFE) {
    const clock = new ManualClock();
    const { answer, asked } = announced(hanging);
    const fetch = fakeFetch(answer);
    const controller = new AbortController();
    const thrown = rejection(call(make({ fetch, clock }), { signal: controller.signal }));
    await asked;
    controller.abort("gone");
    assertStrictEquals(await thrown, "gone");
    await turn();
    assertEquals([fetch.sent.length, clock.pending], [1, 0]);
  }
});

test("a call that is over has let go of the signal and the clock", async () => {
  for (const { make, call, answer } of CASES) {
    const endings = [json(answer), json({}, 400), json({}), failing(new Error("x"))];
    for (const ending of endings) {
      const clock = new ManualClock();
      const { controller, listeners } = watched();
      const client = make({ fetch: fakeFetch(ending), clock, maxAttempts: 1 });
      const outcome = await call(client, { signal: controller.signal }).catch((error) => error);
      assertEquals([listeners(), clock.pending], [0, 0]);
      controller.abort("too late");
      clock.advance(60_000);
      await turn();
      assert(outcome !== "too late");
    }
  }
});

test("what is refused without a request takes no timer and no listener", async () => {
  const clock = new ManualClock();
  const { controller, listeners } = watched();
  const ding = makeDing({ fetch: fakeFetch(hanging), clock });
  const options = { signal: controller.signal };
  await ding.send({ phoneNumber: "nobody" }, options);
  await ding.check({ authenticationUuid: UUID, checkCode: "" }, options);
  await rejection(ding.status({ authenticationUuid: "" }, options));
  assertEquals([clock.asked, listeners()], [[], 0]);
});

test("a signal may be shared by many calls, and ends them all", async () => {
  const clock = new ManualClock();
  const { controller, listeners } = watched();
  const fetch = fakeFetch(hanging);
  const { signal } = controller;
  const thrown = CASES.map(({ make, call }) => {
    return rejection(call(make({ fetch, clock }), { signal }));
  });
  // In a page, reading the body of a request takes more than a turn.
  while (fetch.sent.length < CASES.length) await turn();
  assertEquals(listeners(), CASES.length);
  controller.abort("gone");
  assertEquals(await Promise.all(thrown), thrown.map(() => "gone"));
  assertEquals([listeners(), clock.pending], [0, 0]);
});

test("the deadline and the signal both hold", async () => {
  for (const { make, call } of CASES) {
    const clock = new ManualClock();
    const controller = new AbortController();
    const { answer, asked } = announced(hanging);
    const client = make({ fetch: fakeFetch(answer), clock });
    const thrown = rejection(call(client, { signal: controller.signal }));
    await asked;
    clock.advance(10_000);
    const error = await thrown;
    assertInstanceOf(error, TimeoutError);
    assertStrictEquals((error as OtpError).http, undefined);
    controller.abort("too late");
  }
});

test("the runtime's own clock ends a call, too", async () => {
  for (const { make, call } of CASES) {
    const error = await rejection(call(make({ fetch: fakeFetch(hanging), timeout: 1 })));
    assertInstanceOf(error, TimeoutError);
  }
  for (const { make, call, answer } of SAFE) {
    const fetch = fakeFetch(json({}, 503, { "retry-after": "0" }), json(answer));
    assertStrictEquals((await call(make({ fetch }))).http?.attempts, 2);
  }
});
