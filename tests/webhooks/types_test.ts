/** What the types of webhooks promise; checked when this file is compiled. */
import {
  type AttemptEvent,
  type AuthenticationEvent,
  type DeliveryStatus,
  type DeliveryStatusEvent,
  handleOnce,
  RecentEvents,
  type UnknownEvent,
  type UnverifiedEvent,
  type VerifiedEvent,
  type VerifyOptions,
} from "@ding-otp/client/webhooks";
import { assertEquals } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { test } from "../support/harness.ts";

const attempt: AttemptEvent = {
  verified: true,
  known: true,
  id: "evt_1",
  type: "verify.attempt",
  payload: { channel: "sms", deliveryStatus: "a status to come" },
  body: {},
};
const novelty: UnknownEvent = { ...attempt, known: false, type: "verify.novelty" };
const claim: UnverifiedEvent = { verified: false, id: "1", type: "a type to come", body: {} };

/** Every arm once; the return type holds only as long as the switch is exhaustive. */
function summary(event: VerifiedEvent): string {
  if (!event.known) {
    assertType<IsExact<typeof event, UnknownEvent>>(true);
    return event.type;
  }
  switch (event.type) {
    case "verify.authentication":
      assertType<IsExact<typeof event, AuthenticationEvent>>(true);
      return "authentication";
    case "verify.attempt":
      assertType<IsExact<typeof event, AttemptEvent>>(true);
      return "attempt";
    case "verify.delivery_status":
      assertType<IsExact<typeof event, DeliveryStatusEvent>>(true);
      return "delivery status";
  }
}

test("VerifiedEvent is told apart by known and type, without a remainder", () => {
  assertEquals([summary(attempt), summary(novelty)], ["attempt", "verify.novelty"]);
});

/** Without `known`, an unknown event stays possible, and the payload is usable all the same. */
function status(event: VerifiedEvent): DeliveryStatus | undefined {
  assertType<IsExact<typeof event.payload.time, Date | undefined>>(true);
  if (event.type === "verify.attempt") {
    assertType<IsExact<typeof event.payload.deliveryStatus, DeliveryStatus | undefined>>(true);
    return event.payload.deliveryStatus;
  }
  if (event.type === "verify.a_type_to_come") return "unknown";
  return undefined;
}

test("VerifiedEvent gives the payload of a known type by type alone", () => {
  assertEquals([status(attempt), status(novelty)], ["a status to come", undefined]);
});

function trust(event: VerifiedEvent): true {
  return event.verified;
}

test("UnverifiedEvent does not pass for a VerifiedEvent", () => {
  assertType<UnverifiedEvent extends { verified: true } ? true : false>(false);
  assertType<VerifiedEvent extends { verified: true } ? true : false>(true);
  // @ts-expect-error nobody vouches for it
  assertEquals(trust(claim), false);
  // @ts-expect-error a known type does not make it verified
  assertEquals(trust({ ...attempt, verified: false }), false);
});

test("handleOnce() hands the handler what it was handed, and gives its result", async () => {
  const options = { seen: new RecentEvents() };
  const result = await handleOnce(attempt as AttemptEvent | UnverifiedEvent, (event) => {
    assertType<IsExact<typeof event, AttemptEvent | UnverifiedEvent>>(true);
    return Promise.resolve(event.id.length);
  }, options);
  assertType<IsExact<typeof result, number>>(true);
  assertEquals(result, 5);
});

test("VerifyOptions cannot be without a key", () => {
  assertType<{ publicKey: undefined } extends VerifyOptions ? true : false>(false);
  assertType<Record<never, never> extends VerifyOptions ? true : false>(false);
  assertType<{ publicKey: readonly [string, CryptoKey] } extends VerifyOptions ? true : false>(
    true,
  );
});
