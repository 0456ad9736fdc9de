import { assertEquals } from "@std/assert";
import { pageModule, target } from "../../scripts/build_page.ts";
import { test } from "../support/harness.ts";

test("the module of the page is what its files say: deno task build:page", async () => {
  assertEquals(Deno.readTextFileSync(target), await pageModule());
});
