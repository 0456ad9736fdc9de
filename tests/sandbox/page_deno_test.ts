import { assertEquals } from "@std/assert";
import { root } from "../../scripts/project.ts";
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
