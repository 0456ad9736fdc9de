/** The lint recipe: what the real typescript-eslint reports, and what it leaves alone. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";

interface Message {
  readonly ruleId: string | null;
  readonly line: number;
}

const { ESLint } = await import("eslint");
const examples = await readFile("examples.ts", "utf8");
await writeFile("tsconfig.json", JSON.stringify({ compilerOptions: { strict: true } }));

/** The lines that a rule reports in a text, as if it were the examples. */
async function reported(text: string, rule?: readonly [string, ...unknown[]]): Promise<number[]> {
  const [name, ...options] = rule ?? [];
  const eslint = new ESLint(
    name === undefined ? {} : {
      overrideConfig: {
        rules: {
          "@typescript-eslint/strict-boolean-expressions": "off",
          [`@typescript-eslint/${name}`]: ["error", ...options],
        },
      },
    },
  );
  const [result] = await eslint.lintText(text, { filePath: "examples.ts" });
  const messages: readonly Message[] = result!.messages;
  assert.deepEqual(messages.filter(({ ruleId }) => ruleId === null), []); // Syntax errors.
  return messages.map(({ line }) => line);
}

/** The lines that the examples mark. */
const marked = examples.split("\n").flatMap((line, index) =>
  line.endsWith("// reported") ? [index + 1] : []
);

test("the rule reports each result in a condition, and no test of ok", async () => {
  assert.equal(marked.length, 4);
  assert.deepEqual(await reported(examples), marked);
});

test("no-unnecessary-condition reports the same lines", async () => {
  assert.deepEqual(await reported(examples, ["no-unnecessary-condition"]), marked);
});

const negated = `import type { OtpClient } from "@ding-otp/client";
export const signedIn = async (otp: OtpClient, input: Parameters<OtpClient["check"]>[0]) =>
  !!(await otp.check(input));
export const nullable = (check: { ok: boolean } | undefined) => check ? 1 : 0;
`;

test("what negates twice, and what may be undefined", async () => {
  assert.deepEqual(await reported(negated), [3]);
  assert.deepEqual(await reported(negated, ["no-unnecessary-condition"]), []);
  const strict = { allowNullableObject: false };
  assert.deepEqual(await reported(negated, ["strict-boolean-expressions", strict]), [3, 4]);
});
