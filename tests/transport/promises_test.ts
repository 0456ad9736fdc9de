import { assert, assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import {
  ApiError,
  type Fetch,
  NetworkError,
  OtpError,
  type Outcome,
  ResponseError,
  TimeoutError,
} from "@ding-otp/client";
import type { Socket } from "node:net";
import process from "node:process";
import {
  type Case,
  CASES,
  CHANGING,
  makeDing,
  NUMBER,
  rejection,
  SAFE,
} from "../support/clients.ts";
import { test } from "../support/harness.ts";
import { answer, type Handler, type Loopback, withServer } from "../support/loopback.ts";
import { ManualClock } from "../support/clock.ts";

const MEBIBYTE = 2 ** 20;
const SPACES = new Uint8Array(65_536).fill(0x20);
const OPENING = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/** The message is out before anything happens to the answer; what does, and what the caller hears. */
interface Scenario {
  readonly happens: string;
  readonly to: Handler;
  readonly thrown: typeof OtpError;
  readonly outcome: Outcome;
  readonly status?: number;
  /** What the call waits for when its deadline passes: the headers, or what comes after them. */
  readonly hangs?: "before headers" | "in the body";
}

const cutOff = { thrown: ResponseError, outcome: "applied", status: 200 } as const;
const lost = { thrown: NetworkError, outcome: "unknown" } as const;
const late = { thrown: TimeoutError, outcome: "unknown" } as const;

const SCENARIOS: readonly Scenario[] = [
  { happens: "nothing, ever", to: () => {}, hangs: "before headers", ...late },
  {
    happens: "half of the headers, then nothing",
    to: (socket) => socket.write(OPENING),
    hangs: "before headers",
    ...late,
  },
  {
    happens: "headers, then nothing",
    to: (socket) => socket.write(`${OPENING}content-length: 100\r\n\r\n`),
    hangs: "in the body",
    ...late,
  },
  {
    happens: "half of a body, then nothing",
    to: (socket) => socket.write(`${OPENING}content-length: 100\r\n\r\n{"status":"valid"`),
    hangs: "in the body",
    ...late,
  },
  {
    happens: "a body that drips",
    to: (socket) => {
      socket.write(`${OPENING}\r\n{`);
      const drip = setInterval(() => socket.write(" "), 1);
      socket.on("close", () => clearInterval(drip));
    },
    hangs: "in the body",
    ...late,
  },
  { happens: "the connection is closed", to: (socket) => socket.end(), ...lost },
  { happens: "the connection is destroyed", to: (socket) => socket.destroy(), ...lost },
  { happens: "the connection is reset", to: reset, ...lost },
  {
    happens: "half of the headers, then the end",
    to: (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-le"),
    ...lost,
  },
  { happens: "no HTTP", to: (socket) => socket.end("220 smtp.example ESMTP\r\n"), ...lost },
  {
    happens: "half of a body, then the end",
    to: (socket) => socket.end(`${OPENING}content-length: 100\r\n\r\n{"status":"valid"`),
    ...cutOff,
  },
  {
    happens: "half of a chunked body, then the end",
    to: (socket) => socket.end(`${OPENING}transfer-encoding: chunked\r\n\r\n5\r\n{"sta`),
    ...cutOff,
  },
  {
    happens: "half of a body without a length",
    to: (socket) => socket.end(`${OPENING}connection: close\r\n\r\n{"status":"valid"`),
    ...cutOff,
  },
  ...["", "{", "null", "[]", "<h1>Log in</h1>", '{"status":7}'].map((body): Scenario => ({
    happens: `a 200 with the body ${body || "of no bytes"}`,
    to: (socket) => socket.write(answer(200, body)),
    ...cutOff,
  })),
  ...([
    [400, "not_applied"],
    [401, "not_applied"],
    [429, "not_applied"],
    [500, "unknown"],
    [
      502,
      "unknown",
    ],
    [503, "unknown"],
    [504, "unknown"],
  ] as const).map(([status, outcome]): Scenario => ({
    happens: `HTML with a ${status}`,
    to: (socket) => socket.write(answer(status, "<h1>Sorry</h1>", ["retry-after: 0"])),
    thrown: ApiError,
    outcome,
    status,
  })),
];

function reset(socket: Socket): void {
  if ("resetAndDestroy" in socket) socket.resetAndDestroy();
  else (socket as Socket).destroy();
}

/** A turn of the event loop, after which a connection that was used is free again. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** What nobody handled while something ran. */
async function unhandled(run: () => Promise<void>): Promise<unknown[]> {
  const reasons: unknown[] = [];
  const listen = (reason: unknown) => void reasons.push(reason);
  process.on("unhandledRejection", listen);
  try {
    await run();
    await turn();
  } finally {
    process.off("unhandledRejection", listen);
  }
  return reasons;
}

/** Calls an operation that the scenario befalls, on a fresh connection or on one used before. */
function befall(
  { make, call }: Case<unknown>,
  { to, hangs }: Scenario,
  warm: boolean,
  check: (thrown: unknown, server: Loopback) => Promise<void>,
): Promise<void> {
  let accepted = () => {};
  let answered = () => {};
  const accepting = new Promise<void>((resolve) => accepted = resolve);
  const answering = new Promise<void>((resolve) => answered = resolve);
  const handle: Handler = (socket, request) => {
    if (request.method === "GET") {
      return void socket.write(answer(200, `{"phone_number":"${NUMBER}"}`));
    }
    to(socket, request);
    accepted();
  };
  return withServer(handle, async (server) => {
    const clock = new ManualClock();
    const noticed: Fetch = async (url, init) => {
      const response = await fetch(url, init);
      if (init.method === "POST") answered();
      return response;
    };
    const options = hangs === "in the body" ? { fetch: noticed } : {};
    const client = make({ ...options, baseUrl: server.origin, clock });
    if (warm) {
      await SAFE.find((read) => read.name === "lookup" && read.make === make)!.call(client);
      await turn();
    }
    const thrown = rejection(call(client));
    if (hangs) {
      await (hangs === "in the body" ? answering : accepting);
      clock.advance(10_000);
    }
    await check(await thrown, server);
    assertStrictEquals(clock.pending, 0);
  });
}

for (const scenario of SCENARIOS) {
  const { happens, thrown, outcome, status, hangs } = scenario;

  for (const warm of [false, true]) {
    const connection = warm ? "a connection used before" : "a fresh connection";
    test(`sent once, though after it on ${connection} comes: ${happens}`, async () => {
      for (const operation of CHANGING) {
        const reasons = await unhandled(() =>
          befall(operation, scenario, warm, async (error, server) => {
            assertInstanceOf(error, thrown);
            assertEquals([error.outcome, error.attempts], [outcome, 1]);
            assertStrictEquals(error.http?.status, status);
            if (hangs) await server.requests.at(-1)!.gone;
            const posts = server.requests.filter(({ method }) => method === "POST");
            assertStrictEquals(posts.length, 1, operation.name);
          })
        );
        assertEquals(reasons, []);
      }
    }, { needs: ["sockets"] });
  }
}

test("a body of 100 MB is cut off, and the connection given up", async () => {
  const size = 100 * MEBIBYTE;
  const chunks = "transfer-encoding: chunked";
  // Which of two lengths holds (RFC 9112, 6.3) is the runtime's to say, but not how much is read.
  const contradictions = [
    `content-length: 2\r\n${chunks}`,
    "content-length: 2\r\ntransfer-encoding:",
  ];
  const lengths = [`content-length: ${size}`, chunks, "connection: close"];
  for (const header of [...lengths, ...contradictions]) {
    const chunked = header.endsWith("chunked");
    const handle: Handler = (socket) => {
      let left = size;
      const pour = () => {
        while (left > 0) {
          left -= SPACES.length;
          if (chunked) socket.write(`${SPACES.length.toString(16)}\r\n`);
          const room = socket.write(SPACES);
          if (chunked) socket.write("\r\n");
          if (!room) return void socket.once("drain", pour);
        }
        socket.end(chunked ? "0\r\n\r\n" : "");
      };
      socket.write(`${OPENING}${header}\r\n\r\n`);
      pour();
    };
    for (const { make, call } of CASES) {
      await withServer(handle, async (server) => {
        const isPlain = lengths.includes(header);
        // What is no answer at all, a look-up would ask for again.
        const options = { baseUrl: server.origin, ...!isPlain && { maxAttempts: 1 } };
        const error = await rejection(call(make(options)));
        assertInstanceOf(error, isPlain ? ResponseError : OtpError);
        const codes = isPlain ? ["too_large"] : ["too_large", "not_json", "network"];
        assert(codes.includes(error.code), error.code);
        assertStrictEquals(error.outcome, error instanceof NetworkError ? "unknown" : "applied");
        await server.requests[0]!.gone;
        assertStrictEquals(server.requests.length, 1);
        // What is under way in the buffers of both ends, not what the client has read.
        assert(server.written() < 16 * MEBIBYTE, `${server.written()} bytes`);
      });
    }
  }
}, { needs: ["sockets"] });

test("100 MB of spaces in 100 kB of gzip are cut off as well", async () => {
  const zipped = new Blob(Array.from({ length: 1_600 }, () => SPACES)).stream()
    .pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(zipped).arrayBuffer());
  const handle: Handler = (socket) => {
    socket.write(`${OPENING}content-encoding: gzip\r\ncontent-length: ${bytes.length}\r\n\r\n`);
    socket.write(bytes);
  };
  for (const { make, call } of CASES) {
    await withServer(handle, async (server) => {
      const error = await rejection(call(make({ baseUrl: server.origin })));
      assertInstanceOf(error, ResponseError);
      assertStrictEquals(error.code, "too_large");
    });
  }
}, { needs: ["sockets"] });

test("a redirect takes nothing anywhere", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    await withServer((socket) => socket.write(answer(200, "{}")), async (elsewhere) => {
      for (const location of [`${elsewhere.origin}/v1/x`, "/v1/x", `//${elsewhere.origin}`]) {
        const handle: Handler = (socket) =>
          socket.write(answer(status, "{}", [`location: ${location}`]));
        for (const { make, call } of CASES) {
          await withServer(handle, async (server) => {
            const error = await rejection(call(make({ baseUrl: server.origin })));
            assertInstanceOf(error, ResponseError);
            assertEquals([error.code, error.outcome, error.status], [
              "redirect",
              "unknown",
              status,
            ]);
            assertStrictEquals(server.requests.length, 1);
          });
        }
      }
      assertEquals(elsewhere.requests, []);
    });
  }
}, { needs: ["sockets"] });

