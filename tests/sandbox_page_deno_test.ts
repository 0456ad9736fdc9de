import { assertEquals } from "@std/assert";
import { pageModule, target } from "../scripts/build_page.ts";
import { test } from "./harness.ts";

test("the module of the page is what its files say: deno task build:page", () => {
  assertEquals(Deno.readTextFileSync(target), pageModule());
});
