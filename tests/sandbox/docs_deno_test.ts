import { magicNumbers } from "@ding-otp/client/sandbox";
import { assert, assertEquals } from "@std/assert";
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

test("every test id in docs/testing.md is on the page", async () => {
  const ids = guide.split("| test id")[1]!.split("\n\n")[0]!.split("\n").slice(2)
    .flatMap((line) => [...line.matchAll(/`([\w-]+)`/g)].map(([, id]) => id!))
    .filter((id) =>
      !/^(data-|true$|valid|replaced|used|expired|invalid|success|refused|failed)/.test(id)
    );
  const folder = new URL("../../src/sandbox/server/page/", import.meta.url);
  const sources = await Promise.all(
    [...Deno.readDirSync(folder)].map(({ name }) => Deno.readTextFile(new URL(name, folder))),
  );
  const present = [...sources.join("").matchAll(/data-testid"?[=:] ?"([\w-]+)"/g)]
    .map(([, id]) => id!);
  assertEquals([...new Set(ids)].sort(), [...new Set(present)].sort());
  assert(ids.length > 10);
});
