import { magicNumbers } from "@ding-otp/client/sandbox";
import { assertEquals } from "@std/assert";
import { test } from "../support/harness.ts";

const guide = await Deno.readTextFile(new URL("../../docs/testing.md", import.meta.url));

test("docs/testing.md lists every magic number with what it does", () => {
  const documented = guide.split("\n")
    .filter((line) => /^\| (send|check|retry|delivery|lookup|fault) /.test(line))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  const actual = Object.entries(magicNumbers).flatMap(([kind, scenarios]) =>
    Object.entries<{ description: string; numbers: readonly string[] }>(scenarios)
      .map(([name, { description, numbers: [first, ...more] }]) => [
        kind,
        `\`${name}\``,
        `\`${first}\` to \`${more.at(-1)!.slice(-2)}\``,
        description,
      ])
  );
  assertEquals(documented, actual);
});