test("a read is repeated over a real connection, and then answered", async () => {
  for (const { make, call, result, answer: body, safe } of CASES) {
    if (!safe) continue;
    let requests = 0;
    const handle: Handler = (socket) => {
      requests++;
      if (requests === 1) socket.write(answer(503, "", ["retry-after: 1"]));
      else socket.write(answer(200, JSON.stringify(body)));
    };
    await withServer(handle, async (server) => {
      const clock = new ManualClock();
      const client = make({ baseUrl: server.origin, clock });
      assertEquals<object>(await clock.through(call(client)), result);
      assertEquals(clock.asked, [10_000, 1_000]);
    });
    assertStrictEquals(requests, 2);
  }
}, { needs: ["sockets"] });

test("a right body without a content type, in pieces, is read all the same", async () => {
  for (const { make, call, result, answer: body } of CASES) {
    const text = JSON.stringify(body);
    const middle = text.length >> 1;
    const handle: Handler = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n`);
      setImmediate(() => {
        socket.write(text.slice(0, middle));
        setImmediate(() => socket.write(text.slice(middle)));
      });
    };
    await withServer(handle, async (server) => {
      assertEquals<object>(await call(make({ baseUrl: server.origin })), result);
    });
  }
}, { needs: ["sockets"] });

test("a body of many pieces is read whole, up to the limit, and not beyond it", async () => {
  for (const { make, call, result, answer: facts } of CASES) {
    const body = JSON.stringify({ ...facts, padding: "é✓🎉".repeat(20_000) });
    const maxResponseBytes = new TextEncoder().encode(body).length;
    await withServer((socket) => socket.write(answer(200, body)), async ({ origin: baseUrl }) => {
      assertEquals<object>(await call(make({ baseUrl, maxResponseBytes })), result);
      const strict = make({ baseUrl, maxResponseBytes: maxResponseBytes - 1 });
      const error = await rejection(call(strict));
      assertInstanceOf(error, ResponseError);
      assertEquals([error.code, error.outcome], ["too_large", "applied"]);
    });
  }
}, { needs: ["sockets"] });

test("what goes over the wire is what was asked for, and nothing else", async () => {
  const handle: Handler = (socket) =>
    socket.write(answer(200, '{"authentication_uuid":"id","status":"shadow_blocked"}'));
  await withServer(handle, async (server) => {
    const ding = makeDing({ baseUrl: `${server.origin}/prefix/` });
    const result = await ding.send({ phoneNumber: NUMBER, correlationId: "ünï ✓" });
    assertEquals([result.ok, result.authenticationUuid], [false, "id"]);
    await rejection(ding.status({ authenticationUuid: "../x?y=1" }));
    await ding.send({ phoneNumber: "not a phone" });
    await ding.lookup({ phoneNumber: "../x?y=1" });
    assertEquals(server.requests.map(({ method, path }) => `${method} ${path}`), [
      "POST /prefix/authentication",
      "GET /prefix/authentication/..%2Fx%3Fy%3D1",
    ]);
    const { body, headers } = server.requests[0]!;
    assert(body.includes(NUMBER) && /^content-length: \d+$/im.test(headers));
    assert(/^content-type: application\/json$/im.test(headers));
  });
}, { needs: ["sockets"] });

test("the caller's signal ends a call over a real connection, beside the deadline", async () => {
  for (const { make, call } of CASES) {
    for (const start of ["", `${OPENING}content-length: 100\r\n\r\n{`]) {
      let accepted = () => {};
      const accepting = new Promise<void>((resolve) => accepted = resolve);
      const handle: Handler = (socket) => {
        socket.write(start);
        accepted();
      };
      await withServer(handle, async (server) => {
        const controller = new AbortController();
        const reason = { the: "caller's own" };
        const options = { signal: controller.signal, timeout: 60_000 };
        const thrown = rejection(call(make({ baseUrl: server.origin }), options));
        await accepting;
        controller.abort(reason);
        assertStrictEquals(await thrown, reason);
        await server.requests[0]!.gone;
        assertStrictEquals(server.requests.length, 1);
      });
    }
  }
}, { needs: ["sockets"] });
