import { assertEquals } from "@std/assert";
import { target } from "../../scripts/build_page.ts";
import { root } from "../../scripts/project.ts";
import { test } from "../support/harness.ts";

test("the module of the page is what its files say: deno task build:page", async () => {
  // In a process of its own: the one that esbuild starts may outlive `stop()`, and so the test.
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", `${root}scripts/build_page.ts`, "--print"],
  }).output();
  assertEquals(new TextDecoder().decode(stdout), `${Deno.readTextFileSync(target)}\n`);
});
