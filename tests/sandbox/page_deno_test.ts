import { assertEquals } from "@std/assert";
import { root } from "../../scripts/project.ts";
import { endOf, phone, reasonOf } from "../../src/sandbox/server/page/format.js";
import { test } from "../support/harness.ts";

test("the module of the page is what its files say: deno task build:page", async () => {
  // In a process of its own, and without importing any of it here: what esbuild starts may outlive
  // `stop()`, and so the test, which then leaks.
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", `${root}scripts/build_page.ts`, "--print"],
  }).output();
  const module = Deno.readTextFileSync(`${root}src/sandbox/server/assets.ts`);
  assertEquals([code, new TextDecoder().decode(stdout)], [0, `${module}\n`]);
});

for (
  const [number, shown] of [
    ["+15555550100", "+1 555-555-0100"],
    ["+447700900123", "+44 7700 900123"],
    ["+442071838750", "+44 20 7183 8750"],
    ["+33612345678", "+33 6 12 34 56 78"],
    ["+4915123456789", "+49 1512 3456789"],
    ["+4917612345678", "+49 176 12345678"],
    ["+491761234567", "+49 176 1234567"],
    ["+34612345678", "+34 612 34 56 78"],
    ["+393123456789", "+39 312 345 6789"],
    ["+31612345678", "+31 6 12345678"],
    ["+32470123456", "+32 470 12 34 56"],
    ["+41781234567", "+41 78 123 45 67"],
    ["+46701234567", "+46 70 123 45 67"],
    ["+4532123456", "+45 32 12 34 56"],
    ["+351912345678", "+351 912 345 678"],
    ["+353850123456", "+353 85 012 3456"],
    ["+420601123456", "+420 601 123 456"],
    ["+79123456789", "+7 912 345 67 89"],
    ["+905012345678", "+90 501 234 56 78"],
    ["+919876543210", "+91 98765 43210"],
    ["+8613123456789", "+86 131 2345 6789"],
    ["+819012345678", "+81 90 1234 5678"],
    ["+821012345678", "+82 10 1234 5678"],
    ["+6581234567", "+65 8123 4567"],
    ["+85251234567", "+852 5123 4567"],
    ["+61412345678", "+61 412 345 678"],
    ["+5511961234567", "+55 11 96123 4567"],
    ["+971501234567", "+971 50 123 4567"],
    ["+27711234567", "+27 71 123 4567"],
    // Plans with numbers of several lengths, and numbers of a length that their plan does not have.
    ["+4930123456", "+49 30123456"],
    ["+431234567890", "+43 1234567890"],
    ["+1555555010", "+1 555555010"],
    ["+155555501000", "+1 55555501000"],
    ["+33612345", "+33 612345"],
    ["+44", "+44"],
    ["+2348021234567", "+234 8021234567"],
    ["somebody@example.com", "somebody@example.com"],
  ] as const
) {
  test(`the page writes ${number} as ${shown}`, () => assertEquals(phone(number), shown));
}

/** Requests of the journal, and what the page calls their ends. */
const REQUESTS: [request: object, end: string, reason: string][] = [
  [{ response: { status: 200, body: { status: "pending" } } }, "success", "pending"],
  [{ response: { status: 200, body: { status: "under_review" } } }, "success", "under review"],
  [
    { response: { status: 200, body: { status: "retry" } }, fault: "latency" },
    "success",
    "retry",
  ],
  [{ response: { status: 200, body: { phone_numbers: [] } } }, "success", "200"],
  [{ response: { status: 200, body: { status: "failure" } } }, "refused", "failure"],
  [
    { response: { status: 200, body: { status: "blocked", reason: "suspicious" } } },
    "refused",
    "blocked, suspicious",
  ],
  [{ response: { status: 400, body: { code: "bad_request" } } }, "refused", "bad request"],
  [{ response: { status: 405, body: "" } }, "refused", "405"],
  [
    { response: { status: 503, body: { code: "internal" } }, fault: "busy" },
    "failed",
    "internal",
  ],
  [{ response: { status: 502, body: "<html>" }, fault: "bad_gateway" }, "failed", "bad gateway"],
  [{ response: { status: 200, body: '{"sta' }, fault: "truncated" }, "failed", "truncated"],
  [{ response: { status: 200, body: { status: 7 } }, fault: "mistyped" }, "failed", "mistyped"],
  [{ response: undefined, fault: "lost" }, "failed", "lost"],
  [{ response: undefined }, "failed", "no response"],
];

for (const [request, end, reason] of REQUESTS) {
  test(`the page calls ${JSON.stringify(request)} ${end}: ${reason}`, () => {
    const shown = request as Parameters<typeof endOf>[0];
    assertEquals([endOf(shown), reasonOf(shown)], [end, reason]);
  });
}
