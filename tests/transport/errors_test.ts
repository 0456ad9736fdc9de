import { assert, assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import * as library from "@ding-otp/client";
import {
  ApiError,
  NetworkError,
  type OtpError,
  ResponseError,
  TimeoutError,
} from "@ding-otp/client";
import { test } from "../support/harness.ts";

const HTTP = {
  status: 503,
  headers: new Headers({ "retry-after": "7" }),
  body: { code: "bad_request", message: "secret", doc_url: "https://docs.ding.live/e" },
  attempts: 2,
};
const FACTS = { operation: "send", attempts: 2, outcome: "unknown" } as const;

/** Every exported class of errors that is thrown, made as a program would that fakes a failure. */
const MAKE: Record<string, (cause?: unknown) => OtpError> = {
  ApiError: (cause) =>
    new ApiError("Cannot test", {
      ...FACTS,
      code: "bad_request",
      cause,
      http: HTTP,
      retryAfter: 7,
    }),
  NetworkError: (cause) => new NetworkError("Cannot test", { ...FACTS, code: "network", cause }),
  ResponseError: (cause) =>
    new ResponseError("Cannot test", { ...FACTS, code: "redirect", cause, http: HTTP }),
  TimeoutError: (cause) => new TimeoutError("Cannot test", { ...FACTS, code: "timeout", cause }),
};

/** What of an error is enumerable, and so in JSON and in logs. */
const FIELDS: Record<string, object> = {
  ApiError: { ...FACTS, code: "bad_request", status: 503, retryAfter: 7 },
  NetworkError: { ...FACTS, code: "network" },
  ResponseError: { ...FACTS, code: "redirect", status: 503 },
  TimeoutError: { ...FACTS, code: "timeout" },
};

const CLASSES = Object.entries(library).filter(([, value]) =>
  typeof value === "function" && value.prototype instanceof Error
) as [name: string, Class: typeof OtpError][];

test("errors: there are these and no others", () => {
  assertEquals(CLASSES.map(([name]) => name).sort(), ["OtpError", ...Object.keys(MAKE)].sort());
});

for (const [name, Class] of CLASSES) {
  test(`${name}: its name is on the prototype`, () => {
    assert(Object.hasOwn(Class.prototype, "name"));
    assertStrictEquals(Class.prototype.name, name);
    const Renamed = class extends (Class as typeof TimeoutError) {};
    assertStrictEquals(new Renamed("x", { ...FACTS, code: "timeout" }).name, name);
  });
}

for (const [name, make] of Object.entries(MAKE)) {
  test(`${name}: an OtpError, an Error, and of its own class alone`, () => {
    const error = make();
    const of = CLASSES.filter(([, Class]) => error instanceof Class).map(([name]) => name);
    assertEquals(of.sort(), ["OtpError", name].sort());
    assertInstanceOf(error, Error);
    assertStrictEquals(Object.prototype.toString.call(error), "[object Error]");
    assertStrictEquals(String(error), `${name}: Cannot test`);
    assertStrictEquals(error.message, "Cannot test");
    assert(typeof error.stack === "string" && error.stack.includes("Cannot test"));
    assert(!Object.hasOwn(error, "name"));
  });

  test(`${name}: its facts are enumerable, the exchange is not`, () => {
    const error = make(new Error("why"));
    assertEquals<object>({ ...error }, FIELDS[name]!);
    assertEquals(JSON.parse(JSON.stringify(error)), FIELDS[name]!);
    assertStrictEquals(
      error.http,
      name === "ApiError" || name === "ResponseError" ? HTTP : undefined,
    );
  });

  test(`${name}: its cause, and none where there is none`, () => {
    const why = new Error("why");
    assertStrictEquals(make(why).cause, why);
    assertStrictEquals(make().cause, undefined);
    assert(!Object.hasOwn(make(), "cause"));
  });
}

test("ApiError: the answer by its parts", () => {
  const error = MAKE.ApiError!();
  assertInstanceOf(error, ApiError);
  assertStrictEquals(error.headers, HTTP.headers);
  assertStrictEquals(error.body, HTTP.body);
  assertStrictEquals(error.docUrl, "https://docs.ding.live/e");
});

test("ApiError: no documentation where the body names none", () => {
  for (const body of [undefined, null, "text", 7, [], {}, { doc_url: 7 }, { doc_url: null }]) {
    const error = new ApiError("Cannot test", { ...FACTS, code: "x", http: { ...HTTP, body } });
    assertStrictEquals(error.docUrl, undefined);
    assertStrictEquals(error.body, body);
  }
});
