/** What a store keeps in memory, as the runtime counts it. */
import { assert } from "@std/assert";
import { MemoryStore } from "@ding-otp/client/sign-in";
import { HOUR, test } from "./support.ts";

test("MemoryStore: millions of calls for a few counters leave no memory behind", () => {
  const store = new MemoryStore();
  const before = Deno.memoryUsage().heapUsed;
  for (let index = 0; index < 8_000_000; index++) store.add(`${index % 100}`, 1, HOUR);
  const megabytes = (Deno.memoryUsage().heapUsed - before) / 1e6;
  assert(megabytes < 120, `${Math.round(megabytes)} MB`);
  store.add("still here", 1, HOUR);
});
