/** The handlers that the guides show answer whatever a stranger sends. Those of the recipes have their own tests. */
import { assert, assertEquals } from "@std/assert";
import { readFileSync } from "node:fs";
import { Prelude } from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";

const root = new URL("../", import.meta.url);

/** Imports the code block of a guide that has a text in it, with what it keeps to itself exported. */
async function importBlock(guide: string, text: string, exported = ""): Promise<unknown> {
  const blocks = readFileSync(new URL(guide, root), "utf8").matchAll(/^```ts\n([^]*?)^```$/gm);
  const [code, ...others] = [...blocks].map(([, code]) => code!).filter((code) =>
    code.includes(text)
  );
  assertEquals(others, [], `${guide}: one block has ${text}`);
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const resolved = code!.replace(
      /from "(@ding-otp[^"]*)"/g,
      (_, name: string) => `from ${JSON.stringify(import.meta.resolve(name))}`,
    );
    await Deno.writeTextFile(file, `${resolved}\n${exported}`);
    return await import(`file://${file}`);
  } finally {
    await Deno.remove(file);
  }
}

const VALUES: unknown[] = [undefined, null, 42, true, "", [], ["1"], {}, { a: 1 }, "1".repeat(1e6)];
const JSON_BODIES = [...VALUES, ...VALUES.map((phoneNumber) => ({ phoneNumber }))]
  .map((value) => JSON.stringify(value) ?? "");
const BODIES: [body: string, type: string][] = [
  ...[...JSON_BODIES, "{", "\0"].map((body): [string, string] => [body, "application/json"]),
  ["number=42", "application/x-www-form-urlencoded"],
  ["number=", "application/x-www-form-urlencoded"],
  ["--x", "multipart/form-data; boundary=x"],
  ["", "multipart/form-data"],
  ["x", "text/plain"],
];

/** Sends every body, and asserts that none ends in an exception or a 5xx. */
async function assertAnswersAll(answer: (request: Request) => Promise<Response>): Promise<void> {
  for (const [body, type] of BODIES) {
    const headers = { "content-type": type };
    const request = new Request("https://app.example/", { method: "POST", headers, body });
    const { status } = await answer(request);
    assert(status < 500, `${type}: ${body.slice(0, 40)}`);
  }
}

Deno.test("docs/api.md: the Worker refuses what is no number", async () => {
  const { worker } = await importBlock(
    "docs/api.md",
    "const worker = {",
    "export { worker };",
  ) as { worker: { fetch(request: Request, env: object): Promise<Response> } };
  const { fetch } = globalThis;
  const sandbox = new Sandbox();
  globalThis.fetch = sandbox.fetch as typeof fetch;
  try {
    const env = { PRELUDE_API_TOKEN: sandbox.credentials.apiToken };
    await assertAnswersAll((request) => worker.fetch(request, env));
  } finally {
    globalThis.fetch = fetch;
  }
  assertEquals(sandbox.requests.length, 0);
});

Deno.test("docs/sign-in.md: the handler refuses what is no number", async () => {
  const { createHandler } = await importBlock(
    "docs/sign-in.md",
    "export function createHandler",
  ) as {
    createHandler(client: Prelude, secret: string): (request: Request) => Promise<Response>;
  };
  const sandbox = new Sandbox();
  const client = new Prelude({ ...sandbox.credentials, fetch: sandbox.fetch });
  await assertAnswersAll(createHandler(client, "a secret of 32 bytes or more, for a test"));
  assertEquals(sandbox.requests.length, 0);
});
